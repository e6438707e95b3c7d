package main

import (
	"database/sql"
	"fmt"
)

func a(db *sql.DB, name string) {
	// ruleid: go-sql-sprintf
	db.Query(fmt.Sprintf("SELECT * FROM t WHERE n = '%s'", name))
	// ruleid: go-sql-sprintf
	db.QueryRow("SELECT * FROM t WHERE n = '" + name + "'")
	// ruleid: go-sql-sprintf
	db.Exec("DELETE FROM t WHERE n = " + name)
}

func b(db *sql.DB, name string) {
	// ok: go-sql-sprintf
	db.Query("SELECT * FROM t WHERE n = ?", name)
	// ok: go-sql-sprintf
	db.Exec("DELETE FROM t")
	// ok: go-sql-sprintf
	fmt.Println(fmt.Sprintf("SELECT %s", name))
}
