//! The index of a project: what leads to its files, edits, privacy; further below what a file of each
//! language holds, and limits and the disk.

mod languages;
mod limits;

use inglenook::index::words::{bm25, weight};
use inglenook::index::{Built, Index, Limits};
use inglenook::syntax::{Kind, Languages};
use inglenook::workspace::Privacy;
use std::fs;
use std::path::Path;
use std::sync::atomic::AtomicBool;

pub fn languages() -> Languages {
    Languages::embedded().expect("the embedded languages are valid")
}

/// A folder with these files.
pub fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (name, text) in files {
        write(folder.path(), name, text);
    }
    folder
}

pub fn write(root: &Path, name: &str, text: impl AsRef<[u8]>) {
    let path = root.join(name);
    fs::create_dir_all(path.parent().expect("it stands in a folder")).expect("writable");
    fs::write(path, text).expect("writable");
}

pub fn gate(root: &Path) -> Privacy {
    Privacy::new(Some(root), &[]).expect("the built-in globs are valid")
}

pub fn build(root: &Path, limits: Limits, saved: Option<&Path>) -> (Index, Built) {
    let index = Index::new(root, languages(), limits);
    let built = index.build(&gate(root), saved, &|_, _| {}, &AtomicBool::new(false));
    (index, built)
}

/// The index of a folder with the usual limits.
pub fn read(root: &Path) -> Index {
    build(root, Limits::default(), None).0
}

#[test]
fn names_imports_and_words_lead_to_files() {
    let folder = folder(&[
        ("src/main.rs", "use crate::store::Store;\nfn main() {}\n"),
        ("src/store/mod.rs", "pub struct Store { path: String }\n"),
        (
            "src/other.rs",
            "pub fn wander() { let telescope = lens; }\n",
        ),
        ("notes.txt", "struct Store"),
    ]);
    let index = read(folder.path());
    assert_eq!(index.size().files, 3);
    let found = index.defined("Store", "src/main.rs", 5);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].path, "src/store/mod.rs");
    assert_eq!(found[0].definition.kind, Kind::Type);
    assert_eq!(index.defined("store", "src/main.rs", 5), [], "case counts");
    let imports = index.imports("src/main.rs");
    assert_eq!(imports.len(), 1);
    assert_eq!(imports[0].path, "src/store/mod.rs");
    assert_eq!(imports[0].name.as_deref(), Some("Store"));
    let similar = index.similar("the telescope", 8, 3);
    assert_eq!(similar[0].path, "src/other.rs");
    let lines = index.lines("src/other.rs", 0..1);
    assert!(lines.is_some_and(|text| text.starts_with("pub fn wander")));
}

#[test]
fn a_path_of_the_crate_means_its_own_module_and_not_the_nearest_of_that_name() {
    let folder = folder(&[
        ("app/src/lib.rs", "pub mod review;\npub mod cli;\n"),
        ("app/src/review/mod.rs", "pub struct Review;\n"),
        (
            "app/src/cli/mod.rs",
            "pub mod deep;\npub use deep::late::Late;\n",
        ),
        ("app/src/cli/output.rs", "pub fn print() {}\n"),
        ("app/src/cli/deep/late.rs", "pub struct Late;\n"),
        ("app/src/cli/commands/review/mod.rs", "pub struct Review;\n"),
        ("app/src/cli/commands/output.rs", "pub fn print() {}\n"),
        ("app/src/cli/commands/scan/output.rs", "pub fn print() {}\n"),
        (
            "app/src/cli/commands/scan.rs",
            "use crate::cli::Late;\nuse crate::review::Review;\n\
             use self::output::print as inner;\nuse super::output::print;\n\
             use super::super::output::print as outer;\nuse crate::gone::Gone;\n",
        ),
        ("app/tests/main.rs", "mod late;\nuse crate::late::Late;\n"),
        ("app/tests/late.rs", "pub struct Late;\n"),
        ("other/src/lib.rs", "pub mod gone;\n"),
        ("other/src/gone.rs", "pub struct Gone;\n"),
    ]);
    let index = read(folder.path());
    let meant = |path: &str| -> Vec<(String, Option<String>)> {
        let imports = index.imports(path).into_iter();
        imports.map(|one| (one.path, one.name)).collect()
    };
    let named = |path: &str, name: &str| (format!("app/src/{path}"), Some(name.to_string()));
    // In the order of the imports' texts.
    assert_eq!(
        meant("app/src/cli/commands/scan.rs"),
        [
            // Passed on by the module that is named.
            named("cli/deep/late.rs", "Late"),
            named("review/mod.rs", "Review"),
            named("cli/commands/scan/output.rs", "print"),
            named("cli/commands/output.rs", "print"),
            named("cli/output.rs", "print"),
        ],
        "and nothing of another crate"
    );
    let own = ("app/tests/late.rs".to_string(), Some("Late".to_string()));
    assert_eq!(meant("app/tests/main.rs"), [own]);
}

#[test]
fn bm25_is_what_its_formula_says() {
    // A word in one of two chunks, once, in a chunk of the mean length: the fraction is
    // 1 * 2.2 / (1 + 1.2) = 1 and leaves the weight, ln(1 + 1.5 / 1.5).
    assert!((bm25(1.0, 10.0, 10.0, 1, 2) - 2f64.ln()).abs() < 1e-12);
    // Twice: 2 * 2.2 / (2 + 1.2) = 1.375.
    assert!((bm25(2.0, 10.0, 10.0, 1, 2) - 1.375 * 2f64.ln()).abs() < 1e-12);
    // A chunk twice as long: 2.2 / (1 + 1.2 * (0.25 + 0.75 * 2)) = 2.2 / 3.1.
    assert!((bm25(1.0, 20.0, 10.0, 1, 2) - 2.2 / 3.1 * 2f64.ln()).abs() < 1e-12);
    // A word that all chunks hold tells little, but never less than nothing.
    assert!(weight(100, 100) > 0.0 && weight(100, 100) < 0.01);
}

#[test]
fn the_chunk_with_the_rarer_word_comes_first() {
    let folder = folder(&[
        ("a.py", "common = 1\nrare = 2\n"),
        ("b.py", "common = 1\nother = 2\n"),
        ("c.py", "common = 1\nnothing = 2\n"),
    ]);
    let index = read(folder.path());
    let found = index.similar("common rare", 8, 5);
    // One word more, each chunk two words long: weight(3, 3) + weight(1, 3) against weight(3, 3).
    let (both, one) = (weight(3, 3) + weight(1, 3), weight(3, 3));
    assert_eq!(found.len(), 3);
    assert_eq!(found[0].path, "a.py");
    assert!((found[0].score - both).abs() < 1e-9, "{}", found[0].score);
    assert!((found[1].score - one).abs() < 1e-9);
    assert_eq!(found[1].path, "b.py", "equal ones by path");
}

#[test]
fn edits_and_files_are_reflected() {
    let folder = folder(&[
        ("a.py", "def old(): pass\n"),
        ("sub/b.py", "def gone(): pass\n"),
    ]);
    let (index, privacy) = (read(folder.path()), gate(folder.path()));
    let has = |name: &str| !index.defined(name, "x.py", 1).is_empty();
    let path = folder.path().join("a.py");
    assert!(index.update(&path, "def fresh(): pass\nzebra = 1\n", None, &privacy));
    assert!(has("fresh") && !has("old"));
    assert_eq!(index.similar("zebra", 4, 4).len(), 1);
    assert_eq!(
        index.lines("a.py", 0..1),
        None,
        "the disk holds another text"
    );
    // The editor lets go: the disk counts again.
    index.refresh(std::slice::from_ref(&path), &privacy);
    assert!(has("old") && !has("fresh"));
    assert_eq!(index.similar("zebra", 4, 4), []);
    write(folder.path(), "c.py", "def made(): pass\n");
    fs::remove_dir_all(folder.path().join("sub")).expect("writable");
    index.refresh(
        &[folder.path().join("c.py"), folder.path().join("sub")],
        &privacy,
    );
    assert!(has("made") && !has("gone"));
    assert_eq!(index.size().files, 2);
    // So often that dead chunks are cleaned away, and still right.
    for round in 0..3_000 {
        index.update(&path, &format!("word{round} = 1\n"), None, &privacy);
    }
    assert_eq!(index.size().chunks, 2);
    assert_eq!(index.similar("word2999", 4, 4).len(), 1);
    assert_eq!(index.similar("word2998", 4, 4), []);
    assert_eq!(index.similar("made", 4, 4)[0].path, "c.py");
}

#[test]
fn private_files_never_get_in() {
    let folder = folder(&[
        (".gitignore", "hidden.py\n"),
        (".inglenookignore", "own.py\n"),
        ("hidden.py", "def hush(): pass\n"),
        ("own.py", "def hush(): pass\n"),
        ("secrets.env.py/x.py", "def fine(): pass\n"),
        ("open.py", "def loud(): pass\n"),
    ]);
    let (index, privacy) = (read(folder.path()), gate(folder.path()));
    for name in ["hidden.py", "own.py"] {
        let path = folder.path().join(name);
        assert!(!index.update(&path, "def hush(): pass\n", None, &privacy));
        index.refresh(&[path], &privacy);
    }
    assert_eq!(index.defined("hush", "open.py", 5), []);
    assert_eq!(index.similar("hush", 4, 4), []);
    assert_eq!(index.defined("loud", "x.py", 5).len(), 1);
    // A file that is named later is gone at the next look.
    write(folder.path(), ".gitignore", "hidden.py\nopen.py\n");
    index.refresh(&[folder.path().join("open.py")], &privacy);
    assert_eq!(index.defined("loud", "x.py", 5), []);
}
