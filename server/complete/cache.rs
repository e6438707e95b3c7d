//! Answers kept for when they are wanted again: where the document stands as it did, or where what was
//! typed since is what the answer said. Asks no model.

use super::Completion;
use super::place::{Earlier, Key, Place};
use std::collections::HashMap;

/// Answers that are kept; the one that was used longest ago goes first.
const KEPT: usize = 250;

/// The answers of all documents.
#[derive(Debug, Default)]
pub struct Cache {
    answers: HashMap<Key, (Completion, u64)>,
    uses: u64,
}

impl Cache {
    /// Keeps the answer of a place; also one that says nothing.
    pub fn keep(&mut self, key: Key, completion: Completion) {
        self.uses += 1;
        self.answers.insert(key, (completion, self.uses));
        if self.answers.len() > KEPT {
            let oldest = self.answers.iter().min_by_key(|(_, (_, used))| *used);
            if let Some(oldest) = oldest.map(|(key, _)| *key) {
                self.answers.remove(&oldest);
            }
        }
    }

    /// What is left of an answer at a place; of several the one that goes on with `shown`, else the
    /// nearest. `closes` gives the bytes behind the cursor that a text replaces. Its range counts from
    /// the cursor.
    pub fn find(
        &mut self,
        place: &Place,
        shown: Option<&str>,
        closes: &dyn Fn(&str) -> usize,
    ) -> Option<Completion> {
        let mut best: Option<(Key, Completion)> = None;
        for earlier in place.earlier() {
            let Some((answer, _)) = self.answers.get(&earlier.key) else {
                continue;
            };
            let Some(left) = left(answer, earlier, closes) else {
                continue;
            };
            let goes_on = shown.is_some_and(|shown| left.text.starts_with(shown));
            if goes_on {
                best = Some((earlier.key, left));
                break;
            }
            best = best.or(Some((earlier.key, left)));
            if shown.is_none() {
                break;
            }
        }
        let (key, left) = best?;
        self.uses += 1;
        if let Some((_, used)) = self.answers.get_mut(&key) {
            *used = self.uses;
        }
        Some(left)
    }
}

/// The part of an answer after what was typed, when that is how it begins.
fn left(
    answer: &Completion,
    earlier: Earlier<'_>,
    closes: &dyn Fn(&str) -> usize,
) -> Option<Completion> {
    let Earlier { typed, closed, .. } = earlier;
    let text = answer.text.strip_prefix(typed)?;
    if text.is_empty() && !typed.is_empty() {
        return None;
    }
    if closed > 0 && closes(text) != closed {
        return None;
    }
    let steps: Vec<(usize, f32)> = answer
        .steps
        .iter()
        .filter(|(end, _)| *end > typed.len())
        .map(|(end, logprob)| (end - typed.len(), *logprob))
        .collect();
    let sum: f64 = steps.iter().map(|(_, logprob)| f64::from(*logprob)).sum();
    let known = !steps.is_empty();
    Some(Completion {
        text: text.to_string(),
        range: 0..answer.range.len() + closed,
        // What was typed is certain by now.
        confidence: if known {
            Some(sum.exp())
        } else {
            answer.confidence
        },
        steps,
        usage: answer.usage,
    })
}
