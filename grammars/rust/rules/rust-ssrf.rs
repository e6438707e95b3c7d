use axum::extract::Query;

async fn preview(Query(url): Query<String>) -> String {
    // ruleid: rust-ssrf
    reqwest::get(url).await.unwrap().text().await.unwrap()
}

async fn image(Query(url): Query<String>, client: Client) {
    // ruleid: rust-ssrf
    client.get(&url).send().await.unwrap();
}

async fn host(Query(host): Query<String>) {
    // ruleid: rust-ssrf
    let stream = TcpStream::connect(format!("{}:80", host)).await.unwrap();
}

async fn good(Query(id): Query<String>, client: Client) {
    // ok: rust-ssrf
    reqwest::get(format!("https://api.example.com/items/{}", id)).await.unwrap();
    // ok: rust-ssrf
    client.get("https://api.example.com/items").query(&[("id", id)]).send().await.unwrap();
}

async fn counted(Query(port): Query<String>) {
    let port = port.parse::<u16>().unwrap();
    // ok: rust-ssrf
    let stream = TcpStream::connect(format!("localhost:{}", port)).await.unwrap();
}
