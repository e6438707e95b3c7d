//! What became of the questions of a review, counted.

use serde::Serialize;

/// What became of the requests and of what was answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    pub parts: usize,
    pub answered: usize,
    /// Remarks that were dropped because they did not stand on the code.
    pub dropped: usize,
    /// Answers that were not of the wanted shape.
    pub broken: usize,
    pub failed: usize,
    pub not_reviewed: usize,
    /// Findings of the rules that the model gave its verdict on.
    pub judged: usize,
    /// Remarks that a second look knocked down.
    pub refuted: usize,
    /// Remarks below the least confidence that is reported.
    pub unsure: usize,
}

impl std::ops::Add for Counts {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            parts: self.parts + other.parts,
            answered: self.answered + other.answered,
            dropped: self.dropped + other.dropped,
            broken: self.broken + other.broken,
            failed: self.failed + other.failed,
            not_reviewed: self.not_reviewed + other.not_reviewed,
            judged: self.judged + other.judged,
            refuted: self.refuted + other.refuted,
            unsure: self.unsure + other.unsure,
        }
    }
}
