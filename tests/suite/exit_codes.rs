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

#[test]
fn a_file_that_cannot_be_written_is_named_and_no_other() {
    let shell = Shell::new();
    shell.write("clean.py", "print('hello')\n");
    shell.write("1.json", r#"{"findings":[]}"#);
    let report = shell.run(&["scan", "clean.py", "--format", "json", "--output", "1.json"]);
    assert_eq!(report.code, 0, "{}", report.err);
    for command in [
        vec!["scan", "clean.py", "--output", "no/such.txt"],
        vec!["scan", "clean.py", "--also", "sarif=no/such.txt"],
        vec!["baseline", "write", "--file", "no/such.txt"],
        vec!["merge", "1.json", "--output", "no/such.txt"],
    ] {
        let ran = shell.run(&command);
        assert_eq!(ran.code, 2, "{command:?}: {}{}", ran.out, ran.err);
        let told = ran.err.lines().find(|line| line.contains("error"));
        let told = told.expect("an error is told");
        assert!(
            told.ends_with("such.txt: its folder is not there"),
            "{told}"
        );
    }
}

#[cfg(unix)]
#[test]
fn a_link_stays_a_link_and_a_device_a_device() {
    let shell = Shell::new();
    shell.write("clean.py", "print('hello')\n");
    let link = shell
        .write("there.txt", "before")
        .with_file_name("link.txt");
    std::os::unix::fs::symlink("there.txt", &link).expect("links can be made");
    let ran = shell.run(&[
        "scan", "clean.py", "--format", "json", "--output", "link.txt",
    ]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(link.is_symlink());
    let text = std::fs::read_to_string(&link).expect("it is there");
    assert!(text.contains("findings"), "{text}");
    // A pipe of our own: what a mistake would replace is no device of the machine.
    let pipe = link.with_file_name("pipe");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.expect("mkfifo is there").success());
    let reader = std::thread::spawn({
        let pipe = pipe.clone();
        move || std::fs::read_to_string(pipe)
    });
    let ran = shell.run(&["scan", "clean.py", "--format", "json", "--output", "pipe"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let text = reader.join().expect("no panic").expect("it can be read");
    assert!(text.contains("findings"), "{text}");
    let kind = std::fs::metadata(&pipe).expect("it is there").file_type();
    assert!(std::os::unix::fs::FileTypeExt::is_fifo(&kind));
}
