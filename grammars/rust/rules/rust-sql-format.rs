async fn sqlx_user(pool: &sqlx::PgPool, name: &str) {
    // ruleid: rust-sql-format
    sqlx::query(&format!("SELECT * FROM users WHERE name = '{}'", name)).fetch_one(pool).await.unwrap();
    // ok: rust-sql-format
    sqlx::query("SELECT * FROM users WHERE name = $1").bind(name).fetch_one(pool).await.unwrap();
}

fn rusqlite_user(connection: &rusqlite::Connection, name: &str) {
    // ruleid: rust-sql-format
    connection.execute(&format!("DELETE FROM users WHERE name = '{}'", name), []).unwrap();
    // ok: rust-sql-format
    connection.execute("DELETE FROM users WHERE name = ?1", [name]).unwrap();
}

fn diesel_user(connection: &mut diesel::PgConnection, id: i32) {
    // ruleid: rust-sql-format
    diesel::sql_query(format!("SELECT * FROM users WHERE id = {}", id)).execute(connection).unwrap();
    // ok: rust-sql-format
    diesel::sql_query("SELECT 1").execute(connection).unwrap();
}

fn message(name: &str) -> String {
    // ok: rust-sql-format
    format!("SELECT is a word, {}", name)
}
