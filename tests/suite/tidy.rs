//! Keeps the walls of the house: who may import whom, where the heavy crates live, what each file
//! looks like and what the top level holds. The tables here are the rule; `server/README.md` explains
//! it. Reads sources as text and changes nothing.

mod source;
mod tables;

use ignore::WalkBuilder;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use tables::{HOMES, LINES, PLAIN, ROOMS, TOP};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Files below `dir` that git does not ignore, with `/`, relative to the root.
fn files(dir: &str) -> Vec<String> {
    let mut walk = WalkBuilder::new(root().join(dir));
    walk.hidden(false).parents(false).require_git(false);
    let mut found: Vec<String> = walk
        .filter_entry(|entry| entry.file_name() != ".git")
        .build()
        .map(|entry| entry.expect("the repository is readable"))
        .filter(|entry| entry.file_type().is_some_and(|kind| kind.is_file()))
        .map(|entry| relative(entry.path()))
        .collect();
    found.sort();
    found
}

fn relative(path: &Path) -> String {
    let path = path.strip_prefix(root()).unwrap_or(path);
    path.to_string_lossy().replace('\\', "/")
}

fn read(file: &str) -> String {
    fs::read_to_string(root().join(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
}

/// Our Rust sources: (path, text). Rules' annotated tests under `grammars/` are data, not ours to judge.
fn sources() -> Vec<(String, String)> {
    ["server", "tests", "benches"]
        .iter()
        .filter(|dir| root().join(dir).is_dir())
        .flat_map(|dir| files(dir))
        .filter(|file| file.ends_with(".rs") && !file.starts_with("tests/fixtures/"))
        .map(|file| (file.clone(), read(&file)))
        .collect()
}

/// The room of a file under `server/`, and the modules between the crate's root and it.
fn room(file: &str) -> Option<(&str, usize)> {
    let inside = file.strip_prefix("server/")?;
    let first = inside.split('/').next()?.trim_end_matches(".rs");
    let depth = inside.split('/').count() - usize::from(inside.ends_with("/mod.rs"));
    (!["lib", "main", "build"].contains(&first)).then_some((first, depth))
}

/// What is wrong with the imports of one file.
fn wrong_imports(file: &str, text: &str) -> Vec<String> {
    let Some((room, depth)) = room(file) else {
        return Vec::new();
    };
    let Some((_, below)) = ROOMS.iter().find(|(name, _)| *name == room) else {
        return vec![format!(
            "{file}:1: no room `{room}` in the table of tests/suite/tidy.rs"
        )];
    };
    let code = source::code(text);
    let known: Vec<&str> = ROOMS.iter().map(|(name, _)| *name).collect();
    let tests_from = text
        .find("#[cfg(test)]")
        .map_or(usize::MAX, |at| source::line(text, at));
    let allowed = |line: usize, name: &str| {
        name == room
            || PLAIN.contains(&name)
            || below.contains(&name)
            || (name == "testing" && line > tests_from)
    };
    let mut wrong: Vec<String> = source::rooms(&code, depth, &known)
        .into_iter()
        .filter(|(line, name)| !allowed(*line, name))
        .map(|(line, name)| format!("{file}:{line}: room `{room}` may not import `{name}`"))
        .collect();
    for (name, homes) in HOMES {
        let inside = file.trim_start_matches("server/");
        if homes.iter().any(|home| Path::new(inside).starts_with(home)) {
            continue;
        }
        for line in source::foreign(&code, name) {
            wrong.push(format!(
                "{file}:{line}: `{name}` lives in {} only",
                homes.join(", ")
            ));
        }
    }
    wrong
}

/// What is wrong with the form of one file.
fn wrong_form(file: &str, text: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    if !text.starts_with("//! ") {
        wrong.push(format!(
            "{file}:1: does not open with `//!` and what lives here"
        ));
    }
    if text.lines().count() > LINES {
        wrong.push(format!(
            "{file}:{LINES}: longer than {LINES} lines, split it"
        ));
    }
    let code = source::code(text);
    for words in [["todo", "!"], ["unimplemented", "!"], ["#[", "ignore"]] {
        let word = words.concat();
        for (line, text) in (1..).zip(code.lines()) {
            if text.contains(&word) {
                wrong.push(format!("{file}:{line}: `{word}` is not done"));
            }
        }
    }
    wrong
}

/// Fails with all that is wrong, a line each.
fn none(wrong: Vec<String>) {
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn rooms_import_only_rooms_below() {
    none(
        sources()
            .iter()
            .flat_map(|(file, text)| wrong_imports(file, text))
            .collect(),
    );
}

#[test]
fn the_import_check_sees_each_way_to_name_a_room() {
    let wrong = |file: &str, text: &str| wrong_imports(file, text).len();
    assert_eq!(
        wrong("server/text/mod.rs", "//! x\nuse crate::cli::Io;\n"),
        1
    );
    assert_eq!(wrong("server/text/mod.rs", "use super::syntax::Tree;\n"), 1);
    assert_eq!(
        wrong("server/text/rope.rs", "use super::syntax;\n"),
        0,
        "text::syntax"
    );
    assert_eq!(
        wrong("server/text/rope.rs", "use super::super::syntax;\n"),
        1
    );
    assert_eq!(
        wrong(
            "server/model/mod.rs",
            "use crate::{\n    text::Text,\n    lint,\n};\n"
        ),
        2
    );
    assert_eq!(
        wrong("server/lint/mod.rs", "fn f() { crate::review::run() }\n"),
        1
    );
    assert_eq!(
        wrong("server/lint/mod.rs", "// crate::review is not named\n"),
        0
    );
    assert_eq!(wrong("server/lint/mod.rs", "use crate::testing;\n"), 1);
    assert_eq!(
        wrong(
            "server/lint/mod.rs",
            "#[cfg(test)]\nmod tests { use crate::testing; }\n"
        ),
        0
    );
    assert_eq!(
        wrong("server/lint/mod.rs", "use tree_sitter_rust as r;\n"),
        1
    );
    assert_eq!(
        wrong(
            "server/lint/mod.rs",
            "let t: tree_sitter::Tree;\nuse clap;\n"
        ),
        2
    );
    assert_eq!(wrong("server/model/remote.rs", "use ureq::Agent;\n"), 0);
    assert_eq!(wrong("server/utils.rs", "//! x\n"), 1, "no such room");
}

#[test]
fn files_open_with_their_purpose_and_stay_short() {
    none(
        sources()
            .iter()
            .flat_map(|(file, text)| wrong_form(file, text))
            .collect(),
    );
}

#[test]
fn the_top_level_holds_only_the_agreed_names() {
    let names: BTreeSet<String> = files("")
        .iter()
        .map(|file| file.split('/').next().unwrap_or(file).to_string())
        .collect();
    none(
        names
            .iter()
            .filter(|name| !TOP.contains(&name.as_str()))
            .map(|name| format!("{name}:1: not one of the agreed names of the top level"))
            .collect(),
    );
}

#[test]
fn no_file_names_a_registry_or_a_machine() {
    let betrayals = source::betrayals();
    let mut wrong = Vec::new();
    // The lock file is cargo's own and names cargo's own registry.
    for file in files("").iter().filter(|file| *file != "Cargo.lock") {
        let Ok(text) = fs::read_to_string(root().join(file)) else {
            continue;
        };
        for (line, text) in (1..).zip(text.lines()) {
            for (what, pattern) in &betrayals {
                if pattern.is_match(text) {
                    wrong.push(format!("{file}:{line}: {what}: {}", text.trim()));
                }
            }
        }
    }
    none(wrong);
}

/// Names of the folders in `dir`.
fn folders(dir: &str) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(root().join(dir)) else {
        return Vec::new();
    };
    entries
        .map(|entry| entry.expect("the repository is readable").path())
        .filter(|path| path.is_dir())
        .collect()
}

#[test]
fn each_grammar_and_each_editor_is_whole() {
    let rows = read("server/syntax/native.rs");
    let mut wrong = Vec::new();
    for dir in folders("grammars") {
        let name = dir
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if !dir.join("language.toml").is_file() {
            wrong.push(format!("grammars/{name}:1: no language.toml"));
        }
        if !rows.contains(&format!("\"{name}\" =>")) {
            wrong.push(format!(
                "grammars/{name}:1: no row in server/syntax/native.rs"
            ));
        }
    }
    for dir in folders("editors")
        .iter()
        .filter(|dir| !dir.join("README.md").is_file())
    {
        wrong.push(format!("{}:1: no README.md", relative(dir)));
    }
    none(wrong);
}
