//! What the engine keeps of computed prompts: warmed up in steps, dropped when it is too much.

use super::wire::fail;
use super::{Inner, Out};
use crate::model::ModelError;
use mistralrs::core::{Response, SamplingParams};
use mistralrs::{CustomLogitsProcessor, Tensor};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Instant;

/// Prompt tokens computed in one step. A step cannot be interrupted; on two CPU cores one takes
/// about two seconds.
const STEP: usize = 64;
/// New tokens of a prompt above which its beginning is kept for the next one.
const KEEP_ABOVE: usize = 12;
/// Last tokens of a prompt that are not kept: typing changes how they are spelt.
const UNSETTLED: usize = 4;
/// The engine allocates its state in blocks of this many tokens (`NormalCache::CACHE_GROW_SIZE`).
const BLOCK: usize = 512;
/// Blocks that may be kept before all are dropped at the next quiet moment: 24 blocks of the
/// default model are 300 MB.
const KEEP_BLOCKS: usize = 24;
impl Inner {
    /// Computes and keeps the part of a prompt that later ones will share, a step at a time.
    pub(super) async fn warm(
        &self,
        ids: &[u32],
        keep: usize,
        deadline: Instant,
        out: &Out,
    ) -> Result<(), ModelError> {
        let settled = ids.len().saturating_sub(UNSETTLED);
        // The last token is never kept: a prompt that equals a kept one would be computed anew.
        let keep = keep.min(ids.len().saturating_sub(1));
        loop {
            let matched = self.kept().matched(ids);
            let goal = if keep > matched {
                keep
            } else if keep > 0 && ids.len() - matched > KEEP_ABOVE {
                settled
            } else {
                return Ok(());
            };
            if matched >= goal || Instant::now() >= deadline || out.is_closed() {
                return Ok(());
            }
            self.store(&ids[..goal.min(matched + STEP)]).await?;
        }
    }

    /// Runs a request that computes these tokens, is kept by the engine, and says nothing.
    async fn store(&self, ids: &[u32]) -> Result<(), ModelError> {
        let end = self.stops[0];
        let processor = move |logits: &Tensor, _: &[u32]| {
            let mut forced = vec![0f32; logits.elem_count()];
            forced[end as usize] = 1e4;
            Tensor::from_vec(forced, logits.shape(), logits.device())
        };
        let sampling = SamplingParams {
            temperature: Some(0.0),
            max_len: Some(1),
            ..SamplingParams::neutral()
        };
        let forced: Vec<Arc<dyn CustomLogitsProcessor>> = vec![Arc::new(processor)];
        let mut answers = self
            .submit(ids.to_vec(), sampling, None, Some(forced))
            .await?;
        while let Some(answer) = self.next(&mut answers).await? {
            if let Response::CompletionChunk(_) = answer {
                continue;
            }
            fail(answer)?;
        }
        let mut kept = ids.to_vec();
        kept.push(end);
        self.kept().push(kept);
        Ok(())
    }

    /// Drops what the engine keeps once it is too much, and computes the last beginning again, as
    /// long as nobody waits.
    pub(super) async fn tidy(&self) {
        let last = {
            let kept = self.kept();
            if kept.blocks(BLOCK) <= KEEP_BLOCKS {
                return;
            }
            kept.last().cloned().unwrap_or_default()
        };
        let refuse = |_: &Tensor, _: &[u32]| -> mistralrs::Result<Tensor> {
            // The engine answers a failed step by dropping all that it keeps.
            Err(std::io::Error::other("drop what is kept").into())
        };
        let refuse: Vec<Arc<dyn CustomLogitsProcessor>> = vec![Arc::new(refuse)];
        let sampling = SamplingParams::neutral();
        let Ok(mut answers) = self
            .submit(vec![self.stops[0]], sampling, None, Some(refuse))
            .await
        else {
            return;
        };
        while let Ok(Some(_)) = self.next(&mut answers).await {}
        self.kept().clear();
        let ids = &last[..last.len().saturating_sub(1)];
        while self.waiting.load(Ordering::SeqCst) == 0 {
            let matched = self.kept().matched(ids);
            if matched >= ids.len()
                || self
                    .store(&ids[..ids.len().min(matched + STEP)])
                    .await
                    .is_err()
            {
                return;
            }
        }
    }
}
