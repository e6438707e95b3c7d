//! reviewdog's diagnostic format, whole (`rdjson`) and one diagnostic a line (`rdjsonl`). Columns
//! count bytes there.

use super::place::{byte_columns, places, slashed};
use super::{Layout, Report};
use crate::finding::{Finding, Severity, Step};
use serde_json::{Value, json};
use std::io::{self, Write};

pub(super) fn write(report: &Report, _: Layout, out: &mut dyn Write) -> io::Result<()> {
    let diagnostics: Vec<Value> = report.findings.iter().map(diagnostic).collect();
    let document = json!({ "source": source(), "diagnostics": diagnostics });
    serde_json::to_writer_pretty(&mut *out, &document)?;
    writeln!(out)
}

pub(super) fn write_lines(report: &Report, _: Layout, out: &mut dyn Write) -> io::Result<()> {
    for finding in &report.findings {
        let mut diagnostic = diagnostic(finding);
        diagnostic["source"] = source();
        serde_json::to_writer(&mut *out, &diagnostic)?;
        writeln!(out)?;
    }
    Ok(())
}

fn source() -> Value {
    json!({ "name": env!("CARGO_PKG_NAME") })
}

fn range((line, column): (usize, usize), (end_line, end_column): (usize, usize)) -> Value {
    json!({
        "start": { "line": line, "column": column },
        "end": { "line": end_line, "column": end_column },
    })
}

fn diagnostic(finding: &Finding) -> Value {
    let (start, end) = byte_columns(finding);
    let place = range((finding.start.line, start), (finding.end.line, end));
    let message = match &finding.explanation {
        Some(words) => format!("{}\n\nmodel: {words}", finding.message),
        None => finding.message.clone(),
    };
    let mut code = json!({ "value": finding.rule });
    if let Some(reference) = finding.references.first() {
        code["url"] = json!(reference);
    }
    let mut diagnostic = json!({
        "message": message,
        "location": { "path": slashed(&finding.path), "range": place },
        "severity": match finding.severity {
            Severity::Critical | Severity::High => "ERROR",
            Severity::Medium => "WARNING",
            Severity::Low => "INFO",
        },
        "code": code,
    });
    if let Some(fix) = &finding.fix
        && let Some((from, to)) = places(finding, &fix.range)
    {
        let moved = Finding {
            start: from,
            end: to,
            ..finding.clone()
        };
        // The excerpt begins on the finding's own first line.
        let columns = (from.line == finding.start.line && to.line == finding.end.line)
            .then(|| byte_columns(&moved));
        if let Some((start, end)) = columns {
            diagnostic["suggestions"] = json!([{
                "range": range((from.line, start), (to.line, end)),
                "text": fix.replacement,
            }]);
        }
    }
    if !finding.flow.is_empty() {
        let steps: Vec<Value> = finding.flow.iter().map(related).collect();
        diagnostic["related_locations"] = json!(steps);
    }
    diagnostic
}

fn related(step: &Step) -> Value {
    json!({
        "message": step.note,
        "location": {
            "path": slashed(&step.path),
            "range": { "start": { "line": step.start.line }, "end": { "line": step.end.line } },
        },
    })
}
