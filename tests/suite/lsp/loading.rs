//! The model on its way: progress, one message a state, and a server that works meanwhile.

use super::editor::{Editor, URI};
use super::server::{engine, setup, with_model};
use inglenook::config::Options;
use inglenook::lsp::Setup;
use inglenook::model::scripted::Scripted;
use inglenook::model::{Slot, Stage};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};

/// A server whose model is where the test puts it.
fn held() -> (Setup, Slot) {
    let slot = Slot::default();
    let inner: Arc<Mutex<Option<Slot>>> = Arc::default();
    let (given, ours) = (inner.clone(), slot.clone());
    let setup = Setup {
        start: Arc::new(move |_: &Options, slot: Slot| {
            slot.set(ours.stage());
            *given.lock().expect("no panic") = Some(slot.clone());
            // Follows the test's slot, as a loader would go on.
            let ours = ours.clone();
            std::thread::spawn(move || {
                while matches!(slot.stage(), Stage::Idle | Stage::Loading { .. }) {
                    slot.set(ours.stage());
                    std::thread::sleep(std::time::Duration::from_millis(5));
                }
            });
        }),
        ..setup()
    };
    (setup, slot)
}

fn ask() -> Value {
    json!({
        "textDocument": { "uri": URI },
        "position": { "line": 0, "character": 0 },
        "context": { "triggerKind": 1 },
    })
}

fn on_the_way(percent: u8) -> Stage {
    Stage::Loading {
        what: "reading the model".into(),
        percent: Some(percent),
    }
}

#[tokio::test]
async fn progress_is_shown_from_the_first_step_to_the_last() {
    let (setup, slot) = held();
    slot.set(on_the_way(10));
    let capabilities = json!({ "window": { "workDoneProgress": true } });
    let mut editor = Editor::start(setup, capabilities).await;
    let begin = editor.notification("$/progress").await;
    assert_eq!(editor.asked[0]["method"], "window/workDoneProgress/create");
    assert_eq!(editor.asked[0]["params"]["token"], begin["token"]);
    assert_eq!(begin["value"]["kind"], "begin");
    assert_eq!(begin["value"]["percentage"], 10);
    assert!(begin["value"]["title"].is_string());
    slot.set(on_the_way(60));
    let report = editor.notification("$/progress").await;
    assert_eq!(report["value"]["kind"], "report");
    assert_eq!(report["value"]["percentage"], 60);
    slot.set(Stage::Ready(engine(Arc::new(Scripted::new(|_| {
        String::new()
    })))));
    let end = editor.notification("$/progress").await;
    assert_eq!(end["value"]["kind"], "end");
    assert_eq!(editor.seen("window/showMessage").len(), 0);
    assert_eq!(editor.finish().await, 0);
}

#[tokio::test]
async fn without_progress_it_is_said_once_and_completions_are_empty() {
    let (setup, slot) = held();
    slot.set(on_the_way(10));
    let mut editor = Editor::start(setup, json!({})).await;
    editor.open(URI, "rust", "fn").await;
    for _ in 0..3 {
        assert_eq!(
            editor.call("textDocument/inlineCompletion", ask()).await,
            json!(null)
        );
    }
    let told = editor.notification("window/showMessage").await;
    assert!(
        told["message"]
            .to_string()
            .contains("completions start when"),
        "{told}"
    );
    let empty = editor.call("textDocument/completion", ask()).await;
    assert_eq!(empty, json!({ "isIncomplete": true, "items": [] }));
    assert_eq!(editor.seen("window/showMessage").len(), 0, "said once");
    assert!(
        editor.asked.is_empty(),
        "no progress where the client has none"
    );
    assert_eq!(editor.finish().await, 0);
}

#[tokio::test]
async fn a_model_that_cannot_run_is_told_once_with_what_mends_it() {
    let (setup, slot) = held();
    slot.set(Stage::Failed(
        "the file is cut short; run `inglenook model pull`".into(),
    ));
    let mut editor = Editor::start(setup, json!({})).await;
    editor.open(URI, "rust", "fn").await;
    let told = editor.notification("window/showMessage").await;
    assert_eq!(told["type"], 1);
    assert!(
        told["message"].to_string().contains("inglenook model pull"),
        "{told}"
    );
    for _ in 0..3 {
        assert_eq!(
            editor.call("textDocument/inlineCompletion", ask()).await,
            json!(null)
        );
    }
    assert_eq!(editor.text(URI).await["text"], "fn", "the rest goes on");
    assert_eq!(editor.seen("window/showMessage").len(), 0, "said once");
    assert_eq!(editor.finish().await, 0);
}

#[tokio::test]
async fn a_ready_model_is_named_in_the_log() {
    let model = Arc::new(Scripted::new(|_| String::new()));
    let mut editor = Editor::start(with_model(model), json!({})).await;
    let told = editor.notification("window/logMessage").await;
    assert!(
        told["message"].to_string().contains("scripted is ready"),
        "{told}"
    );
    assert_eq!(editor.finish().await, 0);
}

#[tokio::test]
async fn no_model_is_loaded_when_completions_are_off() {
    let mut off = setup();
    off.start = Arc::new(|_: &Options, _| panic!("nobody wants a model"));
    let mut editor = Editor::connect(off);
    let options = json!({ "completion": { "enabled": false } });
    editor
        .call(
            "initialize",
            json!({ "capabilities": {}, "initializationOptions": options }),
        )
        .await;
    editor.notify("initialized", json!({})).await;
    editor.open(URI, "rust", "fn").await;
    assert_eq!(
        editor.call("textDocument/inlineCompletion", ask()).await,
        json!(null)
    );
    assert_eq!(editor.seen("window/showMessage").len(), 0);
    assert_eq!(editor.finish().await, 0);
}
