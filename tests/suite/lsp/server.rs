//! Servers as the tests set them up: quick, and with a model that says what it is told to.

use super::editor::Editor;
use inglenook::config::Options;
use inglenook::lsp::{Settled, Setup};
use inglenook::model::scripted::Scripted;
use inglenook::model::{Catalog, Engine, Lane, Model, Request, Slot, Stage};
use inglenook::syntax::Languages;
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;

/// A server without a model.
pub fn setup() -> Setup {
    Setup {
        languages: Languages::embedded().expect("the embedded languages are valid"),
        configure: Arc::new(|_, settings| {
            // Over the quick defaults, key by key, as the real loader does.
            let mut all = serde_json::to_value(quick()).expect("options are plain data");
            merge(&mut all, settings);
            let options = serde_json::from_value(all).map_err(|error| error.to_string())?;
            Ok(Settled {
                options,
                notes: Vec::new(),
            })
        }),
        start: Arc::new(|_, _| {}),
        cache: None,
        data: None,
    }
}

/// A server whose model is ready at once.
pub fn with_model(model: Arc<dyn Model>) -> Setup {
    let start = move |_: &Options, slot: Slot| slot.set(Stage::Ready(engine(model.clone())));
    Setup {
        start: Arc::new(start),
        ..setup()
    }
}

/// A model with its lane and the family of the default model.
pub fn engine(model: Arc<dyn Model>) -> Engine {
    let families = Catalog::embedded().expect("the embedded families are valid");
    Engine {
        lane: Lane::new(model.clone()),
        family: families
            .family("qwen2-coder")
            .expect("it is the default")
            .clone(),
        model,
    }
}

/// The defaults without the pauses that are for people, and nothing computed ahead.
fn quick() -> Options {
    let mut options = Options::default();
    options.completion.debounce_ms = 0;
    options.completion.rest_ms = 0;
    options.completion.follow_up = false;
    options.completion.choices = 1;
    options.lint.delay_ms = 0;
    options
}

fn merge(base: &mut Value, over: &Value) {
    match (base, over) {
        (_, Value::Null) => {}
        (Value::Object(base), Value::Object(over)) => {
            for (key, value) in over {
                merge(base.entry(key).or_insert(Value::Null), value);
            }
        }
        (base, over) => *base = over.clone(),
    }
}

pub const CODE: &str = "fn add(a: i32, b: i32) -> i32 {\n    a\n}\n";

/// Says `+ b` at the first hole, a character a token.
pub fn model() -> Arc<Scripted> {
    Arc::new(Scripted::new(|_| " + b".into()))
}

/// Never ends within a test's life.
pub fn slow() -> Arc<Scripted> {
    let endless = |_: &Request| "+ b ".repeat(10_000);
    Arc::new(Scripted::new(endless).pace(Duration::from_millis(5)))
}

pub fn at(uri: &str, line: u32, character: u32, kind: u32) -> Value {
    json!({
        "textDocument": { "uri": uri },
        "position": { "line": line, "character": character },
        "context": { "triggerKind": kind },
    })
}

pub async fn started(model: &Arc<Scripted>) -> Editor {
    let mut editor = Editor::start(with_model(model.clone()), json!({})).await;
    // From here on the model is ready.
    editor.notification("window/logMessage").await;
    editor
}

pub async fn inline(editor: &mut Editor, params: Value) -> Value {
    editor.call("textDocument/inlineCompletion", params).await
}

/// Waits until the model has nothing to do; a model that never stops fails by the time limit.
pub async fn idle(model: &Scripted) {
    let wait = async {
        while model.running() > 0 {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), wait)
        .await
        .expect("the engine is free");
}

pub async fn busy(model: &Scripted) {
    while model.running() == 0 {
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
}
