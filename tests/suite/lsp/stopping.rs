//! What ends a completion: a newer request, an edit, a close, a cancellation; and that each request has
//! exactly one answer and the engine is free afterwards.

use super::editor::{Editor, URI};
use super::server::{CODE, at, busy, idle, inline, model, slow, started, with_model};
use inglenook::model::scripted::Scripted;
use serde_json::json;
use std::sync::Arc;
use std::time::Duration;

#[tokio::test]
async fn a_newer_request_takes_the_place_of_the_older_which_is_answered() {
    let model = slow();
    let mut editor = started(&model).await;
    editor.open(URI, "rust", CODE).await;
    let older = editor
        .request("textDocument/inlineCompletion", at(URI, 1, 5, 1))
        .await;
    busy(&model).await;
    let newer = editor
        .request("textDocument/inlineCompletion", at(URI, 1, 5, 1))
        .await;
    assert_eq!(editor.reply(&older).await["result"], json!(null));
    editor
        .notify("$/cancelRequest", json!({ "id": newer }))
        .await;
    assert_eq!(editor.reply(&newer).await["error"]["code"], -32800);
    idle(&model).await;
    assert_eq!(editor.finish().await, 0);
}

#[tokio::test]
async fn requests_of_other_documents_are_left_alone() {
    let model = model();
    let mut editor = started(&model).await;
    let mut asked = Vec::new();
    for number in 0..8 {
        let uri = format!("file:///project/{number}.rs");
        editor.open(&uri, "rust", CODE).await;
        asked.push(
            editor
                .request("textDocument/inlineCompletion", at(&uri, 1, 5, 1))
                .await,
        );
    }
    for id in asked {
        assert_eq!(
            editor.reply(&id).await["result"]["items"][0]["insertText"],
            "a + b"
        );
    }
    assert_eq!(editor.finish().await, 0);
}

#[tokio::test]
async fn an_edit_and_a_close_end_the_completion_of_the_older_text() {
    let model = slow();
    let mut editor = started(&model).await;
    editor.open(URI, "rust", CODE).await;
    let id = editor
        .request("textDocument/inlineCompletion", at(URI, 1, 5, 1))
        .await;
    busy(&model).await;
    editor
        .change(URI, 2, json!([{ "text": "fn f() {\n}\n" }]))
        .await;
    assert_eq!(editor.reply(&id).await["result"], json!(null));
    idle(&model).await;
    let id = editor
        .request("textDocument/inlineCompletion", at(URI, 0, 8, 1))
        .await;
    busy(&model).await;
    editor
        .notify(
            "textDocument/didClose",
            json!({ "textDocument": { "uri": URI } }),
        )
        .await;
    assert_eq!(editor.reply(&id).await["result"], json!(null));
    idle(&model).await;
    assert_eq!(editor.finish().await, 0);
}

#[tokio::test]
async fn of_300_requests_280_are_cancelled_and_each_has_one_answer() {
    let model = Arc::new(Scripted::new(|_| " + b".into()).pace(Duration::from_millis(1)));
    let mut editor = started(&model).await;
    let uri = |number: usize| format!("file:///project/{}.rs", number % 30);
    for number in 0..30 {
        editor.open(&uri(number), "rust", CODE).await;
    }
    let mut random = fastrand::Rng::with_seed(5);
    let mut asked = Vec::new();
    let mut waiting = Vec::new();
    for number in 0..300 {
        let method = "textDocument/inlineCompletion";
        let id = editor.request(method, at(&uri(number), 1, 5, 1)).await;
        asked.push(id.clone());
        if number >= 20 {
            waiting.push(id);
            // Some at once, some after others have been asked for.
            while !waiting.is_empty() && (random.bool() || number == 299) {
                let id = waiting.swap_remove(random.usize(..waiting.len()));
                editor.notify("$/cancelRequest", json!({ "id": id })).await;
            }
        }
    }
    let (mut cancelled, mut answered) = (0, 0);
    for id in &asked {
        let reply = editor.reply(id).await;
        match reply.get("error") {
            Some(error) => {
                assert_eq!(error["code"], -32800);
                cancelled += 1;
            }
            None => answered += 1,
        }
    }
    assert_eq!(cancelled + answered, 300);
    assert!(
        cancelled >= 100,
        "only {cancelled} were still there to be cancelled"
    );
    idle(&model).await;
    // Everything that was on its way has come by now.
    assert_eq!(editor.text(&uri(0)).await["text"], CODE);
    assert_eq!(editor.left_over(), 0, "one answer each");
    let result = inline(&mut editor, at(&uri(0), 1, 5, 1)).await;
    assert_eq!(
        result["items"][0]["insertText"], "a + b",
        "and the lane is free"
    );
    assert_eq!(editor.finish().await, 0);
}

#[tokio::test]
async fn typing_waits_and_asking_does_not() {
    let model = model();
    let mut editor = Editor::connect(with_model(model.clone()));
    let hour = json!({ "completion": { "debounce_ms": 3_600_000 } });
    editor
        .call(
            "initialize",
            json!({ "capabilities": {}, "initializationOptions": hour }),
        )
        .await;
    editor.notify("initialized", json!({})).await;
    editor.notification("window/logMessage").await;
    editor.open(URI, "rust", CODE).await;
    let typed = editor
        .request("textDocument/inlineCompletion", at(URI, 1, 5, 2))
        .await;
    let result = inline(&mut editor, at(URI, 1, 5, 1)).await;
    assert_eq!(result["items"][0]["insertText"], "a + b");
    assert_eq!(editor.reply(&typed).await["result"], json!(null));
    assert_eq!(model.requests().len(), 1);
    assert_eq!(editor.finish().await, 0);
}
