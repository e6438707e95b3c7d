//! What the index leaves out and says so, and what it keeps on disk.

use super::{build, folder, gate, languages, write};
use inglenook::index::{Index, Limits, place};
use std::fs;
use std::path::Path;
use std::sync::atomic::AtomicBool;

#[test]
fn bad_files_are_left_out_and_counted() {
    let folder = folder(&[("good.js", "function good() {}\n")]);
    write(
        folder.path(),
        "line.js",
        format!("var x = \"{}\";\n", "a".repeat(1 << 20)),
    );
    write(
        folder.path(),
        "min.js",
        format!("var x = \"{}\";\n", "a".repeat(5_000)),
    );
    write(folder.path(), "latin.js", b"// caf\xe9\n");
    write(folder.path(), "nul.js", b"var a = '\0';\n");
    #[cfg(unix)]
    {
        let link = |to: &Path, name: &str| {
            std::os::unix::fs::symlink(to, folder.path().join(name)).expect("writable");
        };
        link(folder.path(), "loop");
        link(&folder.path().join("good.js"), "link.js");
        link(&folder.path().join("knot.js"), "knot.js");
    }
    let (index, built) = build(folder.path(), Limits::default(), None);
    assert_eq!(built.files, 1);
    assert_eq!(index.defined("good", "x.js", 9).len(), 1);
    let skipped = built.skipped;
    assert_eq!(
        (skipped.too_large, skipped.long_lines, skipped.binary),
        (1, 1, 2)
    );
    let said = skipped.to_string();
    assert_eq!(
        said,
        "1 too large, 1 with very long lines (minified or data), 2 not text"
    );
}

#[test]
fn a_folder_over_the_limits_is_read_in_part_and_says_so() {
    let files: Vec<(String, String)> = (0..300)
        .map(|n| {
            (
                format!("d{}/f{n:03}.py", n % 7),
                format!("def f{n}(): pass\n"),
            )
        })
        .collect();
    let files: Vec<(&str, &str)> = files
        .iter()
        .map(|(a, b)| (a.as_str(), b.as_str()))
        .collect();
    let folder = folder(&files);
    let limits = |entries, files, definitions, chunks| Limits {
        entries,
        files,
        definitions,
        chunks,
        ..Limits::default()
    };
    let (_, built) = build(folder.path(), limits(1_000, 100, 1_000, 1_000), None);
    assert_eq!((built.files, built.skipped.over_limit), (100, 200));
    let (_, built) = build(folder.path(), limits(50, 1_000, 1_000, 1_000), None);
    assert!(built.skipped.folder_too_large && built.files < 50);
    assert!(
        built
            .skipped
            .to_string()
            .contains("more files than are looked at")
    );
    let (index, built) = build(folder.path(), limits(1_000, 1_000, 40, 60), None);
    assert_eq!(index.size().definitions, 40);
    assert_eq!(index.size().chunks, 60);
    assert_eq!((built.files, built.skipped.over_limit), (300, 260));
    // What is being worked on gets in all the same.
    let path = folder.path().join("edited.py");
    assert!(index.update(&path, "def edited(): pass\n", None, &gate(folder.path())));
    assert_eq!(index.defined("edited", "x.py", 1).len(), 1);
    // Told to stop, it stops.
    let index = Index::new(folder.path(), languages(), Limits::default());
    let built = index.build(
        &gate(folder.path()),
        None,
        &|_, _| {},
        &AtomicBool::new(true),
    );
    assert_eq!(built.files, 0);
}

#[test]
fn the_saved_index_is_used_when_it_is_whole_and_of_this_build() {
    let folder = folder(&[
        (
            "a.py",
            "import b\ndef one(): pass\nclass C:\n    def two(self): pass\n",
        ),
        ("b.py", "def three(): pass\n"),
    ]);
    let cache = tempfile::tempdir().expect("a temporary folder");
    let file = place(cache.path(), folder.path());
    let again = || build(folder.path(), Limits::default(), Some(&file));
    let (index, built) = again();
    assert_eq!((built.kept, built.rebuilt), (0, None), "there was none");
    index.save(&file).expect("writable");
    let (same, built) = again();
    assert_eq!((built.files, built.kept), (2, 2));
    assert_eq!(same.outline("a.py"), index.outline("a.py"));
    assert_eq!(same.imports("a.py"), index.imports("a.py"));
    assert_eq!(same.similar("three", 4, 4), index.similar("three", 4, 4));
    // A file that changed is read anew, the other is not.
    write(folder.path(), "b.py", "def four(): return 4\n");
    let (changed, built) = again();
    assert_eq!((built.files, built.kept), (2, 1));
    assert_eq!(changed.defined("four", "a.py", 1).len(), 1);
    let whole = fs::read(&file).expect("it is there");
    let mut version = whole.clone();
    version[8] ^= 1;
    let mut grammars = whole.clone();
    grammars[12] ^= 1;
    let mut flipped = whole.clone();
    flipped[whole.len() - 3] ^= 0x10;
    for (bytes, why) in [
        (version, "another version"),
        (grammars, "other grammars"),
        (whole[..whole.len() / 2].to_vec(), "damaged"),
        (whole[..20].to_vec(), "damaged"),
        (flipped, "damaged"),
        (Vec::new(), "damaged"),
        (b"garbage".repeat(1_000), "damaged"),
    ] {
        fs::write(&file, bytes).expect("writable");
        let (index, built) = again();
        let said = built.rebuilt.expect("it says why");
        assert!(said.contains(why), "{said}");
        assert_eq!((built.files, built.kept), (2, 0));
        assert_eq!(index.defined("one", "b.py", 1).len(), 1);
    }
    // What the gate closes meanwhile does not come back from the disk.
    fs::write(&file, whole).expect("writable");
    write(folder.path(), ".inglenookignore", "a.py\n");
    let (index, _) = again();
    assert_eq!(index.defined("one", "b.py", 1), []);
}
