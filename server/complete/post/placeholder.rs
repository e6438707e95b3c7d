//! Cuts before a snippet's placeholder (`${1:name}`, `${2}`), which means nothing in plain text. Not
//! where the document itself holds such text, or where its language is unknown.

use crate::complete::scene::Scene;

pub fn keep(scene: &Scene, candidate: &str) -> usize {
    if scene.tree.is_none() {
        return candidate.len();
    }
    let found = candidate
        .match_indices("${")
        .find(|(at, _)| placeholder(&candidate[at + 2..]));
    match found {
        Some((at, _)) if !scene.text.to_string().contains("${1") => at,
        _ => candidate.len(),
    }
}

/// Whether the text after `${` is a number and the placeholder's end or default.
fn placeholder(after: &str) -> bool {
    let rest = after.trim_start_matches(|c: char| c.is_ascii_digit());
    rest.len() < after.len() && rest.starts_with([':', '}', '|'])
}
