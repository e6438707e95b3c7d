//! Typed metavariables and imports: the lines are those that Semgrep 1.182 found with the same pattern in
//! the same text, unless a test says otherwise.

use super::pattern;

#[test]
fn types_of_values_are_inferred_in_java() {
    let text = "class T {\n  C field;\n  String t = \"a\";\n  void m(String s, int n, C c, Object o) {\n    f(s);\n    f(n);\n    f(c);\n    f(\"x\");\n    f(3);\n    f(new C());\n    var v = new C();\n    f(v);\n    f(field);\n    f(this.field);\n    f(t);\n    var w = \"abc\";\n    f(w);\n    var i = 4;\n    f(i);\n    f(s + \"b\");\n    f((C) o);\n    Object q = new C();\n    f(q);\n  }\n}\n";
    let of = |one: &str| pattern("java", "java", one, text);
    assert_eq!(of("f((String $X))"), [5, 8, 15, 17]);
    assert_eq!(of("f((int $X))"), [6, 9, 19]);
    assert_eq!(of("f((C $X))"), [7, 10, 12, 13, 14, 21]);
}

#[test]
fn types_of_values_are_inferred_in_go() {
    let text = "package p\nimport \"q\"\nfunc a(s string, n int, t T, u *T, v q.T) {\n\tf(s)\n\tf(n)\n\tf(t)\n\tf(u)\n\tf(v)\n\tf(\"x\")\n\tf(3)\n\tf(T{})\n\tw := T{}\n\tf(w)\n\tx := &T{}\n\tf(x)\n\ty := \"a\"\n\tf(y)\n\tvar z T\n\tf(z)\n\tb := 4\n\tf(b)\n\tc := new(T)\n\tf(c)\n\td := q.T{}\n\tf(d)\n\tf(q.T{})\n\tg := make([]T, 3)\n\tf(g)\n}\n";
    let of = |one: &str| pattern("go", "go", one, text);
    assert_eq!(of("f(($X : string))"), [4, 9, 17]);
    assert_eq!(of("f(($X : int))"), [5, 10, 21]);
    assert_eq!(of("f(($X : T))"), [6, 11, 13, 19]);
    assert_eq!(of("f(($X : *T))"), [7, 15, 23]);
    assert_eq!(of("f(($X : q.T))"), [8, 25, 26]);
}

#[test]
fn types_of_values_are_inferred_in_scripts() {
    let text = "class D {\n  c: C;\n  constructor(private e: C) {\n    f(this.c);\n    f(this.e);\n  }\n}\nfunction a(s: string, n: number, c: C) {\n  f(s);\n  f(n);\n  f(c);\n  f(\"x\");\n  f(3);\n  f(new C());\n  const v = new C();\n  f(v);\n  let w = \"a\";\n  f(w);\n  const i = 3;\n  f(i);\n  const q: C = g();\n  f(q);\n  f(g() as C);\n  f(<C>g());\n  let z = new m.C();\n  f(z);\n}\n";
    let of = |one: &str| pattern("typescript", "ts", one, text);
    assert_eq!(of("f(($X: string))"), [9, 12, 18]);
    assert_eq!(of("f(($X: number))"), [10, 13, 20]);
    assert_eq!(of("f(($X: C))"), [4, 5, 11, 14, 16, 22, 23, 24, 26]);
}

#[test]
fn casts_and_numbers_have_types_in_c_and_rust() {
    let text = "void a(int n, T t, T *p, struct T u) {\n  f(n);\n  f(t);\n  f(p);\n  f(u);\n  f(3);\n  f((T) z);\n  f((T *) z);\n}\n";
    let of = |one: &str| pattern("c", "c", one, text);
    assert_eq!(of("f((int $X));"), [2, 6]);
    assert_eq!(of("f((T $X));"), [3, 7]);
    assert_eq!(of("f((struct T $X));"), [5]);
    assert_eq!(of("f((T *$X));"), [4, 8]);
    let text = "fn a(t: T, u: &T) {\n    f(t);\n    f(u);\n    let v = T { a: 1 };\n    f(v);\n    f(z as T);\n}\n";
    assert_eq!(pattern("rust", "rs", "f(($X: T))", text), [2, 6]);
}

#[test]
fn rust_s_imports_are_followed() {
    let text = "use std::process::Command;\nuse std::{fs, io::{self, Read as R}};\nuse std::thread as t;\nfn a() {\n    Command::new(x);\n    fs::read(x);\n    io::copy(x);\n    t::sleep(x);\n    std::fs::read(x);\n    R::read(x);\n    sleep(x);\n}\n";
    let of = |one: &str| pattern("rust", "rs", one, text);
    assert_eq!(of("std::process::Command::new(...)"), [5]);
    assert_eq!(of("Command::new(...)"), [5]);
    assert_eq!(of("std::fs::read(...)"), [6, 9]);
    assert_eq!(of("std::io::copy(...)"), [7]);
    assert_eq!(of("std::thread::sleep(...)"), [8]);
    assert_eq!(of("std::io::Read::read(...)"), [10]);
    let other = "use tokio::process::Command;\nfn a() {\n    Command::new(x);\n}\n";
    let std = pattern("rust", "rs", "std::process::Command::new(...)", other);
    assert!(std.is_empty());
}
