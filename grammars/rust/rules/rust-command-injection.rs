use axum::extract::{Form, Query};
use std::process::Command;

async fn ping(Query(host): Query<String>) {
    // ruleid: rust-command-injection
    Command::new("sh").arg("-c").arg(format!("ping -c 1 {}", host)).output().unwrap();
}

async fn tool(Form(name): Form<String>) {
    // ruleid: rust-command-injection
    std::process::Command::new(name).spawn().unwrap();
}

async fn listed(request: HttpRequest) {
    let folder = request.query_string();
    // ruleid: rust-command-injection
    tokio::process::Command::new("bash").args(["-c", folder]).spawn().unwrap();
}

async fn good(Query(host): Query<String>, Query(count): Query<String>) {
    // ok: rust-command-injection
    Command::new("ping").arg("-c").arg("1").arg(host).output().unwrap();
    let count = count.parse::<u8>().unwrap();
    // ok: rust-command-injection
    Command::new("sh").arg("-c").arg(format!("seq {}", count)).output().unwrap();
}

fn constant() {
    // ok: rust-command-injection
    Command::new("sh").arg("-c").arg("uptime").output().unwrap();
}
