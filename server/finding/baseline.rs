//! The baseline: fingerprints of findings that were there before, so that only new ones are open.
//! Holds no code and no secrets, and reads no files.

use super::{Finding, Silencer, Suppression};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, HashSet};
use std::path::{Path, PathBuf};

/// Raised when older programs could not read the file any more.
const VERSION: u32 = 1;

/// What stands in a baseline file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Baseline {
    version: u32,
    /// By path, rule and fingerprint.
    findings: BTreeSet<Known>,
}

/// One finding that was there before. Path and rule are for the reader; the fingerprint counts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Known {
    pub path: PathBuf,
    pub rule: String,
    pub fingerprint: String,
}

impl Baseline {
    /// The baseline in which exactly these findings stand.
    pub fn of<'f>(findings: impl IntoIterator<Item = &'f Finding>) -> Self {
        let known = |finding: &Finding| Known {
            path: finding.path.clone(),
            rule: finding.rule.clone(),
            fingerprint: finding.fingerprint.clone(),
        };
        Self {
            version: VERSION,
            findings: findings.into_iter().map(known).collect(),
        }
    }

    /// Reads a file's text.
    ///
    /// # Errors
    /// What is wrong with it, with the line.
    pub fn parse(text: &str) -> Result<Self, String> {
        let baseline: Self = serde_json::from_str(text).map_err(|error| error.to_string())?;
        if baseline.version > VERSION {
            return Err(format!(
                "it is of version {}, written by a newer inglenook",
                baseline.version
            ));
        }
        Ok(baseline)
    }

    /// The file's text: one finding a line, so that versions of it merge and differ line by line.
    pub fn text(&self) -> String {
        let mut text = format!("{{\n  \"version\": {VERSION},\n  \"findings\": [");
        for (index, known) in self.findings.iter().enumerate() {
            let line = serde_json::json!({
                "path": known.path.to_string_lossy(),
                "rule": known.rule,
                "fingerprint": known.fingerprint,
            });
            let comma = if index == 0 { "" } else { "," };
            text.push_str(&format!("{comma}\n    {line}"));
        }
        text.push_str(if self.findings.is_empty() {
            "]\n}\n"
        } else {
            "\n  ]\n}\n"
        });
        text
    }

    pub fn len(&self) -> usize {
        self.findings.len()
    }

    pub fn is_empty(&self) -> bool {
        self.findings.is_empty()
    }

    pub fn iter(&self) -> impl Iterator<Item = &Known> {
        self.findings.iter()
    }

    /// Splits findings into new ones and those that stand in the baseline, which get their
    /// suppression.
    pub fn split(&self, findings: Vec<Finding>) -> (Vec<Finding>, Vec<Finding>) {
        let known: HashSet<&str> = self
            .findings
            .iter()
            .map(|known| known.fingerprint.as_str())
            .collect();
        let (mut new, mut old) = (Vec::new(), Vec::new());
        for mut finding in findings {
            if !known.contains(finding.fingerprint.as_str()) {
                new.push(finding);
                continue;
            }
            finding.suppression = Some(Suppression {
                by: Silencer::Baseline,
                reason: None,
                until: None,
            });
            old.push(finding);
        }
        (new, old)
    }

    /// Those that stand in files that were looked at and were not found there any more.
    pub fn gone<'b>(&'b self, found: &[Finding], looked_at: &HashSet<&Path>) -> Vec<&'b Known> {
        let found: HashSet<&str> = found
            .iter()
            .map(|finding| finding.fingerprint.as_str())
            .collect();
        let gone = |known: &&Known| {
            looked_at.contains(known.path.as_path()) && !found.contains(known.fingerprint.as_str())
        };
        self.findings.iter().filter(gone).collect()
    }

    /// The same without some of its findings.
    pub fn without(&self, gone: &[&Known]) -> Self {
        let gone: HashSet<&Known> = gone.iter().copied().collect();
        let left = self.findings.iter().filter(|known| !gone.contains(known));
        Self {
            version: VERSION,
            findings: left.cloned().collect(),
        }
    }
}
