//! What lints and reviews find: plain data shared by lint, review, report and the edges.
//! Knows no files, no trees and no protocol.

mod suppress;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::ops::Range;
use std::path::{Path, PathBuf};

pub use suppress::Suppressions;

/// How bad a finding is when it is real. The order is the order of badness.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    schemars::JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    Low,
    Medium,
    High,
    Critical,
}

/// How likely a finding is real.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    schemars::JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    Low,
    Medium,
    High,
}

impl Severity {
    pub fn name(self) -> &'static str {
        match self {
            Severity::Low => "low",
            Severity::Medium => "medium",
            Severity::High => "high",
            Severity::Critical => "critical",
        }
    }
}

impl Confidence {
    pub fn name(self) -> &'static str {
        match self {
            Confidence::Low => "low",
            Confidence::Medium => "medium",
            Confidence::High => "high",
        }
    }
}

/// Who found it: a deterministic rule, or the model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Origin {
    Lint,
    Model,
}

/// A place in a text: 1-based line, 1-based column counted in Unicode scalar values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Place {
    pub line: usize,
    pub column: usize,
}

/// A replacement that removes the finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fix {
    /// Bytes of the file that are replaced.
    pub range: Range<usize>,
    pub replacement: String,
}

/// One thing found in one file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// The rule's plain id for lints (`rust-sql-format`), `model.<kind>` for the model's own.
    pub rule: String,
    pub origin: Origin,
    pub severity: Severity,
    pub confidence: Confidence,
    /// What is wrong and what to do.
    pub message: String,
    /// Path as shown to the user, relative to the root where there is one, with `/`.
    pub path: PathBuf,
    /// Bytes of the file that the finding covers.
    pub range: Range<usize>,
    pub start: Place,
    /// Exclusive end.
    pub end: Place,
    /// The source lines that the range covers, without the last line break.
    pub excerpt: String,
    /// Weakness ids, `CWE-89`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cwe: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub references: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fix: Option<Fix>,
    /// The model's words on a lint finding, or why it reported its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub explanation: Option<String>,
    /// Stays the same when lines move: see [`fingerprint`].
    pub fingerprint: String,
}

/// Names a finding by rule, path and the code it stands on with white space folded, so that it
/// survives moved lines; `ordinal` counts equal ones in a file from 0. 32 hexadecimal digits.
pub fn fingerprint(rule: &str, path: &Path, code: &str, ordinal: usize) -> String {
    let folded: Vec<&str> = code.split_whitespace().collect();
    let mut hash = Sha256::new();
    for part in [
        rule,
        &path.to_string_lossy().replace('\\', "/"),
        &folded.join(" "),
    ] {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    hash.update(ordinal.to_le_bytes());
    hash.finalize()[..16]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// Sorts by path and place, and numbers fingerprints of equal code in a file.
pub fn finish(findings: &mut Vec<Finding>) {
    findings.sort_by(|a, b| {
        (&a.path, a.range.start, a.range.end, &a.rule).cmp(&(
            &b.path,
            b.range.start,
            b.range.end,
            &b.rule,
        ))
    });
    findings.dedup_by(|a, b| a.path == b.path && a.range == b.range && a.rule == b.rule);
    let mut seen = std::collections::HashMap::new();
    for finding in findings {
        let key = fingerprint(&finding.rule, &finding.path, &finding.excerpt, 0);
        let ordinal = seen.entry(key).or_insert(0);
        finding.fingerprint = fingerprint(&finding.rule, &finding.path, &finding.excerpt, *ordinal);
        *ordinal += 1;
    }
}
