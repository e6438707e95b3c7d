async fn register(pool: &PgPool, name: &str, password: &str) {
    // ruleid: rust-secret-stored-plain
    sqlx::query("INSERT INTO users VALUES ($1, $2)").bind(name).bind(password).execute(pool).await.unwrap();
}

fn card(connection: &Connection, user: &User) {
    let text = format!("INSERT INTO cards VALUES ('{}')", user.card_number);
    // ruleid: rust-secret-stored-plain
    connection.execute(&text, []).unwrap();
}

fn on_disk(private_key: &str) {
    // ruleid: rust-secret-stored-plain
    std::fs::write("key.txt", private_key).unwrap();
}

async fn hashed(pool: &PgPool, name: &str, password: &str) {
    let hash = hash_password(password);
    // ok: rust-secret-stored-plain
    sqlx::query("INSERT INTO users VALUES ($1, $2)").bind(name).bind(hash).execute(pool).await.unwrap();
}

fn sealed(connection: &Connection, cipher: &Cipher, user: &User) {
    let text = cipher.encrypt(&user.card_number);
    // ok: rust-secret-stored-plain
    connection.execute(&format!("INSERT INTO cards VALUES ('{}')", text), []).unwrap();
}

fn named(password_file: &str, text: &str) {
    // ok: rust-secret-stored-plain
    std::fs::write(password_file, text).unwrap();
}
