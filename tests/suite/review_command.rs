//! `inglenook review` in process, without a model: sources of a change, exit codes, what is said.

use crate::repo::Repo;
use crate::shell::{Ran, inglenook};
use std::path::Path;

/// A repository and a home without any model.
struct Desk {
    repo: Repo,
    home: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        Self {
            repo: Repo::new(),
            home: tempfile::tempdir().expect("a temporary folder"),
        }
    }

    fn review(&self, args: &[&str]) -> Ran {
        self.review_in(self.repo.path(), args)
    }

    fn review_in(&self, cwd: &Path, args: &[&str]) -> Ran {
        let args: Vec<&str> = std::iter::once("review")
            .chain(args.iter().copied())
            .collect();
        inglenook(cwd, self.home.path(), &args)
    }
}

const FINE: &str =
    "import subprocess\n\n\ndef list_files(path):\n    subprocess.run([\"ls\", path])\n";

fn fault() -> String {
    FINE.replace("[\"ls\", path]", "f\"ls {path}\", shell=True")
}

/// Lines of the findings by path.
fn places(ran: &Ran) -> Vec<(String, u64)> {
    let json = ran.json();
    let findings = json["findings"].as_array().expect("it lists findings");
    let place = |finding: &serde_json::Value| {
        let path = finding["path"].as_str().expect("a path").to_string();
        (path, finding["start"]["line"].as_u64().expect("a line"))
    };
    findings.iter().map(place).collect()
}

fn notes(ran: &Ran) -> String {
    ran.json()["notes"].to_string()
}

#[test]
fn what_is_staged_is_reviewed_and_nothing_else() {
    let desk = Desk::new();
    desk.repo.add("old.py", &fault());
    desk.repo.write("new.py", fault()).stage("new.py");
    desk.repo.write("new.py", FINE);
    desk.repo.write("loose.py", fault());
    for args in [&["--format", "json"][..], &["--staged", "--format", "json"]] {
        let ran = desk.review(args);
        assert_eq!(ran.code, 1, "{ran:?}");
        assert_eq!(places(&ran), [("new.py".to_string(), 5)]);
        assert!(notes(&ran).contains("`--depth judge` asks it"), "{ran:?}");
    }
    let elsewhere = desk.repo.path().join("src");
    std::fs::create_dir(&elsewhere).expect("writable");
    let ran = desk.review_in(&elsewhere, &["--no-model", "--format", "json"]);
    assert_eq!(places(&ran), [("new.py".to_string(), 5)]);
}

#[test]
fn only_added_lines_count_and_moved_files_are_not_new() {
    let desk = Desk::new();
    desk.repo.add("a.py", &fault());
    let more = format!("{}\n\nprint(\"more\")\n", fault());
    desk.repo.write("a.py", more).stage("a.py");
    let ran = desk.review(&["--no-model", "--format", "json"]);
    assert_eq!((ran.code, places(&ran)), (0, Vec::new()));
    desk.repo.commit("more");
    let (from, to) = (
        desk.repo.path().join("a.py"),
        desk.repo.path().join("b c.py"),
    );
    std::fs::rename(from, to).expect("rename");
    desk.repo.stage("a.py").stage("b c.py");
    let ran = desk.review(&["--no-model", "--format", "json"]);
    assert_eq!((ran.code, places(&ran)), (0, Vec::new()));
    let ran = desk.review(&["--no-model", "--format", "json", "b c.py"]);
    assert_eq!((ran.code, places(&ran)), (1, vec![("b c.py".into(), 5)]));
}

#[test]
fn a_range_and_paths_are_reviewed_likewise() {
    let desk = Desk::new();
    desk.repo.add("src/a.py", FINE);
    desk.repo.add("src/a.py", &fault());
    let ran = desk.review(&["--range", "HEAD~1..HEAD", "--no-model", "--format", "json"]);
    assert_eq!((ran.code, places(&ran)), (1, vec![("src/a.py".into(), 5)]));
    let ran = desk.review(&["--range", "HEAD..HEAD~1", "--no-model", "--format", "json"]);
    assert_eq!((ran.code, places(&ran)), (0, Vec::new()));
    let ran = desk.review(&["src", "src/a.py", "--no-model", "--format", "json"]);
    assert_eq!((ran.code, places(&ran)), (1, vec![("src/a.py".into(), 5)]));
    let ran = desk.review(&["src", "--no-model", "--fail-on", "critical"]);
    assert_eq!(ran.code, 0);
    assert!(ran.out.contains("src/a.py:5"), "{ran:?}");
}

#[test]
fn what_is_left_out_is_said() {
    let desk = Desk::new();
    desk.repo.write("a.bin", b"\0\0").stage("a.bin");
    desk.repo
        .write("latin.py", b"# caf\xe9\n")
        .stage("latin.py");
    desk.repo
        .write("large.py", "x = 1\n".repeat(10))
        .stage("large.py");
    desk.repo
        .write("inglenook.toml", "[server]\nmax_file_bytes = 40\n");
    let ran = desk.review(&["--staged", "--format", "json"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let notes = notes(&ran);
    for wanted in [
        "a.bin: not read, it is binary",
        "latin.py: not read, it is not UTF-8",
        "large.py: not read, it has more than 40 bytes",
    ] {
        assert!(notes.contains(wanted), "{wanted}: {notes}");
    }
}

#[test]
fn what_cannot_run_ends_with_two_and_says_why() {
    let desk = Desk::new();
    desk.repo.add("a.py", FINE);
    let bare = tempfile::tempdir().expect("a temporary folder");
    git2::Repository::init_bare(bare.path()).expect("init");
    let outside = tempfile::tempdir().expect("a temporary folder");
    for (cwd, args, said) in [
        (desk.repo.path(), &[][..], "nothing is staged"),
        (desk.repo.path(), &["--range", "main..nobody"], "`nobody`"),
        (desk.repo.path(), &["--range", "main"], "not a range"),
        (desk.repo.path(), &["nobody.py"], "nobody.py"),
        (bare.path(), &["--staged"], "is bare"),
        (outside.path(), &[], "not in a git repository"),
    ] {
        let ran = desk.review_in(cwd, args);
        assert_eq!(ran.code, 2, "{args:?}: {ran:?}");
        assert!(ran.err.contains(said), "{args:?}: {ran:?}");
        assert!(ran.err.contains("help: "), "{args:?}: {ran:?}");
        assert!(ran.out.is_empty(), "{args:?}: {ran:?}");
    }
    let both = desk.review(&["--staged", "a.py"]);
    assert_eq!(both.code, 2);
    // In a hook nothing staged is no error: an amended message, say.
    let ran = desk.review(&["--staged"]);
    assert_eq!(ran.code, 0);
    assert!(ran.out.contains("nothing to review"), "{ran:?}");
}

#[test]
fn before_the_first_commit_and_detached_it_works_as_well() {
    let desk = Desk::new();
    desk.repo.write("a.py", fault()).stage("a.py");
    assert_eq!(desk.review(&["--no-model"]).code, 1);
    let first = desk.repo.commit("first");
    desk.repo.git.set_head_detached(first).expect("detach");
    desk.repo.write("b.py", fault()).stage("b.py");
    let ran = desk.review(&["--no-model", "--format", "json"]);
    assert_eq!(places(&ran), [("b.py".to_string(), 5)]);
}
