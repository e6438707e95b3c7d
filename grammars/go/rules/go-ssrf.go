package main

func preview(w http.ResponseWriter, r *http.Request) {
	target := r.FormValue("url")
	// ruleid: go-ssrf
	http.Get(target)
}

func host(r *http.Request, client *http.Client) {
	// ruleid: go-ssrf
	client.Get("https://" + r.URL.Query().Get("host") + "/status")
}

func made(c *gin.Context) {
	// ruleid: go-ssrf
	request, _ := http.NewRequest("GET", c.Query("url"), nil)
}

func good(r *http.Request) {
	id := r.FormValue("id")
	// ok: go-ssrf
	http.Get(fmt.Sprintf("https://api.example.com/items/%s", id))
	// ok: go-ssrf
	http.Get("https://api.example.com/items?id=" + url.QueryEscape(id))
	// ok: go-ssrf
	http.Get("https://api.example.com/items")
}
