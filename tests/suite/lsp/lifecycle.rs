//! Messages and the lifecycle: framing, errors, requests at the wrong time.

use super::editor::{Editor, URI};
use super::server::setup;
use inglenook::config::Options;
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;

async fn started() -> Editor {
    Editor::start(setup(), json!({})).await
}

#[tokio::test]
async fn bad_messages_are_answered_and_do_no_harm() {
    let mut editor = started().await;
    let cases: [(&[u8], i64, Value); 9] = [
        (b"{\"jsonrpc\":", -32700, json!(null)),
        (
            b"{\"jsonrpc\":\"2.0\",\"method\":\"\xff\"}",
            -32700,
            json!(null),
        ),
        (b"", -32700, json!(null)),
        (b"[]", -32600, json!(null)),
        (b"7", -32600, json!(null)),
        (b"{\"jsonrpc\":\"2.0\",\"id\":5}", -32600, json!(5)),
        (
            b"{\"id\":\"a\",\"method\":\"shutdown\"}",
            -32600,
            json!("a"),
        ),
        (
            b"{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"shutdown\"}",
            -32600,
            json!(null),
        ),
        (
            b"{\"jsonrpc\":\"2.0\",\"id\":6,\"method\":7}",
            -32600,
            json!(6),
        ),
    ];
    for (body, code, id) in cases {
        editor.body(body).await;
        let reply = editor.reply(&id).await;
        assert_eq!(
            reply["error"]["code"],
            code,
            "{}",
            String::from_utf8_lossy(body)
        );
    }
    editor.bytes(b"Content-Length: soon\r\n\r\n").await;
    assert_eq!(editor.reply(&json!(null)).await["error"]["code"], -32700);
    assert_eq!(editor.left_over(), 0);
    assert_eq!(editor.finish().await, 0);
}

#[tokio::test]
async fn headers_are_read_leniently() {
    let mut editor = started().await;
    let body = br#"{"jsonrpc":"2.0","id":"x","method":"inglenook/text","params":{"textDocument":{"uri":"a"}}}"#;
    let header = format!(
        "content-length:{}\r\nContent-Type: application/vscode-jsonrpc\r\n\r\n",
        body.len()
    );
    editor.bytes(&[header.as_bytes(), body].concat()).await;
    assert_eq!(editor.reply(&json!("x")).await["result"], json!(null));
    assert_eq!(editor.finish().await, 0);
}

#[tokio::test]
async fn half_a_surrogate_pair_keeps_positions_right() {
    let mut editor = started().await;
    editor.open(URI, "rust", "ab").await;
    let body = format!(
        r#"{{"jsonrpc":"2.0","method":"textDocument/didChange","params":{{"textDocument":{{"uri":"{URI}","version":2}},"contentChanges":[
        {{"range":{{"start":{{"line":0,"character":1}},"end":{{"line":0,"character":1}}}},"text":"\uD83D"}},
        {{"range":{{"start":{{"line":0,"character":2}},"end":{{"line":0,"character":2}}}},"text":"x"}}]}}}}"#
    );
    editor.body(body.as_bytes()).await;
    assert_eq!(editor.text(URI).await["text"], "a\u{FFFD}xb");
    assert_eq!(editor.finish().await, 0);
}

#[tokio::test]
async fn requests_at_the_wrong_time_are_refused() {
    let mut editor = Editor::connect(setup());
    for method in ["shutdown", "textDocument/inlineCompletion", "no/such"] {
        let id = editor.request(method, json!({})).await;
        assert_eq!(editor.reply(&id).await["error"]["code"], -32002, "{method}");
    }
    editor.open(URI, "rust", "dropped").await;
    editor
        .call("initialize", json!({ "capabilities": {} }))
        .await;
    assert_eq!(editor.text(URI).await, json!(null));
    let id = editor
        .request("initialize", json!({ "capabilities": {} }))
        .await;
    assert_eq!(editor.reply(&id).await["error"]["code"], -32600);
    editor.call("shutdown", json!(null)).await;
    let id = editor
        .request("inglenook/text", json!({ "textDocument": { "uri": URI } }))
        .await;
    assert_eq!(editor.reply(&id).await["error"]["code"], -32600);
}

#[tokio::test]
async fn unknown_methods_get_one_answer_or_none() {
    let mut editor = started().await;
    editor.notify("$/unknown", json!({})).await;
    editor.notify("no/such", json!({})).await;
    for method in ["no/such", "$/unknown"] {
        let id = editor.request(method, json!({})).await;
        assert_eq!(editor.reply(&id).await["error"]["code"], -32601, "{method}");
    }
    editor
        .send(json!({ "id": 99, "result": "nobody asked" }))
        .await;
    editor
        .send(json!({ "id": 98, "error": { "code": 1, "message": "no", "more": 2 } }))
        .await;
    assert_eq!(editor.left_over(), 0);
    assert_eq!(editor.finish().await, 0);
}

#[tokio::test]
async fn ids_may_be_strings_and_wrong_parameters_are_named() {
    let mut editor = started().await;
    let params = json!({ "position": "here" });
    editor
        .send(json!({ "id": "one", "method": "textDocument/inlineCompletion", "params": params }))
        .await;
    let reply = editor.reply(&json!("one")).await;
    assert_eq!(reply["error"]["code"], -32602, "{reply}");
    assert_eq!(editor.finish().await, 0);
}

#[tokio::test]
async fn a_fault_in_a_handler_is_an_error_and_the_server_goes_on() {
    let mut faulty = setup();
    let sound = faulty.configure.clone();
    faulty.configure = Arc::new(move |root, settings| {
        assert!(
            settings["lint"]["enabled"] != json!("fault"),
            "a fault for the test"
        );
        sound(root, settings)
    });
    let mut editor = Editor::connect(faulty);
    let options = json!({ "lint": { "enabled": "fault" } });
    let params = json!({ "capabilities": {}, "initializationOptions": options });
    let id = editor.request("initialize", params).await;
    assert_eq!(editor.reply(&id).await["error"]["code"], -32603);
    // The client may try again, with the same id.
    editor
        .send(json!({ "id": id, "method": "initialize", "params": { "capabilities": {} } }))
        .await;
    let reply = editor.reply(&id).await;
    assert!(reply["result"]["capabilities"].is_object(), "{reply}");
    assert_eq!(editor.finish().await, 0);
}

/// With the stock transport four handlers that wait for the client while edits arrive never end.
#[tokio::test]
async fn edits_are_read_while_the_client_owes_an_answer() {
    let mut editor = Editor::connect(setup());
    editor.silent = vec!["workspace/configuration"];
    let capabilities = json!({ "workspace": { "configuration": true } });
    editor
        .call("initialize", json!({ "capabilities": capabilities }))
        .await;
    editor.notify("initialized", json!({})).await;
    for _ in 0..8 {
        editor
            .notify(
                "workspace/didChangeConfiguration",
                json!({ "settings": null }),
            )
            .await;
    }
    editor.open(URI, "rust", "").await;
    for version in 2..602 {
        editor
            .change(URI, version, json!([{ "text": version.to_string() }]))
            .await;
    }
    assert_eq!(
        editor.text(URI).await,
        json!({ "text": "601", "version": 601 })
    );
    // An answer that comes when nobody waits any more does no harm.
    while editor.asked.is_empty() {
        editor.receive().await;
    }
    let late = editor.asked[0]["id"].clone();
    for _ in 0..2 {
        editor.send(json!({ "id": late, "result": [null] })).await;
    }
    assert_eq!(editor.finish().await, 0);
}

#[tokio::test]
async fn initialize_is_answered_before_any_model_is_thought_of() {
    let (sender, started) = std::sync::mpsc::channel();
    let mut asked = setup();
    let sender = std::sync::Mutex::new(sender);
    asked.start = Arc::new(move |_: &Options, _| {
        sender
            .lock()
            .expect("one caller")
            .send(())
            .expect("the test listens");
    });
    let mut editor = Editor::connect(asked);
    let result = editor
        .call("initialize", json!({ "capabilities": {} }))
        .await;
    assert!(started.try_recv().is_err(), "no model before the answer");
    let capabilities = &result["capabilities"];
    assert!(capabilities["inlineCompletionProvider"].is_object());
    assert!(capabilities["completionProvider"].is_object());
    assert_eq!(capabilities["textDocumentSync"]["change"], 2);
    assert_eq!(capabilities["positionEncoding"], "utf-16");
    assert_eq!(
        capabilities["executeCommandProvider"]["commands"],
        json!([
            "inglenook.accepted",
            "inglenook.review",
            "inglenook.reviewStaged",
            "inglenook.explain"
        ])
    );
    assert_eq!(result["serverInfo"]["name"], "inglenook");
    editor.notify("initialized", json!({})).await;
    let wait = tokio::task::spawn_blocking(move || started.recv_timeout(Duration::from_secs(30)));
    wait.await
        .expect("no panic")
        .expect("the model is loaded after `initialized`");
    assert_eq!(editor.finish().await, 0);
}

#[tokio::test]
async fn editors_with_ghost_text_get_no_popup() {
    let mut editor = Editor::connect(setup());
    let capabilities =
        json!({ "textDocument": { "inlineCompletion": { "dynamicRegistration": true } } });
    let result = editor
        .call("initialize", json!({ "capabilities": capabilities }))
        .await;
    assert!(result["capabilities"]["inlineCompletionProvider"].is_object());
    assert_eq!(result["capabilities"].get("completionProvider"), None);
}
