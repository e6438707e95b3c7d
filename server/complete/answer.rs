//! An answer as it grows: text decoded from tokens, with the probability of each of its beginnings.

use crate::model::Usage;
use std::time::Instant;

/// Text of an answer and where each token ends in it.
#[derive(Debug, Default)]
pub struct Answer {
    text: String,
    /// What the text has to begin with and is shown without.
    lead: String,
    /// Bytes that do not yet make a character.
    pending: Vec<u8>,
    /// For each token, the text's length after it and the logarithm of its probability.
    tokens: Vec<(usize, Option<f32>)>,
    started: Option<(Instant, Usage)>,
}

impl Answer {
    /// An answer that has to begin with `lead`, which already stands before the cursor.
    pub fn after(lead: &str) -> Self {
        Self {
            lead: lead.to_string(),
            ..Self::default()
        }
    }

    /// The engine began, with so many prompt tokens of which some were known.
    pub fn start(&mut self, prompt_tokens: usize, cached_tokens: usize) {
        let usage = Usage {
            prompt_tokens,
            cached_tokens,
            ..Usage::default()
        };
        *self = Self {
            started: Some((Instant::now(), usage)),
            ..Self::after(&self.lead)
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

    /// The text after its lead; empty while the lead is not there.
    pub fn text(&self) -> &str {
        self.text
            .strip_prefix(self.lead.as_str())
            .unwrap_or_default()
    }

    /// Whether the text can still begin with its lead.
    pub fn fits(&self) -> bool {
        self.text.starts_with(&self.lead) || self.lead.starts_with(&self.text)
    }

    /// Keeps the first so many bytes after the lead; nothing where the lead is not there.
    pub fn cut(&mut self, length: usize) {
        match self.text.starts_with(&self.lead) {
            true => self.text.truncate(self.lead.len() + length),
            false => self.text.clear(),
        }
    }

    /// Tokens and times so far.
    pub fn usage(&self) -> Usage {
        self.started.map(|(_, usage)| usage).unwrap_or_default()
    }

    /// Where each token of the text after its lead ends, and the logarithm of its probability; empty
    /// when any is unknown.
    pub fn steps(&self) -> Vec<(usize, f32)> {
        let length = self.text().len();
        let mut begins = 0;
        let mut steps = Vec::new();
        for (end, logprob) in &self.tokens {
            let Some(logprob) = logprob else {
                return Vec::new();
            };
            if begins < length {
                begins = end.saturating_sub(self.lead.len()).min(length);
                steps.push((begins, *logprob));
            }
        }
        steps
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
        (!self.text().is_empty()).then(|| sum.exp())
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

    #[test]
    fn the_lead_is_not_shown_and_must_be_there() {
        let mut answer = Answer::after(" ");
        assert!(answer.fits());
        answer.push(b" return", Some(0.0));
        assert_eq!((answer.text(), answer.fits()), ("return", true));
        answer.cut(3);
        assert_eq!(answer.text(), "ret");
        let mut other = Answer::after(" ");
        other.push(b"\n", Some(0.0));
        assert_eq!((other.text(), other.fits()), ("", false));
    }

    #[test]
    fn an_answer_without_its_lead_is_cut_to_nothing() {
        let mut answer = Answer::after("re");
        answer.push("aé".as_bytes(), Some(-0.1));
        assert!(!answer.fits());
        answer.cut(0);
        assert_eq!((answer.text(), answer.confidence()), ("", None));
    }
}
