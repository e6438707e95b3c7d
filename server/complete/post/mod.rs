//! What of an answer is fit to be shown: small filters in a fixed order, because order is meaning.
//! First the indentation is made the document's, then each filter only ever shortens the text, so that
//! the probability of what is left stays known; last comes what it replaces after the cursor.

pub mod close;
mod control;
pub mod indent;
pub mod leave;
mod overlap;
mod placeholder;
pub mod repeat;
mod syntax;
mod trim;

use super::scene::Scene;

/// Keeps the first so many bytes of a candidate.
pub type Filter = fn(&Scene, &str) -> usize;

/// The filters, first to last, by name.
pub const FILTERS: &[(&str, Filter)] = &[
    ("control", control::keep),
    ("placeholder", placeholder::keep),
    ("repeat", repeat::keep),
    ("leave", leave::keep),
    ("overlap", overlap::keep),
    ("syntax", syntax::keep),
    ("trim", trim::keep),
];

/// What is left of a candidate.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fit {
    /// The text to show; empty when nothing is fit.
    pub text: String,
    /// Bytes after the cursor that it replaces.
    pub over: usize,
    /// Bytes of the candidate that it was made of.
    pub kept: usize,
}

/// Makes a candidate fit to be shown.
pub fn run(scene: &Scene, candidate: &str) -> Fit {
    let text = indent::fit(scene, candidate);
    let length = FILTERS.iter().fold(text.len(), |length, (_, filter)| {
        if length == 0 {
            0
        } else {
            filter(scene, &text[..length])
        }
    });
    let shown = &text[..length];
    if shown.trim().is_empty() {
        return Fit::default();
    }
    let (shown, over) = close::plain(scene, shown, close::over(scene, shown));
    Fit {
        kept: indent::raw_length(candidate, &text, shown.len()),
        text: shown.to_string(),
        over,
    }
}
