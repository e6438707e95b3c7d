//! The harness: where holes are cut, what figures mean, what the independent check sees.

mod check;
mod compare;
mod figures;
mod punch;
mod review;
mod run;
mod speed;
mod trace;

use inglenook::eval::{Kind, Record};

/// A record with nothing but what is put into a hole and how sure the model was.
fn record(id: &str, expected: &str, answer: &str, confidence: f64) -> Record {
    Record {
        id: id.into(),
        file: "a.rs".into(),
        language: "rust".into(),
        kind: Kind::Line,
        offset: 0,
        expected: expected.into(),
        answer: answer.into(),
        shown: !answer.is_empty(),
        confidence: Some(confidence),
        pieces: 0,
        prompt_tokens: 100,
        cached_tokens: 25,
        new_tokens: 75,
        completion_tokens: 4,
        ttft_ms: 10.0,
        total_ms: 20.0,
        wall_ms: 21.0,
        faults: Vec::new(),
        error: None,
    }
}
