package main

func home(r *http.Request, doc *html.Node) {
	name := r.FormValue("name")
	// ruleid: go-xpath-injection
	htmlquery.Find(doc, "//user[login='"+name+"']/home")
}

func compiled(r *http.Request) {
	text := fmt.Sprintf("//user[login='%s']/home", r.FormValue("name"))
	// ruleid: go-xpath-injection
	query, _ := xpath.Compile(text)
}

func xmlOne(r *http.Request, doc *xmlquery.Node) {
	// ruleid: go-xpath-injection
	xmlquery.FindOne(doc, "//user[@id='"+r.URL.Query().Get("id")+"']")
}

func good(r *http.Request, doc *xmlquery.Node) {
	id, _ := strconv.Atoi(r.FormValue("id"))
	// ok: go-xpath-injection
	xmlquery.FindOne(doc, fmt.Sprintf("//user[@id='%d']", id))
	// ok: go-xpath-injection
	query, _ := xpath.Compile("//user")
	// ok: go-xpath-injection
	htmlquery.Find(doc, "//user/home")
}
