//! Scripts for shells and pages for `man`: made for each, and read by the real ones where they are there.

use crate::shell::Shell;
use std::io::Write;
use std::process::{Command, Stdio};

const SHELLS: [(&str, &str); 5] = [
    ("bash", "complete -F _inglenook"),
    ("zsh", "#compdef inglenook"),
    ("fish", "complete -c inglenook"),
    ("powershell", "Register-ArgumentCompleter"),
    ("elvish", "edit:completion:arg-completer[inglenook]"),
];

#[test]
fn every_shell_gets_its_script_without_what_is_hidden() {
    let shell = Shell::new();
    for (name, mark) in SHELLS {
        let ran = shell.run(&["completions", name]);
        assert_eq!(ran.code, 0, "{name}: {}", ran.err);
        for said in [mark, "review", "staged", "baseline", "prune"] {
            assert!(ran.out.contains(said), "{name}: {said}");
        }
        assert!(
            !ran.out.contains("measure"),
            "{name} offers a hidden command"
        );
    }
    assert_eq!(shell.run(&["completions", "tcsh"]).code, 2);
}

#[test]
fn bash_completes_commands_and_options() {
    // Nothing to hold the script against where there is no bash.
    let Ok(bash) = Command::new("bash").arg("--version").output() else {
        return;
    };
    assert!(bash.status.success());
    let script = Shell::new().run(&["completions", "bash"]).out;
    let ask = "COMP_WORDS=(inglenook rev); COMP_CWORD=1; _inglenook inglenook rev inglenook
        echo \"${COMPREPLY[@]}\"
        COMP_WORDS=(inglenook review --st); COMP_CWORD=2; _inglenook inglenook --st review
        echo \"${COMPREPLY[@]}\"\n";
    let mut asked = Command::new("bash")
        .args(["--norc", "--noprofile"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("bash is there");
    let mut input = asked.stdin.take().expect("it is piped");
    input
        .write_all(format!("{script}\n{ask}").as_bytes())
        .expect("bash reads");
    drop(input);
    let told = asked.wait_with_output().expect("bash ends");
    let (out, err) = (
        String::from_utf8_lossy(&told.stdout),
        String::from_utf8_lossy(&told.stderr),
    );
    assert_eq!(out, "review\n--staged\n", "{err}");
    assert_eq!(err, "");
}

#[test]
fn the_manual_has_a_page_for_each_command() {
    let shell = Shell::new();
    let page = shell.run(&["man"]);
    assert_eq!(page.code, 0, "{}", page.err);
    assert!(page.out.contains(".TH inglenook 1"), "{}", page.out);
    let folder = shell.write("here", "").with_file_name("man1");
    let ran = shell.run(&["man", "man1"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    for name in ["inglenook", "inglenook-review", "inglenook-baseline-prune"] {
        let page = std::fs::read_to_string(folder.join(format!("{name}.1")));
        let page = page.unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(page.contains(&format!(".TH {name} 1")), "{page}");
    }
    assert!(!folder.join("inglenook-model-measure.1").exists());
}
