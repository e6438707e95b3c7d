//! The engine in this process: mistral.rs, its traps walled in. The only file under `mistral`.
//!
//! What it has to work around in mistral.rs 0.8.1 (each measured, each with a test in `tests/model`):
//! - the first text of an answer loses its white space, so token ids are read, never the text;
//! - only finished requests are kept for reuse, and without a GPU they are kept for ever. So only
//!   warm-ups finish ([`Mistral::store`]); every answer is ended by closing its channel;
//! - a kept request's last token has no state, so a warm-up is made to end with a token that no
//!   prompt continues with;
//! - a prompt that is wholly contained in a kept one is computed from scratch, so it is spelt
//!   differently at its end ([`apart`]);
//! - a prompt that is being computed cannot be stopped, so it is computed in steps.

use super::family::Family;
use super::kept::Kept;
use super::tokens::{Defuser, byte_level};
use super::{Event, Finish, Info, Model, ModelError, Part, Prompt, Request, Stream, Usage};
use mistralrs::core::{Response, SamplingParams};
use mistralrs::model_builder_trait::{build_gguf_pipeline, build_model_from_pipeline};
use mistralrs::{
    Constraint, CustomLogitsProcessor, GgufModelBuilder, NormalRequest, RequestMessage, Tensor,
};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tokenizers::Tokenizer;
use tokio::sync::mpsc;

/// Prompt tokens computed in one step. A step cannot be interrupted; on two CPU cores one takes
/// about a second.
const STEP: usize = 64;
/// New tokens of a prompt above which its beginning is kept for the next one.
const KEEP_ABOVE: usize = 12;
/// Last tokens of a prompt that are not kept: typing changes how they are spelt.
const UNSETTLED: usize = 4;
/// The engine allocates its state in blocks of this many tokens (`NormalCache::CACHE_GROW_SIZE`).
const BLOCK: usize = 512;
/// Blocks that may be kept before all are dropped at the next quiet moment: 16 blocks of the
/// default model are 200 MB.
const KEEP_BLOCKS: usize = 24;
/// How long the engine may be silent before it counts as hung.
const SILENCE: Duration = Duration::from_secs(180);

type Out = mpsc::Sender<Result<Event, ModelError>>;

/// A GGUF model run by mistral.rs.
pub struct Mistral(Arc<Inner>);

struct Inner {
    engine: mistralrs::Model,
    tokenizer: Arc<Tokenizer>,
    defuser: Defuser,
    family: Family,
    /// Ids that end an answer, the file's own end token first.
    stops: Vec<u32>,
    info: Info,
    /// Whether the engine keeps finished requests by block, as it does on a GPU.
    paged: bool,
    /// Held by the one request that the engine works on.
    gate: tokio::sync::Mutex<()>,
    waiting: AtomicUsize,
    /// What the engine keeps; unused when it keeps by block.
    kept: Mutex<Kept>,
}

impl Mistral {
    /// Loads a GGUF file. Blocks; call it inside a tokio runtime's context, not on its threads.
    pub fn load(
        name: String,
        path: &Path,
        gpu: Option<bool>,
        family: &Family,
    ) -> Result<Self, ModelError> {
        let failed = |why: String| ModelError::Load(format!("{name} cannot be loaded: {why}"));
        let folder = path.parent().unwrap_or(Path::new("."));
        let file = path
            .file_name()
            .ok_or_else(|| failed("it is not a file".into()))?;
        let start = Instant::now();
        let mut builder = GgufModelBuilder::new(folder.display(), vec![file.to_string_lossy()])
            .with_max_num_seqs(2);
        let device =
            mistralrs::best_device(gpu == Some(false)).map_err(|e| failed(e.to_string()))?;
        let paged = !device.is_cpu() && mistralrs::paged_attn_supported();
        if device.is_cpu() {
            builder = builder.with_force_cpu();
        }
        if paged {
            let cache = mistralrs::PagedAttentionMetaBuilder::default();
            builder = builder.with_paged_attn(cache.build().map_err(|e| failed(e.to_string()))?);
        }
        let runtime = tokio::runtime::Handle::try_current().map_err(|e| failed(e.to_string()))?;
        let loaded = runtime.block_on(async {
            let (pipeline, scheduler, config) = build_gguf_pipeline(builder).await?;
            let (tokenizer, metadata) = {
                let pipeline = pipeline.lock().await;
                (pipeline.tokenizer(), pipeline.get_metadata())
            };
            let engine = build_model_from_pipeline(pipeline, scheduler, config).await;
            anyhow::Ok((
                engine,
                tokenizer,
                metadata.max_seq_len,
                metadata.eos_tok.clone(),
            ))
        });
        let (engine, tokenizer, context, eos) = loaded.map_err(|e| failed(format!("{e:#}")))?;
        let tokenizer = tokenizer.ok_or_else(|| failed("it has no tokenizer".into()))?;
        let stops = stop_ids(&tokenizer, family, eos).map_err(failed)?;
        let added = tokenizer.get_added_tokens_decoder();
        let defuser = Defuser::new(added.values().map(|token| token.content.as_str()));
        let info = Info {
            name,
            device: if device.is_cpu() {
                "cpu".into()
            } else {
                format!("{:?}", device.location())
            },
            context,
            load_s: start.elapsed().as_secs_f64(),
        };
        Ok(Self(Arc::new(Inner {
            engine,
            tokenizer,
            defuser,
            family: family.clone(),
            stops,
            info,
            paged,
            gate: tokio::sync::Mutex::default(),
            waiting: AtomicUsize::new(0),
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
            inner.waiting.fetch_add(1, Ordering::SeqCst);
            let gate = inner.gate.lock().await;
            inner.waiting.fetch_sub(1, Ordering::SeqCst);
            if let Err(error) = inner.answer(&request, &out).await {
                // The receiver may be gone by now, which is its way to cancel.
                out.send(Err(error)).await.ok();
            }
            drop(out);
            inner.tidy().await;
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
    async fn answer(&self, request: &Request, out: &Out) -> Result<(), ModelError> {
        let start = Instant::now();
        let deadline = start + request.deadline;
        let mut ids = Vec::new();
        let mut keep = 0;
        let chat = matches!(request.prompt, Prompt::Chat(_));
        for (at, part) in self.parts(&request.prompt)?.iter().enumerate() {
            ids.extend(self.encode_part(part));
            if at < request.keep || (chat && request.keep > 0) {
                keep = ids.len();
            }
        }
        if ids.len() + request.max_tokens > self.info.context {
            return Err(ModelError::Failed(format!(
                "the prompt has {} tokens and the model takes {}",
                ids.len(),
                self.info.context
            )));
        }
        let mut usage = Usage {
            prompt_tokens: ids.len(),
            ..Usage::default()
        };
        if !self.paged {
            if self.kept().contains(&ids) {
                ids = self.apart(ids);
            }
            usage.cached_tokens = self.kept().matched(&ids);
        }
        let started = Event::Started {
            prompt_tokens: ids.len(),
            cached_tokens: usage.cached_tokens,
        };
        out.send(Ok(started)).await.ok();
        if !self.paged {
            self.warm(&ids, keep, deadline, out).await?;
        }
        let late = Instant::now() >= deadline;
        let finish = if request.max_tokens == 0 || late || out.is_closed() {
            if late {
                Finish::Deadline
            } else {
                Finish::Length
            }
        } else {
            self.generate(ids, request, deadline, start, &mut usage, out)
                .await?
        };
        usage.total_ms = start.elapsed().as_secs_f64() * 1e3;
        out.send(Ok(Event::Done { finish, usage })).await.ok();
        Ok(())
    }

    /// Computes and keeps the part of a prompt that later ones will share, a step at a time.
    async fn warm(
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

    /// Generates an answer and passes it on token by token.
    async fn generate(
        &self,
        ids: Vec<u32>,
        request: &Request,
        deadline: Instant,
        start: Instant,
        usage: &mut Usage,
        out: &Out,
    ) -> Result<Finish, ModelError> {
        let mut all = ids.clone();
        // At temperature 0 the engine would report logits for probabilities: the most probable token
        // at temperature 1 is the same one, with its true probability.
        let greedy = request.temperature == 0.0;
        let sampling = SamplingParams {
            temperature: Some(if greedy { 1.0 } else { request.temperature }),
            top_k: greedy.then_some(1),
            top_n_logprobs: 1,
            ..SamplingParams::neutral()
        };
        let mut answers = self
            .submit(ids, sampling, request.schema.clone(), None)
            .await?;
        let mut finish = None;
        while finish.is_none() {
            let answer = tokio::select! {
                biased;
                _ = out.closed() => { finish = Some(Finish::Stop); continue }
                _ = tokio::time::sleep_until(deadline.into()) => { finish = Some(Finish::Deadline); continue }
                answer = self.next(&mut answers) => answer?,
            };
            let Some(answer) = answer else {
                break;
            };
            let Response::CompletionChunk(chunk) = answer else {
                fail(answer)?;
                continue;
            };
            for choice in chunk.choices {
                let ended = choice.finish_reason.is_some();
                let Some(token) = choice.logprobs.map(|logprobs| self.token(logprobs)) else {
                    continue;
                };
                if usage.completion_tokens == 0 {
                    usage.ttft_ms = start.elapsed().as_secs_f64() * 1e3;
                }
                usage.completion_tokens += 1;
                all.extend(token.id);
                if ended {
                    self.kept().push(std::mem::take(&mut all));
                }
                if ended || token.id.is_some_and(|id| self.stops.contains(&id)) {
                    finish = Some(Finish::Stop);
                    break;
                }
                let event = Event::Token {
                    bytes: token.bytes,
                    logprob: Some(token.logprob),
                };
                out.send(Ok(event)).await.ok();
                if usage.completion_tokens == request.max_tokens {
                    finish = Some(Finish::Length);
                    break;
                }
            }
        }
        // Closing is what stops the engine; it lets go of the channel at its next token.
        answers.close();
        while self.next(&mut answers).await?.is_some() {}
        Ok(finish.unwrap_or(Finish::Stop))
    }

    async fn submit(
        &self,
        ids: Vec<u32>,
        sampling_params: SamplingParams,
        schema: Option<serde_json::Value>,
        logits_processors: Option<Vec<Arc<dyn CustomLogitsProcessor>>>,
    ) -> Result<mpsc::Receiver<Response>, ModelError> {
        let (response, answers) = mpsc::channel(64);
        let runner = self.engine.inner();
        let mut request = NormalRequest::new_simple(
            RequestMessage::CompletionTokens(ids),
            sampling_params,
            response,
            runner.next_request_id(),
            None,
            None,
        );
        request.is_streaming = true;
        request.return_logprobs = true;
        request.constraint = schema.map_or(Constraint::None, Constraint::JsonSchema);
        request.logits_processors = logits_processors;
        let gone = |error: &dyn std::fmt::Display| ModelError::Failed(error.to_string());
        let sender = runner.get_sender(None).map_err(|e| gone(&e))?;
        sender
            .send(mistralrs::Request::Normal(Box::new(request)))
            .await
            .map_err(|e| gone(&e))?;
        Ok(answers)
    }

    async fn next(
        &self,
        answers: &mut mpsc::Receiver<Response>,
    ) -> Result<Option<Response>, ModelError> {
        tokio::time::timeout(SILENCE, answers.recv())
            .await
            .map_err(|_| {
                ModelError::Failed(format!(
                    "the engine said nothing for {} s",
                    SILENCE.as_secs()
                ))
            })
    }

    /// Drops what the engine keeps once it is too much, and computes the last beginning again, as
    /// long as nobody waits.
    async fn tidy(&self) {
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

    fn kept(&self) -> std::sync::MutexGuard<'_, Kept> {
        self.kept
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner())
    }

    /// The token of a chunk: its id and bytes, and the natural logarithm of its probability
    /// (mistral.rs gives the decimal one, and text that has lost what is not whole UTF-8).
    fn token(&self, logprobs: mistralrs::core::ResponseLogprob) -> Token {
        let text = logprobs.bytes.unwrap_or_default();
        let top = logprobs.top_logprobs.first();
        let id = top.filter(|top| top.bytes.as_deref().is_some_and(|b| b.as_bytes() == text));
        let id = id.map(|top| top.token);
        let spelling = id.and_then(|id| self.tokenizer.id_to_token(id));
        Token {
            id,
            bytes: spelling
                .and_then(|spelling| byte_level(&spelling))
                .unwrap_or(text),
            logprob: logprobs.logprob * std::f32::consts::LN_10,
        }
    }

    fn parts(&self, prompt: &Prompt) -> Result<Vec<Part>, ModelError> {
        match prompt {
            Prompt::Parts(parts) => Ok(parts.clone()),
            Prompt::Chat(messages) => self.family.chat_parts(messages).ok_or_else(|| {
                ModelError::Failed(format!(
                    "models of the family {} do not chat",
                    self.family.name
                ))
            }),
        }
    }

    fn encode_part(&self, part: &Part) -> Vec<u32> {
        match part {
            Part::Text(text) => self.encode_text(text),
            Part::Control(spelling) => self.tokenizer.token_to_id(spelling).into_iter().collect(),
        }
    }

    /// Ids of users' text: never a control token.
    fn encode_text(&self, text: &str) -> Vec<u32> {
        let encode = |piece| self.tokenizer.encode_fast(piece, false);
        let encoded = self
            .defuser
            .pieces(text)
            .into_iter()
            .filter_map(|piece| encode(piece).ok());
        encoded
            .flat_map(|encoding| encoding.get_ids().to_vec())
            .collect()
    }

    /// The same text with its last word spelt by other tokens, so that no kept prompt contains it.
    fn apart(&self, ids: Vec<u32>) -> Vec<u32> {
        for at in (0..ids.len()).rev() {
            let Some(spelling) = self.tokenizer.id_to_token(ids[at]) else {
                continue;
            };
            let added = self
                .tokenizer
                .get_added_tokens_decoder()
                .contains_key(&ids[at]);
            let letters: Option<Vec<u32>> = spelling
                .chars()
                .map(|letter| self.tokenizer.token_to_id(&letter.to_string()))
                .collect();
            if let (false, Some(letters)) = (added, letters)
                && letters.len() > 1
            {
                let mut spelt = ids[..at].to_vec();
                spelt.extend(letters);
                spelt.extend(&ids[at + 1..]);
                return spelt;
            }
        }
        ids
    }
}

struct Token {
    id: Option<u32>,
    bytes: Vec<u8>,
    logprob: f32,
}

fn fail(answer: Response) -> Result<(), ModelError> {
    match answer {
        Response::InternalError(error) | Response::ValidationError(error) => {
            Err(ModelError::Failed(error.to_string()))
        }
        Response::ModelError(why, _) | Response::CompletionModelError(why, _) => {
            Err(ModelError::Failed(why))
        }
        _ => Ok(()),
    }
}
