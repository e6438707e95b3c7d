//! Annotations of GitHub Actions: one workflow command a finding, as GitHub's documentation of
//! workflow commands gives their form. GitHub shows ten of each level a step.

use super::place::slashed;
use super::{Layout, Report};
use crate::finding::{Finding, Severity};
use std::io::{self, Write};

pub(super) fn write(report: &Report, _: Layout, out: &mut dyn Write) -> io::Result<()> {
    // The worst first: those are shown.
    let mut findings: Vec<&Finding> = report.findings.iter().collect();
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    for finding in findings {
        let level = match finding.severity {
            Severity::Critical | Severity::High => "error",
            Severity::Medium => "warning",
            Severity::Low => "notice",
        };
        let mut properties = vec![
            ("file", slashed(&finding.path)),
            ("line", finding.start.line.to_string()),
            ("endLine", finding.end.line.to_string()),
        ];
        // Columns count only within one line.
        if finding.start.line == finding.end.line {
            properties.push(("col", finding.start.column.to_string()));
            properties.push(("endColumn", finding.end.column.to_string()));
        }
        let weakness = match finding.cwe.is_empty() {
            true => String::new(),
            false => format!(" ({})", finding.cwe.join(", ")),
        };
        properties.push(("title", format!("{}{weakness}", finding.rule)));
        let properties: Vec<String> = properties
            .into_iter()
            .map(|(name, value)| format!("{name}={}", property(&value)))
            .collect();
        let message = match finding.model_says() {
            Some(words) => format!("{}\nmodel: {words}", finding.message),
            None => finding.message.clone(),
        };
        writeln!(
            out,
            "::{level} {}::{}",
            properties.join(","),
            data(&message)
        )?;
    }
    for note in &report.notes {
        writeln!(out, "::notice title=inglenook::{}", data(note))?;
    }
    Ok(())
}

fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_message_can_begin_another_command() {
        assert_eq!(data("50%\n::error::x"), "50%25%0A::error::x");
        assert_eq!(property("a:b,c"), "a%3Ab%2Cc");
    }
}
