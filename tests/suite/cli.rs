//! The command line as its users meet it: help, wrong usage, exit codes. In this process.

use crate::shell::{Buffer, Shell};
use inglenook::cli::{Io, main};
use std::io::{Error, ErrorKind, Write};

const COMMANDS: &[&str] = &[
    "tour", "lsp", "complete", "scan", "baseline", "review", "merge", "hook", "model", "doctor",
    "config", "trust",
];

#[test]
fn help_names_every_command_and_is_no_error() {
    let ran = Shell::new().run(&["--help"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    for command in COMMANDS {
        assert!(
            ran.out.contains(&format!("\n  {command} ")),
            "{command}: {}",
            ran.out
        );
    }
}

#[test]
fn every_command_has_help_with_its_purpose() {
    for command in COMMANDS {
        let ran = Shell::new().run(&[command, "--help"]);
        assert_eq!(ran.code, 0, "{command}: {}", ran.err);
        assert!(
            ran.out.contains("Usage: inglenook"),
            "{command}: {}",
            ran.out
        );
    }
}

#[test]
fn wrong_usage_is_status_2_and_says_what_was_meant() {
    let shell = Shell::new();
    let none = shell.run(&[]);
    assert_eq!((none.code, none.out.as_str()), (2, ""));
    assert!(none.err.contains("Usage: inglenook"), "{}", none.err);
    let typo = shell.run(&["scna"]);
    assert_eq!(typo.code, 2);
    assert!(
        typo.err.contains("scan"),
        "the nearest command is named: {}",
        typo.err
    );
    let flag = shell.run(&["review", "--stagd"]);
    assert_eq!(flag.code, 2);
    assert!(
        flag.err.contains("--staged"),
        "the nearest flag is named: {}",
        flag.err
    );
    let both = shell.run(&["review", "--staged", "--range", "a..b"]);
    assert_eq!(both.code, 2);
    assert!(both.err.contains("cannot be used with"), "{}", both.err);
}

#[test]
fn the_version_is_that_of_the_package() {
    let ran = Shell::new().run(&["--version"]);
    let version = format!("inglenook {}\n", env!("CARGO_PKG_VERSION"));
    assert_eq!((ran.code, ran.out), (0, version));
}

#[test]
fn a_model_that_is_not_there_is_named_with_the_command_that_fetches_it() {
    let shell = Shell::new();
    let ran = shell.run(&["model", "path", "qwen2.5-coder-0.5b-instruct"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("inglenook model pull"), "{}", ran.err);
    let unknown = shell.run(&["model", "path", "qwen2.5-coder-0.5b-instrukt"]);
    assert_eq!(unknown.code, 2);
    assert!(
        unknown.err.contains("qwen2.5-coder-0.5b-instruct"),
        "{}",
        unknown.err
    );
}

/// A reader that went away before it read anything.
struct Gone;

impl Write for Gone {
    fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
        Err(Error::from(ErrorKind::BrokenPipe))
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_reader_that_goes_away_is_no_error_and_no_clean_result() {
    let shell = Shell::new();
    let file = shell.write("run.py", "import os\nos.system(input())\n");
    // What a scan found stands in its exit code all the same.
    for (args, code) in [(&["rules", "list"][..], 141), (&["scan", "run.py"], 1)] {
        let err = Buffer::default();
        let io = Io {
            out: Box::new(Gone),
            err: Box::new(err.clone()),
            cwd: file.parent().expect("it has a folder").to_path_buf(),
            dirs: shell.dirs(),
            config: None,
            terminal: false,
            width: 80,
            system: false,
        };
        let args = ["inglenook"].iter().chain(args).map(Into::into);
        assert_eq!(main(args, io), code);
        assert!(!err.text().contains("error"), "{}", err.text());
    }
}
