//! Every output format over the same awkward findings: what programs read is whole, escaped and the
//! same on every run. The published schemas are asked outside, by tests/oracle/formats.py.

mod sarif;

use inglenook::finding::{
    Confidence, Date, Finding, Fix, Origin, Place, Severity, Silencer, Step, Suppression, finish,
};
use inglenook::report::{self, Layout, Report, Rule, format, names};
use serde_json::Value;
use std::path::PathBuf;

fn place(line: usize, column: usize) -> Place {
    Place { line, column }
}

/// A finding on `code`, which stands once in the one-line `excerpt` at `line`.
fn finding(rule: &str, path: &str, line: usize, excerpt: &str, code: &str) -> Finding {
    let at = excerpt.find(code).expect("the code stands in the line");
    let column = excerpt[..at].chars().count() + 1;
    // As if each line before had ten bytes.
    let start = 10 * (line - 1) + at;
    Finding {
        rule: rule.into(),
        origin: Origin::Lint,
        severity: Severity::High,
        confidence: Confidence::Medium,
        message: "A shell runs this. Start the program itself, 100 % of the time.".into(),
        path: PathBuf::from(path),
        range: start..start + code.len(),
        start: place(line, column),
        end: place(line, column + code.chars().count()),
        excerpt: excerpt.into(),
        cwe: vec!["CWE-78".into()],
        references: vec!["https://example.org/shell".into()],
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

fn report() -> Report {
    let mut plain = finding(
        "py-shell",
        "src/a b,c.py",
        3,
        "    é = run(x, \"`<&>\")",
        "run(x, \"`<&>\")",
    );
    plain.symbol = "Store.open".into();
    plain.fix = Some(Fix {
        range: plain.range.start + 4..plain.range.start + 5,
        replacement: "[x]".into(),
    });
    plain.flow = vec![
        Step {
            path: plain.path.clone(),
            range: 4..8,
            start: place(1, 5),
            end: place(1, 9),
            excerpt: "x = read()".into(),
            note: "`x` is read from the request".into(),
        },
        Step {
            path: plain.path.clone(),
            range: plain.range.clone(),
            start: plain.start,
            end: plain.end,
            excerpt: plain.excerpt.clone(),
            note: "and runs here".into(),
        },
    ];
    let mut worst = finding("py-eval", "src/z.py", 9, "eval(x)", "eval(x)");
    worst.severity = Severity::Critical;
    worst.message = "Evaluates x.\n::error::injected ]]> \u{1}".into();
    let mut model = finding("model.bug", "src/z.py", 12, "y[0]", "y[0]");
    model.origin = Origin::Model;
    model.severity = Severity::Low;
    model.cwe.clear();
    model.references.clear();
    model.explanation = Some("Look @everyone: <img src=x>".into());
    let mut known = finding("py-eval", "src/z.py", 20, "eval(y)", "eval(y)");
    known.suppression = Some(Suppression {
        by: Silencer::Comment,
        reason: Some("a constant".into()),
        until: Date::parse("2027-01-01"),
    });
    let mut report = Report {
        command: "scan",
        findings: vec![plain, worst, model],
        suppressed: vec![known],
        rules: vec![Rule {
            id: "py-shell".into(),
            message: "A shell runs $X. Start the program itself.".into(),
            severity: Severity::High,
            confidence: Confidence::Medium,
            cwe: vec!["CWE-78".into()],
            owasp: vec!["A03:2021 - Injection".into()],
            references: vec!["https://example.org/shell".into()],
        }],
        notes: vec!["b.py: not checked, it is binary".into()],
        files: 2,
        seconds: 0.5,
    };
    finish(&mut report.findings);
    finish(&mut report.suppressed);
    report
}

fn written(name: &str, report: &Report) -> String {
    let format = format(name).unwrap_or_else(|| panic!("there is a format {name}"));
    let mut out = Vec::new();
    report::write(format, report, Layout { width: 80 }, &mut out).expect("memory is writable");
    let text = String::from_utf8(out).expect("it is UTF-8");
    anstream::adapter::strip_str(&text).to_string()
}

fn json(name: &str, report: &Report) -> Value {
    serde_json::from_str(&written(name, report)).expect("it is JSON")
}

#[test]
fn each_format_is_the_same_on_every_run_and_names_each_finding() {
    for name in names() {
        let mut later = report();
        // People are told the time, programs get equal bytes for equal work.
        later.seconds = if name == "text" { 0.5 } else { 0.7 };
        let text = written(name, &report());
        assert_eq!(text, written(name, &later), "{name}");
        for rule in ["py-shell", "py-eval", "model.bug"] {
            assert!(text.contains(rule), "{name} names {rule}:\n{text}");
        }
        let empty = written(name, &Report::default());
        assert!(!empty.contains("py-"), "{name}: {empty}");
    }
}

#[test]
fn reviewdog_counts_bytes() {
    let document = json("rdjson", &report());
    let one = &document["diagnostics"][0];
    let range = &one["location"]["range"];
    // `    é = ` is eight characters and nine bytes.
    assert_eq!(
        (&range["start"]["line"], &range["start"]["column"]),
        (&3.into(), &10.into())
    );
    assert_eq!(one["suggestions"][0]["range"]["start"]["column"], 14);
    let lines = written("rdjsonl", &report());
    assert_eq!(lines.lines().count(), 3);
    for line in lines.lines() {
        let one: Value = serde_json::from_str(line).expect("a line is JSON");
        assert_eq!(one["source"]["name"], "inglenook");
    }
}

#[test]
fn github_lists_the_worst_first_and_no_text_begins_a_command() {
    let text = written("github", &report());
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 4, "{text}");
    assert!(lines[0].starts_with(
        "::error file=src/z.py,line=9,endLine=9,col=1,endColumn=8,title=py-eval (CWE-78)::"
    ));
    assert!(lines[0].contains("%0A::error::injected"), "{text}");
    assert!(lines[1].contains("file=src/a b%2Cc.py"), "{text}");
    assert!(lines.iter().all(|line| line.starts_with("::")), "{text}");
}

#[test]
fn gitlab_fingerprints_are_unique() {
    let list = json("gitlab", &report());
    let list = list.as_array().expect("a list");
    let prints: std::collections::BTreeSet<&str> = list
        .iter()
        .filter_map(|item| item["fingerprint"].as_str())
        .collect();
    assert_eq!(prints.len(), 3);
    assert_eq!(list[1]["severity"], "blocker");
    assert_eq!(list[1]["location"]["lines"]["begin"], 9);
    assert!(list.iter().all(|item| item["type"] == "issue"));
}

#[test]
fn junit_escapes_what_xml_cannot_hold() {
    let text = written("junit", &report());
    assert!(text.contains("tests=\"3\" failures=\"3\""), "{text}");
    assert!(text.contains("&quot;`&lt;&amp;&gt;&quot;"), "{text}");
    assert!(!text.contains("]]>") && !text.contains('\u{1}'), "{text}");
    assert!(written("junit", &Report::default()).contains("tests=\"1\" failures=\"0\""));
}

#[test]
fn code_in_a_message_is_code_where_there_is_markup() {
    let mut one = finding("py-shell", "a.py", 1, "os.system(a*b)", "a*b");
    one.message = "A shell runs a*b, so ; counts. Leave *a*b* out.".into();
    one.quoted = vec![13..16, 38..41];
    let report = |one: &Finding| Report {
        findings: vec![one.clone()],
        ..Report::default()
    };
    let html = written("html", &report(&one));
    assert!(
        html.contains("<p>A shell runs <code>a*b</code>, so ; counts."),
        "{html}"
    );
    let text = written("markdown", &report(&one));
    assert!(
        text.contains("A shell runs `a*b`, so ; counts. Leave \\*`a*b`\\* out."),
        "{text}"
    );
    assert!(written("text", &report(&one)).contains("A shell runs a*b, so"));
    // Ranges of a report that somebody wrote by hand may lie anywhere.
    one.quoted = vec![13..999, 2..5];
    let text = written("markdown", &report(&one));
    assert!(text.contains("A shell runs a\\*b, so"), "{text}");
}

#[test]
fn markdown_fits_a_comment_and_lets_nobody_be_called() {
    let text = written("markdown", &report());
    assert!(text.starts_with("<!-- inglenook -->\n"));
    assert!(
        !text.contains("@everyone") && !text.contains("<img"),
        "{text}"
    );
    assert!(text.contains("| 🟣 critical | 1 |"), "{text}");
    let mut large = report();
    let one = large.findings[0].clone();
    large.findings = vec![one; 2_000];
    let text = written("markdown", &large);
    assert!(text.chars().count() < 65_536);
    assert!(
        text.contains("do not fit into a comment"),
        "what is cut is said"
    );
}

#[test]
fn text_shows_the_way_of_the_data() {
    let text = written("text", &report());
    assert!(
        text.contains("step 1, line 1: `x` is read from the request"),
        "{text}"
    );
    assert!(text.contains("1 | x = read()\n  |     ----"), "{text}");
    assert!(text.contains("(1 suppressed)"), "{text}");
}
