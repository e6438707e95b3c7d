async fn weather() {
    // ruleid: rust-cleartext-http
    let a = reqwest::get("http://api.weather.dev/today").await;
    // ok: rust-cleartext-http
    let b = reqwest::get("https://api.weather.dev/today").await;
}

async fn upload(client: &reqwest::Client) {
    // ruleid: rust-cleartext-http
    client.post("http://files.weather.dev/upload").send().await;
    // ok: rust-cleartext-http
    client.post("http://localhost:8080/upload").send().await;
    // ok: rust-cleartext-http
    client.post("http://127.0.0.1/upload").send().await;
}

async fn grpc() {
    // ruleid: rust-cleartext-http
    let channel = Channel::from_static("http://rpc.weather.dev:50051").connect().await;
    // ok: rust-cleartext-http
    let good = Channel::from_static("https://rpc.weather.dev").connect().await;
}

#[test]
fn asks() {
    // ok: rust-cleartext-http
    ureq::get("http://cool.dev/").call();
}
