//! The engine in this process: mistral.rs, its traps walled in. The only folder under `mistral`.
//!
//! What it has to work around in mistral.rs 0.8.1 (each measured, each with a test in `tests/model`):
//! - the first text of an answer loses its white space, so token ids are read, never the text;
//! - only finished requests are kept for reuse, and without a GPU they are kept for ever. So a
//!   completion is made to finish (`keep::Ending`), any other answer is ended by closing its channel,
//!   and from time to time all is dropped but what the next request goes on from;
//! - a kept request's last token has no state, so it is made to end with one that no prompt continues
//!   with;
//! - a request that finishes at its first token is run once more and kept twice, so none does;
//! - a prompt that is wholly contained in a kept one is computed from scratch, so it is spelt
//!   differently near its end (`Kept::apart`);
//! - a prompt that is being computed cannot be stopped, so it is computed in steps.

mod answer;
pub mod ceiling;
#[cfg(feature = "cuda")]
pub mod cuda;
mod device;
mod keep;
mod source;
pub mod variant;
mod wire;
mod words;

use super::family::Family;
use super::kept::{Blocks, Kept};
use super::tokens::Defuser;
use super::{Event, Info, Model, ModelError, Prompt, Request, Stream};
use mistralrs::core::SchedulerConfig;
use mistralrs::model_builder_trait::build_model_from_pipeline;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Instant;
use tokenizers::Tokenizer;
use tokio::sync::mpsc;

type Out = mpsc::Sender<Result<Event, ModelError>>;

/// A model run by mistral.rs.
pub struct Mistral(Arc<Inner>);

struct Inner {
    engine: mistralrs::Model,
    tokenizer: Arc<Tokenizer>,
    defuser: Defuser,
    family: Family,
    /// Ids that end an answer, the file's own end token first.
    stops: Vec<u32>,
    info: Info,
    /// Whether the engine keeps requests by block, as it does on a GPU.
    paged: bool,
    /// What it keeps by block.
    blocks: Mutex<Blocks>,
    /// Held by the one request that the engine works on.
    gate: tokio::sync::Mutex<()>,
    /// What the engine keeps; unused where it keeps by block.
    kept: Mutex<Kept>,
}

impl Mistral {
    /// Loads a GGUF file or a folder of safetensors. `on`: whether on a GPU (`None`: where one can be
    /// used), and the MiB there for computed prompts. Blocks; call it inside a tokio runtime's
    /// context, not on its threads.
    pub fn load(
        name: String,
        path: &Path,
        on: (Option<bool>, Option<u32>),
        family: &Family,
    ) -> Result<Self, ModelError> {
        let failed = |why: String| ModelError::Load(format!("{name} cannot be loaded: {why}"));
        let start = Instant::now();
        let weights = super::weights_bytes(path);
        let placed = device::Placed::new(on.0, on.1, weights).map_err(failed)?;
        let runtime = tokio::runtime::Handle::try_current().map_err(|e| failed(e.to_string()))?;
        let loaded = runtime.block_on(async {
            let (pipeline, scheduler, config) = source::load(path, &placed).await?;
            let (tokenizer, metadata) = {
                let pipeline = pipeline.lock().await;
                (pipeline.tokenizer(), pipeline.get_metadata())
            };
            // The engine falls back to other ways to keep prompts by itself, so it is asked.
            let blocks = match &scheduler {
                SchedulerConfig::PagedAttentionMeta { config, .. } => {
                    Some((config.block_size, config.num_gpu_blocks))
                }
                SchedulerConfig::DefaultScheduler { .. } => None,
            };
            let engine = build_model_from_pipeline(pipeline, scheduler, config).await;
            anyhow::Ok((
                engine,
                blocks,
                tokenizer,
                metadata.max_seq_len,
                metadata.eos_tok.clone(),
            ))
        });
        let (engine, blocks, tokenizer, context, eos) =
            loaded.map_err(|e| failed(format!("{e:#}")))?;
        let tokenizer = tokenizer.ok_or_else(|| failed("it has no tokenizer".into()))?;
        let stops = stop_ids(&tokenizer, family, eos).map_err(failed)?;
        let added = tokenizer.get_added_tokens_decoder();
        let defuser = Defuser::new(added.values().map(|token| token.content.as_str()));
        let info = Info {
            name,
            device: placed.name(),
            // A prompt and its answer have to fit into the blocks, one of which the engine needs.
            context: blocks.map_or(context, |(size, count)| {
                context.min(size * count.saturating_sub(1))
            }),
            load_s: start.elapsed().as_secs_f64(),
        };
        Ok(Self(Arc::new(Inner {
            engine,
            tokenizer,
            defuser,
            family: family.clone(),
            stops,
            info,
            paged: blocks.is_some(),
            blocks: Mutex::new(blocks.map_or_else(Blocks::default, |(size, count)| {
                Blocks::new(size, size * count)
            })),
            gate: tokio::sync::Mutex::default(),
            kept: Mutex::default(),
        })))
    }
}

/// The ids that end an answer. Every control token of the family has to be one token of the file.
fn stop_ids(tokenizer: &Tokenizer, family: &Family, eos: Vec<u32>) -> Result<Vec<u32>, String> {
    let mut stops = eos;
    for spelling in family.controls() {
        let id = tokenizer.token_to_id(spelling).ok_or_else(|| {
            format!(
                "its vocabulary has no `{spelling}`, so it is not of the family {}",
                family.name
            )
        })?;
        let encoded = tokenizer
            .encode_fast(spelling, false)
            .map_err(|e| e.to_string())?;
        if encoded.get_ids() != [id] {
            return Err(format!(
                "its tokenizer does not read `{spelling}` as one token"
            ));
        }
        if family.stops.iter().any(|stop| stop == spelling) {
            stops.push(id);
        }
    }
    Ok(stops)
}

impl Model for Mistral {
    fn info(&self) -> Info {
        self.0.info.clone()
    }

    fn start(&self, request: Request) -> Stream {
        let (out, stream) = mpsc::channel(64);
        let inner = self.0.clone();
        tokio::spawn(async move {
            let gate = inner.gate.lock().await;
            if let Err(error) = inner.answer(&request, &out).await {
                // The receiver may be gone by now, which is its way to cancel.
                out.send(Err(error)).await.ok();
            }
            drop(gate);
        });
        stream
    }

    fn count(&self, text: &str) -> usize {
        self.0.encode_text(text).len()
    }

    fn encode(&self, prompt: &Prompt) -> Option<Vec<u32>> {
        let parts = self.0.parts(prompt).ok()?;
        Some(
            parts
                .iter()
                .flat_map(|part| self.0.encode_part(part))
                .collect(),
        )
    }
}

impl Inner {
    fn blocks(&self) -> std::sync::MutexGuard<'_, Blocks> {
        self.blocks
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner())
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, Kept> {
        self.kept
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}
