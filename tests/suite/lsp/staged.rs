//! What is staged, reviewed on a command, and code lenses above what has findings.

use super::diagnostics::{able, published};
use super::editor::{Editor, URI};
use super::server::{setup, with_model};
use crate::repo::Repo;
use inglenook::lsp::Setup;
use inglenook::model::scripted::Scripted;
use serde_json::{Value, json};
use std::sync::Arc;

const TLS: &str = "use std::io;\n\nfn client() -> reqwest::ClientBuilder {\n    reqwest::Client::builder().danger_accept_invalid_certs(true)\n}\n";
const OLD: &str = "import os\n\n\ndef old(name):\n    os.system(name)\n";
const NEW: &str = "import os\n\n\ndef old(name):\n    os.system(name)\n\n\ndef new(name):\n    os.system(\"ls \" + name)\n";

/// A repository with one finding committed and another one staged, in `src/a b.py`.
fn repo() -> Repo {
    let repo = Repo::new();
    repo.add("src/a b.py", OLD);
    repo.write("src/a b.py", NEW).stage("src/a b.py");
    repo
}

fn uri(repo: &Repo) -> String {
    format!("file://{}/src/a%20b.py", repo.path().display())
}

async fn started(setup: Setup, repo: &Repo) -> Editor {
    let mut editor = Editor::connect(setup);
    let root = format!("file://{}", repo.path().display());
    let params = json!({ "processId": null, "capabilities": able(), "rootUri": root });
    editor.call("initialize", params).await;
    editor.notify("initialized", json!({})).await;
    editor
}

/// Asks for the review and gives what the user is told of it.
async fn review(editor: &mut Editor) -> String {
    let params = json!({ "command": "inglenook.reviewStaged" });
    let reply = editor.call("workspace/executeCommand", params).await;
    assert_eq!(reply, Value::Null);
    loop {
        let told = editor.notification("window/showMessage").await;
        let told = told["message"].as_str().expect("a text").to_string();
        if !told.contains("model") {
            return told;
        }
    }
}

#[tokio::test]
async fn what_is_staged_is_marked_in_closed_files_until_it_is_gone() {
    let says = r#"{"verdict": "real", "explanation": "Whoever is asked can erase the disk."}"#;
    let model = Arc::new(Scripted::new(move |_| says.into()));
    let repo = repo();
    let mut editor = started(with_model(model), &repo).await;
    editor.notification("window/logMessage").await;
    let told = review(&mut editor).await;
    // The finding on line 5 was there before.
    let wanted = "1 finding in 1 staged file: src/a b.py:9 python-os-system";
    assert!(told.contains(wanted), "{told}");
    let marked = published(&mut editor).await;
    assert_eq!(marked["uri"], uri(&repo), "{marked}");
    let found = marked["diagnostics"].as_array().expect("a list");
    assert_eq!(found.len(), 1, "{marked}");
    assert_eq!(found[0]["range"]["start"]["line"], 8);
    assert!(marked.to_string().contains("erase the disk"), "{marked}");

    repo.write("src/a b.py", OLD).stage("src/a b.py");
    let told = review(&mut editor).await;
    assert!(told.contains("nothing is staged"), "{told}");
    let cleared = published(&mut editor).await;
    assert_eq!(cleared["uri"], uri(&repo));
    assert_eq!(cleared["diagnostics"], json!([]), "{cleared}");
    assert_eq!(editor.finish().await, 0);
}

#[tokio::test]
async fn the_rules_review_without_a_model_and_a_file_that_went_on_is_only_told_of() {
    let repo = repo();
    let mut editor = started(setup(), &repo).await;
    repo.write("src/a b.py", format!("# Later.\n{NEW}"));
    let told = review(&mut editor).await;
    assert!(told.contains("src/a b.py:9 python-os-system"), "{told}");
    assert_eq!(
        editor.seen("textDocument/publishDiagnostics"),
        Vec::<Value>::new()
    );
    assert_eq!(editor.finish().await, 0);
}

#[tokio::test]
async fn an_open_document_that_is_the_staged_text_gets_the_models_words() {
    let says = r#"{"verdict": "real", "explanation": "Whoever is asked can erase the disk."}"#;
    let model = Arc::new(Scripted::new(move |_| says.into()));
    let repo = repo();
    let mut editor = started(with_model(model), &repo).await;
    editor.notification("window/logMessage").await;
    editor.open(&uri(&repo), "python", NEW).await;
    assert_eq!(published(&mut editor).await["version"], 1);
    review(&mut editor).await;
    let with = published(&mut editor).await;
    assert_eq!(with["version"], 1, "{with}");
    let found = with["diagnostics"].as_array().expect("a list");
    // The older finding stays, without words.
    assert_eq!(found.len(), 2, "{with}");
    let says = |at: usize| found[at]["message"].to_string().contains("erase the disk");
    assert_eq!((says(0), says(1)), (false, true), "{with}");
    assert_eq!(editor.finish().await, 0);
}

#[tokio::test]
async fn without_a_repository_there_is_a_next_step() {
    let mut editor = Editor::start(setup(), able()).await;
    let told = review(&mut editor).await;
    assert!(told.contains("open the folder of a repository"), "{told}");
    assert_eq!(editor.finish().await, 0);
    let repo = repo();
    let mut editor = started(setup(), &repo).await;
    let place = json!({
        "textDocument": { "uri": uri(&repo) }, "context": { "diagnostics": [] },
        "range": { "start": { "line": 0, "character": 0 }, "end": { "line": 0, "character": 0 } },
    });
    editor.open(&uri(&repo), "python", NEW).await;
    let offered = editor.call("textDocument/codeAction", place).await;
    let last = offered.as_array().and_then(|all| all.last()).expect("some");
    assert_eq!(
        last["command"]["command"], "inglenook.reviewStaged",
        "{last}"
    );
    assert_eq!(editor.finish().await, 0);
}

#[tokio::test]
async fn a_lens_above_each_function_with_findings_reviews_it() {
    let mut client = able();
    client["textDocument"]["codeLens"] = json!({});
    client["workspace"]["codeLens"] = json!({ "refreshSupport": true });
    let says = r#"{"verdict": "real", "explanation": "Somebody in between reads along."}"#;
    let model = Arc::new(Scripted::new(move |_| says.into()));
    let mut editor = Editor::connect(with_model(model));
    let params = json!({ "processId": null, "capabilities": client });
    let able = editor.call("initialize", params).await;
    assert!(
        able["capabilities"]["codeLensProvider"].is_object(),
        "{able}"
    );
    editor.notify("initialized", json!({})).await;
    editor.notification("window/logMessage").await;
    editor.open(URI, "rust", TLS).await;
    let document = json!({ "textDocument": { "uri": URI } });
    let lenses = editor.call("textDocument/codeLens", document).await;
    let [lens] = lenses.as_array().expect("a list").as_slice() else {
        panic!("{lenses}");
    };
    assert_eq!(lens["range"]["start"], json!({ "line": 2, "character": 0 }));
    assert_eq!(lens["range"]["end"]["line"], 2);
    assert_eq!(lens["command"]["title"], "1 finding, 1 high: review");
    let run = lens["command"].clone();
    let argument = &run["arguments"][0];
    assert_eq!(
        argument["range"]["end"],
        json!({ "line": 4, "character": 1 })
    );
    editor.call("workspace/executeCommand", run).await;
    while !asked(&editor, "workspace/codeLens/refresh") {
        editor.receive().await;
    }
    assert_eq!(editor.finish().await, 0);
}

fn asked(editor: &Editor, method: &str) -> bool {
    editor
        .asked
        .iter()
        .any(|request| request["method"] == method)
}

#[tokio::test]
async fn a_client_without_lenses_is_offered_none() {
    let mut editor = Editor::connect(setup());
    let params = json!({ "processId": null, "capabilities": able() });
    let told = editor.call("initialize", params).await;
    assert_eq!(
        told["capabilities"]["codeLensProvider"],
        Value::Null,
        "{told}"
    );
    editor.notify("initialized", json!({})).await;
    assert_eq!(editor.finish().await, 0);
}
