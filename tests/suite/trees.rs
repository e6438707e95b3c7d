//! The tree that a document keeps by edits, against the tree of a fresh parse.

use fastrand::Rng;
use inglenook::syntax::{Language, Languages, Node, Tree};
use inglenook::testing;
use inglenook::text::Encoding;
use inglenook::workspace::{Change, Opened, Workspace};
use std::ops::Range;
use std::sync::Arc;

fn languages() -> Languages {
    Languages::embedded().expect("the embedded languages are valid")
}

/// A little of each language, so that edits fall into real code.
fn sample(language: &Language) -> &'static str {
    match language.id.as_str() {
        "python" => {
            "import os\n\ndef f(a, b=1):\n    return os.path.join(a, \"é😀\")\n\nclass C:\n    x = [1, 2]\n"
        }
        "go" => {
            "package main\n\nfunc f(a int) string {\n\tif a > 1 {\n\t\treturn \"é😀\"\n\t}\n\treturn ``\n}\n"
        }
        "java" => "class C {\n  int f(int a) {\n    return a + \"é😀\".length(); // x\n  }\n}\n",
        "c" | "cpp" => {
            "#include <a.h>\n\nstatic int f(char *a) {\n  return a[0] + '\\n'; /* é😀 */\n}\n"
        }
        "rust" => {
            "use a::b;\n\nfn f(a: &str) -> u8 {\n    match a { \"é😀\" => 1, _ => 2 } // x\n}\n"
        }
        "tsx" => "const A = (p: P) => <div a={1}>é😀{p.b}</div>;\n",
        _ => "function f(a) {\r\n  return `é😀 ${a.b}` + /x/g.test(a);\r\n}\nclass C { d = 1 }\n",
    }
}

fn shape(tree: &Tree) -> Vec<String> {
    fn walk(node: Node<'_>, out: &mut Vec<String>) {
        let (start, end) = (node.start_position(), node.end_position());
        out.push(format!(
            "{} {:?} {}:{}-{}:{} {}{}",
            node.kind(),
            node.byte_range(),
            start.row,
            start.column,
            end.row,
            end.column,
            node.is_error(),
            node.is_missing()
        ));
        let mut cursor = node.walk();
        for child in node.children(&mut cursor) {
            walk(child, out);
        }
    }
    let mut out = Vec::new();
    walk(tree.root(), &mut out);
    out
}

/// Error recovery may rest on how the parser got there, so trees are compared node by node where the
/// fresh one is free of errors, and else by what was read and that both see errors.
#[test]
fn a_tree_kept_by_edits_is_the_tree_of_a_fresh_parse() {
    let mut compared = 0;
    for language in languages().iter() {
        let mut random = Rng::with_seed(11);
        for _ in 0..6 {
            compared += edits_keep_the_tree(language, &mut random);
        }
    }
    assert!(
        compared > 200,
        "only {compared} trees without errors were compared"
    );
}

fn edits_keep_the_tree(language: &Arc<Language>, random: &mut Rng) -> usize {
    let sound = sample(language);
    let workspace = Workspace::new(languages(), 1 << 20);
    workspace.open(Opened {
        uri: "mem:a".into(),
        path: None,
        editor_language: language.editor_ids[0].clone(),
        version: 1,
        text: sound.into(),
    });
    let mut plain = sound.to_string();
    let mut compared = 0;
    for step in 0..24 {
        // Out into broken code by three edits, and back to sound code by one.
        let (range, with) = if step % 4 == 3 {
            (0..plain.len(), String::new())
        } else {
            testing::edit(random, &plain, 300)
        };
        let with = if step % 4 == 3 {
            format!("{with}{sound}")
        } else {
            with
        };
        let mut changes = vec![change(&mut plain, range, with)];
        // Some edits come together, with no parse between.
        for _ in 0..random.usize(..=2) {
            if step % 4 != 3 {
                let (range, with) = testing::edit(random, &plain, 300);
                changes.push(change(&mut plain, range, with));
            }
        }
        assert!(workspace.apply("mem:a", step, &changes, Encoding::Utf16));
        let snapshot = workspace.snapshot("mem:a").expect("it is open");
        assert_eq!(snapshot.text.to_string(), plain);
        let kept = snapshot.tree().expect("every language parses");
        let fresh = Tree::parse(language, &snapshot.text).expect("every language parses");
        assert_eq!(
            kept.root().byte_range(),
            fresh.root().byte_range(),
            "{}",
            language.id
        );
        assert_eq!(
            kept.errors() > 0,
            fresh.errors() > 0,
            "{}: {plain:?}",
            language.id
        );
        if fresh.errors() == 0 {
            assert_eq!(shape(kept), shape(&fresh), "{}: {plain:?}", language.id);
            compared += 1;
        }
    }
    compared
}

/// Makes an edit in the client's text, and the change that tells the server.
fn change(plain: &mut String, range: Range<usize>, with: String) -> Change {
    let place = |offset| testing::position(plain, offset, Encoding::Utf16);
    let places = (place(range.start), place(range.end));
    plain.replace_range(range, &with);
    Change {
        range: Some(places),
        text: with,
    }
}
