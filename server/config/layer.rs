//! One layer of configuration: a file, the editor's settings or the flags, checked against the
//! known keys. Does not know which layer wins.

use super::keys::{Key, nearest};
use super::{ConfigError, Options};
use serde::Deserialize;
use std::path::{Path, PathBuf};
use toml::Value;
use toml::de::{DeTable, DeValue};

/// What a layer sets.
#[derive(Clone, Debug)]
pub(super) struct Set {
    /// Dotted key.
    pub key: String,
    pub value: Value,
    /// 1-based line, where the layer is a file.
    pub line: Option<usize>,
}

/// Where a layer stands, for messages.
#[derive(Clone, Debug)]
pub(super) struct Source {
    pub name: String,
    pub file: Option<PathBuf>,
}

impl Source {
    pub fn file(path: &Path) -> Self {
        Self {
            name: path.display().to_string(),
            file: Some(path.to_path_buf()),
        }
    }

    pub fn named(name: &str) -> Self {
        Self {
            name: name.into(),
            file: None,
        }
    }

    pub fn error(&self, line: Option<usize>, why: impl Into<String>) -> ConfigError {
        let place = match line {
            Some(line) => format!("{}:{line}", self.name),
            None => self.name.clone(),
        };
        ConfigError {
            place,
            file: self.file.clone(),
            line,
            why: why.into(),
            hint: None,
        }
    }

    fn unknown(&self, line: Option<usize>, name: &str, keys: &[Key]) -> ConfigError {
        let mut error = self.error(line, format!("unknown key `{name}`"));
        error.hint = Some(match nearest(name, keys) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`inglenook config` prints all keys".into(),
        });
        error
    }
}

/// Reads TOML text into what it sets.
pub(super) fn from_toml(
    text: &str,
    source: &Source,
    keys: &[Key],
) -> Result<Vec<Set>, ConfigError> {
    let line = |offset: usize| {
        1 + text.as_bytes()[..offset.min(text.len())]
            .iter()
            .filter(|byte| **byte == b'\n')
            .count()
    };
    let syntax = |error: toml::de::Error| {
        source.error(error.span().map(|span| line(span.start)), error.message())
    };
    let spanned = DeTable::parse(text).map_err(syntax)?;
    let values: toml::Table = toml::from_str(text).map_err(syntax)?;
    let mut sets = Vec::new();
    walk(
        &values,
        Some((spanned.get_ref(), &line)),
        "",
        source,
        keys,
        &mut sets,
    )?;
    check(&sets, source)?;
    Ok(sets)
}

/// Reads the editor's settings: the options themselves, or under `inglenook`. `null` sets nothing.
pub(super) fn from_json(
    json: &serde_json::Value,
    source: &Source,
    keys: &[Key],
) -> Result<Vec<Set>, ConfigError> {
    let json = json.get("inglenook").unwrap_or(json);
    if json.is_null() {
        return Ok(Vec::new());
    }
    let Some(Value::Table(values)) = to_toml(json) else {
        return Err(source.error(None, "the settings are not an object of options"));
    };
    let mut sets = Vec::new();
    walk(&values, None, "", source, keys, &mut sets)?;
    check(&sets, source)?;
    Ok(sets)
}

/// Checks that each value is of its option's type, one by one, so that a message names its key.
pub(super) fn check(sets: &[Set], source: &Source) -> Result<(), ConfigError> {
    for set in sets {
        let mut table = toml::Table::new();
        put(&mut table, &set.key, set.value.clone());
        Options::deserialize(Value::Table(table)).map_err(|error| {
            let message = plain(error.message().trim());
            source.error(set.line, format!("`{}`: {message}", set.key))
        })?;
    }
    Ok(())
}

/// Checks that each key is one of the options.
pub(super) fn known(sets: &[Set], source: &Source, keys: &[Key]) -> Result<(), ConfigError> {
    let is = |set: &Set, key: &Key| {
        let inner = set.key.strip_prefix(&key.name);
        inner.is_some_and(|rest| rest.is_empty() || !key.inner.is_empty() && rest.starts_with('.'))
    };
    match sets.iter().find(|set| !keys.iter().any(|key| is(set, key))) {
        Some(set) => Err(source.unknown(set.line, &set.key, keys)),
        None => Ok(()),
    }
}

/// A message of the reader without the names of Rust's types.
fn plain(message: &str) -> String {
    let whole = ["usize", "u64", "u32", "u16", "u8"];
    let kind = message.rsplit_once("expected ").map(|(_, kind)| kind);
    match kind {
        Some(kind) if whole.contains(&kind) => {
            format!("{}a whole number from 0", message.trim_end_matches(kind))
        }
        Some("f64" | "f32") => format!("{}a number", &message[..message.len() - 3]),
        _ => message.to_string(),
    }
}

/// Sets a dotted key.
pub(super) fn put(table: &mut toml::Table, key: &str, value: Value) {
    match key.split_once('.') {
        None => {
            table.insert(key.into(), value);
        }
        Some((section, rest)) => {
            let inner = table
                .entry(section)
                .or_insert_with(|| Value::Table(toml::Table::new()));
            if let Value::Table(inner) = inner {
                put(inner, rest, value);
            }
        }
    }
}

type Spans<'a> = (&'a DeTable<'a>, &'a dyn Fn(usize) -> usize);

fn walk(
    table: &toml::Table,
    spans: Option<Spans>,
    prefix: &str,
    source: &Source,
    keys: &[Key],
    sets: &mut Vec<Set>,
) -> Result<(), ConfigError> {
    for (name, value) in table {
        let full = format!("{prefix}{name}");
        let spanned = spans.and_then(|(table, line)| {
            table
                .iter()
                .find(|(key, _)| key.get_ref().as_ref() == name)
                .map(|(key, value)| (line(key.span().start), value.get_ref(), line))
        });
        let line = spanned.map(|(line, ..)| line);
        if let Some(key) = keys.iter().find(|key| key.name == full) {
            if let (Value::Table(inner), false) = (value, key.inner.is_empty()) {
                let spans = spanned.and_then(|(_, value, line)| Some((table_of(value)?, line)));
                walk(
                    inner,
                    spans,
                    &format!("{full}."),
                    source,
                    &key.inner,
                    &mut Vec::new(),
                )?;
            }
            sets.push(Set {
                key: full,
                value: value.clone(),
                line,
            });
            continue;
        }
        let section = format!("{full}.");
        if !keys.iter().any(|key| key.name.starts_with(&section)) {
            return Err(source.unknown(line, &full, keys));
        }
        let Value::Table(inner) = value else {
            return Err(source.error(
                line,
                format!("`{full}` is a section: write `[{full}]` and its keys below"),
            ));
        };
        let spans = spanned.and_then(|(_, value, line)| Some((table_of(value)?, line)));
        walk(inner, spans, &section, source, keys, sets)?;
    }
    Ok(())
}

fn table_of<'a>(value: &'a DeValue<'a>) -> Option<&'a DeTable<'a>> {
    match value {
        DeValue::Table(table) => Some(table),
        _ => None,
    }
}

/// JSON as TOML, without nulls.
fn to_toml(json: &serde_json::Value) -> Option<Value> {
    use serde_json::Value as Json;
    Some(match json {
        Json::Null => return None,
        Json::Bool(value) => Value::Boolean(*value),
        Json::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(whole), _) => Value::Integer(whole),
            (None, Some(real)) => Value::Float(real),
            (None, None) => return None,
        },
        Json::String(text) => Value::String(text.clone()),
        Json::Array(items) => Value::Array(items.iter().filter_map(to_toml).collect()),
        Json::Object(fields) => Value::Table(
            fields
                .iter()
                .filter_map(|(name, value)| Some((name.clone(), to_toml(value)?)))
                .collect(),
        ),
    })
}
