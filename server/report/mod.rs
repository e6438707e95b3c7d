//! Findings written out: one file per output format, one table [`FORMATS`].
//! Knows findings and nothing of how they were found.

mod json;
mod text;

use crate::finding::{Finding, Severity};
use serde::Serialize;
use std::io::{self, Write};

/// What is written out.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Report {
    pub findings: Vec<Finding>,
    /// Things the reader should know: what was not read, dropped or left out, one line each.
    pub notes: Vec<String>,
    /// Files that were looked at.
    pub files: usize,
    /// Wall time in seconds.
    pub seconds: f64,
}

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
    Format {
        name: "text",
        writer: text::write,
    },
    Format {
        name: "json",
        writer: json::write,
    },
];

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
