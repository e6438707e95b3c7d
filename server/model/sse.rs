//! A streamed answer read line by line: `data: {json}` until `data: [DONE]`. Knows no connection.
//! Format: server-sent events (HTML standard, 9.2) as OpenAI's completion and chat streams use them.

use super::Finish;
use serde_json::Value;
use std::io::{BufRead, BufReader, Read};

/// Longest line in bytes.
const LONGEST: u64 = 1 << 20;

/// What one line says.
#[derive(Debug, PartialEq)]
pub(super) enum Chunk {
    Piece(Piece),
    Error(String),
    End,
}

/// A piece of the answer.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Piece {
    pub text: String,
    /// Sum over the tokens of the piece, where the server tells them.
    pub logprob: Option<f32>,
    pub finish: Option<Finish>,
    /// Prompt, cached and completion tokens.
    pub usage: Option<(usize, usize, usize)>,
}

/// The lines of an answer.
pub(super) struct Lines<R: Read>(BufReader<R>);

impl<R: Read> Lines<R> {
    pub fn new(reader: R) -> Self {
        Self(BufReader::new(reader))
    }
}

impl<R: Read> Iterator for Lines<R> {
    type Item = Result<Chunk, String>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let mut line = Vec::new();
            match self.0.by_ref().take(LONGEST).read_until(b'\n', &mut line) {
                Ok(0) => return None,
                Ok(read) if read as u64 == LONGEST => {
                    return Some(Err("a line of its answer is too long".into()));
                }
                Ok(_) => {}
                Err(error) => return Some(Err(error.to_string())),
            }
            let line = String::from_utf8_lossy(&line);
            let line = line.trim();
            // A server that does not stream answers with one line of JSON; all else without `data:`
            // (comments, event names, blank lines) says nothing.
            let data = match line.strip_prefix("data:") {
                Some(data) => data.trim(),
                None if line.starts_with('{') => line,
                None => continue,
            };
            return Some(chunk(data));
        }
    }
}

fn chunk(data: &str) -> Result<Chunk, String> {
    if data == "[DONE]" {
        return Ok(Chunk::End);
    }
    let json: Value =
        serde_json::from_str(data).map_err(|error| format!("its answer is not JSON: {error}"))?;
    if let Some(error) = json.get("error").filter(|error| !error.is_null()) {
        let message = error.get("message").and_then(Value::as_str);
        return Ok(Chunk::Error(
            message.map_or(error.to_string(), str::to_string),
        ));
    }
    let choice = json.pointer("/choices/0");
    let text = ["/text", "/delta/content", "/message/content"]
        .iter()
        .find_map(|path| choice?.pointer(path)?.as_str());
    let finish = choice
        .and_then(|choice| choice.get("finish_reason")?.as_str())
        .map(|reason| match reason {
            "length" => Finish::Length,
            _ => Finish::Stop,
        });
    Ok(Chunk::Piece(Piece {
        text: text.unwrap_or_default().to_string(),
        logprob: choice.and_then(|choice| logprob(choice.get("logprobs")?)),
        finish,
        usage: json.get("usage").and_then(usage),
    }))
}

/// `{"token_logprobs": [..]}` of completions, `{"content": [{"logprob": ..}]}` of chats.
fn logprob(logprobs: &Value) -> Option<f32> {
    let values: Vec<f64> = match (logprobs.get("token_logprobs"), logprobs.get("content")) {
        (Some(Value::Array(values)), _) => values.iter().filter_map(Value::as_f64).collect(),
        (_, Some(Value::Array(tokens))) => tokens
            .iter()
            .filter_map(|token| token.get("logprob")?.as_f64())
            .collect(),
        _ => return None,
    };
    (!values.is_empty()).then(|| values.iter().sum::<f64>() as f32)
}

fn usage(usage: &Value) -> Option<(usize, usize, usize)> {
    let number = |path: &str| usage.pointer(path)?.as_u64().map(|number| number as usize);
    Some((
        number("/prompt_tokens")?,
        number("/prompt_tokens_details/cached_tokens").unwrap_or(0),
        number("/completion_tokens").unwrap_or(0),
    ))
}
