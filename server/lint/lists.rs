//! Shared lists: `grammars/<lang>/lists/<name>.yaml` holds pattern items, and an entry
//! `- list: <name>` (or `<lang>/<name>`) of a rule stands for all of them.

use super::compile::RuleError;
use super::yaml::{Value, Yaml};
use crate::syntax::embedded_files;
use std::collections::HashMap;
use std::sync::OnceLock;

/// Lists inside lists.
const MAX_DEPTH: usize = 5;
/// Values that Semgrep wants bare: written as they stand when they are numbers or these.
const BARE: &[&str] = &["true", "false"];
/// Keys whose values are texts, whatever they look like.
const TEXTS: &[&str] = &["id", "message", "fix", "regex", "metadata"];

/// All lists by `lang/name`, read when a rule first names them; a broken one keeps its complaint until
/// then.
#[derive(Default)]
pub(super) struct Lists(HashMap<String, List>);

/// One list: its text, the file that it is shown as, and its items once they are read.
struct List {
    text: &'static str,
    shown: String,
    items: OnceLock<Result<Vec<Yaml>, String>>,
}

impl Lists {
    pub fn embedded() -> Self {
        let mut lists = HashMap::new();
        for (path, text) in embedded_files() {
            let parts: Vec<String> = path
                .components()
                .map(|part| part.as_os_str().to_string_lossy().into_owned())
                .collect();
            let [language, folder, file] = parts.as_slice() else {
                continue;
            };
            if let ("lists", Some(name)) = (folder.as_str(), file.strip_suffix(".yaml")) {
                let shown = format!("grammars/{language}/lists/{file}");
                lists.insert(format!("{language}/{name}"), List::new(text, shown));
            }
        }
        Self(lists)
    }

    /// The rule with its lists written out. `place` is the rule's file, which says the language.
    pub fn expand(&self, rule: &Yaml, place: &str) -> Result<Yaml, RuleError> {
        let mut folders: Vec<String> = Vec::new();
        if let Some(rest) = place.strip_prefix("grammars/") {
            folders.extend(rest.split('/').next().map(str::to_string));
        }
        let languages = rule.get("languages").and_then(Yaml::texts);
        folders.extend(languages.unwrap_or_default());
        self.written(rule, &folders, 0)
    }

    fn written(&self, yaml: &Yaml, folders: &[String], depth: usize) -> Result<Yaml, RuleError> {
        let value = match &yaml.value {
            Value::Text(text) => Value::Text(text.clone()),
            Value::Map(entries) => {
                let mut out = Vec::new();
                for (key, line, value) in entries {
                    let value = match key.starts_with("pattern") {
                        true => self.written(value, folders, depth)?,
                        false => value.clone(),
                    };
                    out.push((key.clone(), *line, value));
                }
                Value::Map(out)
            }
            Value::List(items) => {
                let mut out = Vec::new();
                for item in items {
                    match item.map() {
                        Some([(key, _, name)]) if key == "list" => {
                            let list = self.named(name, folders)?;
                            if depth == MAX_DEPTH {
                                let why = "lists are nested too deep".to_string();
                                return Err(RuleError {
                                    line: name.line,
                                    why,
                                });
                            }
                            for one in list {
                                // Complaints name the line of the rule that asks for the list.
                                let one = moved(one, name.line);
                                out.push(self.written(&one, folders, depth + 1)?);
                            }
                        }
                        _ => out.push(self.written(item, folders, depth)?),
                    }
                }
                // A list in a list brings its own entries.
                match depth < MAX_DEPTH && out.iter().any(is_list) {
                    true => {
                        let again = Yaml {
                            line: yaml.line,
                            value: Value::List(out),
                        };
                        return self.written(&again, folders, depth + 1);
                    }
                    false => Value::List(out),
                }
            }
        };
        Ok(Yaml {
            line: yaml.line,
            value,
        })
    }

    fn named(&self, name: &Yaml, folders: &[String]) -> Result<&[Yaml], RuleError> {
        let error = |why: String| RuleError {
            line: name.line,
            why,
        };
        let text = name.text().unwrap_or_default();
        let found = match text.contains('/') {
            true => self.0.get(text),
            false => folders
                .iter()
                .find_map(|folder| self.0.get(&format!("{folder}/{text}"))),
        };
        match found.map(List::items) {
            Some(Ok(items)) => Ok(items),
            Some(Err(why)) => Err(error(format!("list `{text}`: {why}"))),
            None => Err(error(format!("there is no list `{text}`"))),
        }
    }
}

impl List {
    fn new(text: &'static str, shown: String) -> Self {
        Self {
            text,
            shown,
            items: OnceLock::new(),
        }
    }

    fn items(&self) -> &Result<Vec<Yaml>, String> {
        self.items.get_or_init(|| read(self.text, &self.shown))
    }
}

fn read(text: &str, shown: &str) -> Result<Vec<Yaml>, String> {
    let yaml =
        Yaml::parse(text).map_err(|error| format!("{shown}:{}: {}", error.line, error.why))?;
    match yaml.list() {
        Some(items) if !items.is_empty() => Ok(items.to_vec()),
        _ => Err(format!("{shown}:{}: holds no list of patterns", yaml.line)),
    }
}

fn is_list(yaml: &Yaml) -> bool {
    matches!(yaml.map(), Some([(key, _, _)]) if key == "list")
}

/// The same value, standing on another line.
fn moved(yaml: &Yaml, line: usize) -> Yaml {
    let value = match &yaml.value {
        Value::Text(text) => Value::Text(text.clone()),
        Value::List(items) => Value::List(items.iter().map(|item| moved(item, line)).collect()),
        Value::Map(entries) => Value::Map(
            entries
                .iter()
                .map(|(key, _, value)| (key.clone(), line, moved(value, line)))
                .collect(),
        ),
    };
    Yaml { line, value }
}

/// A rule as a rule file, in JSON.
pub(super) fn plain(rule: &Yaml) -> String {
    let rules = serde_json::json!({ "rules": [json(rule, "")] });
    rules.to_string()
}

fn json(yaml: &Yaml, key: &str) -> serde_json::Value {
    match &yaml.value {
        Value::Text(text) => {
            let number = text.parse::<i64>();
            match number {
                _ if BARE.contains(&text.as_str()) => (text == "true").into(),
                Ok(number) if !(key.starts_with("pattern") || TEXTS.contains(&key)) => {
                    number.into()
                }
                _ => text.as_str().into(),
            }
        }
        Value::List(items) => items.iter().map(|item| json(item, key)).collect(),
        Value::Map(entries) => {
            let entry = |(key, _, value): &(String, usize, Yaml)| (key.clone(), json(value, key));
            serde_json::Value::Object(entries.iter().map(entry).collect())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lists() -> Lists {
        let items = "- pattern: a(...)\n- patterns:\n    - pattern: b($X)\n";
        let read = |text| List::new(text, "grammars/python/lists/x.yaml".to_string());
        let mut lists = HashMap::new();
        lists.insert("python/x".to_string(), read(items));
        lists.insert(
            "python/both".to_string(),
            read("- list: x\n- pattern: c()\n"),
        );
        lists.insert("python/broken".to_string(), read("a: b\n"));
        Lists(lists)
    }

    fn expand(text: &str) -> Result<String, String> {
        let rule = Yaml::parse(text).expect("valid");
        let expanded = lists().expand(&rule, "grammars/python/rules/r.yaml");
        expanded
            .map(|yaml| plain(&yaml))
            .map_err(|error| format!("{}: {}", error.line, error.why))
    }

    #[test]
    fn an_entry_stands_for_the_items_of_its_list() {
        let got = expand("id: r\npattern-sources:\n  - list: both\n  - pattern: d()\n");
        let want = r#"{"rules":[{"id":"r","pattern-sources":[{"pattern":"a(...)"},{"patterns":[{"pattern":"b($X)"}]},{"pattern":"c()"},{"pattern":"d()"}]}]}"#;
        assert_eq!(got.as_deref(), Ok(want));
        let named = expand("pattern-sinks: [{list: python/x}]\n").expect("there");
        assert!(named.contains("a(...)"), "{named}");
    }

    #[test]
    fn what_is_not_there_or_broken_is_said_with_the_rules_line() {
        let got = expand("id: r\npattern-sources:\n  - list: nothing\n");
        assert_eq!(got, Err("3: there is no list `nothing`".to_string()));
        let got = expand("pattern-sources: [{list: broken}]\n").expect_err("broken");
        assert!(got.contains("grammars/python/lists/x.yaml:1"), "{got}");
    }
}
