//! What a report comes to: a table by rule where there are several, and one line with the counts.

use super::{BOLD, DIM, clean, style};
use crate::finding::Severity;
use crate::report::{Layout, Report, WORST_FIRST};
use anstyle::AnsiColor;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

/// Rules that the table lists; of more the reader takes another format.
const ROWS: usize = 30;
/// Findings from which on a table helps, where a rule has found several of them.
const FROM: usize = 5;
/// Findings that a rule of such a table has on the average.
const EACH: usize = 2;

/// The table and the line that ends a report.
pub(super) fn write(report: &Report, layout: Layout, out: &mut dyn Write) -> io::Result<()> {
    let files = match report.files {
        1 => "1 file".to_string(),
        files => format!("{files} files"),
    };
    let seconds = report.seconds;
    let suppressed = match report.suppressed.len() {
        0 => String::new(),
        count => format!(" ({count} suppressed)"),
    };
    if report.findings.is_empty() {
        let green = AnsiColor::Green.on_default().bold();
        return writeln!(
            out,
            "{green}no findings{green:#} in {files}{suppressed}, {seconds:.2} s"
        );
    }
    table(report, layout, out)?;
    let mut parts = Vec::new();
    for severity in WORST_FIRST {
        let count = report.count(severity);
        if count > 0 {
            let colour = style(severity);
            parts.push(format!("{colour}{count} {}{colour:#}", severity.name()));
        }
    }
    let noun = match report.findings.len() {
        1 => "finding",
        _ => "findings",
    };
    writeln!(
        out,
        "{BOLD}{} {noun}{BOLD:#} in {files}: {}{suppressed}, {seconds:.2} s",
        report.findings.len(),
        parts.join(", ")
    )
}

/// Findings and files by rule, the worst and most frequent first.
fn table(report: &Report, layout: Layout, out: &mut dyn Write) -> io::Result<()> {
    let mut rules: BTreeMap<&str, (Severity, usize, BTreeSet<_>)> = BTreeMap::new();
    for finding in &report.findings {
        let row = rules
            .entry(&finding.rule)
            .or_insert((finding.severity, 0, BTreeSet::new()));
        row.0 = row.0.max(finding.severity);
        row.1 += 1;
        row.2.insert(&finding.path);
    }
    let findings = report.findings.len();
    if findings < FROM || rules.len() < 2 || findings < EACH * rules.len() {
        return Ok(());
    }
    let mut rows: Vec<_> = rules.into_iter().collect();
    rows.sort_by_key(|(rule, (severity, count, _))| {
        (
            std::cmp::Reverse(*severity),
            std::cmp::Reverse(*count),
            *rule,
        )
    });
    let widest = rows
        .iter()
        .take(ROWS)
        .map(|(rule, _)| clean(rule).chars().count());
    // severity, findings and files take 28 columns.
    let width = widest
        .max()
        .unwrap_or(4)
        .clamp(4, layout.width.saturating_sub(28).max(20));
    writeln!(
        out,
        "{DIM}{:9} {:width$} {:>8} {:>6}{DIM:#}",
        "severity", "rule", "findings", "files"
    )?;
    for (rule, (severity, count, files)) in rows.iter().take(ROWS) {
        let colour = style(*severity);
        let rule: String = clean(rule).chars().take(width).collect();
        writeln!(
            out,
            "{colour}{:9}{colour:#} {rule:width$} {count:>8} {:>6}",
            severity.name(),
            files.len()
        )?;
    }
    if rows.len() > ROWS {
        writeln!(out, "{DIM}and {} more rules{DIM:#}", rows.len() - ROWS)?;
    }
    writeln!(out)
}
