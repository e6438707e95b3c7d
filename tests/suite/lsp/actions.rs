//! Code actions: what mends a finding and what suppresses it, applied as a client does.

use super::diagnostics::{PYTHON, SHELL, able, published, range};
use super::editor::{Editor, URI};
use super::server::setup;
use serde_json::{Value, json};

const TLS: &str = "fn client() -> reqwest::ClientBuilder {\n    let _ = \"😀\"; reqwest::Client::builder().danger_accept_invalid_certs(true)\n}\n";

async fn actions(editor: &mut Editor, uri: &str, range: Value, listed: Value) -> Vec<Value> {
    let params = json!({
        "textDocument": { "uri": uri }, "range": range, "context": { "diagnostics": listed },
    });
    let result = editor.call("textDocument/codeAction", params).await;
    let all = result.as_array().expect("a list");
    let fixes = all.iter().filter(|action| action["kind"] == "quickfix");
    fixes.cloned().collect()
}

fn titled<'a>(actions: &'a [Value], start: &str) -> &'a Value {
    let titled = |action: &&Value| {
        action["title"]
            .as_str()
            .is_some_and(|t| t.starts_with(start))
    };
    actions
        .iter()
        .find(titled)
        .unwrap_or_else(|| panic!("no `{start}` among {actions:#?}"))
}

/// Makes an edit in UTF-16 positions, by the protocol's words alone.
fn edited(text: &str, edit: &Value) -> String {
    let offset = |place: &Value| {
        let number = |key: &str| place[key].as_u64().expect("a number") as usize;
        let lines = text.split_inclusive('\n').map(str::len);
        let start: usize = lines.take(number("line")).sum();
        let mut units = number("character");
        let mut at = start;
        for character in text[start..].chars() {
            if units == 0 {
                break;
            }
            units -= character.len_utf16();
            at += character.len_utf8();
        }
        at
    };
    let (start, end) = (
        offset(&edit["range"]["start"]),
        offset(&edit["range"]["end"]),
    );
    let with = edit["newText"].as_str().expect("a text");
    format!("{}{with}{}", &text[..start], &text[end..])
}

#[tokio::test]
async fn a_fix_and_a_suppression_silence_the_finding() {
    let mut editor = Editor::start(setup(), able()).await;
    let mut version = 1;
    editor.open(URI, "rust", TLS).await;
    for (start, whole) in [
        (
            "Fix rust-tls-verify-off",
            "let _ = \"😀\"; reqwest::Client::builder()\n",
        ),
        (
            "Suppress rust-tls-verify-off",
            "\n    // inglenook: ignore[rust-tls-verify-off] reason\n    let _ = ",
        ),
    ] {
        let told = published(&mut editor).await;
        let found = &told["diagnostics"][0];
        assert_eq!(found["code"], "rust-tls-verify-off", "{told}");
        let offered = actions(&mut editor, URI, found["range"].clone(), json!([found])).await;
        assert_eq!(offered.len(), 2, "{offered:#?}");
        let action = titled(&offered, start);
        assert_eq!(action["kind"], "quickfix");
        assert_eq!(action["isPreferred"], start.starts_with("Fix"));
        assert_eq!(
            action["diagnostics"],
            json!([found]),
            "as the client sent it"
        );
        assert!(action["edit"].get("changes").is_none());
        let document = &action["edit"]["documentChanges"][0];
        assert_eq!(
            document["textDocument"],
            json!({ "uri": URI, "version": version })
        );
        let mended = edited(TLS, &document["edits"][0]);
        assert!(mended.contains(whole), "{mended}");
        version += 1;
        editor
            .change(URI, version, json!([{ "text": mended }]))
            .await;
        let cleared = json!({ "uri": URI, "version": version, "diagnostics": [] });
        assert_eq!(published(&mut editor).await, cleared);
        version += 1;
        editor.change(URI, version, json!([{ "text": TLS }])).await;
    }
    assert_eq!(editor.finish().await, 0);
}

#[tokio::test]
async fn a_client_without_data_and_versions_is_served_by_code_and_range() {
    let mut editor = Editor::start(setup(), json!({})).await;
    let text = format!("{}{}", TLS, TLS.replace("client", "other"));
    editor.open(URI, "rust", &text).await;
    let told = published(&mut editor).await;
    let found = told["diagnostics"].as_array().expect("a list");
    assert_eq!(found.len(), 2, "{told}");
    // The second of two that differ in nothing but their place.
    let offered = actions(&mut editor, URI, range(0, 0, 0), json!([found[1]])).await;
    let fix = titled(&offered, "Fix");
    assert!(fix["edit"].get("documentChanges").is_none());
    let edits = fix["edit"]["changes"][URI].as_array().expect("by URI");
    let mended = edited(&text, &edits[0]);
    assert_eq!((edits.len(), mended.matches("danger").count()), (1, 1));
    assert!(mended.find("danger") < mended.find("other"), "{mended}");
    // A client that lists none gets those that its range touches.
    let offered = actions(&mut editor, URI, range(1, 30, 30), json!([])).await;
    assert_eq!(offered.len(), 2);
    assert_eq!(titled(&offered, "Fix")["diagnostics"], json!([found[0]]));
    assert_eq!(
        actions(&mut editor, URI, range(0, 0, 0), json!([]))
            .await
            .len(),
        0
    );
    // One of another server is not ours to fix.
    let foreign = json!([{ "range": found[0]["range"], "source": "rustc", "message": "x", "code": "rust-tls-verify-off" }]);
    assert_eq!(
        actions(&mut editor, URI, range(0, 0, 0), foreign)
            .await
            .len(),
        0
    );
    assert_eq!(editor.finish().await, 0);
}

#[tokio::test]
async fn a_suppression_keeps_the_documents_line_breaks() {
    let mut editor = Editor::start(setup(), able()).await;
    let text = SHELL.replace('\n', "\r\n");
    editor.open(PYTHON, "python", &text).await;
    let found = published(&mut editor).await["diagnostics"][0].clone();
    let offered = actions(&mut editor, PYTHON, found["range"].clone(), json!([found])).await;
    assert_eq!(offered.len(), 1, "the rule has no safe fix");
    let edit = &titled(&offered, "Suppress")["edit"]["documentChanges"][0]["edits"][0];
    let mended = edited(&text, edit);
    let comment = "):\r\n    # inglenook: ignore[python-shell-true] reason\r\n    s = ";
    assert!(mended.contains(comment), "{mended:?}");
    editor.change(PYTHON, 2, json!([{ "text": mended }])).await;
    assert_eq!(published(&mut editor).await["diagnostics"], json!([]));
    assert_eq!(editor.finish().await, 0);
}

#[tokio::test]
async fn other_kinds_of_actions_are_not_offered() {
    let mut editor = Editor::start(setup(), able()).await;
    editor.open(URI, "rust", TLS).await;
    for (only, count) in [
        ("refactor", 0),
        ("source.fixAll", 0),
        ("quickfix", 2),
        // And a question about the finding, reviews of the function and of the file.
        ("", 5),
    ] {
        let params = json!({
            "textDocument": { "uri": URI }, "range": range(1, 30, 30),
            "context": { "diagnostics": [], "only": [only] },
        });
        let result = editor.call("textDocument/codeAction", params).await;
        assert_eq!(result.as_array().map(Vec::len), Some(count), "{only}");
    }
    assert_eq!(editor.finish().await, 0);
}
