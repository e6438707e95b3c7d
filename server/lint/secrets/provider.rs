//! The table of providers' credentials, read from `providers.toml` and compiled.

use super::checks;
use crate::finding::{Confidence, Severity};
use aho_corasick::AhoCorasick;
use regex::Regex;
use serde::Deserialize;
use std::sync::OnceLock;

/// Our own table.
const TABLE: &str = include_str!("providers.toml");

/// One row as it stands in the table.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    id: String,
    name: String,
    words: Vec<String>,
    pattern: String,
    #[serde(default = "high")]
    severity: Severity,
    #[serde(default = "sure")]
    confidence: Confidence,
    #[serde(default)]
    check: Check,
    #[serde(default)]
    near: Option<String>,
    reference: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    secret: Vec<Row>,
}

fn high() -> Severity {
    Severity::High
}

fn sure() -> Confidence {
    Confidence::High
}

/// A test beyond the pattern.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Check {
    #[default]
    None,
    Crc32,
    Jwt,
    Pem,
    Url,
}

/// A credential that can be looked for.
pub(super) struct Provider {
    /// `secret-github-token`
    pub rule: String,
    /// `a GitHub token`
    pub name: String,
    pub severity: Severity,
    pub confidence: Confidence,
    pub check: Check,
    /// Must stand on the same line or the one above.
    pub near: Option<String>,
    pub reference: String,
    pattern: String,
    /// Compiled when a text first holds one of its words.
    compiled: OnceLock<Regex>,
}

/// All providers, and one search for the words of all.
pub(super) struct Providers {
    pub all: Vec<Provider>,
    words: AhoCorasick,
    /// The provider of each word.
    owners: Vec<usize>,
}

impl Providers {
    /// Reads the embedded table.
    ///
    /// # Errors
    /// The row and what is wrong with it.
    pub fn embedded() -> Result<Self, String> {
        let table: Table = toml::from_str(TABLE).map_err(|error| error.to_string())?;
        let (mut all, mut words, mut owners) = (Vec::new(), Vec::new(), Vec::new());
        for row in table.secret {
            for word in row.words {
                words.push(word);
                owners.push(all.len());
            }
            all.push(Provider {
                rule: format!("secret-{}", row.id),
                name: row.name,
                severity: row.severity,
                confidence: row.confidence,
                check: row.check,
                near: row.near,
                reference: row.reference,
                pattern: row.pattern,
                compiled: OnceLock::new(),
            });
        }
        let words = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .build(&words)
            .map_err(|error| error.to_string())?;
        Ok(Self { all, words, owners })
    }

    /// The providers of which a word stands in a text.
    pub fn present(&self, text: &str) -> Vec<&Provider> {
        let mut present = vec![false; self.all.len()];
        for found in self.words.find_overlapping_iter(text) {
            present[self.owners[found.pattern().as_usize()]] = true;
        }
        let present = present.into_iter().enumerate();
        present
            .filter(|(_, present)| *present)
            .map(|(index, _)| &self.all[index])
            .collect()
    }
}

impl Provider {
    /// The form of the credential.
    pub fn pattern(&self) -> &Regex {
        self.compiled.get_or_init(|| {
            Regex::new(&self.pattern).expect("a test compiles each pattern of the table")
        })
    }

    /// Whether what the pattern found can be the real thing.
    pub fn real(&self, secret: &str) -> bool {
        match self.check {
            // The checksum cannot stand there by chance, and an invented token has none.
            Check::Crc32 => checks::crc32_base62(secret),
            Check::Jwt => checks::jwt(secret),
            Check::Pem => true,
            Check::Url => !checks::placeholder(secret),
            Check::None => checks::random(secret),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_table_compiles() {
        let providers = Providers::embedded().expect("the table is well-formed");
        assert!(providers.all.len() >= 40, "only {}", providers.all.len());
        for provider in &providers.all {
            assert!(!provider.pattern().as_str().is_empty());
            assert!(
                provider.name.starts_with('a'),
                "{} has an article",
                provider.name
            );
        }
    }
}
