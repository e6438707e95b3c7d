//! JSON: one object with the findings as they are, for programs. Nothing for people here.

use super::{Layout, Report, WORST_FIRST};
use serde::Serialize;
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
