//! GitLab's code quality report, with the fields that GitLab's documentation asks for and
//! those that make it Code Climate's as well. Line breaks of
//! its list are its only form; nothing for people here.

use super::place::slashed;
use super::{Layout, Report};
use crate::finding::Severity;
use serde_json::json;
use std::io::{self, Write};

pub(super) fn write(report: &Report, _: Layout, out: &mut dyn Write) -> io::Result<()> {
    let items: Vec<serde_json::Value> = report
        .findings
        .iter()
        .map(|finding| {
            let severity = match finding.severity {
                Severity::Critical => "blocker",
                Severity::High => "critical",
                Severity::Medium => "major",
                Severity::Low => "minor",
            };
            json!({
                "type": "issue",
                "categories": ["Security"],
                // One line, as Code Climate wants it.
                "description": finding.message.replace(['\r', '\n'], " "),
                "check_name": finding.rule,
                "fingerprint": finding.fingerprint,
                "severity": severity,
                "location": {
                    "path": slashed(&finding.path),
                    "lines": { "begin": finding.start.line, "end": finding.end.line },
                },
            })
        })
        .collect();
    serde_json::to_writer_pretty(&mut *out, &items)?;
    writeln!(out)
}
