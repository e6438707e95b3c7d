//! Suppressing comments: whose they are, which lines they count for, and until when.

use inglenook::finding::{Confidence, Date, Finding, Origin, Place, Severity, Suppressions};
use std::path::PathBuf;

/// A finding of `rule` on 1-based lines.
fn finding(rule: &str, first: usize, last: usize) -> Finding {
    Finding {
        rule: rule.into(),
        origin: Origin::Lint,
        severity: Severity::High,
        confidence: Confidence::High,
        message: "Wrong.".into(),
        path: PathBuf::from("a.py"),
        range: 0..1,
        start: Place {
            line: first,
            column: 1,
        },
        end: Place {
            line: last,
            column: 2,
        },
        excerpt: "x".into(),
        cwe: Vec::new(),
        references: Vec::new(),
        fix: None,
        explanation: None,
        flow: Vec::new(),
        symbol: String::new(),
        judgement: None,
        suppression: None,
        quoted: Vec::new(),
        fingerprint: String::new(),
    }
}

fn day(text: &str) -> Date {
    Date::parse(text).expect("a day")
}

/// What is open and what is not, of one finding of `rule` on a line.
fn split(text: &str, rule: &str, line: usize) -> (Vec<Finding>, Vec<Finding>) {
    Suppressions::read(text).split(vec![finding(rule, line, line)], day("2026-11-23"))
}

fn covers(text: &str, rule: &str, line: usize) -> bool {
    split(text, rule, line).0.is_empty()
}

#[test]
fn a_comment_counts_for_its_line_and_alone_for_the_next() {
    let text = "x() # inglenook: ignore[a] checked by hand\n# inglenook: ignore[b] why\ny()\nz()\n";
    assert!(covers(text, "a", 1));
    assert!(!covers(text, "b", 1));
    assert!(covers(text, "b", 3));
    assert!(!covers(text, "a", 3) && !covers(text, "b", 4));
}

#[test]
fn a_comment_ends_on_its_day_and_says_so() {
    let text = "x() # inglenook: ignore[a] moves in spring until 2026-11-23\n";
    let (open, silent) = split(text, "a", 1);
    assert!(open.is_empty());
    let suppression = silent[0].suppression.as_ref().expect("it is suppressed");
    assert_eq!(suppression.reason.as_deref(), Some("moves in spring"));
    assert_eq!(suppression.until, Some(day("2026-11-23")));
    let yesterday = text.replace("11-23", "11-22");
    let (open, silent) = split(&yesterday, "a", 1);
    assert!(silent.is_empty());
    assert!(
        open[0].message.contains("counted until 2026-11-22"),
        "{}",
        open[0].message
    );
    let (open, _) = split(&text.replace("2026-11-23", "2026-13-01"), "a", 1);
    assert!(
        open[0].message.contains("names no day"),
        "{}",
        open[0].message
    );
    let (_, silent) = split("x() // inglenook: ignore[a] until the port\n", "a", 1);
    let reason = silent[0]
        .suppression
        .as_ref()
        .and_then(|by| by.reason.clone());
    assert_eq!(reason.as_deref(), Some("until the port"));
}

#[test]
fn the_marks_of_other_tools_count_for_the_lines_that_they_count_for_there() {
    let nosemgrep = "x(); // nosemgrep: java.a.b, c\n";
    assert!(covers(nosemgrep, "b", 1) && covers(nosemgrep, "c", 1) && !covers(nosemgrep, "d", 1));
    for (line, own, next) in [
        ("y() # nosec", true, false),
        ("# nosec", true, false),
        ("y() # nosec: B602", true, false),
        ("y() // #nosec G304 -- fixed", true, false),
        ("y() // NOSONAR", true, false),
        ("y() # noqa", true, false),
        ("y() # noqa: S602", true, false),
        ("y() # noqa: E501", false, false),
        ("y() //nolint:gosec", true, false),
        ("y() //nolint:errcheck", false, false),
        ("//nolint:gosec", true, true),
        (
            "// eslint-disable-next-line security/detect-child-process",
            false,
            true,
        ),
        ("// eslint-disable-next-line no-undef", false, false),
        ("y() // eslint-disable-line no-eval", true, false),
        ("y() # lgtm[py/path-injection]", true, false),
        ("y() # nosecurity here", false, false),
    ] {
        let text = format!("{line}\nz()\n");
        assert_eq!(
            (covers(&text, "r", 1), covers(&text, "r", 2)),
            (own, next),
            "{line}"
        );
    }
}

#[test]
fn a_mark_outside_a_comment_counts_for_nothing() {
    assert!(!covers("x = 'nosec'\n", "a", 1));
}

#[test]
fn fingerprints_name_the_code_and_its_surroundings_not_the_line() {
    use inglenook::config::options::Lint;
    use inglenook::lint::{Rules, check};
    let (rules, _) = Rules::load(&crate::patterns::languages(), &Lint::default());
    let prints = |text: &str| -> Vec<(String, String)> {
        let document = crate::desk::text("a.py", text);
        let found = check(&rules, &document, std::path::Path::new("a.py"));
        found
            .into_iter()
            .map(|one| (one.symbol, one.fingerprint))
            .collect()
    };
    let call = "        os.system(x)\n";
    let code = format!(
        "import os\n\nclass Store:\n    def open(self, x):\n{call}{call}\n\ndef f(x):\n{call}"
    );
    let before = prints(&code);
    let symbols: Vec<&str> = before.iter().map(|(symbol, _)| symbol.as_str()).collect();
    assert_eq!(symbols, ["Store.open", "Store.open", "f"]);
    let different: std::collections::BTreeSet<&String> =
        before.iter().map(|(_, print)| print).collect();
    assert_eq!(different.len(), 3, "each has its own");
    let moved = code.replace(
        "class Store",
        &format!("{}class Store", "print(1)\n".repeat(40)),
    );
    assert_eq!(prints(&moved), before);
    assert_eq!(
        prints(&code.replace("os.system(x)", "os.system( x )")).len(),
        3
    );
    let elsewhere = code.replace("def f", "def g");
    assert_eq!(prints(&elsewhere)[..2], before[..2]);
    assert_ne!(prints(&elsewhere)[2], before[2]);
}
