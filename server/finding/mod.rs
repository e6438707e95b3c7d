//! What lints and reviews find: plain data shared by lint, review, report and the edges.
//! Knows no files, no trees and no protocol.

mod attributes;
mod baseline;
mod date;
mod judgement;
mod print;
mod suppress;
mod words;

use serde::{Deserialize, Serialize};
use std::ops::Range;
use std::path::PathBuf;

pub use baseline::{Baseline, Known};
pub use date::Date;
pub use judgement::{Judgement, Verdict};
pub use print::{fingerprint, finish};
pub use suppress::Suppressions;
pub use words::{Piece, markdown_about, markdown_code, markdown_words};

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

/// One step of the way that data takes to a finding, source first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// Path as the finding shows its own.
    pub path: PathBuf,
    /// Bytes of that file.
    pub range: Range<usize>,
    pub start: Place,
    /// Exclusive end.
    pub end: Place,
    /// The source lines that the range covers, without the last line break.
    pub excerpt: String,
    /// What happens here, in a few words: "`name` comes from the request".
    pub note: String,
}

/// What keeps a finding from being open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Silencer {
    /// A comment in the code.
    Comment,
    /// A baseline file lists its fingerprint.
    Baseline,
}

/// That a finding is known and not to be shown as open, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suppression {
    pub by: Silencer,
    /// The words beside the comment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Last day on which it counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
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
    /// Bytes of the message that are code of the file, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub quoted: Vec<Range<usize>>,
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
    /// What the model thinks of a finding of the rules, where it was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub judgement: Option<Judgement>,
    /// How the data gets here, source first, the finding's own place last; empty where a rule follows
    /// no data.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub flow: Vec<Step>,
    /// Names of the items around it, outermost first: `Store.open`. Empty at the top of a file.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub symbol: String,
    /// Why it is not open; `None` for those that are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suppression: Option<Suppression>,
    /// Stays the same when lines move: see [`fingerprint`].
    pub fingerprint: String,
}

impl Finding {
    /// The model's verdict and words as people read them; `None` when it said nothing.
    pub fn model_says(&self) -> Option<String> {
        match (&self.judgement, &self.explanation) {
            (Some(judgement), Some(words)) => Some(format!("{judgement}: {words}")),
            (Some(judgement), None) => Some(judgement.to_string()),
            (None, words) => words.clone(),
        }
    }
}
