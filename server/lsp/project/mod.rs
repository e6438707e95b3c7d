//! The project around the open documents: its index built and kept up to date, its history read, and
//! the context of each document gathered ahead. Decides when, not what: that is in `index` and `prompt`.

mod contexts;
mod edits;
mod reading;

pub use contexts::{around, frame};

use super::folders::Folder;
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
use std::sync::atomic::Ordering;
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

/// What is known of the documents in their projects.
#[derive(Default)]
pub struct Project {
    edits: Mutex<Edits>,
    contexts: Contexts,
    /// Files on disk that wait to be read anew.
    changed: Mutex<BTreeSet<PathBuf>>,
}

/// The index and the history of one folder.
#[derive(Clone)]
pub struct Known {
    index: Arc<Index>,
    history: Arc<History>,
}

/// Begins to index the folders that are not yet, and asks the client to tell of changed files.
pub async fn start(session: &Arc<Session>) {
    let all = session.folders.all().into_iter();
    let new: Vec<Arc<Folder>> = all.filter(|folder| begins(session, folder)).collect();
    if new.is_empty() {
        return;
    }
    let worker = session.clone();
    tokio::spawn(async move {
        for folder in new {
            build(&worker, &folder, true).await;
        }
    });
    if session.client().watches && session.once("watchers") {
        session.outbox.ask::<Register>(watchers(session)).await;
    }
}

/// Whether a folder is to be read now, for the first time.
fn begins(session: &Session, folder: &Folder) -> bool {
    let enabled = configuration::of_folder(folder).options.completion.enabled;
    let (Some(root), true) = (&folder.root, enabled) else {
        return false;
    };
    let mut known = lock(&folder.known);
    if known.is_some() {
        return false;
    }
    let index = Index::new(root, session.setup.languages.clone(), Limits::default());
    *known = Some(Known {
        index: Arc::new(index),
        history: Arc::default(),
    });
    true
}

/// Other options are in force. A project that was not read because completions were off is read now.
pub fn reconfigured(session: &Arc<Session>) {
    contexts::forget_all(session);
    if let Ok(runtime) = Handle::try_current() {
        let session = session.clone();
        runtime.spawn(async move { start(&session).await });
    }
}

/// Folders came or went: documents may belong to others now.
pub fn regrouped(session: &Arc<Session>) {
    contexts::forget_all(session);
    for snapshot in session.workspace.snapshots() {
        settle(session, &snapshot.uri, SETTLE);
    }
}

/// The session ends: what is still being read is left.
pub fn stop(session: &Session) {
    for folder in session.folders.all() {
        folder.stop.store(true, Ordering::Relaxed);
    }
}

/// The folders that are indexed.
fn indexed(session: &Session) -> Vec<(Arc<Folder>, Known)> {
    let all = session.folders.all().into_iter();
    all.filter_map(|folder| {
        let known = folder.known()?;
        Some((folder, known))
    })
    .collect()
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
    if indexed(session).is_empty() || paths.is_empty() {
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
            for (folder, _) in indexed(&session) {
                build(&session, &folder, false).await;
            }
            return;
        }
        let held = session.workspace.snapshots();
        let held: Vec<&Path> = held.iter().filter_map(|one| one.path.as_deref()).collect();
        let free = |path: &PathBuf| !held.contains(&path.as_path());
        let paths: Vec<PathBuf> = paths.into_iter().filter(free).collect();
        let worker = session.clone();
        let read = tokio::task::spawn_blocking(move || refresh(&worker, &paths));
        if let Err(error) = read.await {
            broke(&session, &error.to_string());
        }
    });
}

/// Reads files anew in every index that holds them: one folder may lie in another.
fn refresh(session: &Arc<Session>, paths: &[PathBuf]) {
    let mut touched = Vec::new();
    for (folder, known) in indexed(session) {
        let current = configuration::of_folder(&folder);
        known.index.refresh(paths, &current.privacy);
        touched.extend(paths.iter().filter_map(|path| known.index.relative(path)));
    }
    contexts::touched(session, "", &touched);
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
                let paths = take(&session, &uri);
                contexts::gather_ahead(&session, &uri);
                contexts::touched(&session, &uri, &paths);
            }
        });
        if let Err(error) = work.await {
            broke(&worker, &error.to_string());
        }
    });
    contexts::waits(session, uri, task.abort_handle());
}

/// The indexes of the folders around a document take what the editor holds; gives its path as they
/// write it.
fn take(session: &Session, uri: &str) -> Vec<String> {
    let snapshot = session.workspace.snapshot(uri);
    let Some(snapshot) = snapshot.filter(|one| one.inactive.is_none()) else {
        return Vec::new();
    };
    let Some(path) = &snapshot.path else {
        return Vec::new();
    };
    let text = snapshot.text.to_string();
    let taken = indexed(session).into_iter().filter_map(|(folder, known)| {
        let relative = known.index.relative(path)?;
        let current = configuration::of_folder(&folder);
        let index = &known.index;
        index.update(path, &text, snapshot.tree(), &current.privacy);
        Some(relative)
    });
    taken.collect()
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
