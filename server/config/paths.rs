//! Paths in configuration: made absolute, and held inside a project. Knows no keys and no layers.

use std::path::{Component, Path, PathBuf};
use toml::Value;

/// Makes paths absolute: `~/` is the home folder, others are relative to `base`.
pub(super) fn based(value: Value, base: Option<&Path>) -> Value {
    match value {
        Value::String(text) => {
            let path = match text.strip_prefix("~/").zip(etcetera::home_dir().ok()) {
                Some((rest, home)) => home.join(rest),
                None => base.map_or_else(|| PathBuf::from(&text), |base| base.join(&text)),
            };
            Value::String(path.to_string_lossy().into_owned())
        }
        Value::Array(items) => {
            Value::Array(items.into_iter().map(|item| based(item, base)).collect())
        }
        other => other,
    }
}

/// Whether a path named in a project's file stays in the project, symbolic links followed.
pub(super) fn inside(root: &Path, path: &str) -> bool {
    let plain = Path::new(path)
        .components()
        .all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    if !plain || path.starts_with('~') {
        return false;
    }
    match (root.canonicalize(), root.join(path).canonicalize()) {
        (Ok(root), Ok(path)) => path.starts_with(root),
        // Not there yet: it cannot lead outside by a link that does not exist.
        _ => true,
    }
}
