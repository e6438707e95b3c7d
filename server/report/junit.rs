//! JUnit's XML as the schema of Jenkins' xUnit plugin (`junit-10.xsd`) allows it: a suite a file, a failed
//! case a finding, one passed case when there is none. No times and no host, so that equal findings
//! give equal bytes.

use super::place::slashed;
use super::{Layout, Report};
use crate::finding::Finding;
use std::io::{self, Write};

pub(super) fn write(report: &Report, _: Layout, out: &mut dyn Write) -> io::Result<()> {
    let suites: Vec<&[Finding]> = report.findings.chunk_by(|a, b| a.path == b.path).collect();
    let failures = report.findings.len();
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(
        out,
        "<testsuites name=\"inglenook\" tests=\"{}\" failures=\"{failures}\" errors=\"0\">",
        failures.max(1)
    )?;
    if suites.is_empty() {
        writeln!(
            out,
            "  <testsuite name=\"inglenook\" tests=\"1\" failures=\"0\" errors=\"0\" skipped=\"0\">\n    \
             <testcase classname=\"inglenook\" name=\"no findings in {} files\"/>\n  </testsuite>",
            report.files
        )?;
    }
    for findings in suites {
        suite(findings, out)?;
    }
    writeln!(out, "</testsuites>")
}

fn suite(findings: &[Finding], out: &mut dyn Write) -> io::Result<()> {
    let Some(first) = findings.first() else {
        return Ok(());
    };
    let path = escaped(&slashed(&first.path));
    let count = findings.len();
    writeln!(
        out,
        "  <testsuite name=\"{path}\" file=\"{path}\" tests=\"{count}\" failures=\"{count}\" errors=\"0\" skipped=\"0\">"
    )?;
    for finding in findings {
        let rule = escaped(&finding.rule);
        let line = finding.start.line;
        let message = escaped(finding.message.lines().next().unwrap_or_default());
        let mut body = format!("{}:{line}\n{}\n", slashed(&finding.path), finding.message);
        for step in &finding.flow {
            body.push_str(&format!(
                "{}:{}: {}\n",
                slashed(&step.path),
                step.start.line,
                step.note
            ));
        }
        body.push_str(&finding.excerpt);
        writeln!(
            out,
            "    <testcase classname=\"{path}\" name=\"{rule} at line {line}, column {}\">",
            finding.start.column
        )?;
        writeln!(
            out,
            "      <failure type=\"{}\" message=\"{message}\">{}</failure>",
            finding.severity.name(),
            escaped(&body)
        )?;
        writeln!(out, "    </testcase>")?;
    }
    writeln!(out, "  </testsuite>")
}

/// Text in an element or attribute; what XML 1.0 cannot hold becomes U+FFFD.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' => out.push(character),
            '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            other if other.is_control() => out.push('\u{fffd}'),
            other => out.push(other),
        }
    }
    out
}
