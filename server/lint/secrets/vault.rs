//! The secrets that a scan has seen, kept in memory to be blotted out of everything that is written.
//! They are never printed, not even for debugging.

use crate::finding::Finding;
use std::collections::BTreeSet;
use std::fmt;

/// Characters of a long secret that may be shown.
const SHOWN: usize = 4;
/// Characters from which on a secret is long.
const LONG: usize = 16;
/// Characters by which a secret that was cut is still known.
const KNOWN_BY: usize = 10;

/// Secrets, to be blotted out.
#[derive(Clone, Default)]
pub struct Vault(BTreeSet<String>);

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Vault({})", self.0.len())
    }
}

impl Vault {
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn add(&mut self, secret: &str) {
        // Of a key over several lines each line is a secret.
        for line in secret.lines().map(str::trim).filter(|line| line.len() >= 4) {
            self.0.insert(line.to_string());
        }
    }

    /// Whether a secret, or the first line of it that is one, is known here.
    pub fn holds(&self, secret: &str) -> bool {
        let mut lines = secret.lines().map(str::trim);
        lines.any(|line| self.0.contains(line))
    }

    /// Takes over what another vault holds.
    pub fn extend(&mut self, other: Vault) {
        self.0.extend(other.0);
    }

    /// Blots the secrets out of everything that a finding shows. A fix that would write one is
    /// taken away. True when something was changed.
    pub fn redact(&self, finding: &mut Finding) -> bool {
        if self.is_empty() {
            return false;
        }
        let length = finding.message.len();
        let mut changed = self.blot(&mut finding.message) | self.blot(&mut finding.excerpt);
        if finding.message.len() != length {
            // Stars are shorter than the characters they stand for: nobody knows where code is now.
            finding.quoted.clear();
        }
        if let Some(words) = &mut finding.explanation {
            changed |= self.blot(words);
        }
        for step in &mut finding.flow {
            changed |= self.blot(&mut step.excerpt) | self.blot(&mut step.note);
        }
        if let Some(suppression) = &mut finding.suppression
            && let Some(reason) = &mut suppression.reason
        {
            changed |= self.blot(reason);
        }
        if let Some(fix) = &finding.fix
            && self.blot(&mut fix.replacement.clone())
        {
            finding.fix = None;
            changed = true;
        }
        changed
    }

    /// Blots the secrets out of a text, also those of which only the beginning stands there. Each
    /// character becomes one star, so that columns stay right.
    pub fn blot(&self, text: &mut String) -> bool {
        let mut changed = false;
        for secret in &self.0 {
            let known = cut(secret, KNOWN_BY);
            let mut from = 0;
            while let Some(at) = text[from..].find(known).map(|at| from + at) {
                let same = text[at..]
                    .chars()
                    .zip(secret.chars())
                    .take_while(|(a, b)| a == b);
                let length: usize = same.map(|(a, _)| a.len_utf8()).sum();
                let stars = masked(&text[at..at + length]);
                text.replace_range(at..at + length, &stars);
                from = at + stars.len();
                changed = true;
            }
        }
        changed
    }
}

fn cut(text: &str, characters: usize) -> &str {
    let end = text.char_indices().nth(characters);
    &text[..end.map_or(text.len(), |(at, _)| at)]
}

/// A secret as it may be shown: of a long one the first characters, stars for the rest.
pub(super) fn masked(secret: &str) -> String {
    let length = secret.chars().count();
    let shown = if length >= LONG {
        cut(secret, SHOWN)
    } else {
        ""
    };
    let stars = "*".repeat(length - shown.chars().count());
    format!("{shown}{stars}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_and_cut_secrets_are_blotted_out() {
        let mut vault = Vault::default();
        vault.add("abcd-efgh-ijkl-mnop");
        let mut text = "x = \"abcd-efgh-ijkl-mnop\"; y = abcd-efgh-ij…".to_string();
        assert!(vault.blot(&mut text));
        assert_eq!(text, "x = \"abcd***************\"; y = ************…");
        assert!(!vault.blot(&mut "abcd".to_string()));
        assert_eq!(format!("{vault:?}"), "Vault(1)");
    }
}
