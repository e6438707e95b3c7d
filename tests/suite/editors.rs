//! The editors' folders against the options: each setting that they name exists, and VS Code's list
//! of settings is written from the options struct.

use inglenook::config::keys::{self, Key};
use regex::Regex;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

fn editors() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("editors")
}

/// All keys, `section.key`, inner ones too.
fn known() -> Vec<Key> {
    let mut all = Vec::new();
    for mut key in keys::keys() {
        let inner = std::mem::take(&mut key.inner);
        all.push(key);
        all.extend(inner);
    }
    all
}

/// What a setting's files hold as code: fenced blocks and words in backticks of a page, all of
/// other files. Line breaks stay.
fn code(path: &Path, text: &str) -> String {
    if path.extension().is_none_or(|extension| extension != "md") {
        return text.to_string();
    }
    let mut fenced = false;
    let mut out = String::new();
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
        } else if fenced {
            out.push_str(line);
        } else {
            for word in line.split('`').skip(1).step_by(2) {
                out.push_str(word);
                out.push(' ');
            }
        }
        out.push('\n');
    }
    out
}

#[test]
fn each_setting_that_an_editor_names_exists() {
    let known: BTreeSet<String> = known().into_iter().map(|key| key.name).collect();
    let sections: Vec<String> = keys::sections().into_iter().map(|(name, _)| name).collect();
    // `completion.debounce_ms`, `completion = { debounce_ms`, `"completion": {"debounce_ms`,
    // `:completion (:debounce_ms`.
    let named = Regex::new(&format!(
        r#"(^|[\s"`'.(:{{])({})(\.|"?\s*(?:=|:)?\s*[({{]\s*[":]?)([a-z_]+(?:\.[a-z_]+)?)"#,
        sections.join("|")
    ))
    .expect("the pattern is valid");
    let mut seen = 0;
    for dir in ["emacs", "helix", "neovim", "vscode", "zed"] {
        for name in ["README.md", "languages.toml", "package.json"] {
            let path = editors().join(dir).join(name);
            let Ok(text) = fs::read_to_string(&path) else {
                continue;
            };
            for setting in named.captures_iter(&code(&path, &text)) {
                let setting = format!("{}.{}", &setting[2], &setting[4]);
                // A table that is one value, such as `model.remote`, has keys of its own.
                let table = setting
                    .rsplit_once('.')
                    .is_some_and(|(table, _)| known.contains(table));
                assert!(
                    known.contains(&setting) || table,
                    "{dir}/{name} names `{setting}`, which is no option"
                );
                seen += 1;
            }
        }
    }
    assert!(seen > 20, "the check sees the settings, not only {seen}");
}

#[test]
fn helix_hands_over_valid_options() {
    let text = fs::read_to_string(editors().join("helix/languages.toml")).expect("it is there");
    let file: toml::Table = toml::from_str(&text).expect("valid TOML");
    let options = file["language-server"]["inglenook"]["config"].clone();
    let options: inglenook::config::Options = options.try_into().expect("valid options");
    assert_eq!(options.completion.debounce_ms, 150);
}

/// What stands for one option in VS Code's list.
fn property(key: &Key, default: Value) -> Value {
    let words: Vec<&str> = key.takes.split('"').skip(1).step_by(2).collect();
    let kind = match key.takes.as_str() {
        "true or false" => "boolean",
        "whole number" => "integer",
        "list of texts" => "array",
        "a table" => "object",
        _ => "string",
    };
    // What names a model, a server or rules is the user's to set, not a workspace's.
    let own = key.name.starts_with("model.") || key.name == "lint.rules";
    let mut property = json!({
        "type": if default.is_null() { json!([kind, "null"]) } else { json!(kind) },
        "default": default,
        "markdownDescription": key.doc,
        "scope": if own { "machine" } else { "resource" },
    });
    if !words.is_empty() {
        property["enum"] = json!(words);
    }
    if kind == "array" {
        property["items"] = json!({ "type": "string" });
    }
    property
}

#[test]
fn the_settings_of_vs_code_are_written_from_the_options() {
    let path = editors().join("vscode/package.json");
    let text = fs::read_to_string(&path).expect("it is there");
    let mut package: Value = serde_json::from_str(&text).expect("valid JSON");
    let defaults = serde_json::to_value(inglenook::config::Options::default()).expect("plain data");
    let mut expected = BTreeMap::from([(
        "inglenook.command".to_string(),
        json!({
            "type": "string",
            "default": "inglenook",
            "markdownDescription": "The program that is started, a name on the PATH or a path.",
            "scope": "machine",
        }),
    )]);
    for key in keys::keys() {
        let pointer = format!("/{}", key.name.replace('.', "/"));
        let default = defaults.pointer(&pointer).cloned().unwrap_or_default();
        expected.insert(format!("inglenook.{}", key.name), property(&key, default));
    }
    let expected = json!(expected);
    let properties = &mut package["contributes"]["configuration"]["properties"];
    if std::env::var_os("UPDATE").is_some() {
        let (before, after) = around(&text);
        let block = serde_json::to_string_pretty(&expected).expect("plain data");
        let block = block.replace('\n', "\n      ");
        fs::write(&path, format!("{before}{block}{after}")).expect("writable");
    } else {
        assert!(
            *properties == expected,
            "{} is not what the options struct says: rerun with UPDATE=1",
            path.display()
        );
    }
}

/// What stands before and after the object of settings, so that the rest of the file is left alone.
fn around(text: &str) -> (&str, &str) {
    let mark = "\"properties\": ";
    let start = text.find(mark).expect("the settings are there") + mark.len();
    let mut depth = 0_usize;
    for (at, character) in text[start..].char_indices() {
        match character {
            '{' => depth += 1,
            '}' if depth == 1 => return (&text[..start], &text[start + at + 1..]),
            '}' => depth -= 1,
            _ => {}
        }
    }
    panic!("the settings end");
}
