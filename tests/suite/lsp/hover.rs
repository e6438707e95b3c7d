//! What a finding says of itself where the cursor rests: its rule's page, and the way that data takes.

use super::diagnostics::{PYTHON, able, published};
use super::editor::Editor;
use super::server::setup;
use serde_json::{Value, json};

const FLOW: &str = "from flask import request\nimport os\n\n\n@app.route('/')\ndef run():\n    name = request.args['n']\n    os.system('ls ' + name)\n";

async fn hover(editor: &mut Editor, line: u32, character: u32) -> Value {
    let place = json!({ "line": line, "character": character });
    let params = json!({ "textDocument": { "uri": PYTHON }, "position": place });
    editor.call("textDocument/hover", params).await
}

#[tokio::test]
async fn a_finding_shows_its_rules_page_and_its_way() {
    let mut capabilities = able();
    capabilities["textDocument"]["publishDiagnostics"]["relatedInformation"] = true.into();
    let mut editor = Editor::start(setup(), capabilities).await;
    editor.open(PYTHON, "python", FLOW).await;
    let told = published(&mut editor).await;
    let found = told["diagnostics"].as_array().expect("a list");
    let flow = found
        .iter()
        .find(|one| one["code"] == "python-command-injection");
    let way = flow.expect("it is found")["relatedInformation"].clone();
    let way = way.as_array().expect("a list");
    assert!(way.len() >= 2, "{told}");
    assert_eq!(way[0]["location"]["range"]["start"]["line"], 6, "{told}");
    assert_eq!(way[way.len() - 1]["location"]["range"]["start"]["line"], 7);
    let shown = hover(&mut editor, 7, 20).await;
    assert_eq!(shown["contents"]["kind"], "markdown");
    let text = shown["contents"]["value"].as_str().expect("a text");
    assert!(text.contains("# python-command-injection"), "{text}");
    assert!(text.contains("## Not found"), "{text}");
    assert_eq!(shown["range"]["start"]["line"], 7);
    assert!(hover(&mut editor, 1, 2).await.is_null());
    assert_eq!(editor.finish().await, 0);
}

#[tokio::test]
async fn the_page_speaks_of_the_code_that_was_found() {
    let mut editor = Editor::start(setup(), able()).await;
    let text = "import os\n\n\ndef run(x):\n    os.system(x + '<_y_>')\n";
    editor.open(PYTHON, "python", text).await;
    published(&mut editor).await;
    let shown = hover(&mut editor, 4, 8).await;
    let page = shown["contents"]["value"].as_str().expect("a text");
    assert!(page.contains("A shell runs `x + '<_y_>'`, so"), "{page}");
    assert!(!page.contains("$X"), "{page}");
    assert_eq!(editor.finish().await, 0);
}
