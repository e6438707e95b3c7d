//! JSON lines: one open finding a line, for pipes. Nothing for people here.

use super::{Layout, Report};
use std::io::{self, Write};

pub(super) fn write(report: &Report, _: Layout, out: &mut dyn Write) -> io::Result<()> {
    for finding in &report.findings {
        serde_json::to_writer(&mut *out, finding)?;
        writeln!(out)?;
    }
    Ok(())
}
