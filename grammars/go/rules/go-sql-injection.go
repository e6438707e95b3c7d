package main

func user(w http.ResponseWriter, r *http.Request, db *sql.DB) {
	name := r.FormValue("name")
	text := "SELECT * FROM users WHERE name = '" + name + "'"
	// ruleid: go-sql-injection
	db.Query(text)
	// ok: go-sql-injection
	db.Query("SELECT * FROM users WHERE name = ?", name)
}

func remove(r *http.Request, tx *sql.Tx) {
	text := fmt.Sprintf("DELETE FROM users WHERE name = '%s'", r.URL.Query().Get("name"))
	// ruleid: go-sql-injection
	tx.ExecContext(r.Context(), text)
}

func ginPage(c *gin.Context, db *gorm.DB) {
	// ruleid: go-sql-injection
	db.Raw("SELECT * FROM users WHERE name = '" + c.Param("name") + "'").Scan(&users)
}

func number(r *http.Request, db *sql.DB) {
	id, _ := strconv.Atoi(r.FormValue("id"))
	// ok: go-sql-injection
	db.Query(fmt.Sprintf("SELECT * FROM users WHERE id = %d", id))
	// ok: go-sql-injection
	db.QueryRow("SELECT 1")
}
