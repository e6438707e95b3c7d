//! The reference page and the JSON schema, written from the options struct. Text only: a test
//! compares them with the files under `editors/` and rewrites those on request.

use super::Options;
use super::keys::{Key, keys, schema, sections};
use std::fmt::Write;

/// The reference page in Markdown.
pub fn page() -> String {
    let defaults = toml::Table::try_from(Options::default()).unwrap_or_default();
    let mut page = String::from(INTRODUCTION);
    let keys = keys();
    for (section, doc) in sections() {
        write!(page, "\n## `[{section}]`\n\n{doc}\n\n").expect("a string takes any text");
        page.push_str("| key | takes | default | what it does |\n|---|---|---|---|\n");
        let prefix = format!("{section}.");
        for key in keys.iter().filter(|key| key.name.starts_with(&prefix)) {
            row(&mut page, key, &default(&defaults, &key.name));
            for inner in &key.inner {
                row(&mut page, inner, "");
            }
        }
    }
    page
}

/// The JSON schema of `inglenook.toml` and of the editors' settings.
pub fn schema_text() -> String {
    let mut text = serde_json::to_string_pretty(&schema()).unwrap_or_default();
    text.push('\n');
    text
}

const INTRODUCTION: &str = "# Configuration

This page is written from `server/config/options.rs` by a test; edit the doc comments there.

The same keys stand in the user's file (`inglenook config` says where it is), in a project's
`inglenook.toml`, in the editor's settings (as an object, or under `inglenook`) and, where a command
has a flag for them, on the command line. The later wins; the lists `privacy.exclude` and
`lint.rules` add up. Relative paths are relative to the file they stand in, `~/` is the home folder.

A project's file may not set `model.path`, `model.folder`, `model.remote`, nor name `lint.rules`
outside the project, until its user runs `inglenook trust`; when the file changes it is to be
trusted again.

For editors that check TOML against a schema, `inglenook.schema.json` stands beside this page.
";

fn row(page: &mut String, key: &Key, default: &str) {
    let cell = |text: &str| text.replace('|', "\\|");
    writeln!(
        page,
        "| `{}` | {} | {} | {} |",
        key.name,
        cell(&key.takes),
        if default.is_empty() {
            "unset".into()
        } else {
            format!("`{}`", cell(default))
        },
        cell(&key.doc)
    )
    .expect("a string takes any text");
}

fn default(defaults: &toml::Table, name: &str) -> String {
    let mut parts = name.split('.');
    let first = parts.next().and_then(|section| defaults.get(section));
    parts
        .try_fold(first, |table, key| Some(table?.get(key)))
        .flatten()
        .map(ToString::to_string)
        .unwrap_or_default()
}
