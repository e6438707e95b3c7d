//! YAML as a tree that knows its lines, so that every complaint about a rule can name one.
//! Knows nothing of rules.

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::Spanned;
use std::fmt;

/// A value and the 1-based line it starts on.
#[derive(Clone, Debug)]
pub(super) struct Yaml {
    pub line: usize,
    pub value: Value,
}

#[derive(Clone, Debug)]
pub(super) enum Value {
    /// Any scalar, as text.
    Text(String),
    List(Vec<Yaml>),
    /// In the order of the file, each key with its line.
    Map(Vec<(String, usize, Yaml)>),
}

/// Why a text is not YAML, and on which line.
#[derive(Debug)]
pub(super) struct YamlError {
    pub line: usize,
    pub why: String,
}

impl Yaml {
    pub fn parse(text: &str) -> Result<Self, YamlError> {
        serde_saphyr::from_str::<Yaml>(text).map_err(|error| YamlError {
            line: error
                .location()
                .map_or(1, |place| place.line() as usize)
                .max(1),
            why: first_line(&error.to_string()),
        })
    }

    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    pub fn list(&self) -> Option<&[Yaml]> {
        match &self.value {
            Value::List(items) => Some(items),
            _ => None,
        }
    }

    pub fn map(&self) -> Option<&[(String, usize, Yaml)]> {
        match &self.value {
            Value::Map(entries) => Some(entries),
            _ => None,
        }
    }

    pub fn get(&self, key: &str) -> Option<&Yaml> {
        self.map()?
            .iter()
            .find(|(name, _, _)| name == key)
            .map(|(_, _, value)| value)
    }

    /// A text, or a list of texts: rules write both.
    pub fn texts(&self) -> Option<Vec<String>> {
        match &self.value {
            Value::Text(text) => Some(vec![text.clone()]),
            Value::List(items) => items
                .iter()
                .map(|item| item.text().map(str::to_string))
                .collect(),
            Value::Map(_) => None,
        }
    }
}

fn first_line(text: &str) -> String {
    text.lines().next().unwrap_or_default().trim().to_string()
}

impl<'de> Deserialize<'de> for Yaml {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let spanned = Spanned::<Value>::deserialize(deserializer)?;
        Ok(Self {
            line: spanned.referenced.line() as usize,
            value: spanned.value,
        })
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ValueVisitor)
    }
}

struct ValueVisitor;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a YAML value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Text(value.to_string()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Text(value.to_string()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Text(value.to_string()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Value::Text(value.to_string()))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::Text(value.to_string()))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Text(String::new()))
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Text(String::new()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = access.next_element::<Yaml>()? {
            items.push(item);
        }
        Ok(Value::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let mut entries = Vec::new();
        while let Some(key) = access.next_key::<Spanned<String>>()? {
            let value = access.next_value::<Yaml>()?;
            entries.push((key.value, key.referenced.line() as usize, value));
        }
        Ok(Value::Map(entries))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_know_their_lines() {
        let yaml = Yaml::parse("rules:\n  - id: a\n    n: 3\n  - id: b\n").expect("valid");
        let rules = yaml.get("rules").and_then(Yaml::list).expect("a list");
        assert_eq!((rules[0].line, rules[1].line), (2, 4));
        assert_eq!(rules[0].get("n").and_then(Yaml::text), Some("3"));
        let entries = rules[0].map().expect("a map");
        assert_eq!((entries[1].0.as_str(), entries[1].1), ("n", 3));
    }

    #[test]
    fn broken_yaml_names_its_line() {
        let error = Yaml::parse("rules:\n  - id: [a\n  b: }\n").expect_err("broken");
        assert!(error.line >= 2, "{error:?}");
    }
}
