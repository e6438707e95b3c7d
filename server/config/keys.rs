//! All option keys, read from the schema of the options struct. Knows no files and no values.

use super::Options;
use serde_json::Value;

/// One option.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// Dotted name, such as `completion.debounce_ms`.
    pub name: String,
    /// The field's documentation.
    pub doc: String,
    /// What values it takes, in words: `true or false`, `whole number`, `text`.
    pub takes: String,
    /// Keys of the table that is its value (`model.remote`), else empty. Such a value is set as a
    /// whole: a layer never adds to the table of another.
    pub inner: Vec<Key>,
}

/// The JSON schema of the options, in the dialect that schemars writes, sorted by name: serde_json
/// keeps the order of insertion in some builds (features unify) and not in others.
pub fn schema() -> Value {
    sorted(schemars::schema_for!(Options).to_value())
}

/// All options by name.
pub fn keys() -> Vec<Key> {
    let schema = schema();
    let mut keys = Vec::new();
    collect(&schema, &schema, "", &mut keys);
    keys
}

/// Names of the sections (`completion`, `model`, …) with their documentation, by name.
pub fn sections() -> Vec<(String, String)> {
    let schema = schema();
    properties(&schema)
        .map(|(name, field)| (name.clone(), doc(field, resolve(&schema, field))))
        .collect()
}

/// The known name nearest to a wrong one, or `None` when nothing is near.
pub fn nearest(wrong: &str, keys: &[Key]) -> Option<String> {
    let last = |name: &str| name.rsplit('.').next().unwrap_or(name).to_string();
    let mut names: Vec<String> = Vec::new();
    for key in keys {
        if let Some((section, _)) = key.name.split_once('.')
            && !names.iter().any(|name| name == section)
        {
            names.push(section.to_string());
        }
        names.push(key.name.clone());
        names.extend(key.inner.iter().map(|inner| inner.name.clone()));
    }
    let distance = |name: &String| {
        let whole = strsim::damerau_levenshtein(wrong, name);
        // The right name in the wrong section counts as near.
        let part = strsim::damerau_levenshtein(&last(wrong), &last(name)) + 1;
        whole.min(part)
    };
    let allowed = (last(wrong).len() / 3).max(1) + 1;
    names
        .into_iter()
        .map(|name| (distance(&name), name))
        .filter(|(far, _)| *far <= allowed)
        .min_by_key(|(far, _)| *far)
        .map(|(_, name)| name)
}

fn sorted(value: Value) -> Value {
    match value {
        Value::Object(fields) => {
            let fields: std::collections::BTreeMap<String, Value> = fields
                .into_iter()
                .map(|(name, field)| (name, sorted(field)))
                .collect();
            Value::Object(fields.into_iter().collect())
        }
        Value::Array(items) => Value::Array(items.into_iter().map(sorted).collect()),
        other => other,
    }
}

fn collect(root: &Value, object: &Value, prefix: &str, keys: &mut Vec<Key>) {
    for (name, field) in properties(object) {
        let target = resolve(root, field);
        let name = format!("{prefix}{name}");
        let nullable = field.get("anyOf").is_some();
        if properties(target).next().is_none() {
            keys.push(Key {
                doc: doc(field, target),
                takes: takes(root, field),
                inner: Vec::new(),
                name,
            });
        } else if nullable {
            let mut inner = Vec::new();
            collect(root, target, &format!("{name}."), &mut inner);
            keys.push(Key {
                doc: doc(field, target),
                takes: "a table".into(),
                inner,
                name,
            });
        } else {
            collect(root, target, &format!("{name}."), keys);
        }
    }
}

fn properties(object: &Value) -> impl Iterator<Item = (&String, &Value)> {
    object
        .get("properties")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
}

/// Follows `$ref`, also inside `anyOf [.., null]`.
fn resolve<'a>(root: &'a Value, field: &'a Value) -> &'a Value {
    if let Some(options) = field.get("anyOf").and_then(Value::as_array)
        && let Some(first) = options.first()
    {
        return resolve(root, first);
    }
    field
        .get("$ref")
        .and_then(Value::as_str)
        .and_then(|path| root.pointer(path.trim_start_matches('#')))
        .unwrap_or(field)
}

fn doc(field: &Value, target: &Value) -> String {
    [field, target]
        .iter()
        .find_map(|value| value.get("description").and_then(Value::as_str))
        .unwrap_or_default()
        .replace('\n', " ")
}

fn takes(root: &Value, field: &Value) -> String {
    let target = resolve(root, field);
    let words: Vec<&str> = ["enum", "oneOf"]
        .iter()
        .filter_map(|key| target.get(key).and_then(Value::as_array))
        .flatten()
        .flat_map(|value| match value {
            Value::String(word) => vec![word.as_str()],
            other => other
                .get("const")
                .and_then(Value::as_str)
                .into_iter()
                .chain(
                    other
                        .get("enum")
                        .and_then(Value::as_array)
                        .into_iter()
                        .flatten()
                        .filter_map(Value::as_str),
                )
                .collect(),
        })
        .collect();
    if !words.is_empty() {
        return words
            .iter()
            .map(|word| format!("`\"{word}\"`"))
            .collect::<Vec<_>>()
            .join(", ");
    }
    let kind = match target.get("type") {
        Some(Value::Array(kinds)) => kinds.first(),
        other => other,
    };
    match kind.and_then(Value::as_str) {
        Some("boolean") => "true or false".into(),
        Some("integer") => "whole number".into(),
        Some("array") => "list of texts".into(),
        _ => "text".into(),
    }
}
