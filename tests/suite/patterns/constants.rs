//! Constants behind names, in the order in which the program sets them: the lines are those that Semgrep
//! 1.182 found with the same rule in the same text, unless a test says otherwise. A name with one binding in
//! the file is that constant wherever it stands, which Semgrep says of names outside of functions only.

use super::{found, pattern};

const TEXT: &str = "\
def a():
    v = 'abc'
    k(v)
    v = 'xyz'
    k(v)
def b(c):
    v = 'abc'
    if c:
        v = 'abd'
        k(v)
    else:
        k(v)
    k(v)
def d(p):
    w = 'a' + 'bc'
    k(w)
def e(p):
    v = 4
    k(v)
    v = True
    k(v)
    v = 2 + 2
    k(v)
def f(v):
    k(v)
H = 'abc'
H = 'xyz'
def h():
    k(H)
def j():
    u = 'abc'
    def inner():
        k(u)
    while p():
        y = 'abc'
        k(y)
        break
    k(y)
";

#[test]
fn a_name_is_what_was_last_assigned_to_it() {
    // 33 and 38 are such names.
    let of = |one: &str| pattern("python", "py", one, TEXT);
    assert_eq!(of("k('abc')"), [3, 12, 16, 33, 36, 38]);
    assert_eq!(of("k('=~/^ab/')"), [3, 10, 12, 16, 33, 36, 38]);
    assert_eq!(of("k('$Y')"), [3, 5, 10, 12, 16, 33, 36, 38]);
    assert_eq!(of("k(4)"), [19, 23]);
    assert_eq!(of("k(True)"), [21]);
    let given = |condition: &str| {
        let body = format!("patterns: [{{pattern: k($X)}}, {{{condition}}}]");
        found("python", "py", &body, TEXT)
    };
    let number = "metavariable-comparison: {comparison: $X > 3}";
    assert_eq!(given(number), [19, 23]);
    let text = "metavariable-comparison: {comparison: \"$X == 'abc'\"}";
    assert_eq!(given(text), [3, 12, 16, 33, 36, 38]);
    let regex = "metavariable-regex: {metavariable: $X, regex: abc, constant-propagation: true}";
    assert_eq!(given(regex), [3, 12, 16, 33, 36, 38]);
    let inner = "metavariable-pattern: {metavariable: $X, pattern: \"'abc'\"}";
    assert_eq!(given(inner), [3, 12, 16, 33, 36, 38]);
    let off = "options: {constant_propagation: false}\npattern: k('abc')";
    assert!(found("python", "py", off, TEXT).is_empty());
}

#[test]
fn constants_follow_order_in_other_languages() {
    let java = "class A {\n  void m(boolean c) {\n    String v = \"abc\";\n    k(v);\n    v = \"xyz\";\n    k(v);\n    int n = 4;\n    k(n);\n    n = g();\n    k(n);\n  }\n}\n";
    assert_eq!(pattern("java", "java", "k(\"abc\")", java), [4]);
    assert_eq!(pattern("java", "java", "k(4)", java), [8]);
    let go = "package p\nfunc a(c bool) {\n\tv := \"abc\"\n\tk(v)\n\tv = \"xyz\"\n\tk(v)\n\tn := 4\n\tk(n)\n\tn = g()\n\tk(n)\n}\n";
    assert_eq!(pattern("go", "go", "k(\"abc\")", go), [4]);
    assert_eq!(pattern("go", "go", "k(4)", go), [8]);
    let js = "function a(c) {\n  let v = 'abc';\n  k(v);\n  v = 'xyz';\n  k(v);\n  let n = 4;\n  k(n);\n  n = g();\n  k(n);\n}\n";
    assert_eq!(pattern("javascript", "js", "k('abc')", js), [3]);
    assert_eq!(pattern("javascript", "js", "k(4)", js), [7]);
    // Semgrep takes `n` for 4 after `g(&n)` as well.
    let c = "void a(int c) {\n  char *v = \"abc\";\n  k(v);\n  v = \"xyz\";\n  k(v);\n  int n = 4;\n  k(n);\n  g(&n);\n  k(n);\n}\n";
    assert_eq!(pattern("c", "c", "k(\"abc\");", c), [3]);
    assert_eq!(pattern("c", "c", "k(4);", c), [7]);
    let rust = "fn a(c: bool) {\n    let mut v = \"abc\";\n    k(v);\n    v = \"xyz\";\n    k(v);\n    let mut n = 4;\n    k(n);\n    n = g();\n    k(n);\n}\n";
    assert_eq!(pattern("rust", "rs", "k(\"abc\")", rust), [3]);
    assert_eq!(pattern("rust", "rs", "k(4)", rust), [7]);
}
