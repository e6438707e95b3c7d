//! Credentials that only the commits hold.

use super::tokens::{Dice, with_checksum};
use crate::repo::Repo;
use crate::shell::Shell;

#[test]
fn what_was_committed_and_taken_out_is_found_with_its_commit() {
    let (shell, repo) = (Shell::new(), Repo::new());
    let mut dice = Dice::new(41);
    let gone = with_checksum("ghp", &mut dice);
    let here = with_checksum("npm", &mut dice);
    repo.add("a.yml", "a: 1\n");
    let oid = repo.add(
        "a.yml",
        &format!("a: 1\nb: 2\nkey: {gone}\nother: {here}\n"),
    );
    repo.add("b.yml", &format!("copy: {gone}\n"));
    repo.add("b.yml", "copy: 1\n");
    repo.add("a.yml", &format!("a: 1\nb: 2\nother: {here}\n"));
    let plain = shell.run_in(repo.path(), &["scan", "--format", "json"]);
    let rules = |ran: &crate::shell::Ran| -> Vec<String> {
        let json = ran.json();
        let findings = json["findings"].as_array().cloned().unwrap_or_default();
        findings
            .iter()
            .map(|one| one["rule"].as_str().unwrap_or_default().to_string())
            .collect()
    };
    assert_eq!(rules(&plain), ["secret-npm-token"]);
    let ran = shell.run_in(repo.path(), &["scan", "--history", "--format", "json"]);
    assert_eq!(
        rules(&ran),
        ["secret-github-token", "secret-npm-token"],
        "{ran:?}"
    );
    let json = ran.json();
    let one = &json["findings"][0];
    assert_eq!(one["start"]["line"], 3);
    let message = one["message"].as_str().expect("words");
    assert!(message.contains(&oid.to_string()[..10]), "{message}");
    assert!(!ran.out.contains(&gone[8..20]), "nothing of it is shown");
    // Only the newest commit is read, and it took the token out.
    let bounded = [
        "scan",
        "--history",
        "--max-commits",
        "1",
        "--format",
        "json",
    ];
    let ran = shell.run_in(repo.path(), &bounded);
    assert_eq!(rules(&ran), ["secret-npm-token"]);
    assert!(
        ran.out.contains("newest 1 commits"),
        "what is left out is said"
    );
    let outside = shell.run(&["scan", "--history"]);
    assert_eq!(outside.code, 2, "{outside:?}");
}

#[test]
fn a_review_finds_what_a_change_adds() {
    let (shell, repo) = (Shell::new(), Repo::new());
    let token = with_checksum("ghp", &mut Dice::new(43));
    repo.add("a.py", "x = 1\n");
    repo.write("a.py", format!("x = 1\nkey = \"{token}\"\n"))
        .stage("a.py");
    repo.write("settings.yml", format!("key: {token}\n"))
        .stage("settings.yml");
    let ran = shell.run_in(
        repo.path(),
        &["review", "--staged", "--no-model", "--format", "json"],
    );
    let found = ran.json()["findings"].as_array().map_or(0, Vec::len);
    assert_eq!((ran.code, found), (1, 2), "{ran:?}");
    assert!(!ran.out.contains(&token[8..20]) && !ran.err.contains(&token[8..20]));
}
