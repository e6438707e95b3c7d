//! The protocol's stream is guarded: what a library prints into descriptor 1 of the running server
//! ends on standard error. Linux only, for only there another process can write into a descriptor.

use crate::wire::Wire;
use serde_json::{Value, json};
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::process::{Command, Stdio};

const NOISE: &str = "Content-Length: 3\r\n\r\nggml: loaded 28 layers\n";

#[test]
fn what_is_printed_to_standard_output_never_reaches_the_client() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let told = home.path().join("stderr");
    let mut appended = OpenOptions::new();
    let stderr = appended.append(true).create(true).open(&told);
    let stderr = stderr.expect("writable");
    let mut command = Command::new(env!("CARGO_BIN_EXE_inglenook"));
    command.arg("lsp").env("HOME", home.path());
    for folder in ["CONFIG", "CACHE", "DATA", "STATE"] {
        command.env(format!("XDG_{folder}_HOME"), home.path().join(folder));
    }
    let mut server =
        Wire::start_telling(&mut command, Stdio::from(stderr)).expect("the server starts");
    let parameters = json!({ "processId": null, "capabilities": {} });
    let reply = server.ask("initialize", parameters);
    assert!(reply.is_some_and(|reply| reply.get("result").is_some()));
    let descriptor = format!("/proc/{}/fd/1", server.id());
    let mut printed = OpenOptions::new()
        .append(true)
        .open(&descriptor)
        .expect("the server's standard output is open");
    printed.write_all(NOISE.as_bytes()).expect("it is written");
    // The next frame is the answer and nothing else: noise before it would break the framing.
    let reply = server.ask("shutdown", Value::Null).expect("an answer");
    assert_eq!(reply["result"], Value::Null, "{reply}");
    server.notify("exit", Value::Null);
    assert_eq!(server.end().code(), Some(0));
    let told = fs::read_to_string(&told).expect("readable");
    assert!(told.contains(NOISE), "on standard error stands {told:?}");
}
