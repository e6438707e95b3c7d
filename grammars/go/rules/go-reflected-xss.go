package main

func hello(w http.ResponseWriter, r *http.Request) {
	name := r.FormValue("name")
	// ruleid: go-reflected-xss
	fmt.Fprintf(w, "<h1>Hello %s</h1>", name)
}

func echo(w http.ResponseWriter, r *http.Request) {
	// ruleid: go-reflected-xss
	w.Write([]byte(r.URL.Query().Get("text")))
}

func written(w http.ResponseWriter, r *http.Request) {
	text := "<p>" + r.PostFormValue("text") + "</p>"
	// ruleid: go-reflected-xss
	io.WriteString(w, text)
}

func good(w http.ResponseWriter, r *http.Request) {
	name := html.EscapeString(r.FormValue("name"))
	// ok: go-reflected-xss
	fmt.Fprintf(w, "<h1>Hello %s</h1>", name)
	// ok: go-reflected-xss
	page.Execute(w, r.FormValue("name"))
	// ok: go-reflected-xss
	w.Write([]byte("<h1>Hello</h1>"))
	page, _ := os.ReadFile("/srv/" + filepath.Base(r.FormValue("page")))
	// ok: go-reflected-xss
	w.Write(page)
}
