//! What of an answer is fit to be shown: small filters in a fixed order, because order is meaning.
//! Each only ever shortens the text, so that the confidence of what is left stays known.

mod control;
mod overlap;
mod repeat;
mod syntax;
mod trim;

use super::scene::Scene;

/// Keeps the first so many bytes of a candidate.
pub type Filter = fn(&Scene, &str) -> usize;

/// The filters, first to last, by name.
pub const FILTERS: &[(&str, Filter)] = &[
    ("control", control::keep),
    ("repeat", repeat::keep),
    ("overlap", overlap::keep),
    ("syntax", syntax::keep),
    ("trim", trim::keep),
];

/// Bytes at the start of `candidate` that are fit to be shown; 0 when nothing is.
pub fn run(scene: &Scene, candidate: &str) -> usize {
    FILTERS.iter().fold(candidate.len(), |length, (_, filter)| {
        if length == 0 {
            0
        } else {
            filter(scene, &candidate[..length])
        }
    })
}
