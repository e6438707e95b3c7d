//! What stands on the screen of one document, as far as a server can tell: it was sent, and each edit
//! since either took of it, left it alone or went against it. Knows no protocol.

use super::learn::{Note, Outcome};
use super::place::Key;
use crate::text::Text;
use std::ops::Range;
use std::time::{Duration, Instant};

/// Nobody reads in less than this: what is gone sooner was not seen.
const SEEN: Duration = Duration::from_millis(250);
/// What stood there this long was read, and going against it is turning it down.
const READ: Duration = Duration::from_millis(750);

/// One edit, in bytes: what it took out of the text before, and the length of what it put there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    pub range: Range<usize>,
    pub inserted: usize,
}

impl Edit {
    /// Where the edit ends in the text after it.
    pub fn end(&self) -> usize {
        self.range.start + self.inserted
    }
}

/// A text on the screen.
#[derive(Clone, Debug)]
pub struct Shown {
    /// Told to the editor, which may tell it back.
    pub number: u64,
    /// Where it was shown first.
    pub key: Key,
    /// All of it as it was then, and what is left.
    pub whole: String,
    pub text: String,
    /// Byte that it goes to.
    pub offset: usize,
    pub language: String,
    pub confidence: Option<f64>,
    pub since: Instant,
    /// Characters that were taken of it.
    pub taken: usize,
}

/// What an edit did to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It still stands there, or what is left of it does.
    Stays,
    /// A part was put in at once: accepted by word, by line or whole.
    Taken {
        text: String,
        whole: bool,
    },
    /// The last of it was typed.
    Typed,
    Gone,
}

impl Shown {
    /// Follows an edit; `after` is the text with it.
    pub fn edited(&mut self, after: &Text, edit: &Edit) -> Fate {
        if edit.range.end < self.offset {
            self.offset = self.offset + edit.inserted - edit.range.len();
            return Fate::Stays;
        }
        if edit.range.start > self.offset {
            return Fate::Stays;
        }
        let typed = after.slice(self.offset..edit.end().max(self.offset));
        let typed = self.own(&typed);
        let Some(left) = self.text.strip_prefix(typed).filter(|_| !typed.is_empty()) else {
            return Fate::Gone;
        };
        let (left, typed) = (left.to_string(), typed.to_string());
        self.text = left;
        self.offset += typed.len();
        let whole = self.text.is_empty();
        if typed.chars().nth(1).is_some() {
            self.taken += typed.chars().count();
            Fate::Taken { text: typed, whole }
        } else if whole {
            Fate::Typed
        } else {
            Fate::Stays
        }
    }

    /// What was put in without the closer that an editor adds behind the cursor.
    fn own<'a>(&self, typed: &'a str) -> &'a str {
        let mut characters = typed.chars();
        let pair = (characters.next(), characters.next(), characters.next());
        let closed = matches!(
            pair,
            (Some('('), Some(')'), None)
                | (Some('['), Some(']'), None)
                | (Some('{'), Some('}'), None)
                | (Some('"'), Some('"'), None)
                | (Some('\''), Some('\''), None)
                | (Some('`'), Some('`'), None)
        );
        if closed && !self.text.starts_with(typed) {
            &typed[..1]
        } else {
            typed
        }
    }

    /// Whether going against it now is turning it down.
    pub fn read(&self, now: Instant) -> bool {
        now.saturating_duration_since(self.since) >= READ
    }

    /// What is counted when it goes; nothing when nobody can have seen it.
    pub fn end(&self, outcome: Outcome, now: Instant) -> Option<Note> {
        let seen = now.saturating_duration_since(self.since) >= SEEN;
        let outcome = if self.taken > 0 {
            Outcome::Accepted
        } else {
            outcome
        };
        let counts = seen || outcome == Outcome::Accepted;
        counts.then(|| Note::Seen {
            language: self.language.clone(),
            outcome,
            confidence: self.confidence,
            saved: self.taken,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::Languages;
    use crate::workspace::document;

    fn shown(text: &str, offset: usize) -> Shown {
        let languages = Languages::embedded().expect("the embedded languages are valid");
        let document = document(&languages, "a.rs".into(), "", usize::MAX);
        Shown {
            number: 1,
            key: super::super::place::Place::new(&document, 0, 0).key(),
            whole: text.into(),
            text: text.into(),
            offset,
            language: "rust".into(),
            confidence: None,
            since: Instant::now(),
            taken: 0,
        }
    }

    fn edit(range: Range<usize>, inserted: usize) -> Edit {
        Edit { range, inserted }
    }

    #[test]
    fn typing_it_keeps_the_rest_and_taking_it_is_told() {
        let mut ghost = shown("foo(a);", 4);
        assert_eq!(
            ghost.edited(&Text::new("    f"), &edit(4..4, 1)),
            Fate::Stays
        );
        assert_eq!((ghost.text.as_str(), ghost.offset), ("oo(a);", 5));
        // By word, with the range that a client replaces beginning at the word.
        let taken = Fate::Taken {
            text: "oo".into(),
            whole: false,
        };
        assert_eq!(ghost.edited(&Text::new("    foo"), &edit(4..5, 3)), taken);
        // A bracket that the editor closes by itself.
        assert_eq!(
            ghost.edited(&Text::new("    foo()"), &edit(7..7, 2)),
            Fate::Stays
        );
        assert_eq!(ghost.text, "a);");
        let whole = Fate::Taken {
            text: "a);".into(),
            whole: true,
        };
        let after = Text::new("    foo(a);");
        assert_eq!(ghost.edited(&after, &edit(8..9, 3)), whole);
        assert_eq!(ghost.taken, 5);
    }

    #[test]
    fn other_text_and_deletions_end_it() {
        let mut ghost = shown("oo", 5);
        assert_eq!(
            ghost.clone().edited(&Text::new("    fx"), &edit(5..5, 1)),
            Fate::Gone
        );
        assert_eq!(
            ghost.clone().edited(&Text::new("    "), &edit(4..5, 0)),
            Fate::Gone
        );
        // Elsewhere in the document nothing happens to it.
        let far = Text::new("x    f");
        assert_eq!(ghost.edited(&far, &edit(0..0, 1)), Fate::Stays);
        assert_eq!(ghost.offset, 6);
    }

    #[test]
    fn what_nobody_can_have_seen_is_not_counted() {
        let ghost = shown("oo", 5);
        let soon = ghost.since + Duration::from_millis(100);
        let late = ghost.since + Duration::from_secs(1);
        assert_eq!(ghost.end(Outcome::Dismissed, soon), None);
        assert!(ghost.end(Outcome::Dismissed, late).is_some());
        assert!(ghost.end(Outcome::Accepted, soon).is_some());
        assert!(ghost.read(late) && !ghost.read(soon));
    }
}
