package main

func back(w http.ResponseWriter, r *http.Request) {
	// ruleid: go-open-redirect
	http.Redirect(w, r, r.FormValue("next"), http.StatusFound)
}

func header(w http.ResponseWriter, r *http.Request) {
	next := r.URL.Query().Get("next")
	// ruleid: go-open-redirect
	w.Header().Set("Location", next)
	w.WriteHeader(302)
}

func ginPage(c *gin.Context) {
	// ruleid: go-open-redirect
	c.Redirect(302, c.Query("next"))
}

var targets = map[string]string{"home": "/home", "help": "/help"}

func known(w http.ResponseWriter, r *http.Request) {
	target, found := targets[r.FormValue("to")]
	if !found {
		target = "/home"
	}
	// ok: go-open-redirect
	http.Redirect(w, r, target, http.StatusFound)
}

func headers(w http.ResponseWriter, r *http.Request) {
	given := map[string]string{"to": r.FormValue("to")}
	// ruleid: go-open-redirect
	http.Redirect(w, r, given["to"], http.StatusFound)
}

func good(w http.ResponseWriter, r *http.Request) {
	// ok: go-open-redirect
	http.Redirect(w, r, "/items/"+r.FormValue("id"), http.StatusFound)
	// ok: go-open-redirect
	http.Redirect(w, r, fmt.Sprintf("/items/%s", r.FormValue("id")), http.StatusFound)
	// ok: go-open-redirect
	http.Redirect(w, r, "/home", http.StatusFound)
}
