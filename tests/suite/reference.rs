//! Pages written from the options struct: the reference and the JSON schema.

use inglenook::config::{keys, reference};
use std::path::Path;

/// Compares a written file with what it should be; rewrites it when `UPDATE=1` is set.
fn written(path: &str, expected: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, expected).expect("writable");
    }
    let stands = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        stands.replace("\r\n", "\n") == expected,
        "{} is not what the options struct says: rerun with UPDATE=1",
        path.display()
    );
}

#[test]
fn the_reference_page_and_the_schema_are_up_to_date() {
    written("editors/configuration.md", &reference::page());
    written("editors/inglenook.schema.json", &reference::schema_text());
}

#[test]
fn every_option_is_documented() {
    for key in keys::keys()
        .iter()
        .flat_map(|key| std::iter::once(key).chain(&key.inner))
    {
        assert!(key.doc.ends_with('.'), "{} has no documentation", key.name);
    }
}
