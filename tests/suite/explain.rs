//! `inglenook complete --explain`: what of the project stood in the prompt, and why.

use crate::http::{Server, answer};
use crate::index::folder;
use crate::shell::inglenook;

const MAIN: &str =
    "use crate::shape::Shape;\n\nfn draw(shape: &Shape) {\n    let scaled = shape.\n}\n";

#[test]
fn the_pieces_of_the_prompt_are_told_with_their_sources() {
    let server = Server::new(|_, _, stream| {
        let lines = [
            r#"data: {"choices":[{"text":"sides;","finish_reason":"stop"}]}"#,
            r#"data: {"choices":[],"usage":{"prompt_tokens":77,"completion_tokens":3}}"#,
            "data: [DONE]",
        ];
        let body = lines.join("\n\n") + "\n\n";
        let kind = ["Content-Type: text/event-stream"];
        answer(stream, "200 OK", &kind, body.as_bytes());
    });
    let config = format!(
        "[model.remote]\nurl = \"{}\"\nmodel = \"m\"\nfamily = \"qwen2-coder\"\n",
        server.url
    );
    let home = folder(&[("config/inglenook.toml", &config)]);
    let project = folder(&[
        ("inglenook.toml", ""),
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
    let complete = |more: &[&str]| {
        let place = ["complete", "src/main.rs:4:24"];
        inglenook(project.path(), home.path(), &[&place, more].concat())
    };
    let table = complete(&["--explain"]);
    assert_eq!(table.code, 0, "{table:?}");
    assert!(table.out.contains("src/shape.rs:1-3"), "{}", table.out);
    assert!(
        table.out.contains("imports + definitions") || table.out.contains("definitions + imports")
    );
    assert!(table.out.trim_end().ends_with("sides;"), "{}", table.out);
    let sent = &server.requests()[0];
    assert!(
        sent.contains("pub sides: u32") && !sent.contains("hush"),
        "{sent}"
    );
    let json = complete(&["--explain", "--json"]).json();
    let first = &json["context"][0];
    assert_eq!(
        (&first["path"], &first["prompt"]),
        (&"src/shape.rs".into(), &1.into())
    );
    assert_eq!(first["lines"], serde_json::json!([1, 3]));
    assert_eq!(first["text"], "pub struct Shape {\n    pub sides: u32,\n}");
    // A source that is off gives nothing; with all off the project is not read at all.
    let off = "\n[completion.context]\ndefinitions = false\nimports = false\nenclosing = false\n\
               recent = false\ntogether = false\nsimilar = false\n";
    std::fs::write(home.path().join("config/inglenook.toml"), config + off).expect("writable");
    let json = complete(&["--explain", "--json"]).json();
    assert_eq!(json["context"], serde_json::json!([]));
    assert!(!server.requests()[2].contains("pub sides"));
}
