//! Cuts before the spelling of a control token, which a model may copy from a file that holds it.

use crate::complete::scene::Scene;

pub fn keep(scene: &Scene, candidate: &str) -> usize {
    let found = scene
        .controls
        .iter()
        .filter_map(|control| candidate.find(control.as_str()));
    found.min().unwrap_or(candidate.len())
}
