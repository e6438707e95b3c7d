async fn retry() {
    // ruleid: rust-blocking-in-async
    std::thread::sleep(Duration::from_secs(1));
}

async fn page(url: &str) -> String {
    // ruleid: rust-blocking-in-async
    reqwest::blocking::get(url).unwrap().text().unwrap()
}

async fn version() -> Output {
    // ruleid: rust-blocking-in-async
    std::process::Command::new("git").arg("--version").output().unwrap()
}

async fn good() -> Output {
    // ok: rust-blocking-in-async
    tokio::time::sleep(Duration::from_secs(1)).await;
    // ok: rust-blocking-in-async
    let output = tokio::task::spawn_blocking(|| std::process::Command::new("git").output().unwrap()).await;
    output.unwrap()
}

fn plain() {
    // ok: rust-blocking-in-async
    std::thread::sleep(Duration::from_secs(1));
}
