//! Cuts white space at the end, but for a blank before code that goes on; nothing is left of a
//! completion that holds nothing else.

use crate::complete::scene::Scene;

pub fn keep(scene: &Scene, candidate: &str) -> usize {
    let trimmed = candidate.trim_end().len();
    let wanted = scene
        .rest
        .starts_with(|c: char| c.is_alphanumeric() || c == '_');
    let blank = candidate[trimmed..].starts_with(' ') && !candidate[trimmed..].contains('\n');
    if trimmed > 0 && wanted && blank {
        trimmed + 1
    } else {
        trimmed
    }
}
