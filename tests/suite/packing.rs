//! How a review cuts changes into parts: whole items where they fit, windows where they do not,
//! and in every part only true lines and quotations.

use crate::desk::*;
use inglenook::model::Request;
use inglenook::review::{Edit, File};
use std::collections::BTreeSet;
use std::path::PathBuf;

/// The code rows of a request: (number, mark, text).
fn rows(request: &Request) -> Vec<(Option<usize>, char, String)> {
    let said = said(request);
    let (_, code) = said.split_once("Code:\n").expect("it shows code");
    let (code, _) = code.split_once("\nEnd of the code.").expect("it ends");
    code.lines()
        .filter(|row| !row.trim().is_empty() && row.trim() != "…")
        .map(|row| {
            let number = row[..4].trim().parse().ok();
            let mark = row.chars().nth(5).unwrap_or(' ');
            (number, mark, row.chars().skip(7).collect())
        })
        .collect()
}

fn function(name: &str, lines: usize) -> String {
    let body: String = (0..lines)
        .map(|n| format!("    let {name}_{n} = compute({n}, \"some words to fill the line\");\n"))
        .collect();
    format!("fn {name}() {{\n{body}}}\n\n")
}

#[test]
fn two_hunks_in_one_function_are_one_part() {
    let old = function("f", 20);
    let new = old
        .replace("compute(2,", "change(2,")
        .replace("compute(17,", "change(17,");
    let (_, requests) = ask(&[changed("a.rs", &old, &new)], &[], |_| answer(&[]));
    assert_eq!(requests.len(), 1);
    assert_eq!(allowed(&requests[0], "line"), [4, 19]);
}

#[test]
fn small_functions_share_a_part_and_large_ones_do_not() {
    let small: String = (0..3).map(|n| function(&format!("f{n}"), 2)).collect();
    let large: String = (0..3).map(|n| function(&format!("g{n}"), 22)).collect();
    for (old, parts) in [(small, 1), (large, 3)] {
        let new = old.replace("compute(1,", "change(1,");
        let (_, requests) = ask(&[changed("a.rs", &old, &new)], &[], |_| answer(&[]));
        assert_eq!(requests.len(), parts);
    }
}

#[test]
fn a_function_too_large_is_shown_by_its_head_and_what_is_near() {
    let old = function("f", 200);
    let new = old.replace("compute(100,", "change(100,");
    let (_, requests) = ask(&[changed("a.rs", &old, &new)], &[], |_| answer(&[]));
    assert_eq!(requests.len(), 1);
    let rows = rows(&requests[0]);
    let shown: BTreeSet<usize> = rows.iter().filter_map(|(number, ..)| *number).collect();
    assert!(shown.contains(&1) && shown.contains(&99) && shown.contains(&105));
    assert!(!shown.contains(&50) && !shown.contains(&150));
    assert!(said(&requests[0]).contains("\n     …\n"));
    let added: Vec<_> = rows.iter().filter(|(_, mark, _)| *mark == '+').collect();
    assert_eq!(added.len(), 1);
}

#[test]
fn removed_lines_are_shown_where_they_stood() {
    let old = "fn f(user: &User) {\n    check(user);\n    open();\n}\n";
    let new = "fn f(user: &User) {\n    open();\n}\n";
    let (_, requests) = ask(&[changed("a.rs", old, new)], &[], |_| answer(&[]));
    let rows = rows(&requests[0]);
    assert_eq!(rows[1], (None, '-', "    check(user);".into()));
    // Its neighbours are where a remark may stand.
    assert_eq!(allowed(&requests[0], "line"), [1, 2]);
    let (_, requests) = ask(
        &[changed("a.txt", "one\ntwo\nlast words\n", "one\ntwo\n")],
        &[],
        |_| answer(&[]),
    );
    assert!(
        said(&requests[0]).contains("- last words"),
        "{}",
        said(&requests[0])
    );
}

#[test]
fn nothing_but_comments_blanks_and_brackets_is_not_asked_about() {
    let old = "fn f() {\n    g();\n}\n";
    let new = "// why\nfn f() {\n\n    g();\n    // how\n}\n";
    let (outcome, requests) = ask(&[changed("a.rs", old, new)], &[], |_| answer(&[]));
    assert!(requests.is_empty());
    assert_eq!((outcome.counts.parts, outcome.counts.not_reviewed), (0, 0));
    let old = "def f(a):\n    return a\n";
    let new = "def f(a):\n    \"\"\"What it does.\n\n    And why.\n    \"\"\"\n    return g(\n        \"a\",\n    )\n";
    let (_, requests) = ask(&[changed("a.py", old, new)], &[], |_| answer(&[]));
    assert_eq!(allowed(&requests[0], "line"), [6, 7]);
}

/// A model that writes the words before it has chosen the line points anywhere.
#[test]
fn the_answer_begins_with_the_line_and_its_quotation() {
    let file = changed("src/a.rs", OLD, &without_check());
    let (_, requests) = ask(&[file], &[], |_| answer(&[]));
    let schema = requests[0].schema.as_ref().expect("a review has a schema");
    let fields = schema.pointer("/properties/findings/items/properties");
    let fields = fields.and_then(|fields| fields.as_object());
    let fields: Vec<&String> = fields.expect("it has fields").keys().collect();
    assert_eq!(
        fields,
        ["line", "quote", "message", "kind", "severity", "fix"]
    );
}

#[test]
fn an_unknown_language_and_endless_lines_are_read_as_they_can_be() {
    let old = "a = 1\n".repeat(30);
    let new = old.replacen("a = 1\na = 1\n", "a = 1\nb = 2\n", 1);
    let (_, requests) = ask(&[changed("a.conf", &old, &new)], &[], |_| answer(&[]));
    assert_eq!(allowed(&requests[0], "quote"), ["b = 2"]);
    let endless = format!("let a = 1;{}", "x".repeat(1_000_000));
    let (_, requests) = ask(&[changed("a.js", "", &endless)], &[], |_| answer(&[]));
    assert!(said(&requests[0]).len() < 2_000);
    assert!(
        allowed(&requests[0], "quote")[0]
            .as_str()
            .is_some_and(|quote| quote.len() <= 80)
    );
}

/// Whatever is changed, every shown row is true, every allowed line and quotation stands in the new
/// text on an added line, every added line of code is asked about once, and the budget holds.
#[test]
fn parts_tell_the_truth_and_leave_nothing_out() {
    let mut random = fastrand::Rng::with_seed(7);
    for round in 0..30 {
        let mut text = String::from("use std::fs;\n\n");
        for n in 0..random.usize(1..6) {
            text += &function(&format!("f{n}"), random.usize(1..60));
        }
        if round % 3 == 0 {
            text = text.replace('\n', "\r\n");
        }
        let document = crate::desk::text("src/a.rs", &text);
        let lines = document.text.lines();
        let mut edits: Vec<Edit> = Vec::new();
        let mut line = random.usize(0..lines);
        while line < lines {
            let end = (line + random.usize(0..8)).min(lines);
            edits.push(Edit {
                added: document.text.line_start(line)..document.text.line_start(end),
                removed: vec!["gone".into(); random.usize(0..3)],
            });
            line = end + random.usize(1..80);
        }
        let mut file = File::whole(PathBuf::from("src/a.rs"), document.clone());
        file.edits = edits;
        let (_, requests) = ask(&[file.clone()], &[], |_| answer(&[]));
        let mut asked = Vec::new();
        for request in &requests {
            for (number, mark, shown) in rows(request) {
                match number {
                    Some(number) => assert_eq!(shown.trim_end(), document.text.line(number - 1)),
                    None => assert_eq!((mark, &*shown), ('-', "gone")),
                }
            }
            let quotes = allowed(request, "quote");
            for line in allowed(request, "line") {
                let line = line.as_u64().expect("a number") as usize;
                let code = document.text.line(line - 1);
                let quoted = |quote: &serde_json::Value| quote == code.trim();
                assert!(quotes.iter().any(quoted), "{code}");
                asked.push(line);
            }
            let (_, code) = said(request).split_once("Code:").expect("it shows code");
            assert!(code.len().div_ceil(3) < 800, "{}", code.len());
        }
        let count = asked.len();
        let asked: BTreeSet<usize> = asked.into_iter().collect();
        assert_eq!(asked.len(), count, "no line is asked about twice");
        for line in 0..lines {
            let range = document.text.line_range(line);
            let code = document.text.line(line);
            let holds_code = code.chars().any(char::is_alphanumeric);
            if holds_code && file.touches(&range) {
                assert!(asked.contains(&(line + 1)), "{code}");
            }
        }
    }
}
