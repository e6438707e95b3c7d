//! What one request says: the values of the task's template, and the schema of its answer.

use super::around::around;
use super::check::Check;
use super::pack::{Anchor, Part};
use super::run::Review;
use crate::finding::Finding;
use crate::model::{Engine, Prompt, Request};
use crate::prompt::task::TaskError;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

/// The request about a part, for its faults or for what a check says. Lines and quotations of the answer are enumerations of the part's
/// own, so that they cannot be invented.
pub(super) fn request(
    engine: &Engine,
    review: &Review<'_>,
    part: &Part,
    anchors: &[Anchor],
    check: Option<&Check>,
    deadline: Duration,
) -> Result<Request, TaskError> {
    let task = match check {
        Some(_) => &review.tasks.check,
        None => &review.tasks.review,
    };
    let prompt = task.render(&values(engine, review, part, check))?;
    let lines = anchors.iter().map(|anchor| anchor.line.into()).collect();
    let quotes: BTreeSet<&str> = anchors.iter().map(|anchor| &*anchor.quote).collect();
    let quotes = quotes.into_iter().map(Into::into).collect();
    let lists = BTreeMap::from([("lines", lines), ("quotes", quotes)]);
    Ok(Request {
        prompt: Prompt::Chat(prompt),
        keep: 1,
        max_tokens: review.options.max_tokens,
        temperature: 0.0,
        schema: Some(task.schema(&lists)),
        deadline,
    })
}

/// Lint findings on the lines of a part.
pub(super) fn known<'a>(
    review: &'a Review<'_>,
    part: &'a Part,
) -> impl Iterator<Item = &'a Finding> {
    let path = &review.files[part.file].shown;
    review
        .lints
        .iter()
        .filter(move |lint| lint.path == *path && part.holds(lint.start.line))
}

/// What the task's templates may name.
#[derive(Serialize)]
struct Values<'a> {
    path: String,
    /// Name of the language, empty when we have no grammar for it.
    language: &'a str,
    known: Vec<Known<'a>>,
    lines: Vec<String>,
    /// Pieces of the project beside the part.
    around: Vec<String>,
    /// What a team's own check says, empty where none is asked.
    check: &'a str,
}

#[derive(Serialize)]
struct Known<'a> {
    line: usize,
    message: &'a str,
}

fn values<'a>(
    engine: &Engine,
    review: &'a Review<'_>,
    part: &'a Part,
    check: Option<&'a Check>,
) -> Values<'a> {
    let file = &review.files[part.file];
    let language = file.document.language.as_deref();
    Values {
        path: file.shown.display().to_string(),
        language: language.map_or("", |language| &language.name),
        known: known(review, part)
            .map(|lint| Known {
                line: lint.start.line,
                message: &lint.message,
            })
            .collect(),
        lines: part.rows(file),
        check: check.map_or("", |check| &check.text),
        around: review.index.map_or_else(Vec::new, |index| {
            let budget = review.tasks.review.budget.context_tokens;
            around(index, file, part, budget, &|text| engine.model.count(text))
        }),
    }
}
