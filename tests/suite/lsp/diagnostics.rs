//! Diagnostics of open documents: their place, version and content, and when they go.

use super::editor::Editor;
use super::server::setup;
use serde_json::{Value, json};

pub const PYTHON: &str = "file:///project/tool.py";
pub const SHELL: &str = "import subprocess\n\n\ndef show(x):\n    s = \"😀\"; subprocess.run(f\"ls {x}\", shell=True)\n";

/// A client that can hold everything that we know of a finding.
pub fn able() -> Value {
    json!({
        "textDocument": { "publishDiagnostics": {
            "codeDescriptionSupport": true, "dataSupport": true, "versionSupport": true,
        } },
        "workspace": { "workspaceEdit": { "documentChanges": true } },
    })
}

pub async fn published(editor: &mut Editor) -> Value {
    editor.notification("textDocument/publishDiagnostics").await
}

pub fn range(line: u32, from: u32, to: u32) -> Value {
    json!({ "start": { "line": line, "character": from }, "end": { "line": line, "character": to } })
}

#[tokio::test]
async fn a_finding_is_published_with_its_place_in_the_clients_units() {
    // On its line stand before it: `    s = "` (9), the face, `"; ` (3). It is 37 long.
    for (encoding, start) in [("utf-8", 16), ("utf-16", 14), ("utf-32", 13)] {
        let mut capabilities = able();
        capabilities["general"] = json!({ "positionEncodings": [encoding] });
        let mut editor = Editor::start(setup(), capabilities).await;
        editor.open(PYTHON, "python", SHELL).await;
        let told = published(&mut editor).await;
        assert_eq!(told["uri"], PYTHON);
        assert_eq!(told["version"], 1);
        let found = told["diagnostics"].as_array().expect("a list");
        assert_eq!(found.len(), 1, "{told}");
        let found = &found[0];
        assert_eq!(found["range"], range(4, start, start + 37), "{encoding}");
        assert_eq!(found["code"], "python-shell-true");
        assert_eq!(found["source"], "inglenook");
        assert_eq!(found["severity"], 1);
        assert_eq!(
            found["codeDescription"]["href"],
            "https://cwe.mitre.org/data/definitions/78.html"
        );
        let message = found["message"].as_str().expect("a text");
        assert!(
            message.contains("shlex.quote") && message.ends_with("(CWE-78)"),
            "{message}"
        );
        assert!(found["data"]["fingerprint"].is_string());
        assert_eq!(editor.finish().await, 0);
    }
}

#[tokio::test]
async fn a_plain_client_gets_nothing_that_it_cannot_hold() {
    let mut editor = Editor::start(setup(), json!({})).await;
    let text = "import pickle\n\n\ndef read(f):\n    return pickle.load(f)\n";
    editor.open(PYTHON, "python", text).await;
    let told = published(&mut editor).await;
    let found = &told["diagnostics"][0];
    assert_eq!(found["code"], "python-pickle-load", "{told}");
    assert_eq!(found["severity"], 2, "medium is a warning");
    assert_eq!(found["range"], range(4, 11, 25));
    assert!(found.get("data").is_none() && found.get("codeDescription").is_none());
    assert_eq!(editor.finish().await, 0);
}

#[tokio::test]
async fn edits_that_remove_it_clear_it_and_so_does_a_close() {
    let mut editor = Editor::start(setup(), able()).await;
    editor.open(PYTHON, "python", SHELL).await;
    assert_eq!(published(&mut editor).await["version"], 1);
    // Only `, shell=True` goes.
    let change = json!([{ "range": range(4, 38, 50), "text": "" }]);
    editor.change(PYTHON, 2, change).await;
    let cleared = json!({ "uri": PYTHON, "version": 2, "diagnostics": [] });
    assert_eq!(published(&mut editor).await, cleared);
    let change = json!([{ "range": range(4, 38, 38), "text": ", shell=True" }]);
    editor.change(PYTHON, 3, change).await;
    let told = published(&mut editor).await;
    assert_eq!(
        (
            &told["version"],
            told["diagnostics"].as_array().map(Vec::len)
        ),
        (&json!(3), Some(1))
    );
    let closed = json!({ "textDocument": { "uri": PYTHON } });
    editor.notify("textDocument/didClose", closed).await;
    let cleared = json!({ "uri": PYTHON, "diagnostics": [] });
    assert_eq!(published(&mut editor).await, cleared);
    assert_eq!(editor.finish().await, 0);
}

#[tokio::test]
async fn what_is_published_is_true_of_its_version_and_never_goes_back() {
    let mut editor = Editor::start(setup(), able()).await;
    let lines = |count: i64| "subprocess.run(f\"{x}\", shell=True)\n".repeat(count as usize);
    let text = |version: i64| format!("import subprocess\n{}", lines(version % 4));
    editor.open(PYTHON, "python", &text(1)).await;
    const LAST: i64 = 302;
    for version in 2..=LAST {
        editor
            .change(PYTHON, version, json!([{ "text": text(version) }]))
            .await;
        // Pauses of all kinds: some checks end between edits, some while edits come.
        if version % 7 == 0 {
            editor.text(PYTHON).await;
        }
        if version % 50 == 0 {
            while published(&mut editor).await["version"] != version {}
        }
    }
    let mut newest = 0;
    while newest < LAST {
        let told = published(&mut editor).await;
        let version = told["version"].as_i64().expect("a number");
        assert!(version > newest, "{version} after {newest}");
        newest = version;
        let found = told["diagnostics"].as_array().expect("a list").len() as i64;
        assert_eq!(found, version % 4, "of version {version}");
    }
    assert_eq!(editor.finish().await, 0);
}

#[tokio::test]
async fn rules_that_are_switched_off_clear_and_on_again_publish() {
    let mut editor = Editor::start(setup(), able()).await;
    editor.open(PYTHON, "python", SHELL).await;
    for (disable, count) in [(json!(["python-shell-true"]), 0), (json!([]), 1)] {
        let before = published(&mut editor).await;
        assert_ne!(before["diagnostics"].as_array().map(Vec::len), Some(count));
        let settings = json!({ "settings": { "inglenook": { "lint": { "disable": disable } } } });
        editor
            .notify("workspace/didChangeConfiguration", settings)
            .await;
    }
    let last = published(&mut editor).await;
    assert_eq!(last["diagnostics"].as_array().map(Vec::len), Some(1));
    assert_eq!(editor.finish().await, 0);
}
