//! Ends a completion where it would leave the block that the cursor stands in, when the file closes that
//! block already: what comes after is another function, and the file's own bracket would end that one.

use crate::complete::lexical::scan;
use crate::complete::scene::Scene;

pub fn keep(scene: &Scene, candidate: &str) -> usize {
    // In a file without a fault each bracket has its closer.
    if scene.tree.is_none() || scene.faults > 0 || !scene.rest.trim().is_empty() {
        return candidate.len();
    }
    let lone = |(end, _): &(usize, char)| {
        let start = candidate[..*end].rfind('\n')?;
        let line = candidate[start + 1..].lines().next().unwrap_or_default();
        // `} else {` goes on with what it closes.
        line.chars()
            .all(|c| " \t)]};,".contains(c))
            .then_some(start)
    };
    let outer = scan(&scene.marks, &scene.typed, candidate).outer;
    outer.iter().find_map(lone).unwrap_or(candidate.len())
}
