//! Reviews in the editor: commands, the diagnostics they lead to, hover, cancelling, fixes that are
//! tried before they are offered.

use super::diagnostics::{able, published};
use super::editor::{Editor, URI};
use super::server::{setup, with_model};
use inglenook::model::scripted::Scripted;
use serde_json::{Value, json};
use std::sync::Arc;

const TLS: &str = "fn client() -> reqwest::ClientBuilder {\n    reqwest::Client::builder().danger_accept_invalid_certs(true)\n}\n";
const RULE: &str = "rust-tls-verify-off";

async fn command(editor: &mut Editor, name: &str, argument: Value) -> Value {
    let params = json!({ "command": name, "arguments": [argument] });
    let id = editor.request("workspace/executeCommand", params).await;
    editor.reply(&id).await
}

/// The next diagnostics that hold this text.
async fn told(editor: &mut Editor, text: &str) -> Value {
    loop {
        let told = published(editor).await;
        if told.to_string().contains(text) {
            return told;
        }
    }
}

#[tokio::test]
async fn a_review_adds_the_models_words_until_the_text_changes() {
    let says =
        r#"{"verdict": "real", "explanation": "A forged certificate collects each password."}"#;
    let model = Arc::new(Scripted::new(move |_| says.into()));
    let mut editor = Editor::start(with_model(model), able()).await;
    editor.notification("window/logMessage").await;
    editor.open(URI, "rust", TLS).await;
    let before = published(&mut editor).await;
    let print = before["diagnostics"][0]["data"]["fingerprint"].clone();
    let explain = json!({ "uri": URI, "fingerprint": print });
    let reply = command(&mut editor, "inglenook.explain", explain).await;
    assert_eq!(reply["result"], Value::Null, "{reply}");
    let note = editor.notification("window/showMessage").await.to_string();
    let wanted = format!("{RULE}: real (100 %): A forged certificate collects each password.");
    assert!(note.contains(&wanted), "{note}");
    let with = told(&mut editor, "A forged certificate").await;
    assert_eq!(
        with["diagnostics"].as_array().map(Vec::len),
        Some(1),
        "{with}"
    );
    let place =
        json!({ "textDocument": { "uri": URI }, "position": { "line": 1, "character": 40 } });
    let hover = editor.call("textDocument/hover", place).await.to_string();
    assert!(
        hover.contains("CWE") && hover.contains("A forged certificate"),
        "{hover}"
    );
    editor
        .change(URI, 2, json!([{ "text": format!("\n{TLS}") }]))
        .await;
    let after = published(&mut editor).await;
    assert!(!after.to_string().contains("forged"), "{after}");
    assert!(after.to_string().contains(RULE), "{after}");
    assert_eq!(editor.finish().await, 0);
}

#[tokio::test]
async fn what_cannot_be_reviewed_is_an_error_or_said() {
    let mut editor = Editor::start(setup(), able()).await;
    editor.open(URI, "rust", TLS).await;
    published(&mut editor).await;
    for argument in [
        json!({ "uri": "file:///project/other.rs" }),
        json!({}),
        json!(7),
    ] {
        let reply = command(&mut editor, "inglenook.review", argument).await;
        assert!(reply["error"]["message"].is_string(), "{reply}");
    }
    let reply = command(&mut editor, "inglenook.nothing", json!({})).await;
    assert!(reply["error"]["message"].is_string(), "{reply}");
    let gone = json!({ "uri": URI, "fingerprint": "0" });
    assert_eq!(
        command(&mut editor, "inglenook.explain", gone).await["error"],
        Value::Null
    );
    let note = editor.notification("window/showMessage").await.to_string();
    assert!(note.contains("not there any more"), "{note}");
    let cancel = json!({ "token": "inglenook/review" });
    editor
        .notify("window/workDoneProgress/cancel", cancel)
        .await;
    let nowhere =
        json!({ "textDocument": { "uri": URI }, "position": { "line": 0, "character": 0 } });
    assert_eq!(
        editor.call("textDocument/hover", nowhere).await,
        Value::Null
    );
    assert_eq!(editor.finish().await, 0);
}

#[tokio::test]
async fn reviews_are_offered_for_selection_function_and_file() {
    let mut editor = Editor::start(setup(), able()).await;
    editor.open(URI, "rust", TLS).await;
    let params = json!({
        "textDocument": { "uri": URI }, "context": { "diagnostics": [] },
        "range": { "start": { "line": 0, "character": 3 }, "end": { "line": 0, "character": 6 } },
    });
    let offered = editor.call("textDocument/codeAction", params).await;
    let titles: Vec<&str> = offered
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|action| action["title"].as_str())
        .collect();
    assert_eq!(
        titles,
        [
            "Review the selection",
            "Review this function",
            "Review this file"
        ]
    );
    assert_eq!(
        offered[1]["command"]["arguments"][0]["range"]["end"]["line"],
        2
    );
    assert_eq!(editor.finish().await, 0);
}
