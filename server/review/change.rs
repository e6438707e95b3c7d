//! What is under review: a new text and which of its bytes changed.

use super::same::distinct;
use crate::finding::Finding;
use crate::git::{Hunk, Side};
use crate::workspace::Snapshot;
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;
use std::path::PathBuf;

/// Lines around edits that a diff shows.
const AROUND: usize = 3;

/// Lines that came and went at one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// Whole lines of the new text, as bytes; empty where lines only went.
    pub added: Range<usize>,
    /// Lines that stood there before, without their line breaks.
    pub removed: Vec<String>,
}

/// One file under review.
#[derive(Clone, Debug)]
pub struct File {
    /// Path as findings show it.
    pub shown: PathBuf,
    /// The new text.
    pub document: Snapshot,
    /// In order.
    pub edits: Vec<Edit>,
    /// Why the file may not stand in a prompt.
    pub private: Option<Cow<'static, str>>,
}

impl File {
    /// A changed file: `document` holds the text that the hunks lead to.
    pub fn changed(shown: PathBuf, document: Snapshot, hunks: &[Hunk]) -> Self {
        let mut edits: Vec<Edit> = Vec::new();
        for hunk in hunks {
            let mut open = false;
            for line in &hunk.lines {
                if line.side == Side::Both {
                    open = false;
                    continue;
                }
                if !open {
                    edits.push(Edit {
                        added: line.bytes.start..line.bytes.start,
                        removed: Vec::new(),
                    });
                    open = true;
                }
                let edit = edits.last_mut().expect("one was just opened");
                match line.side {
                    Side::Added => edit.added.end = line.bytes.end,
                    _ => edit.removed.push(line.text.clone()),
                }
            }
        }
        Self {
            shown,
            document,
            edits,
            private: None,
        }
    }

    /// A file of which every line is under review.
    pub fn whole(shown: PathBuf, document: Snapshot) -> Self {
        let edit = Edit {
            added: 0..document.text.len(),
            removed: Vec::new(),
        };
        Self {
            shown,
            document,
            edits: vec![edit],
            private: None,
        }
    }

    /// The same, kept out of every prompt for the reason given, if there is one.
    pub fn private(mut self, why: Option<Cow<'static, str>>) -> Self {
        self.private = why;
        self
    }

    /// Whether a range of the new text holds something that was added.
    pub fn touches(&self, range: &Range<usize>) -> bool {
        let end = range.end.max(range.start + 1);
        self.edits
            .iter()
            .any(|edit| range.start < edit.added.end && edit.added.start < end)
    }

    /// Whether a range of the new text lies within the lines that a diff shows.
    fn is_near(&self, range: &Range<usize>) -> bool {
        let text = &self.document.text;
        let lines = |bytes: &Range<usize>| {
            let last = bytes.end.max(bytes.start + 1) - 1;
            text.line_of(bytes.start)..text.line_of(last.min(text.len())) + 1
        };
        let wanted = lines(range);
        self.edits.iter().any(|edit| {
            let edit = lines(&edit.added);
            wanted.start < edit.end + AROUND && edit.start < wanted.end + AROUND
        })
    }

    /// 0-based lines that were added, and the neighbours of lines that only went: where a remark
    /// may stand. Blank lines are left out.
    pub(super) fn lines(&self) -> BTreeSet<usize> {
        let text = &self.document.text;
        let mut lines = BTreeSet::new();
        for edit in &self.edits {
            let first = text.line_of(edit.added.start);
            if edit.added.is_empty() {
                lines.extend(first.checked_sub(1));
                lines.insert(first);
            } else {
                let last = text.line_of(edit.added.end - 1);
                lines.extend(first..=last);
            }
        }
        lines.retain(|line| !text.line(*line).trim().is_empty());
        lines
    }
}

/// Where findings count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// On added lines.
    Added,
    /// Likewise, and on the lines around edits that a diff shows.
    Context,
    /// Anywhere in the file.
    File,
}

/// Of the findings in a file's new text those that stand on added lines.
pub fn on_changes(file: &File, findings: Vec<Finding>) -> Vec<Finding> {
    within(file, findings, Scope::Added)
}

/// Of the findings in a file's new text those that count in a scope, without those that say of a
/// place what another one says.
pub fn within(file: &File, mut findings: Vec<Finding>, scope: Scope) -> Vec<Finding> {
    findings.retain(|finding| match scope {
        Scope::Added => file.touches(&finding.range),
        Scope::Context => file.is_near(&finding.range),
        Scope::File => true,
    });
    distinct(&mut findings);
    findings
}
