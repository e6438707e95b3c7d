//! The model's words on what the rules found: one short question per finding. They add text and
//! decide nothing.

use super::change::File;
use super::collect::{Collected, collect};
use super::run::Review;
use crate::finding::Finding;
use crate::model::{Engine, Priority, Prompt, Request};
use crate::prompt::task::TaskError;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;
use tokio::time::Instant;

/// Findings explained at most, the worst first: a change with more wants mending, not words.
const MOST: usize = 5;
/// Longest answer in tokens; the schema holds it to 240 characters.
const TOKENS: usize = 96;
/// Lines shown above and below the finding.
const AROUND: usize = 6;

#[derive(Serialize)]
struct Values<'a> {
    path: String,
    language: &'a str,
    code: String,
    line: usize,
    message: &'a str,
    cwe: &'a str,
}

#[derive(Deserialize)]
struct Answer {
    explanation: String,
}

/// Asks about each finding until `until`; the findings with what was said, and whether `stop` ended.
pub(super) async fn explain<F: Future<Output = ()>>(
    engine: &Engine,
    review: &Review<'_>,
    until: Instant,
    mut stop: Pin<&mut F>,
) -> Result<(Vec<Finding>, bool), TaskError> {
    let mut findings = review.lints.to_vec();
    let mut worst: Vec<usize> = (0..findings.len()).collect();
    worst.sort_by_key(|at| std::cmp::Reverse(findings[*at].severity));
    for at in worst.into_iter().take(MOST) {
        let lint = &findings[at];
        let file = review.files.iter().find(|file| file.shown == lint.path);
        let Some(file) = file.filter(|file| file.private.is_none()) else {
            continue;
        };
        let time = until.saturating_duration_since(Instant::now());
        if time.is_zero() {
            break;
        }
        let request = request(review, file, lint, time)?;
        let stream = engine.lane.submit(Priority::Review, None, request);
        match collect(stream, until, stop.as_mut()).await {
            Collected::Answer { text, .. } => {
                findings[at].explanation = said(&text, &lint.message);
            }
            Collected::Failed(_) => {}
            Collected::Late(_) => break,
            Collected::Stopped => return Ok((findings, true)),
        }
    }
    Ok((findings, false))
}

/// What an answer says; nothing when it broke off or only says the rule's `message` again.
fn said(text: &str, message: &str) -> Option<String> {
    let answer: Answer = serde_json::from_str(text).ok()?;
    let words = answer
        .explanation
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    (!words.is_empty() && !repeats(&words, message)).then_some(words)
}

/// Whether at least half of the longer words stand in the message already.
fn repeats(words: &str, message: &str) -> bool {
    let longer = |text: &str| -> Vec<String> {
        let words = text
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| word.len() > 3);
        words.map(str::to_lowercase).collect()
    };
    let (words, message) = (longer(words), longer(message));
    let known = words.iter().filter(|word| message.contains(word)).count();
    2 * known >= words.len()
}

fn request(
    review: &Review<'_>,
    file: &File,
    lint: &Finding,
    deadline: Duration,
) -> Result<Request, TaskError> {
    let text = &file.document.text;
    let first = lint.start.line.saturating_sub(1 + AROUND);
    let last = (lint.end.line + AROUND).min(text.lines());
    let lines: Vec<String> = (first..last)
        .map(|line| format!("{:>4} {}", line + 1, text.line(line)))
        .collect();
    let language = file.document.language.as_deref();
    let values = Values {
        path: file.shown.display().to_string(),
        language: language.map_or("", |language| &language.name),
        code: lines.join("\n"),
        line: lint.start.line,
        message: &lint.message,
        cwe: lint.cwe.first().map_or("", String::as_str),
    };
    Ok(Request {
        prompt: Prompt::Chat(review.explain.render(&values)?),
        keep: 1,
        max_tokens: TOKENS,
        temperature: 0.0,
        schema: Some(review.explain.schema(&BTreeMap::new())),
        deadline,
    })
}

#[cfg(test)]
mod tests {
    use super::said;

    #[test]
    fn only_whole_answers_are_shown() {
        let whole = r#"{"explanation": "A station named\n'; DROP TABLE reads all."}"#;
        let rule = "The statement is put together from strings.";
        assert_eq!(
            said(whole, rule).as_deref(),
            Some("A station named '; DROP TABLE reads all.")
        );
        assert_eq!(said(r#"{"explanation": "A station"#, rule), None);
        assert_eq!(said(r#"{"explanation": "  "}"#, rule), None);
        let echo = r#"{"explanation": "It is a statement put together from strings."}"#;
        assert_eq!(said(echo, rule), None);
    }
}
