//! Findings written out: one file per output format, one table [`FORMATS`].
//! Knows findings and nothing of how they were found.

mod github;
mod gitlab;
mod html;
mod json;
mod jsonl;
mod junit;
mod markdown;
mod place;
mod rdjson;
mod sarif;
mod text;

pub use json::read;

use crate::finding::{Confidence, Finding, Severity};
use serde::Serialize;
use std::io::{self, Write};

/// What a rule says of itself, for the formats that list rules.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Rule {
    /// As findings name it.
    pub id: String,
    /// What is wrong and what to do; may hold metavariables.
    pub message: String,
    pub severity: Severity,
    pub confidence: Confidence,
    /// `CWE-89`
    pub cwe: Vec<String>,
    /// `A03:2021 - Injection`
    pub owasp: Vec<String>,
    pub references: Vec<String>,
}

/// What is written out.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Report {
    /// What was run: `scan` or `review`. With another name results are kept apart by those who collect them.
    pub command: &'static str,
    /// Open findings, sorted.
    pub findings: Vec<Finding>,
    /// Findings that a comment or the baseline keeps from being open, sorted.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub suppressed: Vec<Finding>,
    /// What the rules say of themselves; those without findings as well.
    #[serde(skip)]
    pub rules: Vec<Rule>,
    /// Things the reader should know: what was not read, dropped or left out, one line each.
    pub notes: Vec<String>,
    /// Files that were looked at.
    pub files: usize,
    /// Wall time in seconds; only people get to read it, so that equal work gives equal bytes.
    #[serde(skip)]
    pub seconds: f64,
}

/// Severities from the worst down.
const WORST_FIRST: [Severity; 4] = [
    Severity::Critical,
    Severity::High,
    Severity::Medium,
    Severity::Low,
];

impl Report {
    /// The worst severity found; `None` when nothing was found.
    pub fn worst(&self) -> Option<Severity> {
        self.findings.iter().map(|finding| finding.severity).max()
    }

    /// Number of findings of a severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.findings
            .iter()
            .filter(|finding| finding.severity == severity)
            .count()
    }
}

/// How a report is laid out, for the formats that people read.
#[derive(Clone, Copy, Debug)]
pub struct Layout {
    /// Columns to wrap at.
    pub width: usize,
}

/// Writes a report in one format.
pub type Writer = fn(&Report, Layout, &mut dyn Write) -> io::Result<()>;

/// One output format.
#[derive(Clone, Copy)]
pub struct Format {
    /// Its name on the command line.
    pub name: &'static str,
    writer: Writer,
}

/// All output formats, by the name on the command line. The first is the default.
pub const FORMATS: &[Format] = &[
    row("text", text::write),
    row("json", json::write),
    row("jsonl", jsonl::write),
    row("sarif", sarif::write),
    row("rdjson", rdjson::write),
    row("rdjsonl", rdjson::write_lines),
    row("github", github::write),
    row("gitlab", gitlab::write),
    row("junit", junit::write),
    row("markdown", markdown::write),
    row("html", html::write),
];

const fn row(name: &'static str, writer: Writer) -> Format {
    Format { name, writer }
}

/// The names of all formats, for the command line.
pub fn names() -> Vec<&'static str> {
    FORMATS.iter().map(|format| format.name).collect()
}

/// The format of a name, if there is one.
pub fn format(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.name == name)
}

/// Writes `report` in `format`. The text holds ANSI colours: a stream that may not show them
/// strips them (`anstream`). Errors are those of the stream.
pub fn write(
    format: &Format,
    report: &Report,
    layout: Layout,
    out: &mut dyn Write,
) -> io::Result<()> {
    (format.writer)(report, layout, out)
}
