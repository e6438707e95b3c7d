//! The model's word on what the rules found: one closed question per finding, made for its weakness.
//! It adds a reason; it takes no finding away.

use super::answers::ask;
use super::change::File;
use super::code::Comments;
use super::collect::{Collected, Spoken};
use super::run::{FAILURES, Review};
use crate::finding::{Finding, Judgement, Verdict};
use crate::model::{Engine, Prompt, Request};
use crate::prompt::task::{Task, TaskError};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;
use tokio::time::Instant;

/// Findings judged at most, the worst first: a change with more wants mending, not words.
const MOST: usize = 12;
/// Longest answer in tokens: the schema holds the words to 200 characters, and few make a token each.
const TOKENS: usize = 224;
/// Percent from which on a verdict that a finding is not real is shown.
const SURE: u8 = 80;
/// Lines shown above and below a finding that stands in no item, or in one that is too long.
const AROUND: usize = 6;
/// Steps of the data's way that are shown, the first and the last ones of a longer way.
const STEPS: usize = 6;

#[derive(Serialize)]
struct Values<'a> {
    path: String,
    language: &'a str,
    code: String,
    line: usize,
    message: &'a str,
    cwe: &'a str,
    steps: Vec<String>,
    question: &'a str,
}

#[derive(Deserialize)]
struct Answer {
    #[serde(default)]
    verdict: Option<Verdict>,
    explanation: String,
}

/// What judging came to.
#[derive(Debug, Default)]
pub(super) struct Judged {
    /// The findings, with what was said of them.
    pub findings: Vec<Finding>,
    /// Answers of the wrong shape.
    pub broken: usize,
    /// Findings that were to be judged and were not.
    pub left: usize,
    /// Why the model failed last, if it did.
    pub failed: Option<String>,
    /// It was told to stop.
    pub stopped: bool,
}

impl Judged {
    /// Nobody was asked yet.
    pub(super) fn of(lints: &[Finding]) -> Self {
        Self {
            findings: lints.to_vec(),
            ..Self::default()
        }
    }
}

/// Asks about each finding until time is up, the model fails again and again, or `stop` ends.
pub(super) async fn judge<F: Future<Output = ()>>(
    engine: &Engine,
    review: &Review<'_>,
    mut stop: Pin<&mut F>,
) -> Result<Judged, TaskError> {
    let until = Instant::from_std(review.until);
    let mut judged = Judged::of(review.lints);
    let mut worst: Vec<usize> = (0..review.lints.len())
        .filter(|at| readable(review, &review.lints[*at]).is_some())
        .collect();
    worst.sort_by_key(|at| std::cmp::Reverse(review.lints[*at].severity));
    worst.truncate(MOST);
    judged.left = worst.len();
    let mut failures = 0;
    for at in worst {
        let lint = &review.lints[at];
        let Some(file) = readable(review, lint) else {
            continue;
        };
        let time = until.saturating_duration_since(Instant::now());
        if time.is_zero() || failures == FAILURES {
            break;
        }
        let request = request(engine, review, file, lint, time)?;
        match ask(engine, review, request, until, stop.as_mut()).await {
            Collected::Answer { spoken, .. } => {
                judged.left -= 1;
                match serde_json::from_str(&spoken.text) {
                    Ok(answer) => take(&mut judged.findings[at], &spoken, answer),
                    Err(_) => judged.broken += 1,
                }
            }
            Collected::Failed(error) => {
                failures += 1;
                judged.failed = Some(error.to_string());
            }
            Collected::Late(_) => break,
            Collected::Stopped => {
                judged.stopped = true;
                break;
            }
        }
    }
    Ok(judged)
}

/// The file of a finding, where it may stand in a prompt.
fn readable<'a>(review: &Review<'a>, lint: &Finding) -> Option<&'a File> {
    let file = review.files.iter().find(|file| file.shown == lint.path);
    file.filter(|file| file.private.is_none())
}

fn take(finding: &mut Finding, spoken: &Spoken, answer: Answer) {
    finding.judgement = answer.verdict.map(|verdict| {
        let bytes = spoken.value("verdict", verdict.name());
        let probability = bytes.and_then(|bytes| spoken.probability(bytes));
        Judgement::new(verdict, probability)
    });
    // Asked about real faults the default model said "not real" each time, at 36 to 60 percent: words
    // that reassure are shown only of a model that is sure of them.
    let reassures = answer.verdict == Some(Verdict::NotReal);
    if reassures
        && finding
            .judgement
            .is_some_and(|judged| judged.real() > 100 - SURE)
    {
        finding.judgement = None;
        return;
    }
    let words = answer.explanation.split_whitespace();
    let words = words.collect::<Vec<_>>().join(" ");
    let says = !words.is_empty() && !repeats(&words, &finding.message);
    finding.explanation = says.then_some(words);
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
    engine: &Engine,
    review: &Review<'_>,
    file: &File,
    lint: &Finding,
    deadline: Duration,
) -> Result<Request, TaskError> {
    let task = &review.tasks.judge;
    let cwe = lint.cwe.first().map_or("", |cwe| plain(cwe));
    let language = file.document.language.as_deref();
    let steps = lint.flow.len();
    let near = |at: &usize| *at < STEPS / 2 || *at + STEPS / 2 >= steps;
    let values = Values {
        path: file.shown.display().to_string(),
        language: language.map_or("", |language| &language.name),
        code: code(engine, task, file, lint),
        line: lint.start.line,
        message: &lint.message,
        cwe,
        steps: (0..steps)
            .filter(near)
            .map(|at| format!("line {}: {}", lint.flow[at].start.line, lint.flow[at].note))
            .collect(),
        question: task.question(cwe),
    };
    let messages = task.render(&values)?;
    Ok(Request {
        // The instructions and the examples are the same each time.
        keep: messages.len() - 1,
        prompt: Prompt::Chat(messages),
        max_tokens: TOKENS,
        temperature: 0.0,
        schema: Some(task.schema(&BTreeMap::new())),
        deadline,
    })
}

/// `CWE-89` of `CWE-89: Improper Neutralization …`.
pub(super) fn plain(cwe: &str) -> &str {
    cwe.split([':', ' ']).next().unwrap_or(cwe)
}

/// The item around a finding where it fits, else its nearest lines: numbered, without comments.
fn code(engine: &Engine, task: &Task, file: &File, lint: &Finding) -> String {
    let text = &file.document.text;
    let comments = Comments::of(file);
    let shown = |first: usize, last: usize| -> String {
        let rows: Vec<String> = (first..last)
            .filter_map(|line| {
                Some(format!(
                    "{:>4} {}",
                    line + 1,
                    cut(comments.line(file, line)?)
                ))
            })
            .collect();
        rows.join("\n")
    };
    let tree = file.document.tree();
    let item = tree.and_then(|tree| tree.enclosing_item(lint.range.clone()));
    if let Some(item) = item {
        let first = text.line_of(item.start);
        let last = text.line_of(item.end.saturating_sub(1)) + 1;
        if last - first <= task.budget.code_tokens {
            let whole = shown(first, last);
            if engine.model.count(&whole) <= task.budget.code_tokens {
                return whole;
            }
        }
    }
    let first = lint.start.line.saturating_sub(1 + AROUND);
    shown(first, (lint.start.line + AROUND).min(text.lines()))
}

/// A line as long as a prompt shows it; minified files have lines of megabytes.
fn cut(line: String) -> String {
    match line.char_indices().nth(super::pack::LINE_CHARS) {
        Some((end, _)) => format!("{} …", &line[..end]),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use super::{plain, repeats};

    #[test]
    fn an_echo_of_the_rule_is_no_explanation() {
        let rule = "The statement is put together from strings.";
        assert!(repeats(
            "It is a statement put together from strings.",
            rule
        ));
        assert!(!repeats("A station named '; DROP TABLE reads all.", rule));
    }

    #[test]
    fn weaknesses_are_known_by_their_number() {
        assert_eq!(plain("CWE-89: Improper Neutralization"), "CWE-89");
        assert_eq!(plain("CWE-89"), "CWE-89");
    }
}
