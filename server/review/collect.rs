//! An answer collected from a stream, until it ends, time is up or somebody says stop.

use crate::model::{Event, Finish, ModelError, Stream};
use serde::{Deserialize, Serialize};
use std::future::Future;
use std::ops::Range;
use std::pin::Pin;
use tokio::time::Instant;

/// What a model said, and how sure it was of it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Spoken {
    pub text: String,
    /// Bytes of each token, and the natural logarithm of its probability where the backend tells it.
    tokens: Vec<(usize, Option<f32>)>,
}

impl Spoken {
    /// Probability, 0 to 1, of the tokens that hold some of these bytes; `None` where one of them has
    /// none, and for no bytes.
    pub(super) fn probability(&self, bytes: Range<usize>) -> Option<f64> {
        let (mut at, mut sum, mut any) = (0, 0.0, false);
        for (length, logprob) in &self.tokens {
            let token = at..at + length;
            at = token.end;
            if token.start < bytes.end && bytes.start < token.end {
                sum += f64::from((*logprob)?);
                any = true;
            }
        }
        any.then(|| sum.exp().clamp(0.0, 1.0))
    }

    /// The bytes of the value of a field that holds a plain string, without its quotes.
    pub(super) fn value(&self, field: &str, value: &str) -> Option<Range<usize>> {
        let name = self.text.find(&format!("\"{field}\""))? + field.len() + 2;
        let at = name + self.text[name..].find(&format!("\"{value}\""))? + 1;
        Some(at..at + value.len())
    }
}

/// How an answer came to its end.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Collected {
    /// As the model gave it; `cut` when it was not done.
    Answer {
        spoken: Spoken,
        cut: bool,
    },
    Failed(ModelError),
    /// Time was up before the answer was whole; what there was of it.
    Late(String),
    Stopped,
}

/// Collects a stream. Dropping it at the end stops the engine.
pub(super) async fn collect<F: Future<Output = ()>>(
    mut stream: Stream,
    until: Instant,
    mut stop: Pin<&mut F>,
) -> Collected {
    let (mut bytes, mut tokens) = (Vec::new(), Vec::new());
    loop {
        let event = tokio::select! {
            biased;
            () = &mut stop => return Collected::Stopped,
            event = stream.recv() => event,
            () = tokio::time::sleep_until(until) => return Collected::Late(text(&bytes)),
        };
        match event {
            Some(Ok(Event::Started { .. })) => {}
            Some(Ok(Event::Restarted)) => {
                bytes.clear();
                tokens.clear();
            }
            Some(Ok(Event::Token {
                bytes: token,
                logprob,
            })) => {
                tokens.push((token.len(), logprob));
                bytes.extend(token);
            }
            Some(Ok(Event::Done { finish, .. })) => {
                let spoken = Spoken {
                    text: text(&bytes),
                    tokens,
                };
                return match finish {
                    Finish::Deadline => Collected::Late(spoken.text),
                    Finish::Length => Collected::Answer { spoken, cut: true },
                    Finish::Stop => Collected::Answer { spoken, cut: false },
                };
            }
            Some(Err(error)) => return Collected::Failed(error),
            None => {
                let why = "it ended without a word".to_string();
                return Collected::Failed(ModelError::Failed(why));
            }
        }
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::Spoken;

    #[test]
    fn the_probability_of_a_value_is_that_of_its_tokens() {
        let half = Some(0.5_f32.ln());
        let spoken = Spoken {
            text: r#"{"verdict": "real"}"#.into(),
            tokens: vec![(12, Some(0.0)), (3, half), (2, half), (2, Some(-9.0))],
        };
        let range = spoken.value("verdict", "real").expect("it stands there");
        assert_eq!(&spoken.text[range.clone()], "real");
        let probability = spoken.probability(range).expect("all tokens have one");
        assert!((probability - 0.25).abs() < 1e-6, "{probability}");
        assert_eq!(spoken.value("verdict", "unsure"), None);
        assert_eq!(spoken.probability(0..0), None);
    }
}
