//! Tasks: what a model is asked beside completions, as Markdown in `prompts/tasks/` with the schema
//! of its answer beside it. Knows how they are written and filled, not what is asked.

use crate::model::Role;
use include_dir::{Dir, include_dir};
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{Environment, UndefinedBehavior, Value};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

static TASKS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/prompts/tasks");

/// A task file or its schema that cannot be used, or values that do not fit it; names the file.
#[derive(Debug, thiserror::Error)]
#[error("prompts/tasks/{file}: {why}")]
pub struct TaskError {
    file: String,
    why: String,
}

/// What stands between the `+++` lines at the head of a task file.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Budget {
    /// Tokens that the code in one request may take.
    pub code_tokens: usize,
    /// Tokens that pieces of the project beside it may take.
    #[serde(default)]
    pub context_tokens: usize,
    /// Questions by subject, `default` for the others.
    #[serde(default)]
    pub questions: BTreeMap<String, String>,
}

/// A task, ready to be filled.
#[derive(Clone, Debug)]
pub struct Task {
    /// File name without its ending.
    pub name: String,
    pub budget: Budget,
    /// Templates in minijinja's syntax, in order.
    messages: Vec<(Role, String)>,
    schema: serde_json::Value,
}

impl Task {
    /// The embedded task `prompts/tasks/<name>.md` with its `<name>.schema.json`.
    ///
    /// # Errors
    /// When there is no such task or one of its files does not parse.
    pub fn embedded(name: &str) -> Result<Self, TaskError> {
        let text = |ending: &str| {
            let file = format!("{name}.{ending}");
            match TASKS.get_file(&file).and_then(|file| file.contents_utf8()) {
                Some(text) => Ok(text),
                None => Err(error(&file, "there is no such file")),
            }
        };
        Self::parse(name, text("md")?, text("schema.json")?)
    }

    /// A task from the texts of its two files.
    ///
    /// # Errors
    /// When one does not parse.
    pub fn parse(name: &str, markdown: &str, schema: &str) -> Result<Self, TaskError> {
        let file = format!("{name}.md");
        let markdown = markdown.replace("\r\n", "\n");
        let (head, body) = markdown
            .strip_prefix("+++\n")
            .and_then(|rest| rest.split_once("\n+++\n"))
            .ok_or_else(|| error(&file, "it does not open with a block between `+++` lines"))?;
        let budget = toml::from_str(head).map_err(|why| error(&file, why))?;
        let messages = messages(body);
        if messages.is_empty() {
            return Err(error(&file, "it has no `## system` or `## user` block"));
        }
        let schema = serde_json::from_str(schema)
            .map_err(|why| error(&format!("{name}.schema.json"), why))?;
        let task = Self {
            name: name.to_string(),
            budget,
            messages,
            schema,
        };
        for (_, template) in &task.messages {
            environment()
                .template_from_str(template)
                .map_err(|why| error(&file, why))?;
        }
        Ok(task)
    }

    /// The messages with `values` filled in. What is filled in is never read as a template.
    ///
    /// # Errors
    /// When a template names a value that is not given.
    pub fn render(&self, values: &impl Serialize) -> Result<Vec<(Role, String)>, TaskError> {
        let values = Value::from(Serde(values));
        self.messages
            .iter()
            .map(|(role, template)| {
                let text = environment()
                    .render_str(template, values.clone())
                    .map_err(|why| error(&format!("{}.md", self.name), why))?;
                Ok((*role, text.trim().to_string()))
            })
            .collect()
    }

    /// The question about a subject, else the one called `default`, else nothing.
    pub fn question(&self, subject: &str) -> &str {
        let questions = &self.budget.questions;
        let found = questions.get(subject).or_else(|| questions.get("default"));
        found.map_or("", String::as_str)
    }

    /// The schema with each string `"{name}"` replaced by the list of that name.
    pub fn schema(&self, lists: &BTreeMap<&str, Vec<serde_json::Value>>) -> serde_json::Value {
        let mut schema = self.schema.clone();
        fill(&mut schema, lists);
        schema
    }
}

/// Blocks that open with a line `## system`, `## user` or `## assistant`.
fn messages(body: &str) -> Vec<(Role, String)> {
    let mut messages: Vec<(Role, String)> = Vec::new();
    for line in body.lines() {
        let role = match line.trim_end() {
            "## system" => Some(Role::System),
            "## user" => Some(Role::User),
            "## assistant" => Some(Role::Assistant),
            _ => None,
        };
        match (role, messages.last_mut()) {
            (Some(role), _) => messages.push((role, String::new())),
            (None, Some((_, text))) => {
                text.push_str(line);
                text.push('\n');
            }
            // What stands before the first block is for people.
            (None, None) => {}
        }
    }
    messages
}

fn environment() -> Environment<'static> {
    let mut environment = Environment::new();
    // A prompt is plain text: nothing is escaped, and a missing value is a mistake.
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    // Lines that hold nothing but a tag leave no blank line behind.
    let mut syntax = SyntaxConfig::builder();
    let syntax = syntax.trim_blocks(true).lstrip_blocks(true).build();
    environment.set_syntax(syntax.expect("these two options contradict nothing"));
    environment
}

fn fill(value: &mut serde_json::Value, lists: &BTreeMap<&str, Vec<serde_json::Value>>) {
    use serde_json::Value as Json;
    match value {
        Json::String(text) => {
            let name = text
                .strip_prefix('{')
                .and_then(|rest| rest.strip_suffix('}'));
            if let Some(list) = name.and_then(|name| lists.get(name)) {
                *value = Json::Array(list.clone());
            }
        }
        Json::Array(items) => items.iter_mut().for_each(|item| fill(item, lists)),
        Json::Object(map) => map.values_mut().for_each(|item| fill(item, lists)),
        Json::Null | Json::Bool(_) | Json::Number(_) => {}
    }
}

fn error(file: &str, why: impl ToString) -> TaskError {
    TaskError {
        file: file.to_string(),
        why: why.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "+++\ncode_tokens = 5\n+++\n";

    #[test]
    fn filled_in_text_is_no_template_and_is_not_escaped() {
        let markdown = format!("{HEAD}for people\n## user\n{{{{ code }}}}\n");
        let task = Task::parse("t", &markdown, "{}").expect("it is valid");
        let code = "{{ 7 * 7 }} {% raw %} <a href=\"x\">";
        let messages = task.render(&BTreeMap::from([("code", code)]));
        let messages = messages.expect("`code` is given");
        assert_eq!(messages, [(Role::User, code.to_string())]);
    }

    #[test]
    fn a_missing_value_and_a_bad_head_name_the_file() {
        let markdown = format!("{HEAD}## system\n{{{{ nobody }}}}\n");
        let task = Task::parse("t", &markdown, "{}").expect("it is valid");
        let none = BTreeMap::<&str, &str>::new();
        let error = task.render(&none).expect_err("`nobody` is not given");
        assert!(error.to_string().starts_with("prompts/tasks/t.md: "));
        for head in ["", "+++\n+++\n", "+++\ncode_token = 5\n+++\n"] {
            let markdown = format!("{head}## user\nhello\n");
            let error = Task::parse("t", &markdown, "{}").expect_err(head);
            assert!(error.to_string().starts_with("prompts/tasks/t.md: "));
        }
    }

    #[test]
    fn lists_are_filled_into_the_schema() {
        let markdown = format!("{HEAD}## user\nhello\n");
        let schema = r#"{"a": {"enum": "{lines}"}, "b": ["{other}", "{lines} "]}"#;
        let task = Task::parse("t", &markdown, schema).expect("it is valid");
        let filled = task.schema(&BTreeMap::from([("lines", vec![1.into(), 2.into()])]));
        let wanted = serde_json::json!({"a": {"enum": [1, 2]}, "b": ["{other}", "{lines} "]});
        assert_eq!(filled, wanted);
    }
}
