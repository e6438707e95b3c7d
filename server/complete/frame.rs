//! The part of a prompt that stays as it is while somebody types: pieces of other files, the text before
//! the hole and the text after it. Holds texts; what to put into them, `layout` decides.

use super::errand::salt;
use super::{Layout, Target, layout};
use crate::config::Options;
use crate::model::Engine;
use crate::prompt::fim::Hole;
use crate::text::Text;
use std::ops::Range;

/// What stands around the typed part of a prompt. A prompt whose beginning changes is computed anew as a
/// whole, so requests share a frame for as long as it is true of the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    /// Which model it was sized for.
    salt: usize,
    /// Pieces of other files, path and text, in order.
    files: Vec<(String, String)>,
    /// Bytes of the document that `prefix` stood at; the hole begins at their end.
    before: Range<usize>,
    prefix: String,
    suffix: String,
    /// Most tokens that may stand between the hole's beginning and the cursor.
    room: usize,
}

impl Frame {
    /// The frame of a prompt that begins anew at a place.
    pub fn new(engine: &Engine, options: &Options, target: &Target<'_>) -> Self {
        let Layout {
            window,
            files,
            room,
            ..
        } = layout(engine, options, target);
        let text = &target.document.text;
        Self {
            salt: salt(engine),
            files,
            prefix: text.slice(window.prefix.clone()),
            before: window.prefix,
            suffix: text.slice(window.suffix),
            room,
        }
    }

    /// Whether it is true of a document with the cursor at a byte offset, and not too far from it.
    pub fn holds(&self, engine: &Engine, text: &Text, offset: usize) -> bool {
        let inside = self.before.end <= offset && offset <= text.len();
        inside
            && self.salt == salt(engine)
            && text.slice(self.before.clone()) == self.prefix
            && follows(text, offset, &self.suffix)
            && self.typed(engine, text, offset) <= self.room
    }

    /// Whether it is worth keeping beside one made anew for the same place: that one would hold the same
    /// of other files, and most of the room is left.
    pub fn serves(&self, anew: &Frame, engine: &Engine, text: &Text, offset: usize) -> bool {
        self.files == anew.files && self.typed(engine, text, offset) <= self.room / 2
    }

    /// Paths of the other files in it.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.iter().map(|(path, _)| path.as_str())
    }

    /// The hole as a prompt has it, with what was typed up to the cursor.
    pub(super) fn hole(&self, text: &Text, offset: usize) -> Hole {
        Hole {
            files: self.files.clone(),
            prefix: self.prefix.clone(),
            suffix: self.suffix.clone(),
            typed: text.slice(self.before.end.min(offset)..offset),
        }
    }

    fn typed(&self, engine: &Engine, text: &Text, offset: usize) -> usize {
        engine.model.count(&text.slice(self.before.end..offset))
    }
}

/// Whether the text from the cursor on is a frame's suffix. Closers on the cursor's line do not count:
/// editors put them there and take them away while something is typed, and the filters know of them.
fn follows(text: &Text, offset: usize, suffix: &str) -> bool {
    let end = text.line_range(text.line_of(offset)).end.max(offset);
    let here = text.slice(offset..end);
    let (first, below) = suffix.split_at(suffix.find(['\n', '\r']).unwrap_or(suffix.len()));
    let rest = end..(end + below.len()).min(text.len());
    (here == first || (closers(&here) && closers(first)))
        && text.floor(rest.end) == rest.end
        && text.slice(rest) == below
}

fn closers(text: &str) -> bool {
    let mut rest = text.trim().chars();
    rest.all(|character| matches!(character, ')' | ']' | '}' | '"' | '\'' | '`' | ';' | ','))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closers_on_the_line_come_and_go_below_nothing_may_change() {
        let text = Text::new("call(a)\nnext();\nlast();\n");
        assert!(follows(&text, 6, ")\nnext();\n"));
        assert!(follows(&text, 6, "\nnext();\n"), "the bracket has come");
        assert!(follows(&text, 7, ")\nnext();\n"), "and is passed");
        assert!(!follows(&text, 5, "\nnext();\n"), "code follows now");
        assert!(!follows(&text, 6, ")\nother();\n"));
        assert!(!follows(&text, 6, ")\nnext();\nlast();\nmore\n"));
        assert!(follows(&text, text.len(), ""));
        let wide = Text::new("a\n\u{1f600}\n");
        assert!(!follows(&wide, 1, "\nxy"), "in the middle of a character");
    }
}
