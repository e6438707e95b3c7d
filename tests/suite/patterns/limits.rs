//! Bad rules and bad code: named, bounded, and never at the cost of the rest.

use super::{found, languages, lines, load};
use inglenook::config::options::Lint;
use inglenook::lint::Rules;

#[test]
fn bad_rules_are_named_by_file_and_line_and_take_no_others_along() {
    let yaml = "rules:\n  - id: good\n    languages: [python]\n    message: m\n    severity: LOW\n    pattern: f(...)\n  - id: bad\n    languages: [python]\n    message: m\n    severity: LOW\n    patterns:\n      - pattern: f(...)\n      - metavariable-name:\n          module: os\n          metavariable: $X\n  - id: worse\n    languages: [python]\n    message: m\n    severity: LOW\n    pattern-sources: []\n    pattern: f(\n  - id: syntax\n    languages: [python]\n    message: m\n    severity: LOW\n    pattern: f(\n  - id: tongue\n    languages: [cobol]\n    message: m\n    severity: LOW\n    pattern: f(1)\n";
    let (rules, problems) = load(yaml);
    assert_eq!(lines(&rules, "good", "py", "f(1)\n"), [1]);
    let all: Vec<String> = problems.iter().map(ToString::to_string).collect();
    let expect = [
        ("rules.yaml:13:", "`metavariable-name` is not supported"),
        ("rules.yaml:20:", "`pattern-sources` is not supported"),
        ("rules.yaml:26:", "rule `syntax`: the pattern is not Python"),
        ("rules.yaml:27:", "language `cobol` is not supported"),
    ];
    assert_eq!(all.len(), expect.len(), "{all:#?}");
    for (problem, (place, why)) in all.iter().zip(expect) {
        assert!(
            problem.contains(place) && problem.contains(why),
            "{problem} / {place} {why}"
        );
    }
}

#[test]
fn a_broken_file_and_a_missing_one_are_named() {
    let (_, problems) = load("rules:\n  - id: [x\n");
    assert_eq!(problems.len(), 1);
    assert!(problems[0].place.contains("rules.yaml:"), "{problems:?}");
    let options = Lint {
        rules: vec!["does/not/exist.yaml".into()],
        ..Lint::default()
    };
    let (_, problems) = Rules::load(&languages(), &options);
    assert!(
        problems[0].place.contains("does/not/exist.yaml"),
        "{problems:?}"
    );
}

#[test]
fn deep_code_neither_overflows_nor_stalls() {
    for (extension, open, close) in [("py", "[", "]"), ("js", "(", ")"), ("rs", "{", "}")] {
        let text = format!("{}{}", open.repeat(100_000), close.repeat(100_000));
        let text = if extension == "rs" {
            format!("fn f() {text}")
        } else {
            text
        };
        let (rules, _) = load(
            "rules:\n  - id: t\n    languages: [python, javascript, rust]\n    message: m\n    severity: LOW\n    pattern: f(<... g(..., $X, ..., $Y, ...) ...>)\n",
        );
        assert_eq!(lines(&rules, "t", extension, &text), Vec::<usize>::new());
    }
}

#[test]
fn a_long_line_ends_in_bounded_time() {
    let text = format!("f({})\n", "a, ".repeat(100_000));
    let body = "pattern: f(..., $X, ..., $Y, ..., $Z, ..., $X, ...)";
    assert!(found("python", "py", body, &text).len() <= 1);
}

#[test]
fn five_thousand_rules_and_one_that_matches_everything() {
    let mut yaml = String::from("rules:\n");
    for index in 0..5_000 {
        yaml.push_str(&format!(
            "  - {{id: r{index}, languages: [python], message: m, severity: LOW, pattern: name{index}(...)}}\n"
        ));
    }
    yaml.push_str("  - {id: all, languages: [python], message: m, severity: LOW, pattern: $X}\n");
    let (rules, problems) = load(&yaml);
    assert!(problems.is_empty(), "{problems:?}");
    let text = "name7(1)\n".repeat(2_000);
    assert_eq!(lines(&rules, "r7", "py", &text).len(), 1_000);
    assert_eq!(lines(&rules, "r8", "py", &text), Vec::<usize>::new());
    assert_eq!(lines(&rules, "all", "py", &text).len(), 1_000);
}

#[test]
fn what_does_not_parse_is_no_statement_that_holds_all_in_it() {
    // The condition is cut in two by the preprocessor, so the function does not parse.
    let text = "int f(int n) {\n  p = (char *)malloc(n);\n  memcpy(p, q, n);\n  if (\n#ifdef A\n    1 ||\n#endif\n    n) {\n    g();\n  }\n  free(p);\n  return 0;\n}\n";
    let body = "patterns:\n  - pattern: memcpy($P, ...)\n  - pattern-inside: |\n      free($P);\n      ...\n";
    assert_eq!(found("c", "c", body, text), Vec::<usize>::new());
}
