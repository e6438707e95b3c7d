//! Cuts back to the last line with which the file has no more syntax errors than without it.
//! The first line is left to the reader: while a line is typed, the file is seldom without errors.

use crate::complete::scene::Scene;

pub fn keep(scene: &Scene, candidate: &str) -> usize {
    let Some(tree) = &scene.tree else {
        return candidate.len();
    };
    let lines: Vec<usize> = candidate.match_indices('\n').map(|(at, _)| at).collect();
    let before = tree.errors();
    let mut ends = lines.iter().copied().chain([candidate.len()]).rev();
    let first = lines.first().copied().unwrap_or(candidate.len());
    ends.find(|end| *end == first || errors_with(scene, &candidate[..*end]) <= before)
        .unwrap_or(first)
}

fn errors_with(scene: &Scene, candidate: &str) -> usize {
    let Some(tree) = &scene.tree else {
        return 0;
    };
    let (mut text, mut tree) = (scene.text.clone(), tree.clone());
    tree.edit(&text, scene.offset..scene.offset, candidate);
    text.edit(scene.offset..scene.offset, candidate);
    tree.reparse(&text).map_or(usize::MAX, |tree| tree.errors())
}
