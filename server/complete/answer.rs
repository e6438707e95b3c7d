//! An answer as it grows: text decoded from tokens, with the probability of each of its beginnings.

use crate::model::Usage;
use std::time::Instant;

/// Text of an answer and where each token ends in it.
#[derive(Debug, Default)]
pub struct Answer {
    text: String,
    /// Bytes that do not yet make a character.
    pending: Vec<u8>,
    /// For each token, the text's length after it and the logarithm of its probability.
    tokens: Vec<(usize, Option<f32>)>,
    started: Option<(Instant, Usage)>,
}

impl Answer {
    /// The engine began, with so many prompt tokens of which some were known.
    pub fn start(&mut self, prompt_tokens: usize, cached_tokens: usize) {
        let usage = Usage {
            prompt_tokens,
            cached_tokens,
            ..Usage::default()
        };
        *self = Self {
            started: Some((Instant::now(), usage)),
            ..Self::default()
        };
    }

    pub fn push(&mut self, bytes: &[u8], logprob: Option<f32>) {
        self.pending.extend_from_slice(bytes);
        let whole = match std::str::from_utf8(&self.pending) {
            Ok(text) => text.len(),
            // Bytes that can never become a character are replaced, so that nothing gets stuck.
            Err(error) if error.error_len().is_some() => self.pending.len(),
            Err(error) => error.valid_up_to(),
        };
        let bytes: Vec<u8> = self.pending.drain(..whole).collect();
        self.text.push_str(&String::from_utf8_lossy(&bytes));
        self.tokens.push((self.text.len(), logprob));
        if let Some((start, usage)) = &mut self.started {
            let now = start.elapsed().as_secs_f64() * 1e3;
            if usage.completion_tokens == 0 {
                usage.ttft_ms = now;
            }
            usage.completion_tokens += 1;
            usage.total_ms = now;
        }
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    /// Keeps the first so many bytes.
    pub fn cut(&mut self, length: usize) {
        self.text.truncate(length);
    }

    /// Tokens and times so far.
    pub fn usage(&self) -> Usage {
        self.started.map(|(_, usage)| usage).unwrap_or_default()
    }

    /// Joint probability of the tokens that the text is made of; `None` when any is unknown.
    pub fn confidence(&self) -> Option<f64> {
        let mut begins = 0;
        let mut sum = 0.0;
        for (end, logprob) in &self.tokens {
            if begins < self.text.len() {
                sum += f64::from((*logprob)?);
            }
            begins = *end;
        }
        (!self.text.is_empty()).then(|| sum.exp())
    }

    pub fn into_text(self) -> String {
        self.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_split_over_tokens_come_whole() {
        let mut answer = Answer::default();
        answer.push(&"é".as_bytes()[..1], Some(-0.5));
        assert_eq!(answer.text(), "");
        answer.push(&"é".as_bytes()[1..], Some(-0.5));
        answer.push(b"x", Some(-9.0));
        assert_eq!(answer.text(), "éx");
        answer.cut(2);
        let confidence = answer.confidence().expect("all probabilities are known");
        assert!((confidence - (-1.0f64).exp()).abs() < 1e-6, "{confidence}");
    }
}
