//! The tour's review: a change of the sample, shown and read by the rules and the model.

use super::{Tour, ghost};
use crate::cli::CliError;
use crate::cli::progress::Progress;
use crate::cli::sample::{self, Sample};
use crate::lint;
use crate::report::Report;
use crate::review::{self, Edit, File, Forget, Review, Tasks, on_changes};
use similar::{ChangeTag, TextDiff};
use std::time::{Duration, Instant};

impl Tour<'_> {
    /// Reviews the sample's change; gives the seconds that the model took.
    pub(super) fn review(&mut self, sample: &Sample) -> Result<f64, CliError> {
        self.title(
            "3  A review",
            "The rules find, the model reads each part of the change. This is the change:",
        )?;
        let change = &sample.change;
        let (before, _) = sample::text(&change.before)?;
        let (after, _) = sample::text(&change.after)?;
        let diff = TextDiff::from_lines(&before, &after);
        ghost::diff(self.io, &diff)?;
        let file = File {
            shown: change.path.clone().into(),
            document: self.document(&change.path, &after),
            edits: edits(&diff),
            private: None,
        };
        let lints = on_changes(&file, lint::check(&self.rules, &file.document, &file.shown));
        let tasks = Tasks::embedded().map_err(|error| CliError::new(error.to_string()))?;
        let began = Instant::now();
        let review = Review {
            files: &[file],
            lints: &lints,
            options: &self.options.review,
            tasks: &tasks,
            answers: &Forget,
            checks: &[],
            index: None,
            until: began + Duration::from_secs(self.options.review.budget_s),
        };
        let progress = Progress::new(self.io);
        let mut step = |step: review::Step| progress.step(step.done, step.total, &step.place);
        let asked = review::run(&self.engine, &review, &mut step, std::future::pending());
        let outcome = self
            .runtime
            .block_on(asked)
            .map_err(|e| CliError::new(e.to_string()))?;
        progress.end();
        let seconds = began.elapsed().as_secs_f64();
        self.report(&Report {
            findings: outcome.findings,
            notes: outcome.notes,
            files: 1,
            seconds,
            ..Report::default()
        })?;
        Ok(seconds)
    }
}

/// The changed places of a diff, as bytes of the new text.
fn edits(diff: &TextDiff<'_, '_, str>) -> Vec<Edit> {
    let mut edits: Vec<Edit> = Vec::new();
    let (mut at, mut open) = (0, false);
    for change in diff.iter_all_changes() {
        if change.tag() == ChangeTag::Equal {
            open = false;
            at += change.value().len();
            continue;
        }
        if !open {
            edits.push(Edit {
                added: at..at,
                removed: Vec::new(),
            });
            open = true;
        }
        let edit = edits.last_mut().expect("one was just opened");
        if change.tag() == ChangeTag::Insert {
            at += change.value().len();
            edit.added.end = at;
        } else {
            edit.removed
                .push(change.value().trim_end_matches(['\n', '\r']).to_string());
        }
    }
    edits
}
