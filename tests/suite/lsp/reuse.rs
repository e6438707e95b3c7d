//! Completions while somebody types: what the model need not be asked again, what it goes on with, and
//! what is not shown at all.

use super::editor::{Editor, URI};
use super::server::{CODE, at, busy, idle, inline, model, slow, started, with_model};
use inglenook::lsp::Setup;
use inglenook::model::Request;
use inglenook::model::scripted::Scripted;
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;

const ACCEPT: &str = "workspace/executeCommand";

pub fn edit(line: u32, from: u32, to: u32, text: &str) -> Value {
    let place = |character: u32| json!({ "line": line, "character": character });
    json!([{ "range": { "start": place(from), "end": place(to) }, "text": text }])
}

/// A client with settings of its own, and a model that is ready.
async fn with(setup: Setup, completion: Value) -> Editor {
    let mut editor = Editor::connect(setup);
    let options = json!({ "completion": completion });
    let params = json!({ "capabilities": {}, "initializationOptions": options });
    editor.call("initialize", params).await;
    editor.notify("initialized", json!({})).await;
    editor.notification("window/logMessage").await;
    editor
}

fn first(result: &Value) -> &Value {
    &result["items"][0]["insertText"]
}

#[tokio::test]
async fn what_was_shown_is_typed_through_without_the_model() {
    let model = model();
    let mut editor = started(&model).await;
    editor.open(URI, "rust", CODE).await;
    let result = inline(&mut editor, at(URI, 1, 5, 2)).await;
    assert_eq!(first(&result), "a + b");
    // The whole of it is " + b": by letter, by word, and back again.
    for (version, column, typed, left) in [(2, 5, " ", "+ b"), (3, 6, "+ ", "b")] {
        editor
            .change(URI, version, edit(1, column, column, typed))
            .await;
        let column = column + typed.len() as u32;
        let result = inline(&mut editor, at(URI, 1, column, 2)).await;
        assert_eq!(first(&result), left, "{result}");
        let start = &result["items"][0]["range"]["start"];
        assert_eq!(start["character"], column, "nothing before it is replaced");
    }
    assert_eq!(model.requests().len(), 1);
    editor.change(URI, 4, edit(1, 5, 8, "")).await;
    let result = inline(&mut editor, at(URI, 1, 5, 1)).await;
    assert_eq!(first(&result), "a + b", "it was answered before");
    assert_eq!(model.requests().len(), 1);
    // Something else typed, or another text behind the cursor, is another question.
    editor.change(URI, 5, edit(1, 5, 5, "x")).await;
    inline(&mut editor, at(URI, 1, 6, 1)).await;
    assert_eq!(model.requests().len(), 2);
    assert_eq!(editor.finish().await, 0);
}

#[tokio::test]
async fn what_the_editor_closes_by_itself_is_typed_through_and_replaced() {
    let model = Arc::new(Scripted::new(|_| "(a, b);".into()));
    let mut editor = started(&model).await;
    editor.open(URI, "rust", "fn f() {\n    call\n}\n").await;
    let result = inline(&mut editor, at(URI, 1, 8, 2)).await;
    assert_eq!(first(&result), "call(a, b);");
    editor.change(URI, 2, edit(1, 8, 8, "()")).await;
    let result = inline(&mut editor, at(URI, 1, 9, 2)).await;
    assert_eq!(first(&result), "a, b);", "{result}");
    let range = &result["items"][0]["range"];
    assert_eq!(range["start"]["character"], 9);
    assert_eq!(range["end"]["character"], 10, "the bracket is replaced");
    assert_eq!(model.requests().len(), 1);
    assert_eq!(editor.finish().await, 0);
}

#[tokio::test]
async fn a_request_on_its_way_is_taken_over_while_what_is_typed_agrees() {
    let answer = |_: &Request| " + b + c + d".to_string();
    let model = Arc::new(Scripted::new(answer).pace(Duration::from_millis(20)));
    let mut editor = started(&model).await;
    editor.open(URI, "rust", CODE).await;
    let method = "textDocument/inlineCompletion";
    let older = editor.request(method, at(URI, 1, 5, 2)).await;
    busy(&model).await;
    editor.change(URI, 2, edit(1, 5, 5, " ")).await;
    assert_eq!(editor.reply(&older).await["result"], json!(null));
    let result = inline(&mut editor, at(URI, 1, 6, 2)).await;
    assert_eq!(first(&result), "+ b + c + d", "{result}");
    assert_eq!(model.requests().len(), 1);
    assert_eq!(editor.finish().await, 0);
}

#[tokio::test]
async fn a_request_that_typing_parts_from_is_stopped() {
    let model = slow();
    let mut editor = started(&model).await;
    editor.open(URI, "rust", CODE).await;
    let method = "textDocument/inlineCompletion";
    let older = editor.request(method, at(URI, 1, 5, 2)).await;
    busy(&model).await;
    // It is not known what the model will say, until it says something else.
    editor.change(URI, 2, edit(1, 5, 5, "zzz")).await;
    assert_eq!(editor.reply(&older).await["result"], json!(null));
    let newer = editor.request(method, at(URI, 1, 8, 2)).await;
    while model.requests().len() < 2 {
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    editor
        .notify("$/cancelRequest", json!({ "id": newer }))
        .await;
    assert_eq!(editor.reply(&newer).await["error"]["code"], -32800);
    idle(&model).await;
    assert_eq!(model.requests().len(), 2);
    assert_eq!(editor.finish().await, 0);
}

#[tokio::test]
async fn nothing_pops_up_where_a_word_is_taken_away() {
    let model = model();
    let mut editor = started(&model).await;
    editor.open(URI, "rust", "fn f() {\n    value\n}\n").await;
    editor.change(URI, 2, edit(1, 8, 9, "")).await;
    assert_eq!(inline(&mut editor, at(URI, 1, 8, 2)).await, json!(null));
    assert_eq!(model.requests().len(), 0);
    let asked = inline(&mut editor, at(URI, 1, 8, 1)).await;
    assert_eq!(first(&asked), "valu + b", "who asks is answered");
    // Behind the word nothing is taken away.
    editor.change(URI, 3, edit(1, 8, 8, " +")).await;
    editor.change(URI, 4, edit(1, 9, 10, "")).await;
    let result = inline(&mut editor, at(URI, 1, 9, 2)).await;
    assert_eq!(first(&result), "+ b");
    assert_eq!(editor.finish().await, 0);
}

#[tokio::test]
async fn who_asks_gets_choices_that_differ() {
    let draws = std::sync::atomic::AtomicUsize::new(0);
    let model = Arc::new(Scripted::new(move |request| {
        if request.temperature == 0.0 {
            return " + b".into();
        }
        let draw = draws.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        [" + b", " * b", " - b"][draw % 3].into()
    }));
    let mut editor = with(with_model(model.clone()), json!({ "choices": 3 })).await;
    editor.open(URI, "rust", CODE).await;
    let typed = inline(&mut editor, at(URI, 1, 5, 2)).await;
    assert_eq!(typed["items"].as_array().map(Vec::len), Some(1));
    let asked = inline(&mut editor, at(URI, 1, 5, 1)).await;
    let texts: Vec<&Value> = (0..3).map(|at| &asked["items"][at]["insertText"]).collect();
    assert_eq!(texts, ["a + b", "a * b", "a - b"]);
    assert_eq!(asked["items"].as_array().map(Vec::len), Some(3));
    assert_eq!(editor.finish().await, 0);
}

#[tokio::test]
async fn the_completion_after_the_shown_one_is_there_when_it_is_accepted() {
    let model = Arc::new(Scripted::new(|request| {
        let text = format!("{:?}", request.prompt);
        let again = text.contains("+ b");
        if again { ";" } else { " + b" }.into()
    }));
    let mut editor = with(with_model(model.clone()), json!({ "follow_up": true })).await;
    editor.open(URI, "rust", CODE).await;
    inline(&mut editor, at(URI, 1, 5, 2)).await;
    while model.requests().len() < 2 {
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    idle(&model).await;
    editor.change(URI, 2, edit(1, 4, 5, "a + b")).await;
    // It was kept a moment after the model was done.
    let mut found = json!(null);
    for _ in 0..200 {
        found = inline(&mut editor, at(URI, 1, 9, 2)).await;
        if found != json!(null) {
            break;
        }
    }
    assert_eq!(first(&found), "b;", "{found}");
    assert_eq!(editor.finish().await, 0);
}

#[tokio::test]
async fn what_became_of_completions_is_counted_and_no_text_is_kept() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let setup = Setup {
        data: Some(folder.path().to_path_buf()),
        ..with_model(Arc::new(Scripted::new(|_| " + secret_name".into())))
    };
    let mut editor = with(setup, json!({ "learn": true })).await;
    editor.open(URI, "rust", CODE).await;
    // Accepted by a client that only edits, the word before it replaced too.
    inline(&mut editor, at(URI, 1, 5, 2)).await;
    editor
        .change(URI, 2, edit(1, 4, 5, "a + secret_name"))
        .await;
    // Accepted by a client that says so.
    editor.change(URI, 3, json!([{ "text": CODE }])).await;
    let result = inline(&mut editor, at(URI, 1, 5, 1)).await;
    let command = &result["items"][0]["command"];
    let said = json!({ "command": command["command"], "arguments": command["arguments"] });
    editor.call(ACCEPT, said.clone()).await;
    // Said twice it is counted once.
    editor.call(ACCEPT, said).await;
    assert_eq!(editor.finish().await, 0);
    let text = std::fs::read_to_string(folder.path().join("completions.json"));
    let text = text.expect("the counts are written at the end");
    let counts: Value = serde_json::from_str(&text).expect("JSON");
    let rust = &counts["languages"]["rust"];
    assert_eq!(rust["shown"], 2, "{counts}");
    assert_eq!(rust["accepted"], 2);
    assert_eq!(rust["saved"], 2 * " + secret_name".len());
    assert_eq!(rust["dismissed"], 0);
    assert!(
        !text.contains("secret") && !text.contains("lib.rs"),
        "{text}"
    );
}

#[tokio::test]
async fn switched_off_nothing_is_counted() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let setup = Setup {
        data: Some(folder.path().to_path_buf()),
        ..with_model(model())
    };
    let mut editor = with(setup, json!({ "learn": false })).await;
    editor.open(URI, "rust", CODE).await;
    inline(&mut editor, at(URI, 1, 5, 2)).await;
    editor.change(URI, 2, edit(1, 5, 5, " + b")).await;
    assert_eq!(editor.finish().await, 0);
    let files = std::fs::read_dir(folder.path())
        .expect("it is there")
        .count();
    assert_eq!(files, 0);
}

#[tokio::test]
async fn a_line_about_each_answer_is_written_where_it_is_wanted() {
    let mut editor = with(with_model(model()), json!({ "log": true })).await;
    editor.open(URI, "rust", CODE).await;
    for said in [
        "new answer, 0 prompt tokens (0 cached, 0 new), 4 written",
        "kept answer",
    ] {
        inline(&mut editor, at(URI, 1, 5, 2)).await;
        let told = editor.notification("window/logMessage").await;
        let told = told["message"].to_string();
        assert!(told.contains("lib.rs:2") && told.contains(said), "{told}");
    }
    assert_eq!(editor.finish().await, 0);
}
