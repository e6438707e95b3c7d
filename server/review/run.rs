//! A review from its first request to its last: what the rules found is judged, then parts are read by
//! risk, one at a time, until time is up.

use super::answers::{Answers, ask};
use super::ask as question;
use super::change::File;
use super::check::Check;
use super::collect::Collected;
use super::counts::Counts;
use super::judge::{Judged, judge};
use super::merge::{Stood, merge};
use super::notes::{self, Left};
use super::order::{by_risk, questions};
use super::pack::Part;
use super::parse::{Remark, parse};
use super::reader::{Asks, Reader};
use super::refute::{self, refute};
use super::tasks::Tasks;
use crate::config::options;
use crate::finding::Finding;
use crate::index::Index;
use crate::model::Engine;
use crate::prompt::task::TaskError;
use std::future::Future;
use std::pin::{Pin, pin};
use tokio::time::Instant;

/// Failures in a row after which the model is not asked again.
pub(super) const FAILURES: usize = 3;

/// What is reviewed, and how.
pub struct Review<'a> {
    pub files: &'a [File],
    /// Findings of the lints in these files, already kept to what changed.
    pub lints: &'a [Finding],
    pub options: &'a options::Review,
    pub tasks: &'a Tasks,
    /// Where answers are kept, so that the same question is asked once.
    pub answers: &'a dyn Answers,
    /// The team's own questions.
    pub checks: &'a [Check],
    /// The project, for what stands around a part; `None` where it was not read.
    pub index: Option<&'a Index>,
    /// When the model's time is up, whatever it is doing then.
    pub until: std::time::Instant,
}

/// Where a review stands, told before each request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    pub done: usize,
    pub total: usize,
    /// What is read next, `src/main.rs:10-24`.
    pub place: String,
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

/// Asks the model whether each lint finding is real and, where it is to look for faults of its own,
/// about each part of the change, the riskiest first; puts what it says together with the lints.
/// `step` is called before each part; when `stop` ends, the rest is left out and what is done is
/// returned. Runs inside a tokio runtime.
///
/// # Errors
/// When the task does not fit this program: a mistake in its file.
pub async fn run(
    engine: &Engine,
    review: &Review<'_>,
    step: &mut (dyn FnMut(Step) + Send),
    stop: impl Future<Output = ()>,
) -> Result<Outcome, TaskError> {
    let until = Instant::from_std(review.until);
    let reader = Reader::of(engine);
    let asks = reader.asks(review.options.depth);
    let parts = match asks {
        Asks::Faults => by_risk(review, engine),
        Asks::Verdicts | Asks::Nothing => Vec::new(),
    };
    let mut run = Run {
        engine,
        review,
        reader,
        asks,
        lints: Vec::new(),
        until,
        counts: Counts {
            parts: parts.len(),
            ..Counts::default()
        },
        unjudged: 0,
        unjudged_why: None,
        remarks: Vec::new(),
        late: Vec::new(),
        failures: Vec::new(),
        stopped: false,
    };
    let mut stop = pin!(stop);
    let judged = match asks {
        Asks::Nothing => Judged::of(review.lints),
        Asks::Verdicts | Asks::Faults => judge(engine, review, stop.as_mut()).await?,
    };
    (run.counts.broken, run.stopped) = (judged.broken, judged.stopped);
    (run.unjudged, run.unjudged_why) = (judged.left, judged.failed);
    run.lints = judged.findings;
    let judged = run.lints.iter().filter(|lint| lint.judgement.is_some());
    run.counts.judged = judged.count();
    let all = questions(review, &parts);
    for (done, (part, check)) in all.iter().copied().enumerate() {
        let place = match check {
            Some(check) => format!("{} for check {}", run.place(part), check.name),
            None => run.place(part),
        };
        if run.over() {
            run.late.push(place);
            continue;
        }
        step(Step {
            done,
            total: all.len(),
            place,
        });
        run.part(part, check, stop.as_mut()).await?;
    }
    Ok(run.outcome())
}

struct Run<'a> {
    engine: &'a Engine,
    review: &'a Review<'a>,
    reader: Reader,
    asks: Asks,
    /// The lint findings with the model's words.
    lints: Vec<Finding>,
    until: Instant,
    counts: Counts,
    /// Findings of the rules that were not judged, and how the model failed where it did.
    unjudged: usize,
    unjudged_why: Option<String>,
    remarks: Vec<Stood>,
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
        check: Option<&Check>,
        mut stop: Pin<&mut F>,
    ) -> Result<(), TaskError> {
        let file = &self.review.files[part.file];
        let anchors = part.anchors(file);
        if anchors.is_empty() {
            // Comments and closing brackets: nothing that a remark could stand on.
            self.counts.parts -= usize::from(check.is_none());
            return Ok(());
        }
        let time = self.until.saturating_duration_since(Instant::now());
        let request = question::request(self.engine, self.review, part, &anchors, check, time)?;
        let asked = ask(self.engine, self.review, request, self.until, stop.as_mut());
        let answer = match asked.await {
            Collected::Answer { spoken, .. } => spoken.text,
            Collected::Late(text) => {
                self.late.push(self.place(part));
                let parsed = parse(&text, &anchors);
                return self.take(part, check, parsed.remarks, stop).await;
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
        self.counts.answered += usize::from(check.is_none());
        self.counts.dropped += parsed.dropped;
        self.counts.broken += usize::from(parsed.broken);
        self.take(part, check, parsed.remarks, stop).await
    }

    /// Takes the remarks that a second look does not knock down.
    async fn take<F: Future<Output = ()>>(
        &mut self,
        part: &Part,
        check: Option<&Check>,
        remarks: Vec<Remark>,
        mut stop: Pin<&mut F>,
    ) -> Result<(), TaskError> {
        for mut remark in remarks {
            let second = refute(self.engine, self.review, part, &remark, stop.as_mut()).await?;
            let sure = match second {
                refute::Outcome::Falls => {
                    self.counts.refuted += 1;
                    continue;
                }
                refute::Outcome::Stands(sure) => sure,
                refute::Outcome::Open => Some(0.5),
                refute::Outcome::Broken => {
                    self.counts.broken += 1;
                    Some(0.5)
                }
                refute::Outcome::Stopped => {
                    self.stopped = true;
                    return Ok(());
                }
            };
            let confidence = self.reader.confidence(sure);
            if confidence < self.review.options.min_confidence {
                self.counts.unsure += 1;
                continue;
            }
            remark.severity = check.map_or(remark.severity, |check| check.severity);
            self.remarks.push(Stood {
                file: part.file,
                rule: check.map(|check| format!("check.{}", check.name)),
                remark,
                confidence,
            });
        }
        Ok(())
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
        let files = self.review.files;
        let left = if self.stopped {
            Left::Interrupted
        } else if Instant::now() >= self.until {
            Left::TimeUp(self.review.options.budget_s)
        } else {
            Left::Hopeless
        };
        let mut notes = notes::answers(&self.reader, &self.counts, self.asks);
        let why = self.unjudged_why.as_deref();
        notes.extend(notes::unjudged(self.unjudged, why, &left));
        notes.extend(notes::gaps(files, &self.failures, &self.late, &left));
        Outcome {
            findings: merge(files, &self.lints, self.remarks),
            notes,
            counts: self.counts,
            stopped: self.stopped,
        }
    }
}
