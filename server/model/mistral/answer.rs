//! One request from its prompt to its last token.

use super::wire::fail;
use super::{Inner, Out};
use crate::model::tokens::byte_level;
use crate::model::{Event, Finish, ModelError, Prompt, Request, Usage};
use mistralrs::core::{Response, ResponseLogprob, SamplingParams};
use std::time::Instant;

impl Inner {
    pub(super) async fn answer(&self, request: &Request, out: &Out) -> Result<(), ModelError> {
        let start = Instant::now();
        let deadline = start + request.deadline;
        let mut ids = Vec::new();
        let mut keep = 0;
        let chat = matches!(request.prompt, Prompt::Chat(_));
        let message = self
            .family
            .chat
            .as_ref()
            .map_or(0, |chat| chat.message.len());
        let shared = request.keep * if chat { message } else { 1 };
        for (at, part) in self.parts(&request.prompt)?.iter().enumerate() {
            ids.extend(self.encode_part(part));
            if at < shared {
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
        // Closing is what stops the engine, at its next token.
        answers.close();
        while self.next(&mut answers).await?.is_some() {}
        Ok(finish.unwrap_or(Finish::Stop))
    }

    /// The token of a chunk: its id and bytes, and the natural logarithm of its probability
    /// (mistral.rs gives the decimal one, and text that has lost what is not whole UTF-8).
    fn token(&self, logprobs: ResponseLogprob) -> Token {
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

struct Token {
    id: Option<u32>,
    bytes: Vec<u8>,
    logprob: f32,
}
