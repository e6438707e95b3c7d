package main

func show(w http.ResponseWriter, r *http.Request) {
	name := r.URL.Query().Get("name")
	// ruleid: go-path-traversal
	data, _ := os.ReadFile(filepath.Join("/srv/files", name))
	w.Write(data)
}

func serve(w http.ResponseWriter, r *http.Request) {
	// ruleid: go-path-traversal
	http.ServeFile(w, r, "/srv/files/"+r.FormValue("name"))
}

func ginPage(c *gin.Context) {
	// ruleid: go-path-traversal
	file, _ := os.Open(c.Param("name"))
	defer file.Close()
}

func base(w http.ResponseWriter, r *http.Request) {
	name := filepath.Base(r.FormValue("name"))
	// ok: go-path-traversal
	data, _ := os.ReadFile(filepath.Join("/srv/files", name))
	w.Write(data)
}

func local(w http.ResponseWriter, r *http.Request) {
	name := r.FormValue("name")
	if !filepath.IsLocal(name) {
		return
	}
	// ok: go-path-traversal
	data, _ := os.ReadFile(filepath.Join("/srv/files", name))
	w.Write(data)
}

func upload(r *http.Request) {
	header := r.MultipartForm.File["logo"][0]
	// ok: go-path-traversal
	os.Create("/srv/files/" + header.Filename)
}

func chosen(r *http.Request) {
	name := r.FormValue("name")
	if name == "logo.png" || name == "icon.png" {
		// ok: go-path-traversal
		os.ReadFile("/srv/files/" + name)
	}
}

func fixed(r *http.Request) {
	// ok: go-path-traversal
	os.ReadFile("/srv/files/index.html")
}
