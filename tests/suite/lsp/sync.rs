//! Documents: edits in arrival order, three encodings, snapshots at arrival, odd URIs and versions.

use super::editor::{Editor, URI};
use super::server::setup;
use inglenook::testing;
use inglenook::text::Encoding;
use serde_json::{Value, json};

const ENCODINGS: [Encoding; 3] = [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32];

async fn started() -> Editor {
    Editor::start(setup(), json!({})).await
}

fn offering(encoding: Encoding) -> Value {
    json!({ "general": { "positionEncodings": [encoding.name()] } })
}

/// A random edit of the client's text as a content change, made there too.
fn random_change(random: &mut fastrand::Rng, text: &mut String, encoding: Encoding) -> Value {
    let (range, with) = testing::edit(random, text, 2000);
    let start = testing::position(text, range.start, encoding);
    let end = testing::position(text, range.end, encoding);
    text.replace_range(range, &with);
    json!({ "range": { "start": start, "end": end }, "text": with })
}

#[tokio::test]
async fn a_burst_of_edits_ends_with_the_clients_text_in_three_encodings() {
    for (seed, encoding) in (1..).zip(ENCODINGS) {
        let mut random = fastrand::Rng::with_seed(seed);
        let mut editor = Editor::start(setup(), offering(encoding)).await;
        let mut text = "fn α😀() {\r\n    let e\u{301} = 1;\r}\n".to_string();
        editor.open(URI, "rust", &text).await;
        for version in 2..1002 {
            let changes: Vec<Value> = (0..random.usize(1..=2))
                .map(|_| random_change(&mut random, &mut text, encoding))
                .collect();
            editor.change(URI, version, json!(changes)).await;
        }
        let held = editor.text(URI).await;
        assert_eq!(held["text"].as_str(), Some(text.as_str()), "{encoding:?}");
        assert_eq!(held["version"], 1001);
        assert_eq!(editor.finish().await, 0);
    }
}

#[tokio::test]
async fn every_request_is_answered_from_the_text_of_its_arrival() {
    let mut random = fastrand::Rng::with_seed(4);
    let mut editor = started().await;
    let mut text = "α😀\n".to_string();
    editor.open(URI, "rust", &text).await;
    let mut asked = Vec::new();
    for version in 2..602 {
        let change = random_change(&mut random, &mut text, Encoding::Utf16);
        editor.change(URI, version, json!([change])).await;
        if version % 10 == 0 {
            let params = json!({ "textDocument": { "uri": URI } });
            let id = editor.request("inglenook/text", params).await;
            asked.push((id, json!({ "text": text, "version": version })));
        }
    }
    for (id, expected) in asked {
        assert_eq!(editor.reply(&id).await["result"], expected);
    }
    assert_eq!(editor.finish().await, 0);
}

#[tokio::test]
async fn full_texts_and_ranges_mix_in_one_change() {
    let mut editor = started().await;
    editor.open(URI, "rust", "old").await;
    let at = |start: u32, end: u32| json!({ "start": { "line": 0, "character": start }, "end": { "line": 0, "character": end } });
    let changes = json!([
        { "range": at(0, 1), "text": "x" },
        { "text": "😀b" },
        { "range": at(2, 3), "text": "c" },
        { "range": at(0, 2), "rangeLength": 2, "text": "" },
    ]);
    editor.change(URI, 2, changes).await;
    assert_eq!(editor.text(URI).await, json!({ "text": "c", "version": 2 }));
    assert_eq!(editor.finish().await, 0);
}

#[tokio::test]
async fn no_edit_is_dropped_over_its_version() {
    let mut editor = started().await;
    editor.open(URI, "python", "").await;
    for (version, text) in [(0, "a"), (0, "ab"), (-7, "abc"), (i64::MAX, "abcd")] {
        editor.change(URI, version, json!([{ "text": text }])).await;
        assert_eq!(editor.text(URI).await["text"], text);
    }
    let params = json!({ "textDocument": { "uri": URI, "version": null }, "contentChanges": [{ "text": "e" }] });
    editor.notify("textDocument/didChange", params).await;
    assert_eq!(editor.text(URI).await["text"], "e");
    let params = json!({ "textDocument": { "uri": URI }, "contentChanges": [{ "text": "f" }] });
    editor.notify("textDocument/didChange", params).await;
    assert_eq!(editor.text(URI).await["text"], "f");
    assert_eq!(editor.finish().await, 0);
}

#[tokio::test]
async fn positions_outside_the_text_are_clamped() {
    let mut editor = started().await;
    editor.open(URI, "rust", "😀\r\nb").await;
    let change = |line: u32, character: u32, text: &str| {
        let place = json!({ "line": line, "character": character });
        json!([{ "range": { "start": place, "end": place }, "text": text }])
    };
    editor.change(URI, 2, change(0, 99, "x")).await;
    assert_eq!(editor.text(URI).await["text"], "😀x\r\nb");
    editor.change(URI, 3, change(99, 0, "y")).await;
    assert_eq!(editor.text(URI).await["text"], "😀x\r\nby");
    // Inside the pair of UTF-16 units: before the character.
    editor.change(URI, 4, change(0, 1, "z")).await;
    assert_eq!(editor.text(URI).await["text"], "z😀x\r\nby");
    // The end before the start: nothing is removed.
    let range =
        json!({ "start": { "line": 1, "character": 1 }, "end": { "line": 0, "character": 0 } });
    editor
        .change(URI, 5, json!([{ "range": range, "text": "!" }]))
        .await;
    assert_eq!(editor.text(URI).await["text"], "z😀x\r\nb!y");
    assert_eq!(editor.finish().await, 0);
}

#[tokio::test]
async fn documents_of_all_kinds_of_uris_are_kept_apart() {
    let mut editor = started().await;
    let uris = [
        "untitled:Untitled-1",
        "file:///c%3A/work/a%20b.rs",
        "vscode-notebook-cell:/project/a.ipynb#W0sZmlsZQ%3D%3D",
        "vscode-notebook-cell:/project/a.ipynb#W1sZmlsZQ%3D%3D",
        "git:/project/a.rs?%7B%22ref%22%3A%22HEAD%22%7D",
        "not a uri at all",
        "",
    ];
    for (number, uri) in uris.iter().enumerate() {
        editor.open(uri, "rust", &format!("\u{feff}{number}")).await;
    }
    for (number, uri) in uris.iter().enumerate() {
        assert_eq!(
            editor.text(uri).await["text"],
            format!("\u{feff}{number}"),
            "{uri}"
        );
    }
    let closed = json!({ "textDocument": { "uri": uris[0] } });
    editor.notify("textDocument/didClose", closed).await;
    assert_eq!(editor.text(uris[0]).await, json!(null));
    assert_eq!(editor.text(uris[1]).await["text"], "\u{feff}1");
    assert_eq!(editor.finish().await, 0);
}

#[tokio::test]
async fn edits_of_unknown_documents_and_broken_ones_are_logged() {
    let mut editor = started().await;
    editor
        .change("file:///nobody.rs", 2, json!([{ "text": "x" }]))
        .await;
    let told = editor.notification("window/logMessage").await;
    assert!(
        told["message"].to_string().contains("file:///nobody.rs"),
        "{told}"
    );
    editor
        .notify(
            "textDocument/didOpen",
            json!({ "textDocument": { "uri": 7 } }),
        )
        .await;
    let told = editor.notification("window/logMessage").await;
    assert!(
        told["message"].to_string().contains("textDocument/didOpen"),
        "{told}"
    );
    editor
        .notify(
            "textDocument/didClose",
            json!({ "textDocument": { "uri": "file:///nobody.rs" } }),
        )
        .await;
    assert_eq!(editor.text("file:///nobody.rs").await, json!(null));
    assert_eq!(editor.finish().await, 0);
}

#[tokio::test]
async fn a_document_that_is_opened_twice_has_the_newer_text() {
    let mut editor = started().await;
    editor.open(URI, "rust", "first").await;
    editor.open(URI, "python", "second").await;
    assert_eq!(editor.text(URI).await["text"], "second");
    assert_eq!(editor.finish().await, 0);
}

#[tokio::test]
async fn large_and_binary_files_are_kept_in_step_and_left_alone() {
    let mut editor = started().await;
    let large = "x".repeat(2 * 1024 * 1024 + 1);
    for (uri, text, why) in [
        (URI, large.as_str(), "max_file_bytes"),
        ("file:///b.rs", "a\0b", "binary"),
    ] {
        editor.open(uri, "rust", text).await;
        let told = editor.notification("window/logMessage").await;
        assert!(told["message"].to_string().contains(why), "{told}");
        let place = json!({ "line": 0, "character": 0 });
        let params = json!({ "textDocument": { "uri": uri }, "position": place, "context": { "triggerKind": 1 } });
        assert_eq!(
            editor.call("textDocument/inlineCompletion", params).await,
            json!(null)
        );
        let change = json!([{ "range": { "start": place, "end": place }, "text": "y" }]);
        editor.change(uri, 2, change).await;
        assert_eq!(editor.text(uri).await["text"], format!("y{text}"));
        assert_eq!(editor.seen("window/logMessage").len(), 0, "said once");
    }
    assert_eq!(editor.finish().await, 0);
}

#[tokio::test]
async fn cells_of_notebooks_are_documents() {
    let mut editor = started().await;
    let cell = |name: &str| format!("vscode-notebook-cell:/project/a.ipynb#{name}");
    let item = |name: &str, text: &str| json!({ "uri": cell(name), "languageId": "python", "version": 1, "text": text });
    let notebook = json!({ "uri": "file:///project/a.ipynb", "version": 1 });
    let opened = json!({ "notebookDocument": notebook, "cellTextDocuments": [item("a", "one"), item("b", "two")] });
    editor.notify("notebookDocument/didOpen", opened).await;
    let edit =
        json!({ "document": { "uri": cell("b"), "version": 2 }, "changes": [{ "text": "three" }] });
    let structure = json!({ "array": { "start": 0, "deleteCount": 1 }, "didOpen": [item("c", "four")],
        "didClose": [{ "uri": cell("a") }] });
    let change = json!({ "cells": { "structure": structure, "textContent": [edit] } });
    editor
        .notify(
            "notebookDocument/didChange",
            json!({ "notebookDocument": notebook, "change": change }),
        )
        .await;
    assert_eq!(editor.text(&cell("a")).await, json!(null));
    assert_eq!(editor.text(&cell("b")).await["text"], "three");
    assert_eq!(editor.text(&cell("c")).await["text"], "four");
    let closed = json!({ "notebookDocument": notebook, "cellTextDocuments": [{ "uri": cell("b") }, { "uri": cell("c") }] });
    editor.notify("notebookDocument/didClose", closed).await;
    assert_eq!(editor.text(&cell("c")).await, json!(null));
    assert_eq!(editor.finish().await, 0);
}
