//! JSON: one object with the findings as they are, for programs; written, and read back. Nothing
//! for people here.

use super::{Layout, Report, WORST_FIRST};
use crate::finding::Finding;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io::{self, Write};

/// Raised when a field changes its meaning or goes away; new fields leave it alone.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    tool: &'static str,
    tool_version: &'static str,
    #[serde(flatten)]
    report: &'a Report,
    /// Number of findings by severity.
    summary: BTreeMap<&'static str, usize>,
}

pub(super) fn write(report: &Report, _: Layout, out: &mut dyn Write) -> io::Result<()> {
    let summary = WORST_FIRST
        .into_iter()
        .map(|severity| (severity.name(), report.count(severity)))
        .collect();
    let document = Document {
        version: VERSION,
        tool: env!("CARGO_PKG_NAME"),
        tool_version: env!("CARGO_PKG_VERSION"),
        report,
        summary,
    };
    serde_json::to_writer_pretty(&mut *out, &document)?;
    writeln!(out)
}

/// A report as it was written. What reports say of rules does not stand in JSON.
///
/// # Errors
/// What is wrong with it, for the user.
pub fn read(text: &str) -> Result<Report, String> {
    #[derive(Deserialize)]
    struct Written {
        version: u32,
        command: String,
        findings: Vec<Finding>,
        #[serde(default)]
        suppressed: Vec<Finding>,
        notes: Vec<String>,
        files: usize,
    }
    let written: Written = serde_json::from_str(text).map_err(|error| error.to_string())?;
    if written.version > VERSION {
        return Err(format!(
            "it is of version {}, written by a newer inglenook",
            written.version
        ));
    }
    let command = match written.command.as_str() {
        "scan" => "scan",
        "review" => "review",
        other => return Err(format!("it is of a command `{other}` that is not known")),
    };
    Ok(Report {
        command,
        findings: written.findings,
        suppressed: written.suppressed,
        notes: written.notes,
        files: written.files,
        ..Report::default()
    })
}
