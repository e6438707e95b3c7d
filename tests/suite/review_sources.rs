//! What `inglenook review` can be about beside the index: the working tree, one commit, a patch; and
//! where findings count. Without a model.

use crate::repo::Repo;
use crate::shell::{Ran, inglenook};
use std::path::Path;

const FINE: &str =
    "import subprocess\n\n\ndef list_files(path):\n    subprocess.run([\"ls\", path])\n";

fn fault() -> String {
    FINE.replace("[\"ls\", path]", "f\"ls {path}\", shell=True")
}

fn review(repo: &Repo, args: &[&str]) -> Ran {
    let home = repo.path().join(".git/home");
    let args = [&["review", "--no-model", "--format", "json"], args].concat();
    inglenook(repo.path(), &home, &args)
}

/// What git would write of `old` becoming `new` in `path`, a whole file replaced.
fn patch(path: &str, old: &str, new: &str) -> String {
    let side = |mark: char, text: &str| -> String {
        text.lines().map(|line| format!("{mark}{line}\n")).collect()
    };
    let (was, is) = (old.lines().count(), new.lines().count());
    format!(
        "diff --git a/{path} b/{path}\n--- a/{path}\n+++ b/{path}\n@@ -1,{was} +1,{is} @@\n{}{}",
        side('-', old),
        side('+', new)
    )
}

#[test]
fn the_working_tree_with_new_files_and_one_commit() {
    let repo = Repo::new();
    repo.add("a.py", FINE);
    repo.add("b.py", &fault());
    repo.write("a.py", fault()).stage("a.py");
    repo.write("new.py", fault());
    assert_eq!(
        review(&repo, &["--worktree"]).places(),
        ["a.py:5", "new.py:5"]
    );
    assert_eq!(review(&repo, &["--commit", "HEAD"]).places(), ["b.py:5"]);
    // The first commit has no parent: all of it is new.
    let first = review(&repo, &["--commit", "HEAD~1"]);
    assert_eq!((first.code, first.places().len()), (0, 0));
    assert_eq!(review(&repo, &["--commit", "nobody"]).code, 2);
    assert_eq!(review(&repo, &["--commit", "HEAD", "--staged"]).code, 2);
}

#[test]
fn a_patch_applied_or_not_and_one_that_does_not_apply() {
    let repo = Repo::new();
    repo.add("a.py", FINE);
    repo.write("c.patch", patch("a.py", FINE, &fault()));
    let before = review(&repo, &["--patch", "c.patch"]);
    assert_eq!(before.places(), ["a.py:5"], "{before:?}");
    assert_eq!(
        std::fs::read_to_string(repo.path().join("a.py")).expect("there"),
        FINE
    );
    repo.write("a.py", fault());
    assert_eq!(review(&repo, &["--patch", "c.patch"]).out, before.out);
    // One of two files does not fit: the other is reviewed, and the note says so.
    let two = patch("a.py", FINE, &fault()) + &patch("b.py", "x = 1\n", "x = 2\n");
    repo.write("b.py", "something = 'else'\n")
        .write("c.patch", two);
    let partly = review(&repo, &["--patch", "c.patch"]);
    assert_eq!(partly.places(), ["a.py:5"]);
    assert!(
        partly
            .out
            .contains("b.py: not read, the patch does not apply"),
        "{partly:?}"
    );
    repo.write("c.patch", patch("b.py", "x = 1\n", "x = 2\n"));
    let nothing = review(&repo, &["--patch", "c.patch"]);
    assert_eq!(nothing.code, 2, "{nothing:?}");
    repo.write("c.patch", "this is no patch\n");
    assert_eq!(review(&repo, &["--patch", "c.patch"]).code, 2);
    let out = patch("../evil.py", "", "x = 1\n");
    repo.write("c.patch", out);
    let out = review(&repo, &["--patch", "c.patch"]);
    assert!(out.code == 2 && out.err.contains("leads out"), "{out:?}");
}

#[test]
fn findings_count_where_the_filter_says() {
    let repo = Repo::new();
    let far = format!("{}{}", fault(), "\n\nx = 1\n".repeat(5));
    repo.add("a.py", &far);
    repo.add("other.py", &fault());
    let near = far.replacen("x = 1", "x = 2", 1);
    repo.write("a.py", &near).stage("a.py");
    let at = |filter: &str| review(&repo, &["--staged", "--filter", filter]).places();
    assert_eq!(at("added"), Vec::<String>::new());
    assert_eq!(at("context"), ["a.py:5"]);
    assert_eq!(at("file"), ["a.py:5"]);
    assert_eq!(at("all"), ["a.py:5", "other.py:5"]);
    repo.write("a.py", far.replace("x = 1", "x = 3"))
        .stage("a.py");
    repo.commit("all lines");
    let last = near.trim_end().len() - 1;
    let end = format!("{}9\n", &far.replace("x = 1", "x = 3")[..last]);
    repo.write("a.py", end).stage("a.py");
    assert_eq!(at("context"), Vec::<String>::new());
    assert_eq!(at("file"), ["a.py:5"]);
}

#[test]
fn vendored_locked_and_generated_files_are_listed_as_left_out() {
    let repo = Repo::new();
    repo.add("README", "text\n");
    let generated = format!("# @generated\n{}", fault());
    for (path, text) in [
        ("third_party/a.py", fault()),
        ("Cargo.lock", "x = 1\n".into()),
        ("made.py", generated),
        ("mine.py", fault()),
    ] {
        repo.write(path, text).stage(path);
    }
    let ran = review(&repo, &["--staged"]);
    assert_eq!(ran.places(), ["mine.py:5"]);
    let notes = ran.json()["notes"].to_string();
    let listed =
        "left out: Cargo.lock (lock file), made.py (generated), third_party/a.py (vendored)";
    assert!(notes.contains(listed), "{notes}");
    assert_eq!(review(&repo, &["made.py"]).places(), ["made.py:6"]);
}

#[test]
fn moved_code_keeps_its_fingerprint_and_equal_runs_their_bytes() {
    let repo = Repo::new();
    repo.add("README", "text\n");
    let prints = |ran: &Ran| -> Vec<String> {
        let json = ran.json();
        let findings = json["findings"].as_array().expect("a list").clone();
        let print = |finding: &serde_json::Value| finding["fingerprint"].to_string();
        findings.iter().map(print).collect()
    };
    repo.write("a.py", fault()).stage("a.py");
    let here = review(&repo, &["--staged"]);
    assert_eq!(here.out, review(&repo, &["--staged"]).out);
    let moved = format!("{}{}", "# a line\n".repeat(40), fault());
    repo.write("a.py", moved).stage("a.py");
    let there = review(&repo, &["--staged"]);
    assert_eq!(there.places(), ["a.py:45"]);
    assert_eq!(prints(&here), prints(&there));
}

#[cfg(unix)]
#[test]
fn odd_names_are_reviewed_and_written_in_every_format() {
    use std::os::unix::ffi::OsStrExt;
    let repo = Repo::new();
    repo.add("README", "text\n");
    let names: [&[u8]; 4] = [b"a b.py", b"it's \"x\".py", b"new\nline.py", b"caf\xe9.py"];
    for name in names {
        let path = Path::new(std::ffi::OsStr::from_bytes(name));
        repo.write(path, fault()).stage(path);
    }
    let ran = review(&repo, &["--staged"]);
    assert_eq!((ran.code, ran.places().len()), (1, 4), "{ran:?}");
    for format in inglenook::report::names() {
        let home = repo.path().join(".git/home");
        let args = ["review", "--staged", "--no-model", "--format", format];
        let ran = inglenook(repo.path(), &home, &args);
        assert_eq!((ran.code, ran.err.as_str()), (1, ""), "{format}");
        // Where a line is a finding no name may begin another.
        if ["text", "jsonl", "rdjsonl", "github", "markdown"].contains(&format) {
            assert!(!ran.out.contains("new\nline"), "{format}: {}", ran.out);
        }
    }
}
