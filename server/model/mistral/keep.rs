//! What the engine keeps of computed prompts: warmed up in steps, dropped when it is too much.

use super::wire::fail;
use super::{Inner, Out};
use crate::model::ModelError;
use mistralrs::core::{Response, SamplingParams};
use mistralrs::{CustomLogitsProcessor, Tensor};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// Prompt tokens computed in one step. A step cannot be interrupted; on two CPU cores one takes
/// about two seconds.
const STEP: usize = 64;
/// New tokens of a request above which its state is kept for the next one. Each token less saves a
/// keystroke some 20 ms on two cores and costs a block every so many tokens typed.
const KEEP_ABOVE: usize = 2;
/// Last tokens of a prompt that are not warmed up: typing changes how they are spelt.
const UNSETTLED: usize = 4;
/// The engine allocates its state in blocks of this many tokens (`NormalCache::CACHE_GROW_SIZE`).
const BLOCK: usize = 512;
/// Blocks above which all is dropped at the next rest: of the default model 24 are 150 MB.
const KEEP_BLOCKS: usize = 24;
/// Blocks above which all is dropped at once, though the next prompt has to be computed anew.
const MOST_BLOCKS: usize = 4 * KEEP_BLOCKS;
/// An id outside of every vocabulary. Not the greatest number, which reads as an empty place.
const NO_TOKEN: u32 = u32::MAX - 1;
/// Time without a request that counts as a rest.
const REST: Duration = Duration::from_secs(3);

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
    /// The processors of a request that `ending` may end.
    pub(super) fn ended_by(
        &self,
        ending: &Ending,
        prompt: usize,
    ) -> Vec<Arc<dyn CustomLogitsProcessor>> {
        vec![ending.processor(prompt, self.stops[0])]
    }

    /// Whether the state of a request with this prompt is worth its memory, once it is computed.
    pub(super) fn worth_keeping(&self, ids: &[u32]) -> bool {
        !self.paged && ids.len() - self.kept().matched(ids) > KEEP_ABOVE
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
        if answered { STEP } else { KEEP_ABOVE }
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
        let processors = self.ended_by(&ending, ids.len());
        let answers = self
            .submit(ids.to_vec(), sampling, None, Some(processors))
            .await?;
        self.keep(ids.to_vec(), answers).await
    }

    /// Reads an answer that is ending to its end; `all` are the tokens of it so far.
    pub(super) async fn keep(
        &self,
        mut all: Vec<u32>,
        mut answers: tokio::sync::mpsc::Receiver<Response>,
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

    /// Drops what the engine keeps once it is too much: at a rest more readily than between two
    /// requests, and then the last prompt is computed again, as long as nobody waits.
    pub(super) async fn tidy(&self, resting: bool) {
        let most = if resting { KEEP_BLOCKS } else { MOST_BLOCKS };
        let last = {
            let kept = self.kept();
            if kept.blocks(BLOCK) <= most {
                return;
            }
            kept.last().cloned().unwrap_or_default()
        };
        // The engine answers a step that fails by dropping all that it keeps; no model has this token.
        let sampling = SamplingParams::neutral();
        let Ok(mut answers) = self.submit(vec![NO_TOKEN], sampling, None, None).await else {
            return;
        };
        while let Ok(Some(_)) = self.next(&mut answers).await {}
        self.kept().clear();
        give_back();
        let again = &last[..last.len().saturating_sub(1)];
        let begun = self.requests.load(Ordering::SeqCst);
        for end in (STEP..again.len() + STEP).step_by(STEP) {
            let busy = self.requests.load(Ordering::SeqCst) != begun;
            if !resting || busy || self.store(&again[..end.min(again.len())]).await.is_err() {
                break;
            }
        }
    }

    /// Whether more is kept than at a rest there should be.
    pub(super) fn untidy(&self) -> bool {
        self.kept().blocks(BLOCK) > KEEP_BLOCKS
    }

    /// Tidies up once no request has come for a while.
    pub(super) async fn tidy_at_rest(&self) {
        let begun = self.requests.load(Ordering::SeqCst);
        tokio::time::sleep(REST).await;
        let gate = self.gate.lock().await;
        if self.requests.load(Ordering::SeqCst) == begun {
            self.tidy(true).await;
        }
        drop(gate);
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
