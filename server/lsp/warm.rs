//! Prompts computed ahead of their use: when a document rests, and once when the model becomes ready.
//! Knows when and where, not how; a change or a request of the document ends what it began.

use super::session::{Session, lock};
use super::{configuration, convert, loading, project};
use crate::complete::Target;
use crate::text::{Position, position};
use crate::workspace::{Change, Snapshot};
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::runtime::Handle;
use tokio::task::AbortHandle;

/// What is known of each open document that somebody works in.
#[derive(Default)]
pub struct Warm(Mutex<HashMap<String, Entry>>);

#[derive(Default)]
struct Entry {
    /// Where the last edit ended or the last completion was asked for, in the client's units.
    place: Option<Position>,
    /// Completions that are being made.
    asking: usize,
    waiting: Option<AbortHandle>,
}

impl Entry {
    fn stop(&mut self) {
        if let Some(waiting) = self.waiting.take() {
            waiting.abort();
        }
    }
}

/// A document was changed, last by `change`: when it rests, its prompt is computed.
pub fn changed(session: &Arc<Session>, uri: &str, change: Option<&Change>) {
    let place = change.and_then(|change| end(session, uri, change));
    let mut entries = lock(&session.warm.0);
    let entry = entries.entry(uri.to_string()).or_default();
    // A client that sends whole texts does not tell where it edits: where it asked last will do.
    entry.place = place.or(entry.place);
    rest(session, uri, entry);
}

/// A document was closed, or its text has nothing to do with the one before.
pub fn forget(session: &Session, uri: &str) {
    if let Some(mut entry) = lock(&session.warm.0).remove(uri) {
        entry.stop();
    }
}

/// The model is ready: documents that were worked in before get their prompts computed.
pub fn ready(session: &Arc<Session>) {
    for (uri, entry) in lock(&session.warm.0).iter_mut() {
        if entry.asking == 0 {
            rest(session, uri, entry);
        }
    }
}

/// A completion is asked for: it computes the prompt itself, unless it is dropped before its end.
pub fn asked(session: &Arc<Session>, snapshot: &Snapshot, place: Position) -> Asked {
    let mut entries = lock(&session.warm.0);
    let entry = entries.entry(snapshot.uri.clone()).or_default();
    entry.place = Some(place);
    entry.asking += 1;
    entry.stop();
    Asked {
        session: session.clone(),
        snapshot: snapshot.clone(),
        answered: false,
    }
}

/// A completion on its way.
pub struct Asked {
    session: Arc<Session>,
    snapshot: Snapshot,
    answered: bool,
}

impl Asked {
    /// The model has been through the prompt, or may not see it: nothing is left to compute.
    pub fn answered(mut self) {
        self.answered = true;
    }
}

impl Drop for Asked {
    fn drop(&mut self) {
        let uri = &self.snapshot.uri;
        let now = self.session.workspace.snapshot(uri);
        // An edit that came between has begun a rest of its own.
        let current = now.is_some_and(|now| now.is(&self.snapshot));
        let mut entries = lock(&self.session.warm.0);
        let Some(entry) = entries.get_mut(uri) else {
            return;
        };
        entry.asking = entry.asking.saturating_sub(1);
        if current && !self.answered && entry.asking == 0 {
            rest(&self.session, uri, entry);
        }
    }
}

/// Computes the prompt of a document after a rest, which begins now. Not at the very end, when the
/// runtime is gone.
fn rest(session: &Arc<Session>, uri: &str, entry: &mut Entry) {
    entry.stop();
    let rest = configuration::of(session, uri).options.completion.rest_ms;
    let (Some(place), Ok(runtime)) = (entry.place, Handle::try_current()) else {
        return;
    };
    if rest == 0 {
        return;
    }
    let (session, uri) = (session.clone(), uri.to_string());
    let task = runtime.spawn(async move {
        tokio::time::sleep(Duration::from_millis(rest)).await;
        compute(&session, &uri, place).await;
    });
    entry.waiting = Some(task.abort_handle());
}

/// Where a completion would be refused, nothing is computed for one either.
async fn compute(session: &Arc<Session>, uri: &str, place: Position) {
    let Some(snapshot) = session.workspace.snapshot(uri) else {
        return;
    };
    let current = configuration::of(session, uri);
    let private = current.privacy.excluded(&convert::judged_path(uri));
    if !current.options.completion.enabled || snapshot.inactive.is_some() || private.is_some() {
        return;
    }
    let Some(engine) = loading::ready(session) else {
        return;
    };
    let offset = position::offset(&snapshot.text, place, session.client().encoding);
    let context = project::around(session, &snapshot, offset).await;
    let target = Target {
        context: Some(&context),
        ..Target::new(&snapshot, offset)
    };
    let live = &session.live;
    live.warm_up(&engine, &current.options, target).await;
}

/// Where a change that was just made ends; `None` for one of the whole text.
fn end(session: &Session, uri: &str, change: &Change) -> Option<Position> {
    let (start, _) = change.range?;
    let text = &session.workspace.snapshot(uri)?.text;
    let encoding = session.client().encoding;
    let end = position::offset(text, start, encoding) + change.text.len();
    Some(position::position(text, end.min(text.len()), encoding))
}
