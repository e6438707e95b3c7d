package main

func login(w http.ResponseWriter, value string) {
	// ruleid: go-cookie-flags-missing
	http.SetCookie(w, &http.Cookie{Name: "session", Value: value})
}

func half(w http.ResponseWriter, value string) {
	c := http.Cookie{Name: "auth_token", Value: value, Secure: true}
	// ruleid: go-cookie-flags-missing
	http.SetCookie(w, &c)
}

func off(w http.ResponseWriter, value string) {
	c := http.Cookie{Name: "session", Value: value, Secure: true, HttpOnly: false}
	// ruleid: go-cookie-flags-missing
	http.SetCookie(w, &c)
}

func good(w http.ResponseWriter, value string) {
	// ok: go-cookie-flags-missing
	http.SetCookie(w, &http.Cookie{Name: "session", Value: value, Secure: true, HttpOnly: true})
	// ok: go-cookie-flags-missing
	http.SetCookie(w, &http.Cookie{Name: "theme", Value: value})
}

func later(w http.ResponseWriter, value string) {
	c := http.Cookie{Name: "session", Value: value, HttpOnly: true}
	c.Secure = true
	// ok: go-cookie-flags-missing
	http.SetCookie(w, &c)
}
