use axum::extract::Query;

async fn user(Query(name): Query<String>, pool: &PgPool) -> Row {
    let text = format!("SELECT * FROM users WHERE name = '{}'", name);
    // ruleid: rust-sql-injection
    sqlx::query(&text).fetch_one(pool).await.unwrap()
}

fn from_argument(connection: &rusqlite::Connection) {
    let name = std::env::args().nth(1).unwrap();
    let text = String::from("DELETE FROM users WHERE name = '") + &name + "'";
    // ruleid: rust-sql-injection
    connection.execute(&text, []).unwrap();
    // ok: rust-sql-injection
    connection.execute("DELETE FROM users WHERE name = ?1", [&name]).unwrap();
}

async fn from_host(connection: &mut Conn) {
    let name = reqwest::get("https://example.com/name").await.unwrap().text().await.unwrap();
    // ruleid: rust-sql-injection
    connection.query_drop(format!("DELETE FROM users WHERE name = '{}'", name)).await.unwrap();
}

async fn good(Query(name): Query<String>, Query(id): Query<String>, pool: &PgPool) {
    // ok: rust-sql-injection
    sqlx::query("SELECT * FROM users WHERE name = $1").bind(name).fetch_one(pool).await.unwrap();
    let number = id.parse::<i64>().unwrap_or(0);
    // ok: rust-sql-injection
    sqlx::query(&format!("SELECT * FROM users WHERE id = {}", number)).fetch_one(pool).await.unwrap();
}
