//! Planted faults: the independent check has to see each, and nothing in good answers.

use inglenook::eval::check::{Fault, errors, faults};
use inglenook::syntax::Languages;

/// Faults of a completion at the fixture's cursor `$0`.
fn found(ending: &str, fixture: &str, text: &str) -> Vec<Fault> {
    replaced(ending, fixture, text, 0)
}

/// Faults of a completion that also replaces so many bytes behind the cursor.
fn replaced(ending: &str, fixture: &str, text: &str, behind: usize) -> Vec<Fault> {
    let languages = Languages::embedded().expect("the embedded languages are valid");
    let language = languages.by_path(format!("a.{ending}").as_ref());
    let (document, offset) = inglenook::testing::cursor(fixture);
    let controls = ["<|fim_middle|>", "<|endoftext|>"];
    faults(
        language,
        &document,
        &(offset..offset + behind),
        text,
        &controls,
    )
}

#[test]
fn good_answers_have_no_fault() {
    assert_eq!(found("rs", "fn f() {\n    $0\n}\n", "g(1);"), []);
    assert_eq!(found("rs", "fn f() {\n    g($0);\n}\n", "a, b"), []);
    assert_eq!(
        found("py", "def f():\n    $0\n", "return [x for x in y]"),
        []
    );
    assert_eq!(found("js", "const a = [$0];\n", "(1), (2)"), []);
}

#[test]
fn an_answer_that_adds_syntax_errors_is_seen() {
    assert_eq!(
        found("rs", "fn f() {\n    $0\n}\n", "g(1;"),
        [Fault::Syntax]
    );
    assert_eq!(
        found("rs", "fn f() {\n    $0\n}\n", "if x {"),
        [Fault::Syntax]
    );
    assert_eq!(
        found("py", "def f():\n    $0\n", "return (1"),
        [Fault::Syntax]
    );
    // A file that is broken before may stay as broken.
    assert_eq!(found("rs", "fn g( {\n\nfn f() {\n    $0\n}\n", "g(1);"), []);
}

#[test]
fn control_tokens_are_seen() {
    let text = "g(\"<|fim_middle|>\");";
    assert_eq!(found("rs", "fn f() {\n    $0\n}\n", text), [Fault::Control]);
}

#[test]
fn lines_that_stand_below_are_seen() {
    let fixture = "fn f() {\n    $0\n    second(2);\n    third(3);\n}\n";
    assert_eq!(
        found("rs", fixture, "first(1);\n    second(2);"),
        [Fault::SuffixLine]
    );
    let both = "first(1);\n    second(2);\n    third(3);";
    assert_eq!(found("rs", fixture, both), [Fault::SuffixLine]);
    assert_eq!(found("rs", fixture, "second(2);"), [Fault::SuffixLine]);
    assert_eq!(found("rs", fixture, "third(3);"), []);
    // What was typed is part of the line.
    let typed = "fn f() {\n    second$0\n    second(2);\n}\n";
    assert_eq!(found("rs", typed, "(2);"), [Fault::SuffixLine]);
}

#[test]
fn doubled_brackets_are_seen() {
    let found = found("rs", "fn f() {\n    g(h($0));\n}\n", "a, b)");
    assert_eq!(found, [Fault::Syntax, Fault::Brackets]);
    let block = "fn f() {\n    $0\n}\n";
    assert_eq!(
        self::found("rs", block, "g(1);\n}"),
        [Fault::Syntax, Fault::Brackets]
    );
    // The same text in the place of the bracket doubles nothing.
    assert_eq!(
        replaced("rs", "fn f() {\n    g(h($0));\n}\n", "a, b)", 1),
        []
    );
}

#[test]
fn errors_count_error_and_missing_nodes() {
    let languages = Languages::embedded().expect("the embedded languages are valid");
    let rust = languages.by_id("rust");
    assert_eq!(errors(rust, "fn f() {}\n"), 0);
    assert!(errors(rust, "fn f() {\n") > 0);
    assert_eq!(errors(None, "fn f() {"), 0);
}
