//! How a session ends, and the exit code that tells of it.

use super::editor::{Editor, URI};
use super::server::setup;
use serde_json::json;

async fn started() -> Editor {
    Editor::start(setup(), json!({})).await
}

#[tokio::test]
async fn shutdown_and_exit_end_with_zero_though_the_input_stays_open() {
    for params in [json!(null), json!({}), json!([])] {
        let mut editor = started().await;
        assert_eq!(editor.call("shutdown", params.clone()).await, json!(null));
        editor.notify("exit", params).await;
        assert_eq!(editor.ended().await, 0);
    }
}

#[tokio::test]
async fn exit_without_shutdown_and_the_end_of_the_input_end_with_one() {
    let mut editor = started().await;
    editor.notify("exit", json!(null)).await;
    assert_eq!(editor.ended().await, 1);
    assert_eq!(started().await.hang_up().await, 1);
    assert_eq!(Editor::connect(setup()).hang_up().await, 1);
}

#[tokio::test]
async fn exit_after_a_shutdown_that_was_refused_ends_with_one() {
    let mut editor = Editor::connect(setup());
    let id = editor.request("shutdown", json!(null)).await;
    assert_eq!(editor.reply(&id).await["error"]["code"], -32002);
    editor.notify("exit", json!(null)).await;
    assert_eq!(editor.ended().await, 1);
    // A notification is no request to shut down: the session goes on.
    let mut editor = started().await;
    editor.notify("shutdown", json!(null)).await;
    assert_eq!(editor.text(URI).await, json!(null));
    editor.notify("exit", json!(null)).await;
    assert_eq!(editor.ended().await, 1);
}

#[tokio::test]
async fn a_length_that_nobody_can_mean_ends_the_server_with_one() {
    for shut_down in [false, true] {
        let mut editor = started().await;
        if shut_down {
            editor.call("shutdown", json!(null)).await;
        }
        let header = b"Content-Length: 7000000000000\r\n\r\n{";
        editor.bytes(header).await;
        let reply = editor.reply(&json!(null)).await;
        let why = reply["error"]["message"].as_str().expect("a message");
        assert!(why.contains("7000000000000"), "{reply}");
        assert_eq!(editor.ended().await, 1);
    }
}

#[tokio::test]
async fn the_end_of_the_parent_is_the_end_of_the_server() {
    let mut parent = std::process::Command::new("sleep")
        .arg("60")
        .spawn()
        .expect("sleep is there");
    let mut editor = Editor::connect(setup());
    let params = json!({ "processId": parent.id(), "capabilities": {} });
    editor.call("initialize", params).await;
    parent.kill().expect("our own child");
    parent.wait().expect("our own child");
    assert_eq!(editor.ended().await, 1);
}
