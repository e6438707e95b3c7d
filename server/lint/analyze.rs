//! `metavariable-analysis`: whether a text looks random (a heuristic of our own; Semgrep's differs in
//! borderline cases), whether a regular expression may backtrack without end.

mod redos;

use std::collections::HashMap;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Analyzer {
    Entropy,
    Redos,
}

/// Bits a character says at least in a random text, and how often its kind changes from one
/// character to the next. Chosen so that words, names and repeated text fall below, keys above.
const MIN_BITS: f64 = 3.0;
const MIN_CHANGES: f64 = 0.43;
/// Shorter texts say too little.
const MIN_LENGTH: usize = 8;

impl Analyzer {
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "entropy" => Some(Analyzer::Entropy),
            "redos" => Some(Analyzer::Redos),
            _ => None,
        }
    }

    pub fn finds(self, text: &str) -> bool {
        match self {
            Analyzer::Entropy => random(text),
            Analyzer::Redos => redos::backtracks(text),
        }
    }
}

fn random(text: &str) -> bool {
    let characters: Vec<char> = text.chars().collect();
    if characters.len() < MIN_LENGTH {
        return false;
    }
    let total = characters.len() as f64;
    let mut counts: HashMap<char, f64> = HashMap::new();
    for character in &characters {
        *counts.entry(*character).or_default() += 1.0;
    }
    let bits: f64 = counts
        .values()
        .map(|count| -(count / total) * (count / total).log2())
        .sum();
    let kind = |c: &char| match c {
        'a'..='z' => 0,
        'A'..='Z' => 1,
        '0'..='9' => 2,
        _ => 3,
    };
    let changes = characters
        .windows(2)
        .filter(|pair| kind(&pair[0]) != kind(&pair[1]))
        .count();
    bits >= MIN_BITS && changes as f64 / total >= MIN_CHANGES
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_look_random_and_words_do_not() {
        for text in ["x8dKq03nZpA7vRt2LmW9", "d41d8cd98f00b204e9800998ecf8427e"] {
            assert!(Analyzer::Entropy.finds(text), "{text}");
        }
        for text in [
            "changeme",
            "password123",
            "hello world this is english",
            "aaaaaaaaaaaa",
            "x8d",
        ] {
            assert!(!Analyzer::Entropy.finds(text), "{text}");
        }
    }
}
