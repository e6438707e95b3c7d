//! Where a completion is asked for, by what its answer depends on: the document, the text before the
//! cursor as far as prompts reach, and the text after it. Knows no answers.

use crate::text::Text;
use crate::workspace::Snapshot;
use std::hash::{DefaultHasher, Hash, Hasher};

/// Bytes before the cursor that an answer depends on, and bytes after it.
const PREFIX: usize = 4096;
const SUFFIX: usize = 256;
/// Bytes that typing may have added to a place whose answer still serves.
const WALK: usize = 256;
/// Brackets and quotes behind the cursor that an editor may have put there meanwhile.
const CLOSERS: usize = 3;
/// The sums' modulus, a Mersenne prime, and their base, any large number below it.
const MODULUS: u128 = (1 << 61) - 1;
const BASE: u128 = 0x0c5b_a71e_9d3f_6a21 % MODULUS;

/// What a place is known by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key(u64);

/// A place in a document, with all places that typing could have led here from.
#[derive(Clone, Debug)]
pub struct Place {
    salt: u64,
    prefix: String,
    /// Sums of the prefix's beginnings, so that every window of it has its sum at once.
    sums: Vec<u64>,
    /// Hashes of the text after the cursor, after one closer of it, and so on.
    suffixes: Vec<u64>,
}

/// A place that typing could have led here from.
#[derive(Clone, Copy, Debug)]
pub struct Earlier<'a> {
    pub key: Key,
    /// What was typed since.
    pub typed: &'a str,
    /// Bytes behind the cursor that were put there since.
    pub closed: usize,
}

impl Place {
    /// `salt` stands for everything else: which model answers.
    pub fn new(document: &Snapshot, offset: usize, salt: usize) -> Self {
        let text = &document.text;
        let offset = text.floor(offset);
        let prefix = text.slice(offset.saturating_sub(PREFIX + WALK)..offset);
        let mut sum = 0;
        let mut sums = vec![0];
        for byte in prefix.bytes() {
            sum = (sum * BASE + u128::from(byte) + 1) % MODULUS;
            sums.push(sum as u64);
        }
        Self {
            salt: hash(&(document.uri.as_str(), salt)),
            suffixes: suffixes(text, offset),
            prefix,
            sums,
        }
    }

    pub fn key(&self) -> Key {
        self.at(self.prefix.len(), 0)
    }

    /// This place and those before it, the nearest first.
    pub fn earlier(&self) -> impl Iterator<Item = Earlier<'_>> {
        let end = self.prefix.len();
        let starts = (end.saturating_sub(WALK)..=end).rev();
        starts
            .filter(|start| self.prefix.is_char_boundary(*start))
            .flat_map(move |start| {
                let closers = if start == end { 1 } else { self.suffixes.len() };
                (0..closers).map(move |closed| Earlier {
                    key: self.at(start, closed),
                    typed: &self.prefix[start..],
                    closed,
                })
            })
    }

    fn at(&self, end: usize, closed: usize) -> Key {
        let start = end.saturating_sub(PREFIX);
        let before = u128::from(self.sums[start]) * power(end - start) % MODULUS;
        let window = (u128::from(self.sums[end]) + MODULUS - before) % MODULUS;
        let suffix = self.suffixes.get(closed).copied().unwrap_or_default();
        Key(hash(&(self.salt, window as u64, suffix)))
    }
}

fn suffixes(text: &Text, offset: usize) -> Vec<u64> {
    let after = text.slice(offset..offset.saturating_add(SUFFIX + CLOSERS));
    let closers = after
        .bytes()
        .take(CLOSERS)
        .take_while(|byte| b")]}\"'`".contains(byte))
        .count();
    (0..=closers)
        .map(|closed| {
            let from = offset + closed;
            hash(&text.slice(from..from.saturating_add(SUFFIX)))
        })
        .collect()
}

/// `BASE` to the power of a length.
fn power(mut length: usize) -> u128 {
    let (mut result, mut factor) = (1, BASE);
    while length > 0 {
        if length % 2 == 1 {
            result = result * factor % MODULUS;
        }
        factor = factor * factor % MODULUS;
        length /= 2;
    }
    result
}

fn hash(of: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    of.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::Languages;
    use crate::workspace::document;

    fn place(text: &str) -> Place {
        let (text, offset) = crate::testing::cursor(text);
        let languages = Languages::embedded().expect("the embedded languages are valid");
        Place::new(
            &document(&languages, "a.rs".into(), &text, usize::MAX),
            offset,
            0,
        )
    }

    #[test]
    fn typing_leads_back_to_where_it_began() {
        let long = "let α = 1;\n".repeat(600);
        for before in ["", "fn f() {\n    ", long.as_str()] {
            let origin = place(&format!("{before}$0;\n}}"));
            let now = place(&format!("{before}läßt$0;\n}}"));
            let found = now.earlier().find(|earlier| earlier.key == origin.key());
            assert_eq!(found.map(|earlier| earlier.typed), Some("läßt"));
            let other = place(&format!("{before}läßt$0,\n}}"));
            assert!(other.earlier().all(|earlier| earlier.key != origin.key()));
        }
    }

    #[test]
    fn what_the_editor_closes_by_itself_is_seen_through() {
        let origin = place("f$0;");
        let now = place("f(\"$0\");");
        let found = now.earlier().find(|earlier| earlier.key == origin.key());
        let found = found.map(|earlier| (earlier.typed, earlier.closed));
        assert_eq!(found, Some(("(\"", 2)));
    }

    #[test]
    fn text_that_no_prompt_reaches_does_not_matter() {
        let long = "x".repeat(PREFIX);
        let key = |far: &str| place(&format!("{far}{long}$0")).key();
        assert_eq!(key("a"), key("b"));
        assert_ne!(place("a$0").key(), place("b$0").key());
    }
}
