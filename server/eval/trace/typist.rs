//! Somebody who types: pauses as people make them, and slips that are taken back. Drawn by a seed.

use fastrand::Rng;
use std::time::Duration;

/// What is pressed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Key {
    /// A character, or a line break with the indentation that an editor puts behind it.
    Text(String),
    Back,
}

/// A key and the pause before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stroke {
    pub pause: Duration,
    pub key: Key,
}

/// Milliseconds within a word, at a word's start, before a sign, and after a line: about 60 words a
/// minute with stops to think, as studies of typing give it.
const WITHIN: (u64, u64) = (90, 200);
const WORD: (u64, u64) = (180, 420);
const SIGN: (u64, u64) = (140, 320);
const LINE: (u64, u64) = (500, 1400);
/// One key in so many is preceded by a stop to think, and one letter in so many is a slip.
const THINKS: u64 = 40;
const STOP: (u64, u64) = (1500, 3000);
const SLIPS: u64 = 50;
/// Until a slip is seen, and between the keys that take it back.
const SEEN: (u64, u64) = (300, 500);
const BACK: (u64, u64) = (90, 140);

/// The typist and the slip that stands.
pub struct Typist {
    rng: Rng,
    /// Factor of every pause.
    pace: f64,
    /// Wrong characters that stand before the cursor.
    wrong: usize,
    /// Characters that will be typed before the slip is seen.
    unseen: usize,
}

impl Typist {
    pub fn new(rng: Rng, pace: f64) -> Self {
        Self {
            rng,
            pace,
            wrong: 0,
            unseen: 0,
        }
    }

    /// Whether what stands before the cursor is what was meant.
    pub fn sure(&self) -> bool {
        self.wrong == 0
    }

    /// The next key. `rest` is what is still to be typed, not empty; `last` the character before it.
    pub fn next(&mut self, rest: &str, last: Option<char>) -> Stroke {
        let letter = rest.chars().next().is_some_and(char::is_alphabetic);
        if self.wrong > 0 && self.unseen == 0 {
            return self.stroke(if self.wrong > 1 { BACK } else { SEEN }, Key::Back);
        }
        if self.wrong > 0 {
            self.unseen -= 1;
            self.wrong += 1;
            let next = rest.chars().nth(self.wrong - 1);
            let next = next.filter(|c| c.is_alphanumeric()).unwrap_or('e');
            return self.stroke(WITHIN, Key::Text(next.into()));
        }
        if letter && self.rng.u64(..SLIPS) == 0 {
            self.wrong = 1;
            self.unseen = self.rng.usize(..3);
            let slip = self.rng.lowercase();
            return self.stroke(WITHIN, Key::Text(slip.into()));
        }
        let text = meant(rest);
        let word = |c: char| c.is_alphanumeric() || c == '_';
        let pause = if text.starts_with(['\n', '\r']) {
            LINE
        } else if !text.starts_with(word) {
            SIGN
        } else if last.is_none_or(|last| !word(last)) {
            WORD
        } else {
            WITHIN
        };
        let stops = self.rng.u64(..THINKS) == 0;
        self.stroke(if stops { STOP } else { pause }, Key::Text(text.into()))
    }

    fn stroke(&mut self, (least, most): (u64, u64), key: Key) -> Stroke {
        if key == Key::Back {
            self.wrong -= 1;
        }
        let ms = self.rng.u64(least..=most) as f64 * self.pace;
        Stroke {
            pause: Duration::from_secs_f64(ms / 1e3),
            key,
        }
    }
}

/// The next character; a line break with the blank lines and the indentation after it.
fn meant(rest: &str) -> &str {
    let Some(first) = rest.chars().next() else {
        return "";
    };
    if !matches!(first, '\n' | '\r') {
        return &rest[..first.len_utf8()];
    }
    let indented = rest.len() - rest.trim_start().len();
    &rest[..indented]
}
