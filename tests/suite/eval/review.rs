//! Labelled changes: how they are read, and how findings on them are counted.

use crate::desk;
use inglenook::eval::review::{Case, Tally, parse, read};
use inglenook::syntax::Languages;
use std::collections::BTreeSet;
use std::path::Path;

const CASES: &str = "\
# For people
## bad: CWE-89
Some words.
```diff a.py
 import db
-db.run(x)
+y = x
!db.run(\"a\" + y)
```
## fine: clean
```diff b.py
-one
+two
+three
```
";

#[test]
fn a_case_is_read_as_it_is_written() {
    let cases = parse("py", CASES).expect("they are valid");
    let [bad, fine] = cases.as_slice() else {
        panic!("{cases:?}");
    };
    assert_eq!(
        (bad.name.as_str(), bad.weakness.as_str()),
        ("py/bad", "CWE-89")
    );
    assert_eq!(bad.after, "import db\ny = x\ndb.run(\"a\" + y)\n");
    assert_eq!(bad.wrong, [3]);
    assert_eq!(bad.edits.len(), 1);
    assert_eq!(bad.edits[0].removed, ["db.run(x)"]);
    assert_eq!(
        &bad.after[bad.edits[0].added.clone()],
        "y = x\ndb.run(\"a\" + y)\n"
    );
    assert_eq!(
        (fine.wrong.len(), fine.added(), fine.weakness.as_str()),
        (0, 2, "")
    );
}

#[test]
fn what_is_wrong_with_a_case_is_said_with_its_line() {
    for (text, said) in [
        ("## x\n```diff a\n+a\n```\n", "x.md:1: "),
        ("```diff a\n+a\n```\n", "x.md:1: no heading"),
        ("## a: clean\n", "no block"),
        ("## a: clean\n```diff a\n!a\n```\n", "marked wrong"),
        ("## a: bug\n```diff a\n+a\n```\n", "no line is marked"),
        ("## a: clean\n```diff a\n a\n```\n", "no line is changed"),
        ("## a: clean\n```diff a\n?a\n```\n", "`?`"),
    ] {
        let error = parse("x", text).expect_err(text);
        assert!(error.contains(said), "{error}");
    }
}

#[test]
fn findings_are_counted_by_line_and_by_case() {
    let cases = parse("py", CASES).expect("they are valid");
    let finding = |case: usize, code: &str, cwe: &str| {
        let case = &cases[case];
        let path = case.path.to_string_lossy();
        let file = desk::changed(&path, "", &case.after);
        let mut found = desk::lint(&file, code);
        found.cwe = vec![cwe.into()];
        found
    };
    let right = finding(0, "db.run", "CWE-89: SQL");
    let wrong = finding(0, "import", "CWE-89");
    let alarm = finding(1, "two", "CWE-89");
    let mut tally = Tally::default();
    tally.add(&cases[0], &[&right, &wrong], 1.0);
    tally.add(&cases[1], &[&alarm], 2.0);
    assert_eq!((tally.faulty, tally.found, tally.named), (1, 1, 1));
    assert_eq!((tally.findings, tally.right, tally.misplaced), (3, 1, 0));
    assert_eq!(tally.recall(), Some(1.0));
    assert_eq!(tally.precision(), Some(1.0 / 3.0));
    assert_eq!(tally.f1(), Some(0.5));
    // One alarm on the two lines that the clean case adds.
    assert_eq!(tally.alarms(), Some(50.0));
    assert_eq!(tally.seconds, 3.0);
    let mut moved = right;
    moved.start.line = 1;
    moved.end.line = 1;
    let mut tally = Tally::default();
    tally.add(&cases[0], &[&moved], 0.0);
    assert_eq!((tally.misplaced, tally.right), (1, 0));
    assert_eq!(Tally::default().precision(), None);
}

#[test]
fn our_own_cases_are_whole() {
    let cases = whole("review");
    let clean = cases.iter().filter(|case| case.wrong.is_empty()).count();
    assert!(cases.len() >= 120, "{}", cases.len());
    assert_eq!(clean * 2, cases.len());
}

#[test]
fn the_cases_held_out_are_whole() {
    assert_eq!(whole("review-fresh").len(), 48);
    assert_eq!(whole("review-held").len(), 36);
}

/// The cases of a folder of fixtures: each name once, each text without a syntax error, in six languages.
fn whole(folder: &str) -> Vec<Case> {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let cases = read(&fixtures.join(folder)).expect("they are valid");
    let names: BTreeSet<&str> = cases.iter().map(|case| case.name.as_str()).collect();
    assert_eq!(names.len(), cases.len(), "each name stands once");
    let languages = Languages::embedded().expect("the embedded languages are valid");
    let mut known = BTreeSet::new();
    for case in &cases {
        let language = languages.by_path(&case.path);
        known.insert(&language.unwrap_or_else(|| panic!("{}", case.name)).id);
        let document = desk::text(&case.path.to_string_lossy(), &case.after);
        let tree = document.tree().expect("its language is known");
        assert_eq!(tree.errors(), 0, "{}", case.name);
    }
    assert_eq!(known.len(), 6);
    cases
}
