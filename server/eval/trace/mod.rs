//! Traces: a piece of a real file typed again, key by key, into the language server, and what its
//! typist sees. Speaks the protocol through a pipe that somebody else has connected.

mod client;
pub mod figures;
pub mod meter;
mod play;
pub mod screen;
pub mod typist;

pub use client::{Client, TraceError, pipe};
pub use figures::Played;
pub use meter::{Call, Meter};
pub use play::play;

use crate::eval::punch::{lines_of, random};
use crate::syntax::Languages;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// A file, and the part of it that is typed again.
#[derive(Clone, Debug)]
pub struct Script {
    pub path: PathBuf,
    /// As the report names it.
    pub shown: String,
    pub text: String,
    /// Bytes that are typed: whole lines but for the first one's indentation.
    pub region: Range<usize>,
    pub language: String,
}

impl Script {
    /// Draws the region: about so many characters from the start of a line of code.
    ///
    /// # Errors
    /// Why the file cannot be typed, in a few words.
    pub fn new(
        path: &Path,
        shown: &str,
        languages: &Languages,
        characters: usize,
        seed: u64,
    ) -> Result<Self, String> {
        let language = languages
            .by_path(path)
            .ok_or("it is of no known language")?;
        let text = std::fs::read_to_string(path).map_err(|error| error.to_string())?;
        let lines = lines_of(&text, language).ok_or("it cannot be parsed")?;
        let mut starts: Vec<usize> = lines.iter().map(|line| line.start).collect();
        // So late that nothing is left to type, only when there is no other line.
        let early = |start: &usize| text.len() - start >= characters;
        if starts.iter().any(early) {
            starts.retain(early);
        }
        let mut rng = random(seed, shown);
        let start = *rng.choice(&starts).ok_or("it has no line of code")?;
        Ok(Self {
            path: path.into(),
            shown: shown.into(),
            region: start..end(&text, start, characters),
            language: language.id.clone(),
            text,
        })
    }
}

/// The end of the line in which so many characters are reached.
fn end(text: &str, start: usize, characters: usize) -> usize {
    let reached = text[start..].char_indices().nth(characters);
    let Some((at, _)) = reached else {
        return start + text[start..].trim_end().len();
    };
    let line = text[start + at..].find(['\n', '\r']);
    line.map_or(text.len(), |more| start + at + more)
}
