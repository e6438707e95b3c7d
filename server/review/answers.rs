//! Answers of the model, asked for once: the same question to the same model is answered from what
//! was kept. Where they are kept is the caller's business.

use super::collect::{Collected, Spoken, collect};
use super::run::Review;
use crate::model::{Engine, Priority, Prompt, Request, Role};
use sha2::{Digest, Sha256};
use std::future::Future;
use std::pin::Pin;
use tokio::time::Instant;

/// Keeps answers by key. Both may forget: then the model is asked again.
pub trait Answers: Sync {
    /// What was kept under this key, 64 hexadecimal digits.
    fn get(&self, key: &str) -> Option<String>;
    fn put(&self, key: &str, answer: &str);
}

/// Keeps nothing.
pub struct Forget;

impl Answers for Forget {
    fn get(&self, _: &str) -> Option<String> {
        None
    }

    fn put(&self, _: &str, _: &str) {}
}

/// Asks, unless the answer is known. Only whole answers are kept.
pub(super) async fn ask<F: Future<Output = ()>>(
    engine: &Engine,
    review: &Review<'_>,
    request: Request,
    until: Instant,
    stop: Pin<&mut F>,
) -> Collected {
    let key = key(&engine.model.info().name, &request);
    let kept = review.answers.get(&key);
    if let Some(spoken) = kept.and_then(|kept| serde_json::from_str::<Spoken>(&kept).ok()) {
        return Collected::Answer { spoken, cut: false };
    }
    let stream = engine.lane.submit(Priority::Review, None, request);
    let answer = collect(stream, until, stop).await;
    if let Collected::Answer { spoken, cut: false } = &answer
        && let Ok(kept) = serde_json::to_string(spoken)
    {
        review.answers.put(&key, &kept);
    }
    answer
}

/// All that an answer depends on: the model, every word of the prompt (and so the code, its context
/// and the version of the task) and the schema. The deadline is left out.
fn key(model: &str, request: &Request) -> String {
    let mut hash = Sha256::new();
    let mut add = |text: &str| {
        hash.update((text.len() as u64).to_le_bytes());
        hash.update(text.as_bytes());
    };
    add(model);
    match &request.prompt {
        Prompt::Chat(messages) => {
            for (role, text) in messages {
                add(match role {
                    Role::System => "system",
                    Role::User => "user",
                    Role::Assistant => "assistant",
                });
                add(text);
            }
        }
        Prompt::Parts(parts) => add(&format!("{parts:?}")),
    }
    let schema = request.schema.as_ref().map(ToString::to_string);
    add(schema.as_deref().unwrap_or_default());
    add(&format!("{} {}", request.max_tokens, request.temperature));
    let digest = hash.finalize();
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}
