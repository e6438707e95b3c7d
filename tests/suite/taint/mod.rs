//! `mode: taint`, construct by construct: in each program the lines that end with the word `hit`
//! in a comment are to be found, and no others.

mod plain;
mod rules;

use crate::patterns::{languages, load};
use inglenook::finding::Finding;
use inglenook::lint;
use inglenook::workspace;
use std::collections::BTreeSet;
use std::path::Path;

/// Sources `source()`, sinks `sink(...)`, sanitizers `clean(...)`.
fn plain(language: &str) -> String {
    format!(
        "rules:\n  - id: t\n    mode: taint\n    languages: [{language}]\n    message: m\n    severity: HIGH\n    pattern-sources: [{{pattern: source(...)}}]\n    pattern-sinks: [{{pattern: sink(...)}}]\n    pattern-sanitizers: [{{pattern: clean(...)}}]\n"
    )
}

/// What rule `t` of `yaml` finds.
pub fn findings(yaml: &str, path: &str, text: &str) -> Vec<Finding> {
    let (rules, problems) = load(yaml);
    assert!(problems.is_empty(), "{problems:?}");
    let document = workspace::document(&languages(), path.into(), text, 1 << 21);
    let mut found = lint::check(&rules, &document, Path::new(path));
    found.retain(|finding| finding.rule == "t");
    found
}

/// Checks that exactly the lines that end with `hit` are found.
pub fn expect(yaml: &str, path: &str, text: &str) {
    let found: BTreeSet<usize> = findings(yaml, path, text)
        .iter()
        .map(|finding| finding.start.line)
        .collect();
    let want: BTreeSet<usize> = text
        .lines()
        .enumerate()
        .filter(|(_, line)| line.ends_with(" hit"))
        .map(|(index, _)| index + 1)
        .collect();
    let say = |lines: Vec<&usize>| -> Vec<String> {
        let line =
            |line: &&usize| format!("{line}: {}", text.lines().nth(**line - 1).unwrap_or(""));
        lines.iter().map(line).collect()
    };
    assert_eq!(
        found,
        want,
        "missed {:#?}, too many {:#?}",
        say(want.difference(&found).collect()),
        say(found.difference(&want).collect())
    );
}

#[test]
fn python() {
    expect(&plain("python"), "a.py", include_str!("python.txt"));
}

#[test]
fn rust() {
    expect(&plain("rust"), "a.rs", include_str!("rust.txt"));
}

#[test]
fn javascript() {
    let text = include_str!("javascript.txt");
    expect(&plain("javascript"), "a.js", text);
    expect(&plain("typescript"), "a.ts", text);
    expect(&plain("typescript"), "a.tsx", text);
}

#[test]
fn go() {
    expect(&plain("go"), "a.go", include_str!("go.txt"));
}

#[test]
fn java() {
    expect(&plain("java"), "A.java", include_str!("java.txt"));
}

#[test]
fn c_and_cpp() {
    let text = include_str!("c.txt");
    expect(&plain("c"), "a.c", text);
    expect(&plain("cpp"), "a.cpp", text);
}

#[test]
fn a_finding_shows_its_way_through_another_function() {
    let text = "def run(cmd):\n    sink(cmd)\ndef main():\n    x = source()\n    run(x)\n";
    let found = findings(&plain("python"), "a.py", text);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(found[0].start.line, 2);
    let way: Vec<(usize, &str)> = found[0]
        .flow
        .iter()
        .map(|step| (step.start.line, &text[step.range.clone()]))
        .collect();
    let want = [(4, "source()"), (4, "x"), (5, "run(x)"), (2, "sink(cmd)")];
    assert_eq!(way, want);
    assert!(found[0].flow[0].note.contains("source()"));
}

#[test]
fn semgrep_s_own_reach_can_be_asked_for() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("rules.yaml");
    std::fs::write(&file, plain("python")).expect("writable");
    let options = inglenook::config::options::Lint {
        rules: vec![file],
        across_functions: false,
        ..Default::default()
    };
    let (rules, _) = lint::Rules::load(&languages(), &options);
    let text = "def f(x):\n    sink(x)\ndef g():\n    f(source())\n    sink(source())\n";
    let document = workspace::document(&languages(), "a.py".into(), text, 1 << 21);
    let lines: Vec<usize> = lint::check(&rules, &document, Path::new("a.py"))
        .iter()
        .map(|finding| finding.start.line)
        .collect();
    assert_eq!(lines, [5]);
}

#[test]
fn a_file_without_end_is_bounded() {
    let deep = format!(
        "x = {}source(){}\nsink(x)\n",
        "(".repeat(3_000),
        ")".repeat(3_000)
    );
    let found = findings(&plain("python"), "a.py", &deep);
    assert!(found.len() <= 1);
    let chain = format!("x = source(){}\nsink(x)\n", " + y".repeat(5_000));
    assert_eq!(findings(&plain("python"), "a.py", &chain).len(), 1);
    let mut many = String::from("x = source()\n");
    for index in 0..300 {
        many.push_str(&format!("x{index} = x\nif x{index}:\n    sink(x{index})\n"));
    }
    assert_eq!(findings(&plain("python"), "a.py", &many).len(), 300);
}
