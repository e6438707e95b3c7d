package main

func ping(w http.ResponseWriter, r *http.Request) {
	host := r.FormValue("host")
	// ruleid: go-command-injection
	exec.Command("sh", "-c", "ping -c 1 "+host).Run()
}

func tool(r *http.Request) {
	// ruleid: go-command-injection
	exec.Command(r.URL.Query().Get("tool")).Run()
}

func clone(c *gin.Context) {
	// ruleid: go-command-injection
	exec.Command("git", "clone", c.Query("url")).Run()
}

func good(r *http.Request) {
	url := r.FormValue("url")
	// ok: go-command-injection
	exec.Command("git", "clone", "--", url).Run()
	// ok: go-command-injection
	exec.Command("uptime").Run()
}

func counted(r *http.Request) {
	count, _ := strconv.Atoi(r.FormValue("count"))
	// ok: go-command-injection
	exec.Command("sh", "-c", fmt.Sprintf("seq %d", count)).Run()
}
