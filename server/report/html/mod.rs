//! One HTML page that needs nothing else: chart, filters, findings with their lines, dark and light.
//! What comes from a file or a model stays text. Style and script stand beside this file.

mod card;

use super::place::slashed;
use super::{Layout, Report, WORST_FIRST};
use crate::finding::Finding;
use std::collections::BTreeSet;
use std::io::{self, Write};

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");
/// Findings that one page shows; browsers grow slow with more.
const MAX: usize = 5_000;
/// Nothing is fetched: the page's own style and script alone.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'";

pub(super) fn write(report: &Report, _: Layout, out: &mut dyn Write) -> io::Result<()> {
    let mut worst: Vec<&Finding> = report.findings.iter().collect();
    worst.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    let left_out = worst.len().saturating_sub(MAX);
    worst.truncate(MAX);
    let title = format!("inglenook {}", report.command);
    writeln!(
        out,
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
         <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n\
         <header><h1>{title}</h1><button id=\"theme\" type=\"button\" hidden>Dark or light</button></header>\n<main>",
        title = escaped(title.trim())
    )?;
    summary(report, out)?;
    if !worst.is_empty() {
        filters(&worst, out)?;
    }
    for finding in &worst {
        card::write(finding, out)?;
    }
    if left_out > 0 {
        writeln!(
            out,
            "<p class=\"soft\">{left_out} findings of lower severity are not on this page; \
             <code>--format json</code> has them all.</p>"
        )?;
    }
    notes(report, out)?;
    writeln!(
        out,
        "</main>\n<script>\n{SCRIPT}</script>\n</body>\n</html>"
    )
}

fn summary(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let files = match report.files {
        1 => "1 file".to_string(),
        files => format!("{files} files"),
    };
    let total = match report.findings.len() {
        0 => format!("No findings in {files}."),
        1 => format!("1 finding in {files}."),
        count => format!("{count} findings in {files}."),
    };
    let suppressed = match report.suppressed.len() {
        0 => String::new(),
        count => format!(" {count} more are suppressed by comments or the baseline."),
    };
    writeln!(out, "<p class=\"total\">{total}{suppressed}</p>")?;
    let most = WORST_FIRST
        .iter()
        .map(|severity| report.count(*severity))
        .max();
    let Some(most) = most.filter(|most| *most > 0) else {
        return Ok(());
    };
    writeln!(
        out,
        "<div class=\"chart\" role=\"img\" aria-label=\"Findings by severity\">"
    )?;
    for severity in WORST_FIRST {
        let count = report.count(severity);
        let name = severity.name();
        // Whole percent: the same on every machine.
        let width = match count {
            0 => 0,
            count => (count * 100 / most).max(1),
        };
        writeln!(
            out,
            "<span>{name}</span><span class=\"bar {name}\" style=\"width:{width}%\"></span><span>{count}</span>"
        )?;
    }
    writeln!(out, "</div>")
}

fn filters(findings: &[&Finding], out: &mut dyn Write) -> io::Result<()> {
    let rules: BTreeSet<&str> = findings
        .iter()
        .map(|finding| finding.rule.as_str())
        .collect();
    let files: BTreeSet<String> = findings
        .iter()
        .map(|finding| slashed(&finding.path))
        .collect();
    writeln!(out, "<form hidden>")?;
    let severities = WORST_FIRST.iter().map(|severity| severity.name());
    select("severity", "All severities", severities, out)?;
    select("rule", "All rules", rules.into_iter(), out)?;
    select("file", "All files", files.iter().map(String::as_str), out)?;
    writeln!(
        out,
        "<input type=\"search\" name=\"words\" placeholder=\"Words\" aria-label=\"Words\">\
         <button type=\"reset\">Clear</button><span id=\"shown\" role=\"status\"></span>\n</form>"
    )
}

fn select<'a>(
    name: &str,
    all: &str,
    values: impl Iterator<Item = &'a str>,
    out: &mut dyn Write,
) -> io::Result<()> {
    write!(
        out,
        "<select name=\"{name}\" aria-label=\"{name}\"><option value=\"\">{all}</option>"
    )?;
    for value in values {
        let value = escaped(value);
        write!(out, "<option value=\"{value}\">{value}</option>")?;
    }
    writeln!(out, "</select>")
}

fn notes(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    if report.notes.is_empty() {
        return Ok(());
    }
    let count = report.notes.len();
    writeln!(out, "<details><summary>Notes ({count})</summary>\n<ul>")?;
    for note in &report.notes {
        writeln!(out, "<li>{}</li>", escaped(note))?;
    }
    writeln!(out, "</ul>\n</details>")
}

/// Text in an element or an attribute; control characters become U+FFFD.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\t' | '\n' => out.push(character),
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => out.push('\u{fffd}'),
            other if other.is_control() => out.push('\u{fffd}'),
            other => out.push(other),
        }
    }
    out
}
