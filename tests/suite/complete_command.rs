//! `inglenook complete` at one place: choices, silence, and places that are none. In this process, with a
//! server in the model's stead.

use crate::http::{Server, answer};
use crate::shell::Shell;

const MAIN: &str = "fn total(items: &[u32]) -> u32 {\n    let sum = \n    sum\n}\n";

/// A shell whose model answers the `n`-th request with the `n`-th text, and the last one for ever.
fn shell(answers: &'static [&'static str]) -> (Shell, Server) {
    let server = Server::new(|number, _, stream| {
        let text = answers[number.min(answers.len() - 1)];
        let chunk = serde_json::json!({"choices": [{"text": text, "finish_reason": "stop"}]});
        let body = format!("data: {chunk}\n\ndata: [DONE]\n\n");
        let kind = ["Content-Type: text/event-stream"];
        answer(stream, "200 OK", &kind, body.as_bytes());
    });
    let shell = Shell::new();
    shell.user(&format!(
        "[model.remote]\nurl = \"{}\"\nmodel = \"m\"\nfamily = \"qwen2-coder\"\n",
        server.url
    ));
    shell.write("main.rs", MAIN);
    (shell, server)
}

#[test]
fn an_empty_answer_is_no_choice() {
    let (shell, _server) = shell(&["", " items.iter().sum();"]);
    let ran = shell.run(&["complete", "main.rs:2:15", "--choices", "2"]);
    assert_eq!((ran.code, ran.out.as_str()), (0, "items.iter().sum();\n"));
}

#[test]
fn where_nothing_fits_that_is_said_and_nothing_printed() {
    let (shell, _server) = shell(&[""]);
    let ran = shell.run(&["complete", "main.rs:2:15"]);
    assert_eq!((ran.code, ran.out.as_str()), (0, ""));
    assert!(ran.err.contains("nothing to add"), "{}", ran.err);
    let json = shell.run(&["complete", "main.rs:2:15", "--json"]).json();
    assert_eq!(json["completion"], "");
}

#[test]
fn a_place_that_is_not_there_is_said() {
    let (shell, server) = shell(&["x"]);
    let says = |place: &str, what: &str| {
        let ran = shell.run(&["complete", place]);
        assert_eq!(ran.code, 2, "{place}");
        assert!(ran.err.contains(what), "{place}: {}", ran.err);
    };
    says("main.rs:9:1", "has 5 lines, not 9");
    // "    sum" has seven characters; the cursor can stand before each and behind the last.
    says("main.rs:3:9", "its last column is 8, not 9");
    says("absent.rs:1:1", "name a file that is there");
    says(".:1:1", "is a folder");
    assert!(server.requests().is_empty());
    assert_eq!(shell.run(&["complete", "main.rs:3:8"]).code, 0);
}
