//! Regular expressions in rules, and comparisons: the lines are those that Semgrep 1.182 found with the
//! same rule in the same text.

use super::{found, languages, load};
use inglenook::lint;
use inglenook::workspace;
use std::path::Path;

const TEXT: &str = "f(b)\nf(\"b\")\nf(a, b)\nf(\"a b c d\")\nf(b2)\nf(g(b))\ndef q():\n    f(b1)\nf(a(\nb))\nf(\"b1\")\nx = \"bb2\"\ny = b3\nf(kc)\n";

/// Of a rule with these `patterns`.
fn of(patterns: &str, text: &str) -> Vec<usize> {
    found("python", "py", &format!("patterns: [{patterns}]"), text)
}

/// Of `f($X)` with this condition.
fn given(condition: &str, text: &str) -> Vec<usize> {
    of(&format!("{{pattern: f($X)}}, {{{condition}}}"), text)
}

#[test]
fn a_regular_expression_may_look_around_and_back() {
    let regex = |regex: &str| found("python", "py", &format!("pattern-regex: '{regex}'"), TEXT);
    assert_eq!(regex(r"(?<!f\()b(?=\d)"), [11, 12, 13]);
    assert_eq!(regex(r"(\w)\1"), [12]);
    assert_eq!(regex(r"(?<Q>[''\x22])b\d\k<Q>"), [11]);
    assert_eq!(regex(r"(?P<Q>[''\x22])b\d(?P=Q)"), [11]);
    assert_eq!(regex(r"(?>b+)\d"), [5, 8, 11, 12, 13]);
    assert_eq!(regex(r"b++\d"), [5, 8, 11, 12, 13]);
    let not = "{pattern: f($X)}, {pattern-not-regex: 'f\\((?=b)'}";
    assert_eq!(of(not, TEXT), [2, 4, 6, 9, 11, 14]);
    let ahead = |regex: &str| {
        given(
            &format!("metavariable-regex: {{metavariable: $X, regex: '{regex}'}}"),
            TEXT,
        )
    };
    assert_eq!(ahead("(?!b)"), [2, 4, 6, 9, 11, 14]);
    assert_eq!(ahead(".*(?=c)"), [4, 14]);
}

#[test]
fn perl_s_own_notation_is_read() {
    let text = "f(b2)\nf x\nx = {{b}}\nuv\nf(b4)\nb5\n";
    let regex = |regex: &str| found("python", "py", &format!("pattern-regex: '{regex}'"), text);
    assert_eq!(regex("{{b"), [3]);
    assert_eq!(regex(r"f\hx"), [2]);
    assert_eq!(regex(r"f\(\Kb4"), [5]);
    assert_eq!(regex(r"(f)?b(?(1)4|5)"), [6]);
}

#[test]
fn groups_bind_metavariables() {
    let text = "f(b2)\nf(c3)\ng(b4)\n";
    let named = r"{pattern-regex: 'f\((?<ARG>\w+)\)'}, {metavariable-regex: {metavariable: $ARG, regex: '^b\d'}}";
    assert_eq!(of(named, text), [1]);
    let same = r"{pattern: f($Q)}, {pattern-regex: 'f\((?<Q>b\d)'}";
    assert_eq!(of(same, text), [1]);
    let differ = r"{pattern-regex: 'f\((?<Q>\w)\d\)'}, {pattern-regex: '(?<Q>f).*'}";
    assert!(of(differ, text).is_empty());
    let said = |operators: &str| -> Vec<String> {
        let yaml = format!(
            "rules:\n- {{id: t, languages: [python], message: 'got $1 $K', severity: LOW, {operators}}}\n"
        );
        let (rules, problems) = load(&yaml);
        assert!(problems.is_empty(), "{problems:?}");
        let document = workspace::document(&languages(), "a.py".into(), text, 1 << 21);
        let found = lint::check(&rules, &document, Path::new("a.py"));
        let own = found.into_iter().filter(|finding| finding.rule == "t");
        own.map(|finding| finding.message).collect()
    };
    assert_eq!(said(r"pattern-regex: 'g\((\w)(?<K>\d)\)'"), ["got b 4"]);
    let by_condition = r"patterns: [{pattern: g($X)}, {metavariable-regex: {metavariable: $X, regex: '(?<K>b)\d'}}]";
    assert_eq!(said(by_condition), ["got b b"]);
    // The number of a group holds for its own expression.
    let two = r"patterns: [{pattern-regex: 'g\((\w)\d\)'}, {pattern-regex: '(g).*'}]";
    assert_eq!(said(two).len(), 1);
}

#[test]
fn a_metavariable_s_pattern_sees_its_code_alone() {
    let text = "f(b)\nf(\"b\")\nf(\"abc\")\nf(abc)\nf(xyz)\nf(g(b))\nf(g(xyz))\nf(bb) # abc\nf(a +\nb)\nf(a(\n  b\n))\n";
    let inner = |operators: &str| {
        given(
            &format!("metavariable-pattern: {{metavariable: $X, {operators}}}"),
            text,
        )
    };
    assert_eq!(inner("pattern-regex: '^b+$'"), [1, 8, 9]);
    let either = [1, 2, 3, 4, 6, 8, 9, 11];
    assert_eq!(inner("patterns: [{pattern-regex: 'b+'}]"), either);
    assert_eq!(inner("patterns: [{pattern-not-regex: 'b'}]"), [5, 7]);
    assert!(inner(r"patterns: [{pattern-regex: 'f\(b'}]").is_empty());
    assert_eq!(inner("language: regex, pattern-regex: '^b+$'"), [2]);
    let generic = "language: generic, patterns: [{pattern-regex: '^b+$'}]";
    assert_eq!(inner(generic), [1, 2, 8, 9]);
    let around = "patterns: [{pattern: $Y}, {pattern-inside: f(...)}]";
    assert!(inner(around).is_empty());
    let function = "def q():\n    f(b)\n";
    let around = "metavariable-pattern: {metavariable: $X, patterns: [{pattern: $Y}, {pattern-not-inside: 'def $F(...): ...'}]}";
    assert_eq!(given(around, function), [2]);
    let bound = "{pattern: f($X)}, {metavariable-pattern: {metavariable: $X, pattern: g($Y)}}, {focus-metavariable: $Y}";
    assert_eq!(of(bound, text), [6, 7]);
}

#[test]
fn an_expression_without_end_stops_its_rule_by_name() {
    let body = "id: endless\n  languages: [python]\n  message: m\n  severity: LOW\n  pattern-regex: '(?!x)(a|a?)+$'";
    let (rules, problems) = load(&format!("rules:\n- {body}\n"));
    assert!(problems.is_empty(), "{problems:?}");
    let text = format!("{}b\n", "a".repeat(60));
    let document = workspace::document(&languages(), "a.py".into(), &text, 1 << 21);
    let checked = lint::examine(&rules, &document, Path::new("a.py"));
    assert_eq!(checked.stopped, ["endless"]);
}

#[test]
fn comparisons_know_dates_bits_and_whole_numbers() {
    let text = "f(\"1999-01-01\")\nf(\"2999-01-01\")\nf(\"2020-01-02\")\nf(\"2020-13-77\")\nf(\"2020-1-2\")\nf(20200102)\nf(4)\nf(5)\nf(5.0)\n";
    let compare = |comparison: &str| {
        given(
            &format!("metavariable-comparison: {{comparison: \"{comparison}\"}}"),
            text,
        )
    };
    assert_eq!(compare("strptime($X) < today()"), [1, 3, 5]);
    assert_eq!(compare("strptime($X) > today()"), [2]);
    assert_eq!(compare("strptime($X) == strptime('2020-01-02')"), [3, 5]);
    assert_eq!(compare("$X & 1 == 1"), [8]);
    assert_eq!(compare("$X | 1 == 5"), [7, 8]);
    assert_eq!(compare("$X / 2 == 2"), [7, 8]);
    assert_eq!(compare("$X / 2 == 2.5"), [9]);
    assert_eq!(compare("$X == 5"), [8, 9]);
}
