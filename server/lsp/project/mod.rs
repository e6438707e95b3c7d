//! The project around the open documents: its index built and kept up to date, its history read, and
//! the context of each document gathered ahead. Decides when, not what: that is in `index` and `prompt`.

mod contexts;
mod edits;
mod reading;

pub use contexts::{around, frame};

use super::protocol::Register;
use super::session::{Session, lock};
use super::{configuration, convert};
use crate::complete::project::History;
use crate::index::{Index, Limits};
use crate::workspace::Change;
use contexts::Contexts;
use edits::Edits;
use reading::build;
use serde_json::json;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::runtime::Handle;
use tower_lsp::lsp_types::MessageType;

/// Pause after an edit before the index takes it: well below the second within which it must.
const SETTLE: Duration = Duration::from_millis(300);
/// Pause in which changed files on disk are collected, and how many are read one by one; more are
/// found by looking through the project again.
const COLLECT: Duration = Duration::from_millis(200);
const ONE_BY_ONE: usize = 2_000;

/// What is known of the project.
#[derive(Default)]
pub struct Project {
    known: Mutex<Option<Known>>,
    edits: Mutex<Edits>,
    contexts: Contexts,
    /// Files on disk that wait to be read anew.
    changed: Mutex<BTreeSet<PathBuf>>,
    stop: Arc<AtomicBool>,
}

/// The index and the history of one root.
#[derive(Clone)]
struct Known {
    index: Arc<Index>,
    history: Arc<History>,
}

impl Project {
    fn known(&self) -> Option<Known> {
        lock(&self.known).clone()
    }
}

/// Begins to index the workspace, when there is one, and asks the client to tell of changed files.
pub async fn start(session: &Arc<Session>) {
    let client = session.client();
    let current = configuration::current(session);
    let (Some(root), true) = (&client.root, current.options.completion.enabled) else {
        return;
    };
    {
        let mut known = lock(&session.project.known);
        if known.is_some() {
            return;
        }
        let index = Index::new(root, session.setup.languages.clone(), Limits::default());
        *known = Some(Known {
            index: Arc::new(index),
            history: Arc::default(),
        });
    }
    tokio::spawn(build(session.clone(), true));
    if client.watches {
        session.outbox.ask::<Register>(watchers(session)).await;
    }
}

/// Other options are in force. A project that was not read because completions were off is read now.
pub fn reconfigured(session: &Arc<Session>) {
    contexts::forget_all(session);
    if session.project.known().is_none()
        && let Ok(runtime) = Handle::try_current()
    {
        let session = session.clone();
        runtime.spawn(async move { start(&session).await });
    }
}

/// The session ends: what is still being read is left.
pub fn stop(session: &Session) {
    session.project.stop.store(true, Ordering::Relaxed);
}

/// A document was opened: its text counts from now on.
pub fn opened(session: &Arc<Session>, uri: &str) {
    contexts::forget(session, uri);
    settle(session, uri, Duration::ZERO);
}

/// A document was changed.
pub fn changed(session: &Arc<Session>, uri: &str, changes: &[Change]) {
    lock(&session.project.edits).add(uri, changes);
    settle(session, uri, SETTLE);
}

/// A document was closed: what stands on disk counts again.
pub fn closed(session: &Arc<Session>, uri: &str) {
    contexts::forget(session, uri);
    lock(&session.project.edits).forget(uri);
    watched(session, convert::file(uri).into_iter().collect());
}

/// Files changed on disk. Those that an editor holds are its business.
pub fn watched(session: &Arc<Session>, paths: Vec<PathBuf>) {
    let Ok(runtime) = Handle::try_current() else {
        return;
    };
    if session.project.known().is_none() || paths.is_empty() {
        return;
    }
    let waiting = {
        let mut changed = lock(&session.project.changed);
        let waiting = !changed.is_empty();
        changed.extend(paths);
        waiting
    };
    if waiting {
        return;
    }
    let session = session.clone();
    runtime.spawn(async move {
        tokio::time::sleep(COLLECT).await;
        let paths = std::mem::take(&mut *lock(&session.project.changed));
        if paths.len() > ONE_BY_ONE {
            return build(session, false).await;
        }
        let held = session.workspace.snapshots();
        let held: Vec<&Path> = held.iter().filter_map(|one| one.path.as_deref()).collect();
        let free = |path: &PathBuf| !held.contains(&path.as_path());
        let paths: Vec<PathBuf> = paths.into_iter().filter(free).collect();
        let worker = session.clone();
        let read = tokio::task::spawn_blocking(move || {
            let current = configuration::current(&worker);
            let Some(known) = worker.project.known() else {
                return;
            };
            known.index.refresh(&paths, &current.privacy);
            let paths = paths.iter().filter_map(|path| known.index.relative(path));
            contexts::touched(&worker, "", &paths.collect::<Vec<_>>());
        });
        if let Err(error) = read.await {
            broke(&session, &error.to_string());
        }
    });
}

/// After a pause without edits the index takes a document and its context is gathered.
fn settle(session: &Arc<Session>, uri: &str, pause: Duration) {
    let Ok(runtime) = Handle::try_current() else {
        return;
    };
    let (worker, document) = (session.clone(), uri.to_string());
    let task = runtime.spawn(async move {
        tokio::time::sleep(pause).await;
        let work = tokio::task::spawn_blocking({
            let (session, uri) = (worker.clone(), document.clone());
            move || {
                let path = take(&session, &uri);
                contexts::gather_ahead(&session, &uri);
                contexts::touched(&session, &uri, path.as_slice());
            }
        });
        if let Err(error) = work.await {
            broke(&worker, &error.to_string());
        }
    });
    contexts::waits(session, uri, task.abort_handle());
}

/// The index takes what the editor holds; gives the path as the index writes it.
fn take(session: &Session, uri: &str) -> Option<String> {
    let known = session.project.known()?;
    let snapshot = session.workspace.snapshot(uri)?;
    let path = snapshot.path.as_ref()?;
    if snapshot.inactive.is_some() {
        return None;
    }
    let current = configuration::current(session);
    let text = snapshot.text.to_string();
    let index = &known.index;
    index.update(path, &text, snapshot.tree(), &current.privacy);
    index.relative(path)
}

fn broke(session: &Session, why: &str) {
    if session.once("project") {
        let text =
            format!("inglenook: reading the project stopped: {why}; completions go on without");
        session.outbox.log(MessageType::ERROR, text);
    }
}

/// The registration of the files whose changes we want to know of.
fn watchers(session: &Session) -> serde_json::Value {
    let languages = session.setup.languages.iter();
    let endings: BTreeSet<&str> = languages
        .flat_map(|language| language.extensions.iter().map(String::as_str))
        .collect();
    let endings: Vec<&str> = endings.into_iter().collect();
    let glob = format!("**/*.{{{}}}", endings.join(","));
    json!({ "registrations": [{
        "id": "inglenook/files",
        "method": "workspace/didChangeWatchedFiles",
        "registerOptions": { "watchers": [{ "globPattern": glob }] },
    }] })
}
