//! `inglenook hook`: what is written, chained, refused and taken away. The hook itself is run by the
//! shell, with a program of the test's own in the place of ours. Unix only: hooks are shell scripts.

use crate::repo::Repo;
use crate::shell::{Ran, inglenook};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Output};

const OTHER: &str = "#!/bin/sh\necho other ran\n";

/// A repository whose hooks stand in its own `hooks`, whatever the user's configuration says.
fn repo() -> Repo {
    let repo = Repo::new();
    let mut config = repo.git.config().expect("config");
    config.set_str("core.hooksPath", "hooks").expect("set");
    repo
}

fn hook(repo: &Repo, args: &[&str]) -> Ran {
    let args: Vec<&str> = std::iter::once("hook")
        .chain(args.iter().copied())
        .collect();
    inglenook(repo.path(), repo.path(), &args)
}

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().expect("it has a folder")).expect("writable");
    fs::write(path, text).expect("writable");
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).expect("own file");
}

/// Runs the installed hook with this program in the place of ours.
fn run(repo: &Repo, program: &str) -> Output {
    let path = repo.path().join("hooks/pre-commit");
    let text = fs::read_to_string(&path).expect("it was written");
    let fake = repo.path().join("it's ours");
    write(&fake, program);
    let line = text.lines().find(|line| line.starts_with("inglenook='"));
    let line = line.expect("it names the program");
    let quoted = fake.to_string_lossy().replace('\'', r"'\''");
    fs::write(&path, text.replace(line, &format!("inglenook='{quoted}'"))).expect("writable");
    let mut command = Command::new(&path);
    command.current_dir(repo.path()).output().expect("it runs")
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&[&output.stdout[..], &output.stderr[..]].concat()).into_owned()
}

#[test]
fn the_hook_reviews_what_is_staged_and_only_findings_end_a_commit() {
    let repo = repo();
    let ran = hook(&repo, &["install", "--budget", "7", "--fail-on", "high"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    for (status, ends) in [(0, 0), (1, 1), (2, 0), (101, 101)] {
        let output = run(&repo, &format!("#!/bin/sh\necho \"$@\"\nexit {status}\n"));
        assert_eq!(output.status.code(), Some(ends), "{status}");
        let wanted = "review --staged --budget 7 --fail-on high\n";
        assert!(said(&output).starts_with(wanted), "{}", said(&output));
    }
}

#[test]
fn a_missing_program_lets_the_commit_go_on() {
    let repo = repo();
    hook(&repo, &["install"]);
    let path = repo.path().join("hooks/pre-commit");
    run(&repo, "#!/bin/sh\n");
    fs::remove_file(repo.path().join("it's ours")).expect("it is there");
    let mut command = Command::new("/bin/sh");
    command.arg(&path).env("PATH", "/usr/bin:/bin");
    let output = command.current_dir(repo.path()).output().expect("it runs");
    assert_eq!(output.status.code(), Some(0));
    assert!(said(&output).contains("not reviewed"), "{}", said(&output));
}

#[test]
fn a_hook_that_is_there_runs_first_decides_and_comes_back() {
    let repo = repo();
    let path = repo.path().join("hooks/pre-commit");
    write(&path, OTHER);
    for _ in 0..2 {
        let ran = hook(&repo, &["install", "--no-model"]);
        assert_eq!(ran.code, 0, "{ran:?}");
        assert!(ran.out.contains("runs first"), "{ran:?}");
        let output = run(&repo, "#!/bin/sh\necho ours ran\n");
        assert_eq!(said(&output), "other ran\nours ran\n");
    }
    write(
        &repo.path().join("hooks/pre-commit.before-inglenook"),
        "#!/bin/sh\nexit 3\n",
    );
    let output = run(&repo, "#!/bin/sh\necho ours ran\n");
    assert_eq!(
        (output.status.code(), said(&output).as_str()),
        (Some(3), "")
    );
    write(
        &repo.path().join("hooks/pre-commit.before-inglenook"),
        OTHER,
    );
    assert_eq!(hook(&repo, &["uninstall"]).code, 0);
    assert_eq!(fs::read_to_string(&path).expect("it is back"), OTHER);
    let again = hook(&repo, &["uninstall"]);
    assert!(
        again.code == 0 && again.out.contains("no hook"),
        "{again:?}"
    );
    assert_eq!(fs::read_to_string(&path).expect("not ours"), OTHER);
}

#[test]
fn two_kept_hooks_are_too_many() {
    let repo = repo();
    write(&repo.path().join("hooks/pre-commit"), OTHER);
    write(
        &repo.path().join("hooks/pre-commit.before-inglenook"),
        OTHER,
    );
    let ran = hook(&repo, &["install"]);
    assert_eq!(ran.code, 2, "{ran:?}");
    assert!(ran.err.contains("help: "), "{ran:?}");
    let outside = tempfile::tempdir().expect("a temporary folder");
    let ran = inglenook(outside.path(), outside.path(), &["hook", "install"]);
    assert_eq!(ran.code, 2, "{ran:?}");
}

#[test]
fn worktrees_share_the_hooks_of_their_repository() {
    let repo = Repo::new();
    repo.add("a.py", "a = 1\n");
    let outside = tempfile::tempdir().expect("a temporary folder");
    let tree = outside.path().join("tree");
    repo.git.worktree("tree", &tree, None).expect("a worktree");
    let found = inglenook::git::open(&tree).and_then(|repo| repo.hooks());
    let found = found.expect("it has hooks");
    // The person who runs the tests may share hooks over all repositories.
    if !found.shared {
        let own = repo.git.path().join("hooks");
        let real = |path: &Path| path.components().collect::<std::path::PathBuf>();
        assert_eq!(real(&found.folder), real(&own));
    }
}
