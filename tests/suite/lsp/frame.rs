//! The beginning that a document's prompts share: what keeps it, and what makes a prompt begin anew.

use super::editor::URI;
use super::reuse::edit;
use super::server::{at, inline, model, started};
use inglenook::model::{Prompt, Request};

#[tokio::test]
async fn lines_that_are_typed_only_append_to_the_prompt() {
    let model = model();
    let mut editor = started(&model).await;
    let above = "// above\n".repeat(6);
    let text = format!("{above}fn f() {{\n    \n}}\n// below\n");
    editor.open(URI, "rust", &text).await;
    inline(&mut editor, at(URI, 7, 4, 1)).await;
    // Past the eighth line, where a prompt that begins anew would put the hole; then a call whose
    // bracket the editor closes; then one below which the text has changed.
    let steps = [
        (7, 4, "let x = 1;\n    "),
        (8, 4, "g();\n    "),
        (9, 4, "h("),
    ];
    for (version, (line, column, typed)) in (2..).zip(steps) {
        editor
            .change(URI, version, edit(line, column, column, typed))
            .await;
        let here = match typed.ends_with("    ") {
            true => at(URI, line + 1, 4, 1),
            false => at(URI, line, column + 2, 1),
        };
        inline(&mut editor, here).await;
    }
    editor.change(URI, 5, edit(9, 6, 6, ")")).await;
    inline(&mut editor, at(URI, 9, 6, 1)).await;
    let begun = |request: &Request| match &request.prompt {
        Prompt::Parts(parts) => parts[..request.keep].to_vec(),
        other => panic!("not a prompt of parts: {other:?}"),
    };
    let requests = model.requests();
    assert!(requests.len() >= 4, "each place is another question");
    let first = begun(&requests[0]);
    assert!(requests.iter().all(|request| begun(request) == first));
    editor.change(URI, 6, edit(11, 0, 8, "// other")).await;
    editor.change(URI, 7, edit(9, 6, 6, "z")).await;
    inline(&mut editor, at(URI, 9, 7, 1)).await;
    let last = model.requests().pop().expect("there are some");
    assert_ne!(begun(&last), first, "the text below is another one");
    assert_eq!(editor.finish().await, 0);
}
