async fn user(name: &str, pool: &PgPool) -> Row {
    let text = format!("SELECT * FROM users WHERE name = '{}'", name);
    // ruleid: rust-sql-built
    sqlx::query(&text).fetch_one(pool).await.unwrap()
}

fn remove(connection: &rusqlite::Connection, name: &str) {
    let text = format!("DELETE FROM users WHERE name = '{}'", name);
    // ruleid: rust-sql-built
    connection.execute(text.as_str(), []).unwrap();
}

fn insert(connection: &mut PgConnection, name: &str) {
    let text = format!("INSERT INTO users (name) VALUES ('{}')", name);
    // ruleid: rust-sql-built
    diesel::sql_query(text).execute(connection).unwrap();
}

fn good(connection: &rusqlite::Connection, name: &str, table: &str) {
    let text = format!("SELECT * FROM {} WHERE name = ?1", table);
    // ok: rust-sql-built
    connection.execute(&text, [name]).unwrap();
    // ok: rust-sql-built
    connection.execute("DELETE FROM users WHERE name = ?1", [name]).unwrap();
    let line = format!("SELECT nothing FROM here WHERE x = {}", name);
    // ok: rust-sql-built
    println!("{}", line);
}
