//! Reviews in the editor, on a command: a document or some of its lines read by the model, or one
//! finding judged. What it says stands on the board until the document changes.

use super::progress::Bar;
use super::session::Session;
use super::{configuration, convert, diagnostics, loading};
use crate::config::options::{self, Depth};
use crate::finding::Finding;
use crate::review::{self, Edit, File, Forget, Outcome, Review, Tasks, on_changes};
use crate::workspace::Snapshot;
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use tower_lsp::lsp_types::MessageType;

/// By this token a client cancels.
pub const TOKEN: &str = "inglenook/review";
/// How often a running review looks whether it is still wanted.
const EVERY: Duration = Duration::from_millis(100);

/// Counts what was asked to stop: a review that began before the last call of it is over.
#[derive(Default)]
pub struct Stops(AtomicUsize);

impl Stops {
    /// Ends all running reviews.
    pub fn all(&self) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }

    fn now(&self) -> usize {
        self.0.load(Ordering::SeqCst)
    }
}

/// Reviews the lines that some bytes of a document touch, or all of them.
pub async fn review(session: Arc<Session>, snapshot: Snapshot, bytes: Option<Range<usize>>) {
    let options = configuration::of(&session, &snapshot.uri)
        .options
        .review
        .clone();
    let found = diagnostics::findings(&session, &snapshot).await;
    let file = file(&session, &snapshot, bytes);
    let lints = on_changes(&file, found.to_vec());
    let asked = ask_about(&session, &snapshot, file, &lints, &options);
    let Some(outcome) = asked.await else {
        return;
    };
    let count = outcome.findings.len();
    let mut text = format!("inglenook: review done, {count} findings");
    for note in &outcome.notes {
        text.push_str("; ");
        text.push_str(note);
    }
    session.outbox.log(MessageType::INFO, text);
    diagnostics::reviewed(&session, &snapshot, outcome.findings).await;
}

/// Asks whether one finding of the rules is real, and tells the answer.
pub async fn explain(session: Arc<Session>, snapshot: Snapshot, fingerprint: String) {
    let found = diagnostics::findings(&session, &snapshot).await;
    let Some(lint) = found.iter().find(|found| found.fingerprint == fingerprint) else {
        let text = "inglenook: this finding is not there any more";
        return session.outbox.show(MessageType::INFO, text.into());
    };
    let options = options::Review {
        depth: Depth::Judge,
        ..configuration::of(&session, &snapshot.uri)
            .options
            .review
            .clone()
    };
    let file = file(&session, &snapshot, Some(lint.range.clone()));
    let lints = std::slice::from_ref(lint);
    let asked = ask_about(&session, &snapshot, file, lints, &options);
    let Some(outcome) = asked.await else {
        return;
    };
    let says = outcome.findings.first().and_then(Finding::model_says);
    let text = match says {
        Some(words) => format!("{}: {words}", lint.rule),
        None => format!("{}: the model has nothing to add", lint.rule),
    };
    session.outbox.show(MessageType::INFO, text);
    diagnostics::reviewed(&session, &snapshot, outcome.findings).await;
}

/// The document with the lines that some bytes touch under review.
fn file(session: &Session, snapshot: &Snapshot, bytes: Option<Range<usize>>) -> File {
    let text = &snapshot.text;
    let added = match bytes {
        None => 0..text.len(),
        Some(bytes) => {
            let last = text.line_of(bytes.end.max(bytes.start + 1) - 1);
            text.line_start(text.line_of(bytes.start))..text.line_start(last + 1)
        }
    };
    let edit = Edit {
        added,
        removed: Vec::new(),
    };
    let folder = session.folders.of(&snapshot.uri);
    File {
        shown: convert::shown_path(snapshot, folder.root.as_deref()),
        document: snapshot.clone(),
        edits: vec![edit],
        private: None,
    }
}

/// Asks the model about a document until that changes. `None` when there is no answer; the user has
/// been told why.
async fn ask_about(
    session: &Arc<Session>,
    snapshot: &Snapshot,
    file: File,
    lints: &[Finding],
    options: &options::Review,
) -> Option<Outcome> {
    let current = configuration::of(session, &snapshot.uri);
    let path = convert::judged_path(&snapshot.uri);
    if let Some(why) = current.privacy.excluded(&path) {
        let text = format!("inglenook: not reviewed by the model: {why}");
        session.outbox.show(MessageType::WARNING, text);
        return None;
    }
    let same = || {
        let now = session.workspace.snapshot(&snapshot.uri);
        now.is_some_and(|now| now.is(snapshot))
    };
    ask(session, &[file], lints, options, same).await
}

/// Asks the model, with a progress bar, for as long as the answer is `wanted` and nobody cancels.
/// `None` when there is no answer; the user has been told why.
pub(super) async fn ask(
    session: &Arc<Session>,
    files: &[File],
    lints: &[Finding],
    options: &options::Review,
    wanted: impl Fn() -> bool,
) -> Option<Outcome> {
    let engine = loading::engine(session)?;
    let tasks = Tasks::embedded().map_err(|error| told(session, &error.to_string()));
    let tasks = tasks.ok()?;
    let mut bar = Bar::new(TOKEN);
    let what = match files {
        [file] => format!("reading {}", file.shown.display()),
        _ => format!("reading {} files", files.len()),
    };
    bar.report(session, &what, None).await;
    // Somebody has asked, so a small model gives its verdicts as well.
    let options = &options::Review {
        depth: review::on_request(&engine, options.depth),
        ..options.clone()
    };
    let review = Review {
        files,
        lints,
        options,
        tasks: &tasks,
        answers: &Forget,
        checks: &[],
        index: None,
        until: Instant::now() + Duration::from_secs(options.budget_s),
    };
    let began = session.stops.now();
    let unwanted = async {
        while wanted() && session.stops.now() == began {
            tokio::time::sleep(EVERY).await;
        }
    };
    let outcome = review::run(&engine, &review, &mut |_| {}, unwanted).await;
    bar.end(session, "review done");
    match outcome {
        Ok(outcome) => Some(outcome),
        Err(error) => {
            told(session, &error.to_string());
            None
        }
    }
}

pub(super) fn told(session: &Session, why: &str) {
    let text = format!("inglenook: no review: {why}");
    session.outbox.show(MessageType::ERROR, text);
}
