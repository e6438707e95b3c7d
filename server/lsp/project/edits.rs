//! Places that were edited lately in the open documents: lines, moved along by later edits. No texts:
//! those are taken from the documents when they are needed.

use crate::workspace::Change;
use std::ops::Range;

/// Places that are remembered.
const MOST: usize = 12;
/// Lines between two edits that are still one place.
const NEAR: u32 = 4;

/// A place that was edited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    pub uri: String,
    /// 0-based lines, the last excluded.
    pub lines: Range<u32>,
}

/// The places, the latest first.
#[derive(Debug, Default)]
pub struct Edits(Vec<Edit>);

impl Edits {
    /// Takes in changes of a document. A whole new text tells no place.
    pub fn add(&mut self, uri: &str, changes: &[Change]) {
        for change in changes {
            let Some((start, end)) = change.range else {
                continue;
            };
            let breaks = change.text.bytes().filter(|byte| *byte == b'\n').count();
            let added = u32::try_from(breaks).unwrap_or(u32::MAX);
            let mut lines = start.line..start.line.saturating_add(added).saturating_add(1);
            let removed = end.line.saturating_sub(start.line);
            for edit in self.0.iter_mut().filter(|edit| edit.uri == uri) {
                if edit.lines.start > end.line {
                    let moved = |line: u32| line.saturating_add(added).saturating_sub(removed);
                    edit.lines = moved(edit.lines.start)..moved(edit.lines.end);
                }
            }
            self.0.retain(|edit| {
                let known = &edit.lines;
                let near = edit.uri == uri
                    && known.start <= lines.end.saturating_add(NEAR)
                    && lines.start <= known.end.saturating_add(NEAR);
                if near {
                    lines = lines.start.min(known.start)..lines.end.max(known.end);
                }
                !near
            });
            let uri = uri.to_string();
            self.0.insert(0, Edit { uri, lines });
            self.0.truncate(MOST);
        }
    }

    pub fn forget(&mut self, uri: &str) {
        self.0.retain(|edit| edit.uri != uri);
    }

    pub fn all(&self) -> &[Edit] {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Position;

    fn change(from: u32, to: u32, text: &str) -> Change {
        let at = |line| Position { line, character: 0 };
        Change {
            range: Some((at(from), at(to))),
            text: text.into(),
        }
    }

    #[test]
    fn near_edits_are_one_place_and_later_ones_move_it() {
        let mut edits = Edits::default();
        edits.add("a", &[change(40, 40, "x"), change(42, 42, "y")]);
        assert_eq!(edits.all().len(), 1);
        assert_eq!(edits.all()[0].lines, 40..43);
        // Three lines go in above, one of the two there goes out.
        edits.add("a", &[change(10, 11, "1\n2\n3\n")]);
        let lines: Vec<Range<u32>> = edits.all().iter().map(|edit| edit.lines.clone()).collect();
        assert_eq!(lines, [10..14, 42..45]);
        edits.add("b", &[change(0, 0, "x")]);
        assert_eq!(edits.all()[0].uri, "b");
        edits.forget("a");
        assert_eq!(edits.all().len(), 1);
    }
}
