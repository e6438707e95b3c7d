//! Several answers to one explicit request. Knows no protocol.

use super::{Completion, Target, Way, generate};
use crate::config::Options;
use crate::model::{Engine, ModelError, Priority};
use std::time::Duration;

/// How freely the second and third answers are drawn: the model's own probabilities, a little sharper.
const TEMPERATURE: f64 = 0.8;
/// Most choices that are given.
pub const MOST: usize = 3;

/// Up to `count` choices that differ, the most probable one first. Those after the first are drawn
/// until `patience` has passed; fewer come when the model says the same again.
///
/// # Errors
/// When the first cannot be had; trouble with the others only makes them fewer.
pub async fn choices(
    engine: &Engine,
    options: &Options,
    target: Target<'_>,
    count: usize,
    patience: Duration,
) -> Result<Vec<Completion>, ModelError> {
    let first = super::ask(engine, options, target).await?;
    let mut choices = vec![first];
    more(engine, options, target, count, patience, &mut choices).await;
    Ok(choices)
}

/// Draws more choices beside those that are there.
pub(super) async fn more(
    engine: &Engine,
    options: &Options,
    target: Target<'_>,
    count: usize,
    patience: Duration,
    choices: &mut Vec<Completion>,
) {
    let way = Way {
        priority: Priority::Keystroke,
        temperature: TEMPERATURE,
        patience: None,
    };
    let draw = async {
        // One more than is wanted, for what comes twice.
        for _ in 0..count.min(MOST) {
            if choices.len() >= count.min(MOST) {
                return;
            }
            let Ok(drawn) = generate(engine, options, target, way, &mut |_| {}).await else {
                return;
            };
            let same = |other: &Completion| other.text.trim() == drawn.text.trim();
            if !drawn.text.is_empty() && !choices.iter().any(same) {
                choices.push(drawn);
            }
        }
    };
    // What has come by then is what there is.
    tokio::time::timeout(patience, draw).await.ok();
}
