//! Completions: ghost text, the popup, and what never reaches a model.

use super::editor::{Editor, URI};
use super::server::{CODE, at, inline, model, started, with_model};
use inglenook::model::scripted::Scripted;
use inglenook::model::{Part, Prompt, Request};
use serde_json::json;
use std::sync::Arc;

fn prompt(request: &Request) -> String {
    let Prompt::Parts(parts) = &request.prompt else {
        panic!("completions are no chats");
    };
    parts
        .iter()
        .map(|part| match part {
            Part::Text(text) | Part::Control(text) => text.as_str(),
        })
        .collect()
}

#[tokio::test]
async fn ghost_text_comes_with_a_range_on_one_line_and_the_acceptance_command() {
    let model = model();
    let mut editor = started(&model).await;
    editor.open(URI, "rust", CODE).await;
    for kind in [1, 2] {
        let result = inline(&mut editor, at(URI, 1, 5, kind)).await;
        let item = &result["items"][0];
        assert_eq!(item["insertText"], "a + b", "{result}");
        let start = json!({ "line": 1, "character": 4 });
        assert_eq!(
            item["range"],
            json!({ "start": start, "end": { "line": 1, "character": 5 } })
        );
        assert_eq!(item["command"]["command"], "inglenook.accepted");
    }
    let accepted = json!({ "command": "inglenook.accepted" });
    assert_eq!(
        editor.call("workspace/executeCommand", accepted).await,
        json!(null)
    );
    let id = editor
        .request("workspace/executeCommand", json!({ "command": "rm" }))
        .await;
    assert_eq!(editor.reply(&id).await["error"]["code"], -32602);
    editor.call("shutdown", json!(null)).await;
    let told = editor.notification("window/logMessage").await;
    assert!(
        told["message"]
            .to_string()
            .contains("2 completions sent, 1 accepted"),
        "{told}"
    );
}

#[tokio::test]
async fn positions_count_in_the_clients_units() {
    let model = Arc::new(Scripted::new(|_| ";".into()));
    for (name, character) in [("utf-8", 25), ("utf-16", 22), ("utf-32", 21)] {
        let capabilities = json!({ "general": { "positionEncodings": [name] } });
        let mut editor = Editor::start(with_model(model.clone()), capabilities).await;
        editor.notification("window/logMessage").await;
        editor
            .open(URI, "rust", "fn f() {\r\n    let α = \"😀\" + bee\r\n}\r\n")
            .await;
        let result = inline(&mut editor, at(URI, 1, character, 1)).await;
        let item = &result["items"][0];
        assert_eq!(item["insertText"], "bee;", "{name}: {result}");
        assert_eq!(
            item["range"]["end"],
            json!({ "line": 1, "character": character })
        );
        assert_eq!(item["range"]["start"]["character"], character - 3);
        let asked = model.requests().pop().expect("one a client");
        assert!(prompt(&asked).contains("\"😀\" + bee"));
    }
}

#[tokio::test]
async fn secret_files_never_reach_the_model_and_it_is_said_once() {
    let model = model();
    let mut editor = started(&model).await;
    for uri in [
        "file:///project/.env",
        "untitled:.env",
        "file:///project/key.pem",
    ] {
        editor.open(uri, "dotenv", "KEY=\n").await;
        for _ in 0..2 {
            assert_eq!(inline(&mut editor, at(uri, 0, 4, 1)).await, json!(null));
        }
        let told = editor.notification("window/logMessage").await;
        assert!(told["message"].to_string().contains("secrets"), "{told}");
        assert_eq!(editor.seen("window/logMessage").len(), 0, "said once");
    }
    assert_eq!(model.requests().len(), 0);
    assert_eq!(editor.finish().await, 0);
}

#[tokio::test]
async fn a_privacy_setting_that_cannot_be_read_closes_the_gate() {
    let model = model();
    let mut editor = Editor::connect(with_model(model.clone()));
    let options = json!({ "privacy": { "exclude": ["a{b"] } });
    editor
        .call(
            "initialize",
            json!({ "capabilities": {}, "initializationOptions": options }),
        )
        .await;
    editor.notify("initialized", json!({})).await;
    let told = editor.notification("window/showMessage").await;
    assert!(told["message"].to_string().contains("a{b"), "{told}");
    editor.notification("window/logMessage").await;
    editor.open(URI, "rust", CODE).await;
    assert_eq!(inline(&mut editor, at(URI, 1, 5, 1)).await, json!(null));
    assert_eq!(model.requests().len(), 0);
    assert_eq!(editor.finish().await, 0);
}

#[tokio::test]
async fn a_selected_item_of_a_popup_is_gone_on_from() {
    let model = Arc::new(Scripted::new(|_| "(1)".into()));
    let mut editor = started(&model).await;
    editor.open(URI, "rust", "fn f() {\n    spa\n}\n").await;
    let range = json!({
        "start": { "line": 1, "character": 4 },
        "end": { "line": 1, "character": 7 },
    });
    let mut params = at(URI, 1, 7, 2);
    params["context"]["selectedCompletionInfo"] = json!({ "range": range, "text": "spawn" });
    let result = inline(&mut editor, params).await;
    assert_eq!(result["items"][0]["insertText"], "spawn(1)", "{result}");
    assert_eq!(result["items"][0]["range"], range);
    assert!(
        prompt(&model.requests()[0]).contains("    spawn"),
        "the model saw the item"
    );
    assert_eq!(editor.text(URI).await["text"], "fn f() {\n    spa\n}\n");
    assert_eq!(editor.finish().await, 0);
}

#[tokio::test]
async fn the_popup_item_holds_the_same_text() {
    let model = model();
    let mut editor = started(&model).await;
    editor.open(URI, "rust", CODE).await;
    let result = editor
        .call("textDocument/completion", at(URI, 1, 5, 1))
        .await;
    assert_eq!(result["isIncomplete"], true);
    let item = &result["items"][0];
    assert_eq!(item["label"], "a + b");
    assert_eq!(item["filterText"], "a");
    assert_eq!(item["documentation"], "a + b");
    assert_eq!(item["insertTextMode"], 1);
    assert_eq!(item["textEdit"]["newText"], "a + b");
    assert_eq!(
        item["textEdit"]["range"]["start"],
        json!({ "line": 1, "character": 4 })
    );
    assert_eq!(
        item["textEdit"]["range"]["end"],
        json!({ "line": 1, "character": 5 })
    );
    assert_eq!(item["command"]["command"], "inglenook.accepted");
    assert!(item.get("preselect").is_none());
    assert_eq!(editor.finish().await, 0);
}

#[tokio::test]
async fn an_unknown_document_has_no_completion() {
    let model = model();
    let mut editor = started(&model).await;
    assert_eq!(
        inline(&mut editor, at("file:///nobody.rs", 0, 0, 1)).await,
        json!(null)
    );
    assert_eq!(editor.finish().await, 0);
}
