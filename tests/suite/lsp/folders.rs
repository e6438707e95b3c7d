//! Several folders in one window: each document has the options, the gate and the index of its own.

use super::diagnostics::{SHELL, published};
use super::editor::Editor;
use super::project::{MAIN, prompt, said, until, uri};
use super::server::{at, inline, model, setup, with_model};
use crate::index::folder;
use serde_json::{Value, json};
use std::path::Path;
use std::sync::Arc;

fn named(root: &Path) -> Value {
    json!({ "uri": format!("file://{}", root.display()), "name": "folder" })
}

/// A folder whose `Shape` has one field.
fn project(field: &str) -> tempfile::TempDir {
    let shape = format!("pub struct Shape {{\n    pub {field}: u32,\n}}\n");
    folder(&[("src/main.rs", MAIN), ("src/shape.rs", &shape)])
}

#[tokio::test]
async fn documents_have_the_context_of_their_own_folder_and_folders_come_and_go() {
    let (one, two, three) = (project("of_one"), project("of_two"), project("of_three"));
    let model = model();
    let mut editor = Editor::connect(with_model(model.clone()));
    let folders = json!([named(one.path()), named(two.path())]);
    let params = json!({ "capabilities": {}, "workspaceFolders": folders });
    let told = editor.call("initialize", params).await;
    let able = &told["capabilities"]["workspace"]["workspaceFolders"];
    assert_eq!(
        able,
        &json!({ "supported": true, "changeNotifications": true })
    );
    editor.notify("initialized", json!({})).await;
    said(&mut editor, "is ready on").await;
    for (project, field) in [(&one, "of_one"), (&two, "of_two")] {
        let root = project.path();
        said(&mut editor, &format!("{}: 2 files", root.display())).await;
        let main = uri(root, "src/main.rs");
        editor.open(&main, "rust", MAIN).await;
        until(&mut editor, &model, &main, field, true).await;
    }
    let event = json!({ "added": [named(three.path())], "removed": [named(one.path())] });
    editor
        .notify(
            "workspace/didChangeWorkspaceFolders",
            json!({ "event": event }),
        )
        .await;
    let text = format!("{}: 2 files", three.path().display());
    said(&mut editor, &text).await;
    let main = uri(three.path(), "src/main.rs");
    editor.open(&main, "rust", MAIN).await;
    until(&mut editor, &model, &main, "of_three", true).await;
    // What is open in the folder that has gone has no project any more.
    let main = uri(one.path(), "src/main.rs");
    until(&mut editor, &model, &main, "of_one", false).await;
    for request in model.requests() {
        let text = prompt(&request);
        let fields = ["of_one", "of_two", "of_three"];
        let held = fields.iter().filter(|field| text.contains(**field));
        assert!(held.count() <= 1, "{text}");
    }
    assert_eq!(editor.finish().await, 0);
}

#[tokio::test]
async fn the_gate_of_a_folder_counts_from_the_moment_it_is_there() {
    let (one, two) = (project("of_one"), project("of_two"));
    std::fs::write(two.path().join(".inglenookignore"), "main.rs\n").expect("writable");
    let model = model();
    let mut editor = Editor::connect(with_model(model.clone()));
    let params = json!({ "capabilities": {}, "workspaceFolders": [named(one.path())] });
    editor.call("initialize", params).await;
    editor.notify("initialized", json!({})).await;
    said(&mut editor, "is ready on").await;
    let event = json!({ "added": [named(two.path())], "removed": [] });
    editor
        .notify(
            "workspace/didChangeWorkspaceFolders",
            json!({ "event": event }),
        )
        .await;
    let main = uri(two.path(), "src/main.rs");
    editor.open(&main, "rust", MAIN).await;
    let asked = inline(&mut editor, at(&main, 3, 23, 1)).await;
    assert_eq!(asked["items"].as_array().map_or(0, Vec::len), 0, "{asked}");
    assert!(
        model.requests().is_empty(),
        "nothing of it reached the model"
    );
    assert_eq!(editor.finish().await, 0);
}

/// The project's own file, as the folder gives it, and the editor's settings for one folder.
#[tokio::test]
async fn rules_are_those_of_the_documents_folder() {
    let mut own = setup();
    let all = own.configure.clone();
    own.configure = Arc::new(move |root, settings| {
        let mut settled = all(root, settings)?;
        if root.is_some_and(|root| root.ends_with("two")) {
            settled.options.lint.enabled = false;
        }
        Ok(settled)
    });
    let mut editor = Editor::connect(own);
    let off = json!({ "lint": { "enabled": false } });
    editor
        .answers
        .insert("workspace/configuration", json!([null, null, null, off]));
    let folders: Vec<Value> = ["/ws", "/ws/two", "/ws/three"]
        .map(|root| named(Path::new(root)))
        .to_vec();
    let capabilities = json!({ "workspace": { "configuration": true } });
    let params = json!({ "capabilities": capabilities, "workspaceFolders": folders });
    editor.call("initialize", params).await;
    editor.notify("initialized", json!({})).await;
    while editor.asked.is_empty() {
        editor.receive().await;
    }
    let scopes: Vec<&Value> = editor.asked[0]["params"]["items"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|item| &item["scopeUri"])
        .collect();
    assert_eq!(
        scopes,
        [
            &Value::Null,
            &json!("file:///ws"),
            &json!("file:///ws/two"),
            &json!("file:///ws/three")
        ]
    );
    for (name, count) in [("two", 0), ("three", 0), ("two_more", 1)] {
        let document = format!("file:///ws/{name}/tool.py");
        editor.open(&document, "python", SHELL).await;
        // What was found before the settings came is taken back.
        loop {
            let told = published(&mut editor).await;
            let found = told["diagnostics"].as_array().map_or(0, Vec::len);
            if told["uri"] == document && found == count {
                break;
            }
        }
    }
    assert_eq!(editor.finish().await, 0);
}
