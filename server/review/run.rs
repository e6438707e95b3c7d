//! A review from its first request to its last: parts by risk, one at a time, until time is up.

use super::ask;
use super::change::File;
use super::collect::{Collected, collect};
use super::explain::explain;
use super::merge::merge;
use super::notes::{self, Left, Reader};
use super::pack::{self, Part};
use super::parse::{Remark, parse};
use crate::config::options;
use crate::finding::Finding;
use crate::model::{Engine, Priority};
use crate::prompt::task::{Task, TaskError};
use serde::Serialize;
use std::future::Future;
use std::pin::{Pin, pin};
use std::time::Duration;
use tokio::time::Instant;

/// Failures in a row after which the model is not asked again.
const FAILURES: usize = 3;

/// What is reviewed, and how.
pub struct Review<'a> {
    pub files: &'a [File],
    /// Findings of the lints in these files, already kept to what changed.
    pub lints: &'a [Finding],
    pub options: &'a options::Review,
    /// Asks for the faults of a part.
    pub task: &'a Task,
    /// Asks for words on a finding of the lints.
    pub explain: &'a Task,
}

/// Where a review stands, told before each request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    pub done: usize,
    pub total: usize,
    /// What is read next, `src/main.rs:10-24`.
    pub place: String,
}

/// What became of the requests and of what was answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    pub parts: usize,
    pub answered: usize,
    /// Remarks that were dropped because they did not stand on the code.
    pub dropped: usize,
    /// Answers that were not of the wanted shape.
    pub broken: usize,
    pub failed: usize,
    pub not_reviewed: usize,
}

/// What a review came to.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// Lint findings and the model's own, sorted.
    pub findings: Vec<Finding>,
    /// For the reader, a line each.
    pub notes: Vec<String>,
    pub counts: Counts,
    /// It was told to stop before it was done.
    pub stopped: bool,
}

/// Asks the model for words on each lint finding, then about each part of the change, those with
/// lint findings first, and puts what it says together with the lints. `step` is called before each request; when `stop` ends, the rest
/// is left out and what is done is returned. Runs inside a tokio runtime.
///
/// # Errors
/// When the task does not fit this program: a mistake in its file.
pub async fn run(
    engine: &Engine,
    review: &Review<'_>,
    step: &mut dyn FnMut(Step),
    stop: impl Future<Output = ()>,
) -> Result<Outcome, TaskError> {
    let until = Instant::now() + Duration::from_secs(review.options.budget_s);
    let parts = by_risk(review, engine);
    let mut run = Run {
        engine,
        review,
        lints: Vec::new(),
        until,
        counts: Counts {
            parts: parts.len(),
            ..Counts::default()
        },
        remarks: Vec::new(),
        late: Vec::new(),
        failures: Vec::new(),
        stopped: false,
    };
    let mut stop = pin!(stop);
    (run.lints, run.stopped) = explain(engine, review, until, stop.as_mut()).await?;
    for (done, part) in parts.iter().enumerate() {
        let place = run.place(part);
        if run.over() {
            run.late.push(place);
            continue;
        }
        step(Step {
            done,
            total: parts.len(),
            place,
        });
        run.part(part, stop.as_mut()).await?;
    }
    Ok(run.outcome())
}

struct Run<'a> {
    engine: &'a Engine,
    review: &'a Review<'a>,
    /// The lint findings with the model's words.
    lints: Vec<Finding>,
    until: Instant,
    counts: Counts,
    remarks: Vec<(usize, Remark)>,
    /// Places that were not reached.
    late: Vec<String>,
    /// Places that failed, and why.
    failures: Vec<(String, String)>,
    stopped: bool,
}

impl Run<'_> {
    /// Whether nothing more is to be asked.
    fn over(&self) -> bool {
        let hopeless = self.counts.answered == 0 && self.counts.failed >= FAILURES;
        self.stopped || hopeless || Instant::now() >= self.until
    }

    async fn part<F: Future<Output = ()>>(
        &mut self,
        part: &Part,
        stop: Pin<&mut F>,
    ) -> Result<(), TaskError> {
        let file = &self.review.files[part.file];
        let anchors = part.anchors(file);
        if anchors.is_empty() {
            // Comments and closing brackets: nothing that a remark could stand on.
            self.counts.parts -= 1;
            return Ok(());
        }
        let time = self.until.saturating_duration_since(Instant::now());
        let request = ask::request(self.review, part, &anchors, time)?;
        let stream = self.engine.lane.submit(Priority::Review, None, request);
        let answer = match collect(stream, self.until, stop).await {
            Collected::Answer { text, .. } => text,
            Collected::Late(text) => {
                self.late.push(self.place(part));
                let parsed = parse(&text, &anchors);
                self.take(part, parsed.remarks);
                return Ok(());
            }
            Collected::Stopped => {
                self.stopped = true;
                self.late.push(self.place(part));
                return Ok(());
            }
            Collected::Failed(error) => {
                self.counts.failed += 1;
                self.failures.push((self.place(part), error.to_string()));
                return Ok(());
            }
        };
        let parsed = parse(&answer, &anchors);
        self.counts.answered += 1;
        self.counts.dropped += parsed.dropped;
        self.counts.broken += usize::from(parsed.broken);
        self.take(part, parsed.remarks);
        Ok(())
    }

    fn take(&mut self, part: &Part, remarks: Vec<Remark>) {
        let remarks = remarks.into_iter().map(|remark| (part.file, remark));
        self.remarks.extend(remarks);
    }

    fn place(&self, part: &Part) -> String {
        let path = self.review.files[part.file].shown.display();
        match part.span() {
            (first, last) if first == last => format!("{path}:{first}"),
            (first, last) => format!("{path}:{first}-{last}"),
        }
    }

    fn outcome(mut self) -> Outcome {
        self.counts.not_reviewed = self.late.len();
        let reader = Reader::of(self.engine);
        let files = self.review.files;
        let left = if self.stopped {
            Left::Interrupted
        } else if Instant::now() >= self.until {
            Left::TimeUp(self.review.options.budget_s)
        } else {
            Left::Hopeless
        };
        let mut notes = notes::answers(&reader, &self.counts);
        notes.extend(notes::gaps(files, &self.failures, &self.late, &left));
        let confidence = reader.confidence();
        Outcome {
            findings: merge(files, &self.lints, self.remarks, confidence),
            notes,
            counts: self.counts,
            stopped: self.stopped,
        }
    }
}

/// Parts with a lint finding first, else as they stand.
fn by_risk(review: &Review<'_>, engine: &Engine) -> Vec<Part> {
    // Half of the context is left to instructions and answer.
    let budget = (review.task.budget.code_tokens).min(engine.model.info().context / 2);
    let mut parts = pack::parts(review.files, budget, &|text| engine.model.count(text));
    parts.sort_by_key(|part| !ask::known(review, part).any(|_| true));
    parts
}
