//! Requests sent to the engine's own thread and its answers read: no meaning, only the channel.

use super::Inner;
use crate::model::ModelError;
use mistralrs::core::{DetokenizationRequest, Response, SamplingParams};
use mistralrs::{Constraint, CustomLogitsProcessor, NormalRequest, RequestMessage};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc;

/// How long the engine may be silent before it counts as hung.
const SILENCE: Duration = Duration::from_secs(180);

/// The engine, kept from its queue. It panics when this is dropped: `go` has to be called.
pub(super) struct Held(mpsc::Receiver<anyhow::Result<String>>);

impl Held {
    pub(super) async fn go(mut self) {
        while self.0.recv().await.is_some() {}
    }
}

impl Inner {
    /// Puts a request into the engine's queue.
    pub(super) async fn submit(
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
        request.constraint = schema.map_or(Constraint::None, |schema| {
            Constraint::JsonSchema(without_free_space(schema))
        });
        request.logits_processors = logits_processors;
        let gone = |error: &dyn std::fmt::Display| ModelError::Failed(error.to_string());
        let sender = runner.get_sender(None).map_err(|e| gone(&e))?;
        sender
            .send(mistralrs::Request::Normal(Box::new(request)))
            .await
            .map_err(|e| gone(&e))?;
        Ok(answers)
    }

    /// Keeps the engine from its queue, so that it finds what is submitted until `go` all at once: it
    /// is asked for a trifle and has no room for the answer.
    pub(super) async fn hold(&self) -> Result<Held, ModelError> {
        let (response, answers) = mpsc::channel(1);
        let gone = |error: &dyn std::fmt::Display| ModelError::Failed(error.to_string());
        response.try_send(Ok(String::new())).map_err(|e| gone(&e))?;
        let sender = self.engine.inner().get_sender(None).map_err(|e| gone(&e))?;
        let trifle = DetokenizationRequest {
            tokens: Vec::new(),
            skip_special_tokens: false,
            response,
        };
        sender
            .send(mistralrs::Request::Detokenize(trifle))
            .await
            .map_err(|e| gone(&e))?;
        Ok(Held(answers))
    }

    pub(super) async fn next(
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
}

/// The schema with a word to the engine's grammar: blanks as the prompts' own examples have them and no
/// others. Left free, a small model that had no more words to say wrote blanks behind its last string
/// until its tokens were used up, one answer of twenty.
fn without_free_space(mut schema: serde_json::Value) -> serde_json::Value {
    if let Some(schema) = schema.as_object_mut() {
        let blanks = serde_json::json!({
            "item_separator": ", ",
            "key_separator": ": ",
            "whitespace_flexible": false,
        });
        schema.insert("x-guidance".into(), blanks);
    }
    schema
}

/// An answer that is an error, as one.
pub(super) fn fail(answer: Response) -> Result<(), ModelError> {
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
