//! What the index knows of a file of each language.

use super::languages;
use inglenook::index::{Entry, Stamp};
use std::path::Path;

fn entry(path: &str, text: &str) -> Entry {
    let languages = languages();
    let language = languages.by_path(Path::new(path)).expect("a language");
    Entry::read(path.into(), Stamp::default(), language, text, None)
}

/// Definitions as `kind name`, members indented.
fn outline(entry: &Entry) -> Vec<String> {
    let shown = entry.definitions.iter().map(|one| {
        let indent = if one.parent.is_some() { "  " } else { "" };
        format!("{indent}{:?} {}", one.kind, one.name).to_lowercase()
    });
    shown.collect()
}

#[test]
fn each_language_tells_its_definitions_and_imports() {
    let cases: &[(&str, &str, &[&str], &[&str])] = &[
        (
            "a.rs",
            "use crate::b::{C, d};\npub struct S { a: u8 }\nimpl<T> Tr for W<T> {\n    fn go(&self) { fn inner() {} }\n}\ntrait Tr { fn go(&self); }\nconst N: u8 = 1;\n",
            &[
                "type s",
                "implementation w",
                "  function go",
                "class tr",
                "  function go",
                "constant n",
            ],
            &["crate/b/C", "crate/b/d"],
        ),
        (
            "a.py",
            "from .pkg.mod import thing as t, other\nimport os.path\nLIMIT = 3\nclass C:\n    x = 1\n    def go(self):\n        def inner(): pass\n\ndef free(a): pass\n",
            &[
                "constant limit",
                "class c",
                "  field x",
                "  function go",
                "function free",
            ],
            &["os/path", "pkg/mod/other", "pkg/mod/thing"],
        ),
        (
            "a.go",
            "package p\nimport (\n\t\"example.org/m/pkg\"\n)\ntype T struct{ A int }\nfunc (t *T) Go() {}\nfunc Free() {}\nconst N = 1\n",
            &["type t", "function go", "function free", "constant n"],
            &["example.org/m/pkg"],
        ),
        (
            "A.java",
            "import com.acme.Widget;\nclass A extends B {\n  private int x;\n  A() {}\n  int go() { return 1; }\n}\ninterface I { void f(); }\nenum E { X }\n",
            &[
                "class a",
                "  field x",
                "  function a",
                "  function go",
                "class i",
                "  function f",
                "type e",
            ],
            &["com/acme/Widget"],
        ),
        (
            "a.js",
            "import { a, b as c } from './util.js';\nconst path = require('lib/path');\nexport function go(x) { function inner() {} }\nexport const arrow = (y) => y;\nclass C { d = 1; m() {} }\n",
            &[
                "constant path",
                "function go",
                "function arrow",
                "class c",
                "  field d",
                "  function m",
            ],
            &["lib/path", "util", "util/a", "util/b"],
        ),
        (
            "a.ts",
            "import { A } from '../model';\nexport interface I { f(): void }\ntype T = string;\nenum E { X }\nabstract class C { private x = 1; abstract g(): void; h(): void {} }\n",
            &[
                "type i",
                "type t",
                "type e",
                "class c",
                "  field x",
                "  function g",
                "  function h",
            ],
            &["model", "model/A"],
        ),
        (
            "a.tsx",
            "export const View = (p: P) => <div>{p.b}</div>;\n",
            &["function view"],
            &[],
        ),
        (
            "a.c",
            "#include <sys/stat.h>\n#include \"list.h\"\n#define MAX 3\n#define SQ(x) ((x)*(x))\nstruct node { int v; };\ntypedef unsigned u;\nint sum(struct node *n);\nstatic char *name(void) { return 0; }\n",
            &[
                "constant max",
                "macro sq",
                "type node",
                "type u",
                "function sum",
                "function name",
            ],
            &["list", "sys/stat"],
        ),
        (
            "a.cpp",
            "#include \"w.hpp\"\nclass W : public B {\n public:\n  int size() const;\n  void go() {}\n  int n_;\n};\nint W::size() const { return n_; }\nusing Id = int;\n",
            &[
                "class w",
                "  function size",
                "  function go",
                "  field n_",
                "function size",
                "type id",
            ],
            &["w"],
        ),
    ];
    for (path, text, definitions, imports) in cases {
        let entry = entry(path, text);
        assert_eq!(outline(&entry), *definitions, "{path}");
        let imported: Vec<&str> = entry.imports.iter().map(|import| &**import).collect();
        assert_eq!(imported, *imports, "{path}");
    }
    let covered: Vec<String> = languages().iter().map(|one| one.id.clone()).collect();
    assert_eq!(covered.len(), cases.len(), "a case for each of {covered:?}");
}

#[test]
fn a_definition_is_known_by_its_head_or_its_whole() {
    let entry = entry(
        "a.rs",
        "impl S {\n    /// Adds.\n    pub(crate) async fn add(\n        &self,\n        b: u8,\n    ) -> u8 {\n        b\n    }\n}\n\npub struct P {\n    /// Left.\n    x: u8,\n    y: u8,\n}\n",
    );
    let texts: Vec<&str> = entry.definitions.iter().map(|one| &*one.text).collect();
    assert_eq!(
        texts,
        [
            "impl S",
            "pub(crate) async fn add(\n    &self,\n    b: u8,\n) -> u8",
            "pub struct P {\n    x: u8,\n    y: u8,\n}",
        ]
    );
    assert_eq!(entry.definitions[1].lines, 2..8);
    assert_eq!(entry.definitions[1].parent, Some(0));
}
