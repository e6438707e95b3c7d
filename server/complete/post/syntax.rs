//! Cuts back to where the file has the fewest faults, and never more than without the completion: to
//! the end of a line or of a statement. Where no such place is left, nothing is.

use super::close;
use crate::complete::lexical::scan;
use crate::complete::scene::Scene;
use crate::syntax::Tree;
use crate::text::Text;

/// Places that are tried, from the end; a small parse each.
const TRIED: usize = 40;
/// Of the best of them, those that a parse of the whole file may refuse.
const CHECKED: usize = 4;

pub fn keep(scene: &Scene, candidate: &str) -> usize {
    if scene.tree.is_none() {
        return candidate.len();
    }
    let mut fit = Vec::new();
    let whole = left_open(scene, candidate);
    let ends = ends(candidate).into_iter();
    for end in ends
        .filter(|end| left_open(scene, &candidate[..*end]) <= whole)
        .take(TRIED)
    {
        let text = &candidate[..end];
        let faults = scene.faults_with(text, close::over(scene, text));
        let faults = faults.unwrap_or_default();
        if faults <= scene.faults {
            fit.push((faults, end));
        }
        if faults == 0 {
            break;
        }
    }
    // The fewest faults first, and of those the longest text, for the sort is stable.
    fit.sort_by_key(|(faults, _)| *faults);
    if fit.is_empty() {
        return 0;
    }
    let without = parsed(scene, &scene.text);
    let holds = |end: &usize| {
        let text = &candidate[..*end];
        let mut whole = scene.text.clone();
        whole.edit(scene.offset..scene.offset + close::over(scene, text), text);
        parsed(scene, &whole) <= without
    };
    let best = fit.into_iter().map(|(_, end)| end).take(CHECKED);
    best.into_iter().find(holds).unwrap_or(0)
}

/// Brackets and strings of a candidate that neither it nor what stands behind the cursor closes. A cut
/// may leave to the file what the file closes; in a file that is broken already the parser can like
/// half a call better than a whole one.
fn left_open(scene: &Scene, candidate: &str) -> usize {
    let rest = &scene.rest[close::over(scene, candidate).min(scene.rest.len())..];
    let piece = format!("{candidate}{rest}\n{}", scene.below.join("\n"));
    scan(&scene.marks, &scene.typed, &piece).open
}

/// Faults of a text that is parsed from nothing: a parser that goes on from an older tree may mend
/// broken code in another way.
fn parsed(scene: &Scene, text: &Text) -> usize {
    let tree = scene.tree.as_ref();
    let tree = tree.and_then(|tree| Tree::parse(tree.language(), text));
    tree.map_or(usize::MAX, |tree| tree.errors())
}

/// Ends of lines and of statements, and closers at the end, the last first; the candidate's own end
/// before all.
fn ends(candidate: &str) -> Vec<usize> {
    let closes = |c: char| c.is_whitespace() || ")]}>\"'`;,".contains(c);
    let text = candidate.trim_end_matches(closes).len();
    let inner = candidate.char_indices().flat_map(|(at, c)| match c {
        '\n' => vec![at],
        // Behind the end of a statement, and before it: the rest of the line may have it.
        ';' => vec![at, at + 1],
        ',' => vec![at],
        '}' => vec![at + 1],
        _ if at >= text => vec![at],
        _ => Vec::new(),
    });
    let mut ends: Vec<usize> = inner.chain([candidate.len()]).collect();
    ends.retain(|end| !candidate[..*end].trim().is_empty());
    ends.sort_unstable();
    ends.dedup();
    ends.reverse();
    ends
}
