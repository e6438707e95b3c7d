//! Patches of other programs than git, as people pipe them: `diff -u`, `diff -ru`, Subversion, with
//! breaks of Windows, without a last break, broken off. Held against a folder; without a model.

use crate::repo::Repo;
use crate::shell::{Ran, inglenook};
use std::path::Path;

const FINE: &str = "import os\n\n\ndef show(name):\n    print(name)\n";
const WRONG: &str = "import os\n\n\ndef show(name):\n    os.system(\"ls \" + name)\n";
/// From the one to the other.
const HUNK: &str =
    "@@ -2,4 +2,4 @@\n \n \n def show(name):\n-    print(name)\n+    os.system(\"ls \" + name)\n";

fn review(cwd: &Path, patch: impl AsRef<[u8]>) -> Ran {
    let outside = tempfile::tempdir().expect("a folder");
    let file = outside.path().join("c.patch");
    std::fs::write(&file, patch).expect("write");
    let file = file.to_str().expect("plain");
    let args = ["review", "--no-model", "--format", "json", "--patch", file];
    inglenook(cwd, outside.path(), &args)
}

fn headed(old: &str, new: &str) -> String {
    format!("--- {old}\n+++ {new}\n{HUNK}")
}

#[test]
fn the_file_is_the_one_that_is_there() {
    let repo = Repo::new();
    repo.write("src/a.py", FINE);
    let date = "2026-11-24 10:00:00.000000000 +0000";
    for (old, new) in [
        // diff -u of a copy and the file, either way round.
        (
            format!("src/a.py.orig\t{date}"),
            format!("src/a.py\t{date}"),
        ),
        (format!("src/a.py\t{date}"), format!("src/a.py.new\t{date}")),
        // diff -ru of two trees, and git without its heading.
        (
            format!("old/src/a.py\t{date}"),
            format!("new/src/a.py\t{date}"),
        ),
        ("a/src/a.py".into(), "b/src/a.py".into()),
        // diff of a tree elsewhere.
        (
            format!("/usr/lib/x/src/a.py\t{date}"),
            format!("./src/a.py\t{date}"),
        ),
        // Subversion.
        (
            "src/a.py\t(revision 5)".into(),
            "src/a.py\t(working copy)".into(),
        ),
    ] {
        let ran = review(repo.path(), headed(&old, &new));
        assert_eq!(ran.places(), ["src/a.py:5"], "{old} {new}: {ran:?}");
    }
}

#[test]
fn names_are_seen_from_the_working_folder_first() {
    let repo = Repo::new();
    repo.write("src/a.py", FINE).write("a.py", "x = 1\n");
    let ran = review(&repo.path().join("src"), headed("a.py.orig", "a.py"));
    assert_eq!(ran.places(), ["src/a.py:5"], "{ran:?}");
}

#[test]
fn a_patch_that_stands_already_is_read_as_well() {
    let repo = Repo::new();
    repo.write("a.py", WRONG);
    assert_eq!(
        review(repo.path(), headed("a.py.orig", "a.py")).places(),
        ["a.py:5"]
    );
}

#[test]
fn subversion_with_its_headings_and_properties() {
    let repo = Repo::new();
    repo.write("a.py", FINE);
    let line = "=".repeat(67);
    let patch = format!(
        "Index: a.py\n{line}\n{}\nProperty changes on: a.py\n{}\nAdded: svn:eol-style\n## -0,0 +1 ##\n+native\n\
         Index: new.py\n{line}\n--- new.py\t(nonexistent)\n+++ new.py\t(working copy)\n@@ -0,0 +1,2 @@\n\
         +import os\n+os.system(input())\n",
        headed("a.py\t(revision 5)", "a.py\t(working copy)"),
        "_".repeat(67),
    );
    let ran = review(repo.path(), patch);
    assert_eq!(ran.places(), ["a.py:5", "new.py:2"], "{ran:?}");
}

#[test]
fn new_and_deleted_files_of_two_trees() {
    let repo = Repo::new();
    repo.write("gone.py", "x = 1\n")
        .write("deep/new.py", "y = 1\n");
    let patch = "diff -ruN old/gone.py new/gone.py\n\
                 --- old/gone.py\t2026-11-24 10:00:00.000000000 +0000\n\
                 +++ new/gone.py\t1970-01-01 00:00:00.000000000 +0000\n@@ -1 +0,0 @@\n-x = 1\n\
                 diff -ruN old/new.py new/new.py\n\
                 --- old/new.py\t1970-01-01 00:00:00.000000000 +0000\n\
                 +++ new/new.py\t2026-11-24 10:00:00.000000000 +0000\n@@ -0,0 +1,2 @@\n\
                 +import os\n+os.system(input())\n";
    let ran = review(repo.path(), patch);
    assert_eq!(ran.places(), ["new.py:2"], "{ran:?}");
}

#[test]
fn what_diff_does_not_compare_is_named() {
    let repo = Repo::new();
    repo.write("src/a.py", FINE);
    let patch = format!(
        "Only in new/src: b.py\nBinary files old/logo.png and new/logo.png differ\n{}",
        headed("old/src/a.py", "new/src/a.py")
    );
    let ran = review(repo.path(), patch);
    assert_eq!(ran.places(), ["src/a.py:5"], "{ran:?}");
    for words in [
        "b.py: not read, the patch does not hold it; `diff -N`",
        "logo.png: not read, it is binary",
    ] {
        assert!(ran.out.contains(words), "{words}: {ran:?}");
    }
}

#[test]
fn breaks_of_windows() {
    let repo = Repo::new();
    // The file has them, and the patch of it as well, but for the headings.
    repo.write("a.py", FINE.replace('\n', "\r\n"));
    let lines = HUNK.replace('\n', "\r\n").replacen("\r\n", "\n", 1);
    let ran = review(repo.path(), format!("--- a.py.orig\n+++ a.py\n{lines}"));
    assert_eq!(ran.places(), ["a.py:5"], "{ran:?}");
    // All of the patch has them, the file has and has not.
    let whole = headed("a.py.orig", "a.py").replace('\n', "\r\n");
    for breaks in ["\r\n", "\n"] {
        repo.write("a.py", FINE.replace('\n', breaks));
        let ran = review(repo.path(), &whole);
        assert_eq!(ran.places(), ["a.py:5"], "{ran:?}");
        assert_eq!(
            ran.json()["findings"][0]["excerpt"],
            WRONG.lines().last().expect("five")
        );
    }
}

#[test]
fn a_last_line_without_a_break() {
    let repo = Repo::new();
    repo.write("a.py", FINE.trim_end());
    let hunk = HUNK.replace("(name)\n+", "(name)\n\\ No newline at end of file\n+");
    for end in ["", "\\ No newline at end of file\n"] {
        let patch = format!(
            "--- a.py.orig\n+++ a.py\n{hunk}{end}--- b.py\n+++ b.py\n@@ -0,0 +1 @@\n+eval(input())\n"
        );
        let ran = review(repo.path(), patch);
        assert_eq!(ran.places(), ["a.py:5", "b.py:1"], "{ran:?}");
    }
}

#[test]
fn lines_that_look_like_headings_are_lines() {
    let repo = Repo::new();
    repo.write("a.sql", "-- old\n-- older\n")
        .write("a.py", FINE);
    let sql = "--- a.sql\n+++ a.sql\n@@ -1,2 +1,2 @@\n--- old\n--- older\n+++ new\n+++ newer\n";
    let ran = review(repo.path(), format!("{sql}{}", headed("a.py", "a.py")));
    assert_eq!(
        (ran.places(), ran.json()["files"].clone()),
        (vec!["a.py:5".to_string()], 2.into()),
        "{ran:?}"
    );
}

#[test]
fn one_that_breaks_off_is_read_as_far_as_it_goes() {
    let repo = Repo::new();
    repo.write("a.py", FINE).write("b.py", FINE);
    let whole = headed("a.py", "a.py") + &headed("b.py", "b.py");
    let ran = review(repo.path(), &whole[..whole.len() - 30]);
    assert_eq!(ran.places(), ["a.py:5"], "{ran:?}");
    assert!(
        ran.out.contains("b.py: not read, the patch breaks off"),
        "{ran:?}"
    );
}

#[test]
fn what_cannot_be_read_says_why() {
    let repo = Repo::new();
    let context = "*** a.py\n--- b.py\n***************\n*** 1 ****\n! x\n--- 1 ----\n! y\n";
    for (patch, words) in [
        ("1c1\n< x\n---\n> y\n", "it names no file"),
        (context, "a context diff"),
        (
            &headed("nobody.py", "nobody.py"),
            "there is no such file here",
        ),
        (&headed("../evil.py", "../evil.py"), "leads out"),
        (
            "diff --cc a.py\nindex 1,2..3\n--- a/a.py\n+++ b/a.py\n@@@ -1,1 -1,1 +1,2 @@@\n",
            "a combined diff",
        ),
    ] {
        let ran = review(repo.path(), patch);
        assert!(ran.code == 2 && ran.err.contains(words), "{words}: {ran:?}");
    }
}

#[test]
fn what_git_says_without_hunks() {
    let repo = Repo::new();
    repo.write("to.py", WRONG)
        .write("a b.py", WRONG)
        .write("x.py", FINE);
    let patch = "diff --git a/from.py b/to.py\nsimilarity index 100%\nrename from from.py\nrename to to.py\n\
                 diff --git a/a b.py b/a b.py\nold mode 100644\nnew mode 100755\n\
                 diff --git a/logo.png b/logo.png\nindex 1..2 100644\nBinary files a/logo.png and b/logo.png differ\n";
    let plain = headed("x.py", "x.py").replace(
        "--- x.py",
        "diff --git x.py x.py\nindex 1..2 100644\n--- x.py",
    );
    let ran = review(repo.path(), format!("{patch}{plain}"));
    assert_eq!(ran.places(), ["x.py:5"], "{ran:?}");
    assert_eq!(ran.json()["files"], 3, "{ran:?}");
    assert!(
        ran.out.contains("logo.png: not read, it is binary"),
        "{ran:?}"
    );
}

#[test]
fn no_cut_of_a_patch_is_too_much() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("a.py"), FINE).expect("write");
    let git = "diff --git \"a/t\\303\" \"b/t\\303\"\nrename from \"t\\303\"\nrename to x\n--- \"a/t\\303\"\n";
    let whole = headed("a.py\t(revision 5)", "a.py") + git + "Only in x: y\nIndex: z\n";
    for end in 0..whole.len() {
        let cut = &whole.as_bytes()[..end];
        // Read as far as it goes or refused, never a crash.
        let read = inglenook::git::patched(cut, folder.path(), Path::new(""));
        assert!(
            read.is_ok() || end < whole.find("@@").expect("a hunk"),
            "{end}"
        );
    }
}
