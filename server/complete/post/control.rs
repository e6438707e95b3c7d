//! Cuts before the spelling of a control token, which a model may copy from a file that holds it, and
//! before the beginning of one that the end of the answer has cut off.

use crate::complete::scene::Scene;

/// Least bytes of a beginning that is taken for a control token's.
const BEGINNING: usize = 4;

pub fn keep(scene: &Scene, candidate: &str) -> usize {
    let whole = scene
        .controls
        .iter()
        .filter_map(|control| candidate.find(control.as_str()));
    let broken = scene
        .controls
        .iter()
        .filter_map(|control| broken_off(candidate, control));
    whole.chain(broken).min().unwrap_or(candidate.len())
}

/// Where `candidate` ends with a beginning of `control`.
fn broken_off(candidate: &str, control: &str) -> Option<usize> {
    let lengths = BEGINNING..control.len();
    let ends = |length: &usize| {
        control.is_char_boundary(*length) && candidate.ends_with(&control[..*length])
    };
    let length = lengths.rev().find(ends)?;
    Some(candidate.len() - length)
}
