//! The pattern language, construct by construct: a rule, a text, the lines that it must find.

mod constants;
mod constructs;
mod items;
mod limits;
mod regex;
mod table;
mod types;

use inglenook::config::options::Lint;
use inglenook::lint::{self, Problem, Rules};
use inglenook::syntax::Languages;
use inglenook::workspace;
use std::path::Path;

/// Every language that rules can name.
pub const LANGUAGES: [&str; 8] = [
    "rust",
    "python",
    "javascript",
    "typescript",
    "go",
    "java",
    "c",
    "cpp",
];

/// Loads one rule file beside the embedded rules.
pub fn load(yaml: &str) -> (Rules, Vec<Problem>) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("rules.yaml");
    std::fs::write(&file, yaml).expect("writable");
    let options = Lint {
        rules: vec![file],
        ..Lint::default()
    };
    Rules::load(&languages(), &options)
}

pub fn languages() -> Languages {
    Languages::embedded().expect("the embedded languages are valid")
}

/// The 1-based lines where `rule` finds something in a file of this ending.
pub fn lines(rules: &Rules, rule: &str, extension: &str, text: &str) -> Vec<usize> {
    let path = format!("file.{extension}");
    let document = workspace::document(&languages(), path.clone().into(), text, 1 << 21);
    lint::check(rules, &document, Path::new(&path))
        .into_iter()
        .filter(|finding| finding.rule == rule)
        .map(|finding| finding.start.line)
        .collect()
}

/// `body` is the rule's operators, indented by nothing.
fn found(language: &str, extension: &str, body: &str, text: &str) -> Vec<usize> {
    let indented: Vec<String> = body.lines().map(|line| format!("    {line}")).collect();
    let yaml = format!(
        "rules:\n  - id: t\n    languages: [{language}]\n    message: m\n    severity: LOW\n{}\n",
        indented.join("\n")
    );
    let (rules, problems) = load(&yaml);
    assert!(problems.is_empty(), "{problems:?}");
    lines(&rules, "t", extension, text)
}

fn pattern(language: &str, extension: &str, pattern: &str, text: &str) -> Vec<usize> {
    let indented: Vec<String> = pattern.lines().map(|line| format!("  {line}")).collect();
    let body = format!("pattern: |\n{}", indented.join("\n"));
    found(language, extension, &body, text)
}

#[test]
fn a_call_matches_by_structure() {
    let text = "f()\nf(\n)\n";
    assert_eq!(pattern("python", "py", "f( )", text), [1, 2]);
    let text = "f(1)\nf( 1 )\nf(1, 2)\ng(1)\nx = h(f(1))  # f(1)\n";
    assert_eq!(pattern("python", "py", "f(1)", text), [1, 2, 5]);
}

#[test]
fn ellipsis_in_arguments() {
    let text = "f()\nf(1)\nf(0, 1)\nf(1, 2)\nf(0, 1, 2)\nf(2)\n";
    assert_eq!(
        pattern("python", "py", "f(..., 1, ...)", text),
        [2, 3, 4, 5]
    );
    assert_eq!(pattern("python", "py", "f(1, ...)", text), [2, 4]);
    assert_eq!(pattern("python", "py", "f(...)", text), [1, 2, 3, 4, 5, 6]);
}

#[test]
fn the_same_metavariable_is_the_same_code() {
    let text = "f(a.b, a . b)\nf(a, b)\nf(g(1, 2), g(1,2))\nf('x', \"x\")\n";
    assert_eq!(pattern("python", "py", "f($X, $X)", text), [1, 3, 4]);
    assert_eq!(pattern("python", "py", "f($_, $_)", text), [1, 2, 3, 4]);
}

#[test]
fn list_metavariables_bind_stretches() {
    let text = "f(1, 2)\ng(1, 2)\n\nf(1)\ng(1, 2)\n";
    assert_eq!(pattern("python", "py", "f($...A)\ng($...A)", text), [1]);
}

#[test]
fn keyword_arguments_in_any_order() {
    let text = "f(a=1, b=2)\nf(b=2, a=1)\nf(0, b=2, a=1)\nf(a=1)\nf(a=2, b=1)\n";
    assert_eq!(pattern("python", "py", "f(..., a=1, b=2)", text), [1, 2, 3]);
    assert_eq!(
        pattern("python", "py", "f(b=$X, ..., a=$Y)", text),
        [1, 2, 3, 5]
    );
}

#[test]
fn strings_by_content() {
    let text = "f('a')\nf(\"a\")\nf('b')\nf('''a''')\nf(x)\nf('b' 'c')\nf('b' + 'c')\nf(f'{x}')\n";
    assert_eq!(pattern("python", "py", "f('a')", text), [1, 2, 4]);
    assert_eq!(
        pattern("python", "py", "f(\"...\")", text),
        [1, 2, 3, 4, 6, 7]
    );
    assert_eq!(pattern("python", "py", "f(f\"...\")", text), [8]);
    assert_eq!(
        pattern("python", "py", "f(\"=~/^[ab]$/\")", text),
        [1, 2, 3, 4]
    );
}

#[test]
fn a_name_bound_once_to_a_string_is_that_string() {
    let text = "a = 'x'\nf(a)\ndef g(b):\n    f(b)\nb = 'x'\nc = 'x'\nc += y\nf(c)\n";
    assert_eq!(pattern("python", "py", "f(\"...\")", text), [2]);
}

#[test]
fn statements_in_a_row_reach_into_nested_blocks() {
    let text =
        "def g():\n    a = o(1)\n    if a:\n        use(a)\n\ndef h():\n    b = o(1)\n    use(c)\n";
    assert_eq!(
        pattern("python", "py", "$X = o(...)\n...\nuse($X)", text),
        [2]
    );
    assert_eq!(pattern("python", "py", "$X = o(...)\nuse($Y)", text), [7]);
}

#[test]
fn an_ellipsis_body_matches_any() {
    let text = "def a():\n    pass\n\ndef b(x: int) -> int:\n    return x\n\nasync def c(x, y=1):\n    pass\n";
    assert_eq!(
        pattern("python", "py", "def $F(...):\n    ...", text),
        [1, 4, 7]
    );
    assert_eq!(
        pattern("python", "py", "def $F($X, ...):\n    ...", text),
        [4, 7]
    );
}

#[test]
fn python_imports_are_followed() {
    let text =
        "from os import system as run\nimport subprocess as sp\nrun('x')\nsp.call(1)\ncall(1)\n";
    assert_eq!(pattern("python", "py", "os.system(...)", text), [3]);
    assert_eq!(pattern("python", "py", "subprocess.call(...)", text), [4]);
}

#[test]
fn method_chains() {
    let text = "fn f() {\n    a().b().c();\n    a().x(1).y.c();\n    b().c();\n    a().c();\n}\n";
    assert_eq!(pattern("rust", "rs", "a(). ... .c()", text), [2, 3, 5]);
}

#[test]
fn deep_expressions() {
    let text = "f(1 + g(x))\nf(g(x))\nf(h(x))\n";
    assert_eq!(pattern("python", "py", "f(<... g($X) ...>)", text), [1, 2]);
}

#[test]
fn rust_bodies_macros_and_types() {
    let text = "fn f(q: &str) {\n    let a = format!(\"x {}\", q.y());\n    let mut b: Vec<u8> = Vec::with_capacity(n);\n    unsafe { b.set_len(n) };\n    let c = format!(\"x\");\n}\n";
    assert_eq!(pattern("rust", "rs", "format!(\"...\", $X)", text), [2]);
    assert_eq!(pattern("rust", "rs", "format!(\"...\", ...)", text), [2, 5]);
    let row = "let $V = Vec::with_capacity(...);\n...\n$V.set_len(...);";
    assert_eq!(pattern("rust", "rs", row, text), [3]);
    assert_eq!(pattern("rust", "rs", "unsafe { ... }", text), [4]);
    let typed = "let $X: Vec<$T> = ...;";
    assert_eq!(pattern("rust", "rs", typed, text), [3]);
    assert_eq!(pattern("rust", "rs", "fn $F(...) { ... }", text), [1]);
    assert_eq!(pattern("rust", "rs", "fn $F($P: $T) { ... }", text), [1]);
}

#[test]
fn javascript_definitions_objects_and_templates() {
    let text = "const a = f(1);\nlet b = f(2), c = 3;\nd = f(3);\ng({x: 1, y: false});\ng({ 'y': true });\nh(`a${b}`);\nh(`a`);\n";
    for extension in ["js", "ts", "tsx"] {
        let language = if extension == "js" {
            "javascript"
        } else {
            "typescript"
        };
        assert_eq!(pattern(language, extension, "$X = f(...)", text), [1, 2, 3]);
        assert_eq!(
            pattern(language, extension, "g({..., y: false, ...})", text),
            [4]
        );
        assert_eq!(pattern(language, extension, "h(`...${$X}...`)", text), [6]);
        assert_eq!(pattern(language, extension, "h(\"...\")", text), [7]);
    }
}

#[test]
fn go_literals_definitions_and_functions() {
    let text = "package p\n\nfunc f(w http.ResponseWriter) error {\n\tc := &tls.Config{MinVersion: 1, InsecureSkipVerify: true}\n\tvar d = g(c)\n\tif x, err := g(d); err != nil {\n\t\treturn err\n\t}\n\treturn nil\n}\n";
    assert_eq!(
        pattern(
            "go",
            "go",
            "tls.Config{..., InsecureSkipVerify: true, ...}",
            text
        ),
        [4]
    );
    assert_eq!(pattern("go", "go", "$X = g(...)", text), [5, 6]);
    assert_eq!(pattern("go", "go", "func $F(...) { ... }", text), [3]);
    assert_eq!(pattern("go", "go", "return nil", text), [9]);
}

#[test]
fn java_definitions_and_calls() {
    let text = "class A {\n  @X public void m(String s) throws E {\n    final Random r = new Random();\n    r.next(1);\n    q.exec(\"a\" + s);\n  }\n}\n";
    assert_eq!(pattern("java", "java", "new Random(...)", text), [3]);
    assert_eq!(pattern("java", "java", "$X = new Random(...);", text), [3]);
    assert_eq!(pattern("java", "java", "$Q.exec(\"...\" + $X)", text), [5]);
    assert_eq!(pattern("java", "java", "class $C { ... }", text), [1]);
    assert_eq!(pattern("java", "java", "void $M(...) { ... }", text), [2]);
}

#[test]
fn c_declarations_and_calls() {
    let text = "void f(char *s) {\n  char b[10];\n  char *p = malloc(n);\n  strcpy(b, s);\n  free(p);\n  use(p);\n}\n";
    for extension in ["c", "cpp"] {
        assert_eq!(pattern(extension, extension, "strcpy($A, $B)", text), [4]);
        assert_eq!(
            pattern(extension, extension, "$P = malloc(...);", text),
            [3]
        );
        assert_eq!(
            pattern(extension, extension, "free($P);\n...\nuse($P);", text),
            [5]
        );
        assert_eq!(
            pattern(
                extension,
                extension,
                "char $B[$N];\n...\nstrcpy($B, ...);",
                text
            ),
            [2]
        );
    }
}

#[test]
fn patterns_either_not_and_inside() {
    let text = "def a():\n    f(1)\n    f(x)\n\ndef b():\n    f(x)\n    g(x)\n";
    let body = "patterns:\n  - pattern: f($X)\n  - pattern-not: f(1)\n  - pattern-inside: |\n      def a():\n          ...\n";
    assert_eq!(found("python", "py", body, text), [3]);
    let body = "patterns:\n  - pattern-either:\n      - pattern: f($X)\n      - pattern: g($X)\n  - pattern-not-inside: |\n      def a():\n          ...\n";
    assert_eq!(found("python", "py", body, text), [6, 7]);
}

#[test]
fn inside_shares_its_metavariables() {
    let text = "def a(x):\n    f(x)\n    f(y)\n\nf(x)\n";
    let body = "patterns:\n  - pattern: f($X)\n  - pattern-inside: |\n      def $G(..., $X, ...):\n          ...\n";
    assert_eq!(found("python", "py", body, text), [2]);
}

#[test]
fn regular_expressions() {
    let text = "key = 'AKIA1'\nother = 1\n";
    assert_eq!(found("python", "py", "pattern-regex: AKIA\\d", text), [1]);
    let body = "patterns:\n  - pattern: $X = $Y\n  - pattern-not-regex: AKIA\n";
    assert_eq!(found("python", "py", body, text), [2]);
    let body = "patterns:\n  - pattern: $X = $Y\n  - metavariable-regex:\n      metavariable: $X\n      regex: ^o\n";
    assert_eq!(found("python", "py", body, text), [2]);
}

#[test]
fn metavariable_conditions_and_focus() {
    let text = "f(\n  512)\nf(4096)\nf(0x10)\n";
    let body = "patterns:\n  - pattern: f($N)\n  - metavariable-comparison:\n      metavariable: $N\n      comparison: $N < 2048\n  - focus-metavariable: $N\n";
    assert_eq!(found("python", "py", body, text), [2, 4]);
    let body = "patterns:\n  - pattern: f($N)\n  - metavariable-pattern:\n      metavariable: $N\n      pattern: \"4096\"\n";
    assert_eq!(found("python", "py", body, text), [3]);
}
