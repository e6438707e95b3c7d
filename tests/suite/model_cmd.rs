//! The commands around configuration and models, run as the user runs them, in a home of their own.

use std::path::Path;
use std::process::{Command, Output};

fn run(home: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_inglenook"));
    command
        .args(args)
        .current_dir(home)
        .env("HOME", home)
        .env("XDG_CONFIG_HOME", home.join("config"))
        .env("XDG_DATA_HOME", home.join("data"))
        .env("XDG_CACHE_HOME", home.join("cache"))
        .env_remove("INGLENOOK_MODEL_FOLDER");
    command.output().expect("the program runs")
}

fn home() -> tempfile::TempDir {
    let home = tempfile::tempdir().expect("a temporary folder");
    // Ends the search for a project here.
    std::fs::create_dir(home.path().join(".git")).expect("writable");
    home
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

#[test]
fn without_a_model_doctor_finds_a_problem_and_names_the_command() {
    let home = home();
    let output = run(home.path(), &["doctor", "--no-model", "--json"]);
    assert_eq!(output.status.code(), Some(1), "{}", text(&output.stderr));
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let checks = json["checks"].as_array().expect("a list");
    let check = |name: &str| {
        checks
            .iter()
            .find(|check| check["name"] == name)
            .expect(name)
    };
    for name in ["build", "cpu", "memory", "configuration", "git", "privacy"] {
        check(name);
    }
    let completions = check("completions");
    assert_eq!(completions["state"], "problem");
    let todo = completions["todo"].as_str().expect("a next step");
    assert!(
        todo.contains("inglenook model pull qwen2.5-coder-0.5b-instruct"),
        "{todo}"
    );
}

#[test]
fn a_typo_in_the_configuration_is_a_problem_for_doctor_and_stops_others() {
    let home = home();
    std::fs::write(
        home.path().join("inglenook.toml"),
        "[completion]\nenabld = true\n",
    )
    .expect("writable");
    let output = run(home.path(), &["model", "list"]);
    assert_eq!(output.status.code(), Some(2));
    let error = text(&output.stderr);
    assert!(
        error.contains("inglenook.toml:2: unknown key `completion.enabld`"),
        "{error}"
    );
    assert!(
        error.contains("did you mean `completion.enabled`?"),
        "{error}"
    );
    let output = run(home.path(), &["doctor", "--no-model"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stdout).contains("unknown key"));
}

#[test]
fn models_are_listed_and_missing_ones_are_said() {
    let home = home();
    let output = run(home.path(), &["model", "list", "--json"]);
    let rows: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let default = &rows
        .as_array()
        .expect("a list")
        .iter()
        .find(|row| row["sha256"].is_string())
        .expect("a pinned one");
    assert_eq!(default["name"], "qwen2.5-coder-0.5b-instruct");
    assert_eq!(default["stored"], false);
    let output = run(
        home.path(),
        &["model", "path", "qwen2.5-coder-0.5-instruct"],
    );
    assert_eq!(output.status.code(), Some(2));
    assert!(
        text(&output.stderr).contains("did you mean `qwen2.5-coder-"),
        "{}",
        text(&output.stderr)
    );
    let output = run(home.path(), &["model", "path"]);
    assert!(
        text(&output.stderr).contains("inglenook model pull"),
        "{}",
        text(&output.stderr)
    );
    assert_eq!(
        run(home.path(), &["model", "verify"]).status.code(),
        Some(0)
    );
}

#[test]
fn the_printed_configuration_is_one_that_can_be_read_again() {
    let home = home();
    std::fs::write(
        home.path().join("inglenook.toml"),
        "[review]\nfail_on = 'high'\n[model]\npath = 'x.gguf'\n",
    )
    .expect("writable");
    let printed = text(&run(home.path(), &["config"]).stdout);
    assert!(
        printed.contains("fail_on = \"high\"  # ") && printed.contains("inglenook.toml:2"),
        "{printed}"
    );
    assert!(printed.contains("`model.path` is ignored"), "{printed}");
    let options: inglenook::config::Options = toml::from_str(&printed).expect("TOML that we read");
    assert_eq!(options.review.fail_on, inglenook::finding::Severity::High);
    assert_eq!(run(home.path(), &["trust"]).status.code(), Some(0));
    let printed = text(&run(home.path(), &["config"]).stdout);
    assert!(
        printed.contains("x.gguf") && !printed.contains("is ignored"),
        "{printed}"
    );
    assert!(text(&run(home.path(), &["trust", "--list"]).stdout).contains("inglenook.toml"));
    run(home.path(), &["trust", "--remove"]);
    assert!(text(&run(home.path(), &["trust", "--list"]).stdout).contains("no project is trusted"));
}
