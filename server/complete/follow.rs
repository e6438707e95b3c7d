//! Follows a running request until its answer is long enough, and makes of it what is shown.
//! Knows nothing of prompts and lanes.

use super::Completion;
use super::answer::Answer;
use super::post;
use super::scene::Scene;
use super::stop::Watch;
use crate::model::{Event, ModelError, Stream};
use std::time::{Duration, Instant};

/// Reads `stream` to the answer's end. `lead` stands before the cursor already and has to come first;
/// `grows` is told the answer so far after each token. With `patience` an answer of several lines ends
/// at the last whole one when that time is over. Dropping the future stops the engine.
pub async fn follow(
    scene: &Scene,
    lead: &str,
    mut stream: Stream,
    patience: Option<Duration>,
    grows: &mut (dyn FnMut(&str) + Send),
) -> Result<Completion, ModelError> {
    let mut answer = Answer::after(lead);
    let mut watch = Watch::new(scene);
    let began = Instant::now();
    while let Some(event) = stream.recv().await {
        match event? {
            Event::Token { bytes, logprob } => {
                answer.push(&bytes, logprob);
                grows(answer.text());
            }
            Event::Started {
                prompt_tokens,
                cached_tokens,
            } => {
                answer.start(prompt_tokens, cached_tokens);
                watch = Watch::new(scene);
            }
            Event::Restarted | Event::Done { .. } => {}
        }
        if !answer.fits() {
            break;
        }
        if let Some(end) = watch.end(answer.text()) {
            answer.cut(end);
            break;
        }
        if patience.is_some_and(|patience| began.elapsed() >= patience)
            && let Some(end) = whole_lines(answer.text())
        {
            answer.cut(end);
            break;
        }
    }
    let usage = answer.usage();
    let fit = post::run(scene, answer.text());
    answer.cut(fit.kept);
    let untouched = answer.text() == fit.text;
    Ok(Completion {
        confidence: answer.confidence(),
        steps: if untouched {
            answer.steps()
        } else {
            Vec::new()
        },
        usage,
        range: scene.offset..scene.offset + fit.over,
        text: fit.text,
    })
}

/// The end of the last whole line with text.
fn whole_lines(text: &str) -> Option<usize> {
    let end = text.rfind('\n')?;
    (!text[..end].trim().is_empty()).then_some(end)
}
