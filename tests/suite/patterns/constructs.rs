//! Constructs of the rule language beside plain patterns: conditions, options, other syntaxes.

use super::{found, languages, load, pattern};
use inglenook::lint;
use inglenook::workspace;
use std::path::Path;

/// A condition on `$X` in `f($X)`, for Python.
fn condition(condition: &str, text: &str) -> Vec<usize> {
    let body = format!("patterns:\n  - pattern: f($X)\n  - {condition}\n");
    found("python", "py", &body, text)
}

#[test]
fn comparisons_are_whole_expressions() {
    let text = "f(4)\nf(5)\nf(2)\nf('a')\nf('0777')\nf(-4)\n";
    let compare = |comparison: &str, more: &str| {
        let body = format!("metavariable-comparison: {{comparison: \"{comparison}\"{more}}}");
        condition(&body, text)
    };
    assert_eq!(compare("$X % 2 == 0 and $X > 3", ""), [1]);
    assert_eq!(compare("$X in [2, 5]", ""), [2, 3]);
    assert_eq!(compare("str($X) == 'a'", ""), [4]);
    assert_eq!(compare("$X > 500", ", base: 8, strip: true"), [5]);
    assert_eq!(compare("not $X > 3 and $X < 0", ""), [6]);
}

#[test]
fn entropy_and_catastrophic_expressions_are_analysed() {
    let text = "f('x8dKq03nZpA7vRt2LmW9')\nf('changeme')\nf('([a-z]+)*@')\nf('[a-z]+@')\n";
    let analysis = |name: &str| {
        condition(
            &format!("metavariable-analysis: {{analyzer: {name}, metavariable: $X}}"),
            text,
        )
    };
    assert_eq!(analysis("entropy"), [1]);
    assert_eq!(analysis("redos"), [3]);
}

#[test]
fn a_metavariable_s_pattern_may_only_exclude() {
    let text = "f(1)\nf(2)\n";
    let body = "metavariable-pattern: {metavariable: $X, patterns: [{pattern-not: '1'}]}";
    assert_eq!(condition(body, text), [2]);
}

#[test]
fn code_in_a_string_is_matched_in_its_own_language() {
    let text = "f('eval(x)')\nf('foo(x)')\nf('a x y b')\n";
    let body = "metavariable-pattern: {metavariable: $X, language: javascript, pattern: eval(...)}";
    assert_eq!(condition(body, text), [1]);
    let body = "metavariable-pattern: {metavariable: $X, language: generic, pattern: a ... b}";
    assert_eq!(condition(body, text), [3]);
}

#[test]
fn a_regular_expression_may_look_at_the_constant_behind_a_name() {
    let text = "a = 'secret'\nf(a)\n";
    let plain = "metavariable-regex: {metavariable: $X, regex: secret}";
    assert_eq!(condition(plain, text), Vec::<usize>::new());
    let known = "metavariable-regex: {metavariable: $X, regex: secret, constant-propagation: true}";
    assert_eq!(condition(known, text), [2]);
}

#[test]
fn typed_metavariables_ask_for_a_declaration() {
    let java = "class A {\n  void m(String s, int n) {\n    f(s);\n    f(n);\n    java.util.List<X> l = g();\n    f(l);\n  }\n}\n";
    assert_eq!(pattern("java", "java", "f((String $X))", java), [3]);
    assert_eq!(pattern("java", "java", "f((List $X))", java), [6]);
    let go = "package p\n\nfunc a(s *T, n int) {\n\tf(s)\n\tf(n)\n}\n";
    assert_eq!(pattern("go", "go", "f(($X : *T))", go), [4]);
    let c = "void a(char *s, int n) {\n  f(s);\n  f(n);\n}\n";
    assert_eq!(pattern("c", "c", "f((char *$X));", c), [2]);
    let python = "def a(s: str, n: int):\n    f(s)\n    f(n)\n";
    assert_eq!(pattern("python", "py", "f(($X: str))", python), [2]);
    let ts = "function a(s: string, n: number) {\n  f(s);\n  f(n);\n}\n";
    assert_eq!(pattern("typescript", "ts", "f(($X: string))", ts), [2]);
    let by_condition = "metavariable-type: {metavariable: $X, type: int}";
    assert_eq!(condition(by_condition, python), [3]);
}

#[test]
fn the_newer_syntax_is_the_older_one_in_other_words() {
    let text = "def yes():\n    p(1)\n    p(2)\n    p(\"A\")\ndef no():\n    p(2)\n";
    let body = "match:\n  all:\n    - p($X)\n    - not: p(1)\n    - not: {inside: 'def no(...): ...'}\n    - inside: 'def $F(...): ...'\n  where:\n    - metavariable: $X\n      regex: ^[0-9]+$\n    - focus: $X\n";
    assert_eq!(found("python", "py", body, text), [3]);
    let body = "match:\n  any:\n    - p(1)\n    - pattern: q(1)\n    - regex: 'A'\n";
    assert_eq!(found("python", "py", body, text), [2, 4]);
    let body = "taint:\n  sources: [source(...)]\n  sinks: [sink(...)]\n";
    assert_eq!(
        found("python", "py", body, "sink(source())\nsink(1)\n"),
        [1]
    );
}

#[test]
fn options_change_matching_and_unknown_ones_are_refused() {
    let text = "x = b and c\nx = c and b\ny = 5 == z\ny = z == 5\n";
    let body = "options: {commutative_boolop: true}\npattern: $A and b\n";
    assert_eq!(found("python", "py", body, text), [1, 2]);
    assert_eq!(found("python", "py", "pattern: $A == 5", text), [4]);
    let body = "options: {symmetric_eq: true}\npattern: $A == 5\n";
    assert_eq!(found("python", "py", body, text), [3, 4]);
    let text = "a = 'x'\nf(a)\nf('x')\n";
    let body = "options: {constant_propagation: false}\npattern: f('x')\n";
    assert_eq!(found("python", "py", body, text), [3]);
    refused(
        "options: {symbolic_propagation: true}\npattern: f()",
        "option `symbolic_propagation: true`",
    );
    refused(
        "options: {nonsense: 1}\npattern: f()",
        "option `nonsense: 1`",
    );
}

/// A rule with this body is refused with these words.
fn refused(body: &str, words: &str) {
    let indented: Vec<String> = body.lines().map(|line| format!("    {line}")).collect();
    let yaml = format!(
        "rules:\n  - id: t\n    languages: [python]\n    message: m\n    severity: LOW\n{}\n",
        indented.join("\n")
    );
    let (_, problems) = load(&yaml);
    let said: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert!(
        said.iter().any(|one| one.contains(words)),
        "{words}: {said:?}"
    );
}

#[test]
fn what_no_one_may_rely_on_here_is_refused_by_name() {
    refused("mode: join\npattern: f()", "mode `join` is not supported");
    refused(
        "mode: extract\npattern: f()",
        "mode `extract` is not supported",
    );
    refused(
        "pattern-where-python: x\npattern: f()",
        "`pattern-where-python` is not supported",
    );
    refused("min-version: 9.0.0\npattern: f()", "`min-version: 9.0.0`");
    let name = "patterns:\n- pattern: f($X)\n- metavariable-name: {metavariable: $X, module: os}";
    refused(name, "`metavariable-name` is not supported");
}

/// Lines that rule `t` finds in a file of this path.
fn at(path: &str, yaml: &str, text: &str) -> Vec<usize> {
    let (rules, problems) = load(yaml);
    assert!(problems.is_empty(), "{problems:?}");
    let document = workspace::document(&languages(), path.into(), text, 1 << 21);
    lint::check(&rules, &document, Path::new(path))
        .iter()
        .filter(|finding| finding.rule == "t")
        .map(|finding| finding.start.line)
        .collect()
}

#[test]
fn rules_look_where_their_paths_say() {
    let yaml = "rules:\n- {id: t, languages: [python], message: m, severity: LOW, pattern: f(), paths: {include: [src/], exclude: ['*_test.py']}}\n";
    assert_eq!(at("src/a.py", yaml, "f()\n"), [1]);
    assert!(at("src/a_test.py", yaml, "f()\n").is_empty());
    assert!(at("lib/a.py", yaml, "f()\n").is_empty());
}

#[test]
fn text_without_a_grammar_has_generic_and_regular_rules() {
    let rule = |language: &str, operator: &str| {
        format!(
            "rules:\n- {{id: t, languages: [{language}], message: m, severity: LOW, {operator}}}\n"
        )
    };
    let text = "server {\n  ssl on;\n}\nssl   on;\n";
    let generic = rule("generic", "pattern: ssl on;");
    assert_eq!(at("nginx.conf", &generic, text), [2, 4]);
    assert_eq!(at("a.py", &generic, "# ssl on;\n"), [1]);
    let nested = rule("generic", "pattern: 'server { ... $K on; ... }'");
    assert_eq!(at("nginx.conf", &nested, text), [1]);
    assert_eq!(
        at("x.txt", &rule("regex", "pattern-regex: 'ssl\\s+on'"), text),
        [2, 4]
    );
    let (_, problems) = load(&rule("regex", "pattern: ssl"));
    assert!(
        problems[0].why.contains("only `pattern-regex`"),
        "{problems:?}"
    );
}

#[test]
fn a_fix_by_regular_expression_changes_what_was_found() {
    let yaml = "rules:\n- {id: t, languages: [python], message: m, severity: LOW, pattern: f(...), fix-regex: {regex: 'f\\((.*)\\)', replacement: 'g(\\1, 1)'}}\n";
    let (rules, problems) = load(yaml);
    assert!(problems.is_empty(), "{problems:?}");
    let document = workspace::document(&languages(), "a.py".into(), "x = f(2)\n", 1 << 21);
    let found = lint::check(&rules, &document, Path::new("a.py"));
    let fix = found[0].fix.as_ref().expect("a fix");
    assert_eq!(
        (fix.range.clone(), fix.replacement.as_str()),
        (4..8, "g(2, 1)")
    );
}

#[test]
fn several_focuses_and_either_inside() {
    let text = "f(1, 2)\nwith a:\n    f(3, 4)\n";
    let body = "patterns:\n  - pattern: f($X, $Y)\n  - focus-metavariable: [$X, $Y]\n";
    assert_eq!(found("python", "py", body, text), [1, 1, 3, 3]);
    let body = "patterns:\n  - pattern: f($X, $Y)\n  - pattern-either:\n      - pattern-inside: |\n          with a:\n              ...\n";
    assert_eq!(found("python", "py", body, text), [3]);
}

#[test]
fn chains_operators_and_containers_with_ellipses() {
    let text = "a.b(1).c().d()\na.d()\nx = 1 + y + 2\nl = [1, 2, 3]\nd = {'a': 1, 'b': 2}\n";
    assert_eq!(pattern("python", "py", "a. ... .d()", text), [1, 2]);
    assert_eq!(pattern("python", "py", "[..., 2, ...]", text), [4]);
    assert_eq!(pattern("python", "py", "{..., 'b': $V, ...}", text), [5]);
    assert_eq!(pattern("python", "py", "$X + 2", text), [3]);
}

#[test]
fn classes_decorators_and_conditionals() {
    let text = "@app.route('/')\ndef a():\n    if c:\n        f()\n    else:\n        g()\nclass B(C):\n    def m(self):\n        pass\n";
    assert_eq!(
        pattern(
            "python",
            "py",
            "@app.route(...)\ndef $F(...):\n    ...",
            text
        ),
        [1]
    );
    assert_eq!(pattern("python", "py", "class $N($P):\n    ...", text), [7]);
    assert_eq!(
        pattern("python", "py", "if $C:\n    f()\nelse:\n    ...", text),
        [3]
    );
}
