//! One request from its prompt to its last token.

use super::keep::Ending;
use super::wire::fail;
use super::{Inner, Out};
use crate::model::tokens::byte_level;
use crate::model::{Event, Finish, ModelError, Prompt, Request, Usage};
use mistralrs::core::{Response, ResponseLogprob, SamplingParams};
use std::time::Instant;
use tokio::sync::mpsc;

impl Inner {
    pub(super) async fn answer(&self, request: &Request, out: &Out) -> Result<(), ModelError> {
        let start = Instant::now();
        let deadline = start + request.deadline;
        let (mut ids, keep) = self.spelt(request)?;
        let cached_tokens = if self.paged {
            self.blocks().matched(&ids)
        } else {
            // Of a prompt that it keeps as a whole the engine would reuse nothing.
            ids = self.kept().apart(ids, |id| self.spellings(id));
            self.kept().matched(&ids)
        };
        let mut usage = Usage {
            prompt_tokens: ids.len(),
            cached_tokens,
            ..Usage::default()
        };
        let started = Event::Started {
            prompt_tokens: usage.prompt_tokens,
            cached_tokens,
        };
        out.send(Ok(started)).await.ok();
        let answered = request.max_tokens > 0;
        if !self.paged && keep {
            self.warm(&ids, Self::rest(answered), deadline, out).await?;
        }
        let late = Instant::now() >= deadline;
        let mut left = None;
        let finish = if late {
            Finish::Deadline
        } else if out.is_closed() || (!answered && !self.paged) {
            // Without blocks the beginning is computed by now; with them it is below.
            Finish::Length
        } else {
            // An answer that is held to a schema cannot be made to finish.
            let kept = keep && request.schema.is_none() && !self.paged;
            let run = self.run(ids, request, kept).await?;
            let (finish, run) = self
                .generate(run, request, deadline, start, &mut usage, out)
                .await?;
            left = Some(run);
            finish
        };
        usage.total_ms = start.elapsed().as_secs_f64() * 1e3;
        out.send(Ok(Event::Done { finish, usage })).await.ok();
        match left {
            Some(run) => self.end(run).await,
            None => Ok(()),
        }
    }

    /// The prompt's tokens, and whether a beginning of it is to be kept.
    fn spelt(&self, request: &Request) -> Result<(Vec<u32>, bool), ModelError> {
        let parts = self.parts(&request.prompt)?;
        let ids: Vec<u32> = parts
            .iter()
            .flat_map(|part| self.encode_part(part))
            .collect();
        if ids.len() + request.max_tokens > self.info.context {
            return Err(ModelError::Failed(format!(
                "the prompt has {} tokens and the model takes {}",
                ids.len(),
                self.info.context
            )));
        }
        Ok((ids, request.keep > 0))
    }

    /// Gives the engine a prompt to answer.
    async fn run(&self, ids: Vec<u32>, request: &Request, kept: bool) -> Result<Run, ModelError> {
        // At temperature 0 the engine would report logits for probabilities: the most probable token
        // at temperature 1 is the same one, with its true probability.
        let greedy = request.temperature == 0.0;
        let sampling = SamplingParams {
            temperature: Some(if greedy { 1.0 } else { request.temperature }),
            top_k: greedy.then_some(1),
            top_n_logprobs: 1,
            ..SamplingParams::neutral()
        };
        let ending = kept.then(Ending::default);
        let answers = match &ending {
            Some(ending) => self.submit_kept(ids.clone(), sampling, ending).await?,
            None => {
                self.submit(ids.clone(), sampling, request.schema.clone(), None)
                    .await?
            }
        };
        Ok(Run {
            answers,
            all: ids,
            ending,
            ended: false,
        })
    }

    /// Passes an answer on token by token.
    async fn generate(
        &self,
        mut run: Run,
        request: &Request,
        deadline: Instant,
        start: Instant,
        usage: &mut Usage,
        out: &Out,
    ) -> Result<(Finish, Run), ModelError> {
        loop {
            let answer = tokio::select! {
                biased;
                _ = out.closed() => return Ok((Finish::Stop, run)),
                _ = tokio::time::sleep_until(deadline.into()) => return Ok((Finish::Deadline, run)),
                answer = self.next(&mut run.answers) => answer?,
            };
            let Some(answer) = answer else {
                return Ok((Finish::Stop, run));
            };
            let Response::CompletionChunk(chunk) = answer else {
                fail(answer)?;
                continue;
            };
            for choice in chunk.choices {
                run.ended = choice.finish_reason.is_some();
                let Some(token) = choice.logprobs.map(|logprobs| self.token(logprobs)) else {
                    continue;
                };
                if request.max_tokens == 0 {
                    return Ok((Finish::Length, run));
                }
                if usage.completion_tokens == 0 {
                    usage.ttft_ms = start.elapsed().as_secs_f64() * 1e3;
                }
                usage.completion_tokens += 1;
                run.all.extend(token.id);
                if run.ended || token.id.is_some_and(|id| self.stops.contains(&id)) {
                    return Ok((Finish::Stop, run));
                }
                let event = Event::Token {
                    bytes: token.bytes,
                    logprob: Some(token.logprob),
                };
                out.send(Ok(event)).await.ok();
                if usage.completion_tokens == request.max_tokens {
                    return Ok((Finish::Length, run));
                }
            }
        }
    }

    /// Leaves the engine free: an answer worth keeping is made to finish, any other is given up, both
    /// at the engine's next token.
    async fn end(&self, mut run: Run) -> Result<(), ModelError> {
        if self.paged {
            self.blocks().push(run.all.clone());
        }
        if let Some(ending) = run.ending {
            ending.now();
        } else if !run.ended {
            run.answers.close();
            while self.next(&mut run.answers).await?.is_some() {}
            return Ok(());
        }
        self.keep(run.all, run.answers).await
    }

    /// The token of a chunk: its id and bytes, and the natural logarithm of its probability
    /// (mistral.rs gives the decimal one, and text that has lost what is not whole UTF-8).
    pub(super) fn token(&self, logprobs: ResponseLogprob) -> Token {
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
}

/// An answer that the engine is writing.
struct Run {
    answers: mpsc::Receiver<Response>,
    /// Tokens of the prompt and of the answer so far.
    all: Vec<u32>,
    /// Ends it so that its state is kept, where it is worth that.
    ending: Option<Ending>,
    /// Whether the engine has finished it by itself, and so keeps it in any case.
    ended: bool,
}

pub(super) struct Token {
    pub id: Option<u32>,
    bytes: Vec<u8>,
    logprob: f32,
}
