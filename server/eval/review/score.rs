//! How right the findings are: counted by case and by finding. Pure.

use super::cases::Case;
use crate::finding::Finding;
use serde::Serialize;

/// What one pass came to over all cases.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Tally {
    /// Cases with a fault, and those of them where a finding stands on a wrong line.
    pub faulty: usize,
    pub found: usize,
    /// Found cases where such a finding names the weakness.
    pub named: usize,
    /// Findings, and those that stand on a wrong line.
    pub findings: usize,
    pub right: usize,
    /// Added lines of the clean cases, and findings there.
    pub clean_lines: usize,
    pub clean_alarms: usize,
    /// Findings whose line or excerpt is not that of the new text.
    pub misplaced: usize,
    pub seconds: f64,
}

impl Tally {
    /// Counts what was found in a case in so many seconds.
    pub fn add(&mut self, case: &Case, findings: &[&Finding], seconds: f64) {
        self.seconds += seconds;
        self.findings += findings.len();
        self.misplaced += findings.iter().filter(|found| !stands(case, found)).count();
        let hits = |found: &&&Finding| {
            let lines = found.start.line..=found.end.line;
            case.wrong.iter().any(|line| lines.contains(line))
        };
        let right: Vec<_> = findings.iter().filter(hits).collect();
        self.right += right.len();
        if case.wrong.is_empty() {
            self.clean_lines += case.added();
            self.clean_alarms += findings.len();
            return;
        }
        self.faulty += 1;
        self.found += usize::from(!right.is_empty());
        let names = |found: &Finding| {
            found
                .cwe
                .iter()
                .any(|cwe| cwe.split(':').next() == Some(&case.weakness))
        };
        self.named += usize::from(right.iter().any(|found| names(found)));
    }

    /// Share of the findings that stand on a wrong line; `None` without findings.
    pub fn precision(&self) -> Option<f64> {
        share(self.right, self.findings)
    }

    /// Share of the faulty cases that were found.
    pub fn recall(&self) -> Option<f64> {
        share(self.found, self.faulty)
    }

    /// Harmonic mean of the two.
    pub fn f1(&self) -> Option<f64> {
        let (precision, recall) = (self.precision()?, self.recall()?);
        (precision + recall > 0.0).then(|| 2.0 * precision * recall / (precision + recall))
    }

    /// Findings in clean changes per 100 lines that they add.
    pub fn alarms(&self) -> Option<f64> {
        share(self.clean_alarms, self.clean_lines).map(|share| share * 100.0)
    }
}

fn share(part: usize, whole: usize) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

/// Whether a finding's lines are those of the new text, character by character.
fn stands(case: &Case, finding: &Finding) -> bool {
    let lines: Vec<&str> = case.after.lines().collect();
    let there = finding
        .start
        .line
        .checked_sub(1)
        .and_then(|first| lines.get(first..finding.end.line));
    there.is_some_and(|there| there.join("\n") == finding.excerpt.replace("\r\n", "\n"))
}
