//! The project in the server: what other files hold stands in the prompt, follows edits and files, and
//! never what is private.

use super::editor::Editor;
use super::server::{at, inline, model, with_model};
use crate::index::folder;
use inglenook::lsp::Setup;
use inglenook::model::scripted::Scripted;
use inglenook::model::{Part, Prompt, Request};
use serde_json::{Value, json};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

pub const MAIN: &str =
    "use crate::shape::Shape;\n\nfn draw(shape: &Shape) {\n    let scaled = shape.\n}\n";

pub fn uri(root: &Path, name: &str) -> String {
    format!("file://{}", root.join(name).display())
}

pub fn prompt(request: &Request) -> String {
    let Prompt::Parts(parts) = &request.prompt else {
        panic!("completions are no chats");
    };
    let text = |part: &Part| match part {
        Part::Text(text) | Part::Control(text) => text.clone(),
    };
    parts.iter().map(text).collect()
}

async fn started(model: &Arc<Scripted>, root: &Path, capabilities: Value) -> Editor {
    let setup = Setup {
        cache: Some(root.join(".cache")),
        ..with_model(model.clone())
    };
    let mut editor = Editor::connect(setup);
    let params = json!({
        "capabilities": capabilities,
        "rootUri": format!("file://{}", root.display()),
    });
    editor.call("initialize", params).await;
    editor.notify("initialized", json!({})).await;
    said(&mut editor, "is ready on").await;
    said(&mut editor, "are indexed").await;
    editor
}

/// Waits for a line of the log.
pub async fn said(editor: &mut Editor, what: &str) -> String {
    loop {
        let log = editor.seen("window/logMessage");
        let mut texts = log.iter().filter_map(|line| line["message"].as_str());
        if let Some(text) = texts.find(|text| text.contains(what)) {
            return text.to_string();
        }
        editor.receive().await;
    }
}

/// Edits the line below the last one, so that the place above it is another one.
async fn stir(editor: &mut Editor, uri: &str, number: usize) {
    let place = |character: u32| json!({ "line": 5, "character": character });
    let range = json!({ "start": place(0), "end": place(100) });
    let change = json!([{ "range": range, "text": format!("// {number}") }]);
    editor.change(uri, 1, change).await;
}

/// Asks until the prompt holds a text, or until it no longer does.
pub async fn until(editor: &mut Editor, model: &Scripted, uri: &str, text: &str, there: bool) {
    let wait = async {
        for number in 0.. {
            // At a place that was asked about before the answer is there already.
            stir(editor, uri, number).await;
            inline(editor, at(uri, 3, 23, 1)).await;
            let requests = model.requests();
            let last = prompt(requests.last().expect("it was asked"));
            if last.contains(text) == there {
                return;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    let came = tokio::time::timeout(Duration::from_secs(30), wait).await;
    came.unwrap_or_else(|_| panic!("`{text}` ({there}) never came"));
}

#[tokio::test]
async fn definitions_of_other_files_stand_in_the_prompt_and_follow_edits_and_files() {
    let folder = folder(&[
        ("src/main.rs", MAIN),
        (
            "src/shape.rs",
            "pub struct Shape {\n    pub sides: u32,\n}\n",
        ),
        (".inglenookignore", "hidden.rs\n"),
        (
            "src/hidden.rs",
            "pub struct Shape {\n    pub hush: u32,\n}\n",
        ),
    ]);
    let root = folder.path();
    let model = model();
    let mut editor = started(&model, root, json!({})).await;
    let main = uri(root, "src/main.rs");
    let shape = uri(root, "src/shape.rs");
    editor.open(&main, "rust", MAIN).await;
    until(&mut editor, &model, &main, "pub sides: u32", true).await;
    // An edit of another document, not saved.
    let text = "pub struct Shape {\n    pub corners: u64,\n}\n";
    editor.open(&shape, "rust", text).await;
    until(&mut editor, &model, &main, "pub corners: u64", true).await;
    let whole = json!([{ "text": text.replace("corners", "edges") }]);
    editor.change(&shape, 2, whole).await;
    let touch = json!([{ "text": MAIN.replace("scaled", "grown ") }]);
    editor.change(&main, 2, touch).await;
    until(&mut editor, &model, &main, "pub edges: u64", true).await;
    // Closed without saving, then changed on disk.
    let closed = json!({ "textDocument": { "uri": shape } });
    editor.notify("textDocument/didClose", closed).await;
    std::fs::write(root.join("src/shape.rs"), text.replace("corners", "angles")).expect("writable");
    let changes = json!({ "changes": [{ "uri": shape, "type": 2 }] });
    editor
        .notify("workspace/didChangeWatchedFiles", changes)
        .await;
    for version in 3.. {
        // The context is gathered anew when the document rests after an edit.
        let touch = json!([{ "text": MAIN.replace("scaled", &format!("grown{version}")) }]);
        editor.change(&main, version, touch).await;
        tokio::time::sleep(Duration::from_millis(400)).await;
        inline(&mut editor, at(&main, 3, 23, 1)).await;
        let requests = model.requests();
        if prompt(requests.last().expect("it was asked")).contains("pub angles: u64") {
            break;
        }
        assert!(version < 60, "the changed file never came");
    }
    let all = model.requests();
    assert!(all.iter().all(|request| !prompt(request).contains("hush")));
    // A gate that closes counts at once, whatever was gathered before.
    std::fs::write(root.join(".inglenookignore"), "hidden.rs\nshape.rs\n").expect("writable");
    stir(&mut editor, &main, 1).await;
    inline(&mut editor, at(&main, 3, 23, 1)).await;
    let requests = model.requests();
    assert!(!prompt(requests.last().expect("it was asked")).contains("angles"));
    assert_eq!(editor.finish().await, 0);
    let saved = std::fs::read_dir(root.join(".cache/index")).expect("it was saved");
    assert_eq!(saved.count(), 1);
}

#[tokio::test]
async fn a_client_that_watches_files_is_asked_to() {
    let folder = folder(&[("src/main.rs", MAIN)]);
    let model = model();
    let watches =
        json!({ "workspace": { "didChangeWatchedFiles": { "dynamicRegistration": true } } });
    let mut editor = started(&model, folder.path(), watches).await;
    while !editor
        .asked
        .iter()
        .any(|asked| asked["method"] == "client/registerCapability")
    {
        editor.receive().await;
    }
    let asked = editor
        .asked
        .iter()
        .find(|asked| asked["method"] == "client/registerCapability");
    let watchers = &asked.expect("it was found")["params"]["registrations"][0]["registerOptions"];
    let glob = watchers["watchers"][0]["globPattern"]
        .as_str()
        .expect("a glob");
    assert!(
        glob.starts_with("**/*.{") && glob.contains("py") && glob.contains("rs"),
        "{glob}"
    );
    assert_eq!(editor.finish().await, 0);
}
