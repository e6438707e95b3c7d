//! What stands on the screen as ghost text, and what of it was wrong or flickered. Pure: times come
//! from outside. Typed-through text stays, as editors with ghost text keep it.

use super::typist::Key;
use serde::Serialize;

/// What a typist has seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Seen {
    /// Ghost texts that came up.
    pub shown: usize,
    /// Of these, not what was going to be typed.
    pub wrong: usize,
    /// Times that a text on the screen was replaced by one that does not extend it, or went away
    /// while it still fitted.
    pub flickers: usize,
    /// Milliseconds with a right, and with a wrong text on the screen.
    pub right_ms: f64,
    pub wrong_ms: f64,
}

#[derive(Clone, Debug)]
struct Ghost {
    text: String,
    right: bool,
    /// Milliseconds, as of the clock that is passed in.
    since: f64,
    accounted: f64,
}

/// The screen at a moment.
#[derive(Clone, Debug, Default)]
pub struct Screen {
    ghost: Option<Ghost>,
    pub seen: Seen,
}

impl Screen {
    /// The ghost text, whether it is right, and since when it stands.
    pub fn ghost(&self) -> Option<(&str, bool, f64)> {
        let ghost = self.ghost.as_ref()?;
        Some((&ghost.text, ghost.right, ghost.since))
    }

    /// A key was pressed: the text stays if it begins with the key's.
    pub fn pressed(&mut self, key: &Key, now: f64) {
        self.account(now);
        let rest = match (key, &self.ghost) {
            (Key::Text(typed), Some(ghost)) => ghost.text.strip_prefix(typed.as_str()),
            _ => None,
        };
        let rest = rest.filter(|rest| !rest.is_empty()).map(str::to_string);
        match (rest, &mut self.ghost) {
            (Some(rest), Some(ghost)) => ghost.text = rest,
            _ => self.ghost = None,
        }
    }

    /// The text was accepted, or the file left.
    pub fn clear(&mut self, now: f64) {
        self.account(now);
        self.ghost = None;
    }

    /// An answer for what stands now; `truth` is what is still to be typed.
    pub fn answered(&mut self, text: &str, truth: &str, now: f64) {
        self.account(now);
        let stands = self.ghost.as_ref().map(|ghost| ghost.text.as_str());
        if stands == Some(text) {
            return;
        }
        if let Some(stands) = stands
            && !text.starts_with(stands)
        {
            self.seen.flickers += 1;
        }
        self.ghost = None;
        if text.is_empty() {
            return;
        }
        let right = truth.starts_with(text);
        self.seen.shown += 1;
        self.seen.wrong += usize::from(!right);
        self.ghost = Some(Ghost {
            text: text.into(),
            right,
            since: now,
            accounted: now,
        });
    }

    fn account(&mut self, now: f64) {
        if let Some(ghost) = &mut self.ghost {
            let stood = now - ghost.accounted;
            ghost.accounted = now;
            match ghost.right {
                true => self.seen.right_ms += stood,
                false => self.seen.wrong_ms += stood,
            }
        }
    }
}
