//! The results of all files put together, and what the reader should know of how they came about.

use super::Found;
use super::file::One;
use crate::finding;
use crate::lint::Checked;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Rules and files of one kind of note that are named; the rest are counted.
const NAMED: usize = 10;

/// What is said once, however many files it is true of.
#[derive(Default)]
struct Said {
    /// By rule: the first file, and how many.
    stopped: BTreeMap<String, (PathBuf, usize)>,
    cut: BTreeMap<String, (PathBuf, usize)>,
    broken: Vec<PathBuf>,
    large: usize,
}

/// Puts the results of all files together.
pub(super) fn gather(results: Vec<One>, found: &mut Found) {
    let mut said = Said::default();
    let report = &mut found.report;
    for one in results {
        said.take(&one.checked, &one.shown, &mut report.notes);
        report.findings.extend(one.checked.findings);
        report.suppressed.extend(one.checked.suppressed);
        report.notes.extend(one.note);
        report.files += usize::from(one.looked_at);
        said.large += usize::from(one.large_data);
        found.vault.extend(one.checked.vault);
        if one.looked_at {
            found.looked_at.push(one.shown);
        }
    }
    report.notes.extend(said.notes(found.scan.max_bytes));
    for findings in [&mut report.findings, &mut report.suppressed] {
        // A flow may show lines of another file.
        for finding in findings
            .iter_mut()
            .filter(|finding| !finding.flow.is_empty())
        {
            found.vault.redact(finding);
        }
        finding::finish(findings);
    }
}

impl Said {
    fn take(&mut self, checked: &Checked, shown: &Path, notes: &mut Vec<String>) {
        for (rules, all) in [
            (&checked.stopped, &mut self.stopped),
            (&checked.cut, &mut self.cut),
        ] {
            for rule in rules {
                let entry = all.entry(rule.clone()).or_insert((shown.to_path_buf(), 0));
                entry.1 += 1;
            }
        }
        if checked.broken {
            self.broken.push(shown.to_path_buf());
        }
        if checked.left_out > 0 {
            notes.push(format!(
                "{}: {} rules were not run, those before them took all the time of one file",
                shown.display(),
                checked.left_out
            ));
        }
    }

    fn notes(self, limit: usize) -> Vec<String> {
        let mut notes = Vec::new();
        by_rule(&self.stopped, "was stopped, it took too long", &mut notes);
        by_rule(
            &self.cut,
            "found more than is shown of one rule",
            &mut notes,
        );
        if !self.broken.is_empty() {
            let names = self.broken.iter().take(NAMED);
            let names: Vec<String> = names.map(|path| path.display().to_string()).collect();
            let more = self.broken.len().saturating_sub(NAMED);
            let more = match more {
                0 => String::new(),
                more => format!(" and {more} more"),
            };
            notes.push(format!(
                "does not parse as a whole, checked as far as it does: {}{more}",
                names.join(", ")
            ));
        }
        if self.large > 0 {
            let large = self.large;
            notes.push(format!(
                "{large} files of other kinds are larger than {limit} bytes and were not checked for \
                 credentials (server.max_file_bytes)"
            ));
        }
        notes
    }
}

fn by_rule(all: &BTreeMap<String, (PathBuf, usize)>, what: &str, notes: &mut Vec<String>) {
    for (rule, (first, count)) in all.iter().take(NAMED) {
        let more = match count - 1 {
            0 => String::new(),
            more => format!(" and {more} more files"),
        };
        notes.push(format!("{}{more}: rule {rule} {what}", first.display()));
    }
    if all.len() > NAMED {
        notes.push(format!("and {} more rules: {what}", all.len() - NAMED));
    }
}
