//! When a streamed completion is long enough: decided line by line, so that the engine stops early.

use super::scene::{Reach, Scene};

/// Most lines of one completion.
const LINES: usize = 16;

/// Bytes of `candidate` that are worth having, once no later token can change that; `None` while
/// the model should go on. Called after each token.
pub fn end(scene: &Scene, candidate: &str) -> Option<usize> {
    match scene.reach {
        // The line is complete as it stands, and the model goes on below it.
        Reach::Line if candidate.starts_with('\n') => block_end(scene, candidate, false),
        Reach::WithinLine | Reach::Line => candidate.find('\n'),
        Reach::Block => block_end(scene, candidate, !scene.typed.trim().is_empty()),
    }
}

/// A block ends before a blank line, before a line indented less than the cursor's, and after the
/// line that closes what the cursor's line `opened`.
fn block_end(scene: &Scene, candidate: &str, opened: bool) -> Option<usize> {
    let base = width(&scene.indent);
    let mut start = 0;
    for (number, line) in candidate.split_inclusive('\n').enumerate() {
        if !line.ends_with('\n') {
            return None;
        }
        let end = start + line.len() - 1;
        // The first line continues the cursor's: its indentation is already there.
        if number > 0 {
            let blank = line.trim().is_empty();
            if blank {
                return Some(start - 1);
            }
            let depth = width(line);
            if depth < base || (opened && depth <= base) {
                let closes =
                    opened && depth == base && line.trim_start().starts_with(['}', ')', ']']);
                return Some(if closes { end } else { start - 1 });
            }
        }
        start = end + 1;
        if number + 1 == LINES {
            return Some(end);
        }
    }
    None
}

/// Width of a line's indentation in columns, a tab counted as four.
fn width(line: &str) -> usize {
    let indent = line.chars().take_while(|c| matches!(c, ' ' | '\t'));
    indent.map(|c| if c == '\t' { 4 } else { 1 }).sum()
}
