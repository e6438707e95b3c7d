//! Prompts computed ahead: once after a rest, never while somebody types, given up at the next change.

use super::editor::{Editor, URI};
use super::server::{CODE, at, engine, idle, inline, model, setup, slow, with_model};
use inglenook::config::Options;
use inglenook::lsp::Setup;
use inglenook::model::{Info, Model, Part, Prompt, Request, Slot, Stage, Stream};
use serde_json::{Value, json};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

const HOUR: u64 = 3_600_000;

/// A client whose documents count as resting after so many milliseconds.
async fn resting(setup: Setup, rest_ms: u64) -> Editor {
    let mut editor = Editor::connect(setup);
    let options = json!({ "completion": { "rest_ms": rest_ms } });
    let params = json!({ "capabilities": {}, "initializationOptions": options });
    editor.call("initialize", params).await;
    editor.notify("initialized", json!({})).await;
    editor
}

/// The same, with a model that is ready.
async fn started(model: Arc<dyn Model>, rest_ms: u64) -> Editor {
    let mut editor = resting(with_model(model), rest_ms).await;
    editor.notification("window/logMessage").await;
    editor
}

fn typed(line: u32, character: u32, text: &str) -> Value {
    let place = json!({ "line": line, "character": character });
    json!([{ "range": { "start": place, "end": place }, "text": text }])
}

/// All text of a prompt, and the control tokens' spellings between.
fn prompt(request: &Request) -> String {
    let Prompt::Parts(parts) = &request.prompt else {
        panic!("completions are no chats");
    };
    let text = |part: &Part| match part {
        Part::Text(text) | Part::Control(text) => text.clone(),
    };
    parts.iter().map(text).collect()
}

/// Waits for something that has to come; the time limit only keeps a broken server from hanging.
async fn until(what: &str, done: impl Fn() -> bool) {
    let wait = async {
        while !done() {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    };
    let came = tokio::time::timeout(Duration::from_secs(30), wait).await;
    came.unwrap_or_else(|_| panic!("{what} never came"));
}

#[tokio::test]
async fn after_a_rest_the_prompt_is_computed_once_where_the_edit_ended() {
    let model = model();
    let mut editor = started(model.clone(), 1).await;
    editor.open(URI, "rust", CODE).await;
    assert_eq!(editor.text(URI).await["version"], 1);
    assert_eq!(model.requests().len(), 0, "nobody works there yet");
    editor.change(URI, 2, typed(1, 5, " + 😀bee")).await;
    until("the warm-up", || model.requests().len() == 1).await;
    let asked = &model.requests()[0];
    assert_eq!(asked.max_tokens, 0);
    // What a completion there asks for, word for word.
    inline(&mut editor, at(URI, 1, 13, 1)).await;
    idle(&model).await;
    let requests = model.requests();
    assert_eq!(requests.len(), 2, "an answer leaves nothing to compute");
    assert_eq!(prompt(asked), prompt(&requests[1]));
    assert!(prompt(asked).contains("a + 😀bee"));
    assert!(requests[1].max_tokens > 0);
    // A whole text does not tell where the edit was: where was asked last it is.
    let whole = CODE.replace("    a", "    other");
    editor.change(URI, 3, json!([{ "text": whole }])).await;
    until("the warm-up", || model.requests().len() == 3).await;
    inline(&mut editor, at(URI, 1, 13, 1)).await;
    let requests = model.requests();
    assert_eq!((requests.len(), requests[2].max_tokens), (4, 0));
    assert_eq!(prompt(&requests[2]), prompt(&requests[3]));
    assert_eq!(editor.finish().await, 0);
}

#[tokio::test]
async fn nothing_is_computed_while_somebody_types() {
    let model = model();
    let mut editor = started(model.clone(), HOUR).await;
    editor.open(URI, "rust", CODE).await;
    for version in 2..202 {
        editor.change(URI, version, typed(1, 5, "x")).await;
    }
    assert_eq!(editor.text(URI).await["version"], 201);
    assert_eq!(model.requests().len(), 0);
    assert_eq!(editor.finish().await, 0);
    // Switched off, also not after a rest: only the completion itself is asked for.
    let mut editor = started(model.clone(), 0).await;
    editor.open(URI, "rust", CODE).await;
    editor.change(URI, 2, typed(1, 5, "x")).await;
    inline(&mut editor, at(URI, 1, 6, 1)).await;
    assert_eq!(model.requests().len(), 1);
    assert_eq!(editor.finish().await, 0);
}

/// Computes prompts for ever, and tells how many at a time.
#[derive(Default)]
struct Endless {
    requests: Mutex<Vec<Request>>,
    running: Arc<AtomicUsize>,
}

impl Model for Endless {
    fn info(&self) -> Info {
        model().info()
    }

    fn start(&self, request: Request) -> Stream {
        let (sender, stream) = tokio::sync::mpsc::channel(1);
        self.requests.lock().expect("no panic").push(request);
        let running = self.running.clone();
        running.fetch_add(1, Ordering::SeqCst);
        tokio::spawn(async move {
            sender.closed().await;
            running.fetch_sub(1, Ordering::SeqCst);
        });
        stream
    }

    fn count(&self, text: &str) -> usize {
        text.len().div_ceil(3)
    }

    fn encode(&self, _: &Prompt) -> Option<Vec<u32>> {
        None
    }
}

#[tokio::test]
async fn the_next_change_a_request_and_a_close_end_it() {
    let model = Arc::new(Endless::default());
    let mut editor = started(model.clone(), 1).await;
    editor.open(URI, "rust", CODE).await;
    let count = || model.requests.lock().expect("no panic").len();
    let running = || model.running.load(Ordering::SeqCst);
    for version in 2..5 {
        editor.change(URI, version, typed(1, 5, "x")).await;
        let seen = version as usize - 1;
        until("the newest warm-up", || count() == seen && running() == 1).await;
    }
    let id = editor
        .request("textDocument/inlineCompletion", at(URI, 1, 8, 1))
        .await;
    until("the completion", || count() == 4 && running() == 1).await;
    assert!(model.requests.lock().expect("no panic")[3].max_tokens > 0);
    // Cancelled before its end, it has left the prompt to be computed after a rest.
    editor.notify("$/cancelRequest", json!({ "id": id })).await;
    assert_eq!(editor.reply(&id).await["error"]["code"], -32800);
    until("the warm-up instead", || count() == 5 && running() == 1).await;
    assert_eq!(model.requests.lock().expect("no panic")[4].max_tokens, 0);
    let closed = json!({ "textDocument": { "uri": URI } });
    editor.notify("textDocument/didClose", closed).await;
    until("the end", || running() == 0).await;
    assert_eq!(count(), 5);
    assert_eq!(editor.finish().await, 0);
}

#[tokio::test]
async fn when_the_model_is_ready_documents_in_work_are_computed_once() {
    let slots: Arc<Mutex<Vec<Slot>>> = Arc::default();
    let given = slots.clone();
    let held = Setup {
        start: Arc::new(move |_: &Options, slot: Slot| given.lock().expect("no panic").push(slot)),
        ..setup()
    };
    let model = model();
    let mut editor = resting(held, 1).await;
    let other = "file:///project/src/other.rs";
    editor.open(URI, "rust", CODE).await;
    editor.open(other, "rust", CODE).await;
    editor.change(URI, 2, typed(1, 5, " + worked")).await;
    assert_eq!(inline(&mut editor, at(URI, 1, 14, 1)).await, json!(null));
    until("the start", || !slots.lock().expect("no panic").is_empty()).await;
    slots.lock().expect("no panic")[0].set(Stage::Ready(engine(model.clone())));
    until("the warm-up", || !model.requests().is_empty()).await;
    inline(&mut editor, at(URI, 1, 14, 1)).await;
    let requests = model.requests();
    assert_eq!(
        requests.len(),
        2,
        "none for the document that was only opened"
    );
    assert_eq!(requests[0].max_tokens, 0);
    assert_eq!(prompt(&requests[0]), prompt(&requests[1]));
    assert_eq!(editor.finish().await, 0);
}

#[tokio::test]
async fn secret_files_and_running_completions_are_left_alone() {
    let model = slow();
    let mut editor = started(model.clone(), 1).await;
    let secret = "file:///project/.env";
    editor.open(secret, "dotenv", "KEY=\n").await;
    editor.change(secret, 2, typed(0, 4, "hush")).await;
    editor.open(URI, "rust", CODE).await;
    let id = editor
        .request("textDocument/inlineCompletion", at(URI, 1, 5, 1))
        .await;
    super::server::busy(&model).await;
    editor.change(URI, 2, typed(1, 5, " + b")).await;
    assert_eq!(editor.reply(&id).await["result"], json!(null));
    until("the warm-up", || model.requests().len() == 2).await;
    idle(&model).await;
    let requests = model.requests();
    assert_eq!((requests.len(), requests[1].max_tokens), (2, 0));
    assert!(
        requests
            .iter()
            .all(|request| !prompt(request).contains("hush"))
    );
    assert_eq!(editor.finish().await, 0);
}
