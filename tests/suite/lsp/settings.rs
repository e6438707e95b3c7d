//! Settings: from `initializationOptions`, pushed, pulled; bad values; another model.

use super::editor::{Editor, URI};
use super::server::setup;
use inglenook::config::Options;
use inglenook::lsp::Setup;
use serde_json::{Value, json};
use std::sync::Arc;
use tokio::sync::mpsc;

/// A server that tells which options the model is loaded with.
fn listening() -> (Setup, mpsc::UnboundedReceiver<Options>) {
    let (sender, receiver) = mpsc::unbounded_channel();
    let setup = Setup {
        start: Arc::new(move |options: &Options, _| {
            sender.send(options.clone()).expect("the test listens");
        }),
        ..setup()
    };
    (setup, receiver)
}

async fn initialize(editor: &mut Editor, options: Value, capabilities: Value) {
    let params = json!({ "capabilities": capabilities, "initializationOptions": options });
    editor.call("initialize", params).await;
    editor.notify("initialized", json!({})).await;
}

fn model(name: &str) -> Value {
    json!({ "model": { "completion": name } })
}

async fn loaded(options: &mut mpsc::UnboundedReceiver<Options>) -> String {
    let options = options.recv().await.expect("the model is loaded");
    options.model.completion.unwrap_or_default()
}

async fn push(editor: &mut Editor, settings: Value) {
    editor
        .notify(
            "workspace/didChangeConfiguration",
            json!({ "settings": settings }),
        )
        .await;
}

#[tokio::test]
async fn initialization_options_count_bare_and_under_our_name() {
    for options in [model("first"), json!({ "inglenook": model("first") })] {
        let (setup, mut started) = listening();
        let mut editor = Editor::connect(setup);
        initialize(&mut editor, options, json!({})).await;
        assert_eq!(loaded(&mut started).await, "first");
        assert_eq!(editor.finish().await, 0);
    }
}

#[tokio::test]
async fn pushed_settings_come_over_those_of_initialize() {
    let (setup, mut started) = listening();
    let mut editor = Editor::connect(setup);
    initialize(&mut editor, model("first"), json!({})).await;
    assert_eq!(loaded(&mut started).await, "first");
    // Settings of others are none of ours, and say nothing about ours.
    push(&mut editor, json!({ "rust-analyzer": { "check": 1 } })).await;
    push(&mut editor, json!({})).await;
    push(&mut editor, json!(null)).await;
    push(
        &mut editor,
        json!({ "inglenook": model("second"), "other": 1 }),
    )
    .await;
    assert_eq!(loaded(&mut started).await, "second");
    push(&mut editor, model("third")).await;
    assert_eq!(loaded(&mut started).await, "third");
    assert_eq!(editor.seen("window/showMessage").len(), 0);
    assert_eq!(editor.finish().await, 0);
}

#[tokio::test]
async fn settings_are_pulled_before_the_model_is_loaded_and_again_when_they_change() {
    let (setup, mut started) = listening();
    let mut editor = Editor::connect(setup);
    editor
        .answers
        .insert("workspace/configuration", json!([model("pulled")]));
    let capabilities = json!({ "workspace": { "configuration": true } });
    initialize(&mut editor, model("first"), capabilities).await;
    while editor.asked.is_empty() {
        editor.receive().await;
    }
    assert_eq!(
        editor.asked[0]["params"]["items"][0]["section"],
        "inglenook"
    );
    assert_eq!(loaded(&mut started).await, "pulled");
    editor
        .answers
        .insert("workspace/configuration", json!([model("again")]));
    push(&mut editor, json!(null)).await;
    while editor.asked.len() < 2 {
        editor.receive().await;
    }
    assert_eq!(loaded(&mut started).await, "again");
    assert_eq!(editor.finish().await, 0);
}

#[tokio::test]
async fn a_bad_value_is_told_once_and_the_old_one_stays() {
    let (setup, mut started) = listening();
    let mut editor = Editor::connect(setup);
    initialize(&mut editor, model("first"), json!({})).await;
    assert_eq!(loaded(&mut started).await, "first");
    for _ in 0..2 {
        push(
            &mut editor,
            json!({ "inglenook": { "lint": { "delay": 5 } } }),
        )
        .await;
    }
    let told = editor.notification("window/showMessage").await;
    assert!(told["message"].to_string().contains("delay"), "{told}");
    push(&mut editor, json!({ "inglenook": model("second") })).await;
    assert_eq!(loaded(&mut started).await, "second");
    assert_eq!(editor.seen("window/showMessage").len(), 0, "said once");
    assert_eq!(editor.finish().await, 0);
}

#[tokio::test]
async fn bad_initialization_options_leave_a_server_with_the_defaults() {
    let (setup, mut started) = listening();
    let mut editor = Editor::connect(setup);
    initialize(
        &mut editor,
        json!({ "model": { "completion": 7 } }),
        json!({}),
    )
    .await;
    let told = editor.notification("window/showMessage").await;
    assert_eq!(told["type"], 1);
    assert_eq!(loaded(&mut started).await, "");
    editor.open(URI, "rust", "x").await;
    assert_eq!(editor.text(URI).await["text"], "x");
    assert_eq!(editor.finish().await, 0);
}
