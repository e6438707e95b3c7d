//! The second look at a remark of the model: it sees the code and the remark alone and tries to knock
//! it down. What falls is dropped and counted.

use super::answers::ask;
use super::collect::Collected;
use super::pack::Part;
use super::parse::Remark;
use super::run::Review;
use crate::model::{Engine, Prompt, Request};
use crate::prompt::task::TaskError;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use tokio::time::Instant;

/// Longest answer in tokens: a reason of 160 characters, of which few make a token each, and a word.
const TOKENS: usize = 184;

/// What became of a remark.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Outcome {
    /// Probability that it is right, 0 to 1, where the backend tells probabilities.
    Stands(Option<f64>),
    Falls,
    /// Nobody could say: time was up, or the model failed.
    Open,
    /// Likewise, for the answer was of the wrong shape.
    Broken,
    Stopped,
}

#[derive(Serialize)]
struct Values<'a> {
    path: String,
    lines: Vec<String>,
    line: usize,
    quote: &'a str,
    message: &'a str,
}

#[derive(Deserialize)]
struct Answer {
    verdict: String,
}

/// Tries to knock a remark down.
pub(super) async fn refute<F: Future<Output = ()>>(
    engine: &Engine,
    review: &Review<'_>,
    part: &Part,
    remark: &Remark,
    stop: Pin<&mut F>,
) -> Result<Outcome, TaskError> {
    let until = Instant::from_std(review.until);
    let time = until.saturating_duration_since(Instant::now());
    if time.is_zero() {
        return Ok(Outcome::Open);
    }
    let file = &review.files[part.file];
    let task = &review.tasks.refute;
    let messages = task.render(&Values {
        path: file.shown.display().to_string(),
        lines: part.rows(file),
        line: remark.line,
        quote: &remark.quote,
        message: &remark.message,
    })?;
    let request = Request {
        keep: messages.len() - 1,
        prompt: Prompt::Chat(messages),
        max_tokens: TOKENS,
        temperature: 0.0,
        schema: Some(task.schema(&BTreeMap::new())),
        deadline: time,
    };
    Ok(match ask(engine, review, request, until, stop).await {
        Collected::Answer { spoken, .. } => {
            let Ok(answer) = serde_json::from_str::<Answer>(&spoken.text) else {
                return Ok(Outcome::Broken);
            };
            match answer.verdict.as_str() {
                "falls" => Outcome::Falls,
                stands => {
                    let bytes = spoken.value("verdict", stands);
                    let sure = bytes.and_then(|bytes| spoken.probability(bytes));
                    // Unsure is no better than even, however sure the model is of that.
                    let most = if stands == "stands" { 1.0 } else { 0.5 };
                    Outcome::Stands(sure.map(|sure| sure.min(most)))
                }
            }
        }
        Collected::Failed(_) | Collected::Late(_) => Outcome::Open,
        Collected::Stopped => Outcome::Stopped,
    })
}
