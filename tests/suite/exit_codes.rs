//! What `scan` and `review` find and how they end: 0, 1 or 2, as people and as programs read it. In
//! this process, without a model.

use crate::repo::Repo;
use crate::shell::Shell;

/// A Python file with one finding.
const FINDING: &str = "import yaml\n\n\ndef settings(text):\n    return yaml.load(text)\n";

#[test]
fn scan_ends_with_0_1_and_2() {
    let shell = Shell::new();
    shell.write("clean.py", "print('hello')\n");
    let clean = shell.run(&["scan"]);
    assert_eq!(clean.code, 0, "{}{}", clean.out, clean.err);
    shell.write("settings.py", FINDING);
    let found = shell.run(&["scan", "settings.py", "clean.py"]);
    assert_eq!(found.code, 1, "{}{}", found.out, found.err);
    assert!(
        found.out.contains("settings.py") && !found.out.contains("clean.py:"),
        "{}",
        found.out
    );
    let absent = shell.run(&["scan", "absent.py"]);
    assert_eq!(absent.code, 2);
    assert!(absent.err.contains("absent.py"), "{}", absent.err);
}

#[test]
fn scan_writes_json_for_programs() {
    let shell = Shell::new();
    shell.write("settings.py", FINDING);
    let ran = shell.run(&["scan", "--format", "json", "settings.py"]);
    let report: serde_json::Value = serde_json::from_str(&ran.out).expect("it is JSON");
    let finding = &report["findings"][0];
    assert_eq!(finding["path"], "settings.py");
    assert_eq!(finding["start"]["line"], 5);
    assert_eq!(ran.code, 1);
}

#[test]
fn review_ends_with_0_1_and_2() {
    let shell = Shell::new();
    let repo = Repo::new();
    repo.add("clean.py", "print('hello')\n");
    let nothing = shell.run_in(repo.path(), &["review", "--staged", "--no-model"]);
    assert_eq!(nothing.code, 0, "{}{}", nothing.out, nothing.err);
    repo.write("settings.py", FINDING).stage("settings.py");
    let found = shell.run_in(repo.path(), &["review", "--staged", "--no-model"]);
    assert_eq!(found.code, 1, "{}{}", found.out, found.err);
    let lenient = ["review", "--staged", "--no-model", "--fail-on", "critical"];
    assert_eq!(
        shell.run_in(repo.path(), &lenient).code,
        0,
        "below --fail-on"
    );
    let nowhere = shell.run(&["review", "--staged", "--no-model"]);
    assert_eq!(nowhere.code, 2);
    assert!(nowhere.err.contains("git"), "{}", nowhere.err);
}
