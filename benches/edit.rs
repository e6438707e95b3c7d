//! Edits and parses as the server makes them: a keystroke in files of three sizes, with and without
//! its tree, and a whole parse. `cargo bench --no-default-features --bench edit`.

use divan::{Bencher, black_box};
use inglenook::syntax::{Languages, Tree};
use inglenook::text::{Encoding, Position, Text};
use inglenook::workspace::{Change, Opened, Workspace};

/// Lines of the files: a small one, a large one, one near the size limit.
const LINES: [usize; 3] = [100, 2_000, 40_000];

fn main() {
    divan::main();
}

/// Rust code of so many lines.
fn code(lines: usize) -> String {
    let item =
        "/// Adds.\npub fn add(a: u32, b: u32) -> u32 {\n    let sum = a + b; // α😀\n    sum\n}\n";
    item.repeat(lines / 5)
}

fn workspace(text: &str) -> Workspace {
    let languages = Languages::embedded().expect("the embedded languages are valid");
    let workspace = Workspace::new(languages, 2 * 1024 * 1024);
    workspace.open(Opened {
        uri: "mem:a".into(),
        path: None,
        editor_language: "rust".into(),
        version: 1,
        text: text.into(),
    });
    workspace
}

/// A letter typed in the middle of the file.
fn keystroke(lines: usize) -> Change {
    let place = Position {
        line: u32::try_from(lines / 2).expect("small"),
        character: 4,
    };
    Change {
        range: Some((place, place)),
        text: "x".into(),
    }
}

/// didChange with one letter; nobody asks for the tree.
#[divan::bench(args = LINES)]
fn edit(bencher: Bencher, lines: usize) {
    let workspace = workspace(&code(lines));
    let change = [keystroke(lines)];
    bencher.bench_local(|| workspace.apply("mem:a", 2, black_box(&change), Encoding::Utf16));
}

/// didChange with one letter, and the tree after it.
#[divan::bench(args = LINES)]
fn edit_and_tree(bencher: Bencher, lines: usize) {
    let text = code(lines);
    let change = [keystroke(lines)];
    bencher
        .with_inputs(|| {
            let workspace = workspace(&text);
            workspace.snapshot("mem:a").expect("it is open").tree();
            workspace
        })
        .bench_local_values(|workspace| {
            workspace.apply("mem:a", 2, black_box(&change), Encoding::Utf16);
            let snapshot = workspace.snapshot("mem:a").expect("it is open");
            snapshot.tree().is_some()
        });
}

/// A whole parse.
#[divan::bench(args = LINES)]
fn parse(bencher: Bencher, lines: usize) {
    let languages = Languages::embedded().expect("the embedded languages are valid");
    let rust = languages.by_id("rust").expect("it is embedded");
    let text = Text::new(&code(lines));
    bencher.bench_local(|| Tree::parse(rust, black_box(&text)));
}
