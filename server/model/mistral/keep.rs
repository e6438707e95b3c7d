//! What the engine keeps of computed prompts: warmed up in steps, dropped when it is too much.

use super::wire::fail;
use super::{Inner, Out};
use crate::model::ModelError;
use mistralrs::core::{Response, SamplingParams};
use mistralrs::{CustomLogitsProcessor, Tensor};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;
use tokio::sync::mpsc;

/// Prompt tokens computed in one step. A step cannot be interrupted; on two CPU cores one takes
/// about two seconds.
const STEP: usize = 64;
/// Last tokens of a prompt that are not warmed up: typing changes how they are spelt.
const UNSETTLED: usize = 4;
/// The engine allocates its state in blocks of this many tokens (`NormalCache::CACHE_GROW_SIZE`).
const BLOCK: usize = 512;
/// Blocks above which all is dropped with the next request of two new tokens, at twice as many with
/// any: of the default model 150 MB.
const MOST_BLOCKS: usize = 24;
/// An id outside of every vocabulary. Not the greatest number, which reads as an empty place.
const NO_TOKEN: u32 = u32::MAX - 1;

/// How to end an answer so that the engine keeps its state: it keeps what ends with the end token.
#[derive(Clone, Default)]
pub(super) struct Ending(Arc<AtomicBool>);

impl Ending {
    /// Ends the answer at its next token.
    pub fn now(&self) {
        self.0.store(true, Ordering::SeqCst);
    }

    /// What makes the engine obey. Not at the first token after a prompt: mistral.rs goes on with a
    /// request that ends there, and keeps it twice.
    fn processor(&self, prompt: usize, end: u32) -> Arc<dyn CustomLogitsProcessor> {
        let ended = self.0.clone();
        Arc::new(move |logits: &Tensor, all: &[u32]| {
            if all.len() <= prompt || !ended.load(Ordering::SeqCst) {
                return Ok(logits.clone());
            }
            let mut forced = vec![0f32; logits.elem_count()];
            forced[end as usize] = 1e4;
            Tensor::from_vec(forced, logits.shape(), logits.device())
        })
    }
}

impl Inner {
    /// Puts a request into the engine's queue whose state it is to keep once `ending` ends it. Where too
    /// much is kept by now, all of it is dropped, but as a rule not what this request goes on from.
    pub(super) async fn submit_kept(
        &self,
        ids: Vec<u32>,
        sampling: SamplingParams,
        ending: &Ending,
    ) -> Result<mpsc::Receiver<Response>, ModelError> {
        let (blocks, new) = {
            let kept = self.kept();
            (kept.blocks(BLOCK), ids.len() - kept.matched(&ids))
        };
        let processor = vec![ending.processor(ids.len(), self.stops[0])];
        let submit = self.submit(ids, sampling, None, Some(processor));
        if blocks < MOST_BLOCKS || (new == 1 && blocks < 2 * MOST_BLOCKS) {
            return submit.await;
        }
        // The engine answers a step that fails by dropping all that it keeps; no model has this token.
        let fails = self.submit(vec![NO_TOKEN], SamplingParams::neutral(), None, None);
        if new == 1 {
            self.dropped(fails.await?).await;
            return submit.await;
        }
        // Of requests that it finds together it hands each what it goes on from, and then begins with
        // the one of the fewest tokens: so the other has its own before the rest is dropped.
        let held = self.hold().await?;
        let (fails, answers) = (fails.await, submit.await);
        held.go().await;
        self.dropped(fails?).await;
        answers
    }

    /// Waits for a request to fail, and so for the engine to drop all that it keeps.
    async fn dropped(&self, mut fails: mpsc::Receiver<Response>) {
        while let Ok(Some(_)) = self.next(&mut fails).await {}
        self.kept().clear();
        give_back();
    }

    /// Computes and keeps the beginning of a prompt, a step at a time, until no more than `rest` of
    /// its tokens are left.
    pub(super) async fn warm(
        &self,
        ids: &[u32],
        rest: usize,
        deadline: Instant,
        out: &Out,
    ) -> Result<(), ModelError> {
        let settled = ids.len().saturating_sub(UNSETTLED);
        loop {
            let matched = self.kept().matched(ids);
            if ids.len() - matched <= rest || matched >= settled {
                return Ok(());
            }
            if Instant::now() >= deadline || out.is_closed() {
                return Ok(());
            }
            self.store(&ids[..settled.min(matched + STEP)]).await?;
        }
    }

    /// Tokens of a prompt that may be left to its answer: what an answer keeps need not be kept twice.
    pub(super) fn rest(answered: bool) -> usize {
        if answered { STEP } else { 0 }
    }

    /// Runs a request that computes these tokens, is kept by the engine, and says nothing.
    async fn store(&self, ids: &[u32]) -> Result<(), ModelError> {
        let ending = Ending::default();
        ending.now();
        let sampling = SamplingParams {
            temperature: Some(0.0),
            top_n_logprobs: 1,
            ..SamplingParams::neutral()
        };
        let answers = self.submit_kept(ids.to_vec(), sampling, &ending).await?;
        self.keep(ids.to_vec(), answers).await
    }

    /// Reads an answer that is ending to its end; `all` are the tokens of it so far.
    pub(super) async fn keep(
        &self,
        mut all: Vec<u32>,
        mut answers: mpsc::Receiver<Response>,
    ) -> Result<(), ModelError> {
        let mut known = true;
        while let Some(answer) = self.next(&mut answers).await? {
            let Response::CompletionChunk(chunk) = answer else {
                fail(answer)?;
                continue;
            };
            for logprobs in chunk.choices.into_iter().filter_map(|one| one.logprobs) {
                let id = self.token(logprobs).id;
                known &= id.is_some();
                all.extend(id.filter(|_| known));
            }
        }
        self.kept().push(all);
        Ok(())
    }
}

/// Gives freed memory back to the system; the allocator would hold on to blocks of this size.
fn give_back() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    // SAFETY: it takes a number and may be called at any time, from any thread.
    unsafe {
        libc::malloc_trim(0);
    }
}
