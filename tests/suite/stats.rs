//! `inglenook stats`: what it prints of counts, erases, and says of files that are none of its own.

use crate::shell::Shell;
use inglenook::complete::learn::{Learn, Note, Outcome, Record, kept};

fn seen(language: &str, outcome: Outcome, saved: usize) -> Note {
    Note::Seen {
        language: language.into(),
        outcome,
        confidence: Some(0.87),
        saved,
    }
}

fn counted() -> Shell {
    let shell = Shell::new();
    for _ in 0..2 {
        // Two sessions add up.
        let learn = Learn::new(Some(shell.dirs().data));
        learn.count(&[
            seen("rust", Outcome::Accepted, 40),
            seen("rust", Outcome::Dismissed, 0),
            seen("python", Outcome::Left, 0),
            Note::Kept {
                language: "rust".into(),
                after_s: 30,
                of: 40,
                left: 30,
            },
        ]);
        learn.save().expect("writable");
        learn.save().expect("nothing is counted twice");
    }
    shell
}

#[test]
fn counts_are_shown_by_language_and_as_json() {
    let shell = counted();
    let ran = shell.run(&["stats"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let row = |name: &str| {
        let line = ran.out.lines().find(|line| line.starts_with(name));
        let line = line.unwrap_or_else(|| panic!("{name}: {}", ran.out));
        line.split_whitespace()
            .map(String::from)
            .collect::<Vec<_>>()
    };
    let rust = row("rust");
    assert_eq!(rust[1..4], ["4", "2", "50"]);
    assert!(rust.contains(&"75".to_string()), "{rust:?}");
    assert_eq!(rust.last().map(String::as_str), Some("80"));
    assert_eq!(row("all")[1..4], ["6", "2", "33"]);
    assert!(
        ran.out.lines().all(|line| line.chars().count() <= 80),
        "{}",
        ran.out
    );
    let json = shell.run(&["stats", "--json"]).json();
    let rust = &json["counts"]["languages"]["rust"];
    assert_eq!(rust["shown_by_confidence"][8], 4, "{json}");
    assert_eq!(rust["accepted_by_confidence"][8], 2);
    assert_eq!(rust["dismissed"], 2);
}

#[test]
fn reset_erases_them() {
    let shell = counted();
    assert!(shell.run(&["stats", "--reset"]).out.contains("erased"));
    assert!(
        shell
            .run(&["stats", "--reset"])
            .out
            .contains("there were none")
    );
    let ran = shell.run(&["stats"]);
    assert_eq!(ran.code, 0);
    assert!(ran.out.contains("No completions"), "{}", ran.out);
}

#[test]
fn a_file_that_cannot_be_read_is_left_alone() {
    for text in [
        "{\"version\": 99}",
        "{\"languages\": {\"rust\": ",
        "no JSON",
    ] {
        let shell = counted();
        let file = shell.dirs().data.join("completions.json");
        std::fs::write(&file, text).expect("writable");
        let ran = shell.run(&["stats"]);
        assert_eq!(ran.code, 2, "{ran:?}");
        assert!(ran.err.contains("--reset"), "{}", ran.err);
        let learn = Learn::new(Some(shell.dirs().data));
        learn.count(&[seen("rust", Outcome::Accepted, 1)]);
        assert!(learn.save().is_err());
        assert_eq!(std::fs::read_to_string(&file).expect("it is there"), text);
    }
}

#[test]
fn what_is_left_of_a_text_is_told_line_by_line() {
    let text = "let a = 1;\n    let b = 2;";
    assert_eq!(kept(text, "fn f() {\n\tlet b = 2;\n}"), (20, 10));
    assert_eq!(kept(text, ""), (20, 0));
    assert_eq!(kept("\n", ""), (0, 0));
}

#[test]
fn only_the_last_days_are_kept_one_by_one() {
    let mut record = Record::default();
    for day in 0..100 {
        let mut one = Record::default();
        one.count(&seen("go", Outcome::Accepted, 1), day);
        record.add(&one);
    }
    assert_eq!(record.days.len(), 60);
    assert_eq!(record.days.keys().next(), Some(&40));
    assert_eq!(record.languages["go"].accepted, 100);
}
