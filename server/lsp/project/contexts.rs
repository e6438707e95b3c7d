//! The context of each open document: gathered ahead where it is known where the user works, else
//! within a limit of milliseconds when a completion is asked for.

use crate::complete::frame::Frame;
use crate::lsp::configuration;
use crate::lsp::folders::Folder;
use crate::lsp::session::{Session, lock};
use crate::lsp::{convert, loading};
use crate::model::Engine;
use crate::prompt::context::{Around, Context, Recent, gather};
use crate::workspace::Snapshot;
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tokio::task::AbortHandle;

/// Longest time that gathering may take on the way of a keystroke, and what of it the gathering itself
/// may use: the last source that it begins has the rest.
const LIMIT: Duration = Duration::from_millis(30);
const BEGIN: Duration = Duration::from_millis(15);
/// Lines around an edited place that belong to it, and lines that the cursor may be away from where a
/// context was gathered.
const MARGIN: u32 = 2;
const NEAR: usize = 24;

/// What is held of each document.
#[derive(Default)]
pub struct Contexts(Mutex<HashMap<String, Held>>);

#[derive(Default)]
struct Held {
    context: Option<Arc<Context>>,
    waiting: Option<AbortHandle>,
}

/// A task waits to gather anew; the one before is of no use any more.
pub fn waits(session: &Session, uri: &str, task: AbortHandle) {
    let mut held = lock(&session.project.contexts.0);
    let held = held.entry(uri.to_string()).or_default();
    if let Some(before) = held.waiting.replace(task) {
        before.abort();
    }
}

/// A document was closed, or has another text.
pub fn forget(session: &Session, uri: &str) {
    let held = lock(&session.project.contexts.0).remove(uri);
    if let Some(waiting) = held.and_then(|held| held.waiting) {
        waiting.abort();
    }
}

/// The context for a completion at a byte offset. What was gathered ahead near there, else what can
/// be found in 30 ms; empty when that is not enough.
pub async fn around(session: &Arc<Session>, snapshot: &Snapshot, offset: usize) -> Arc<Context> {
    let line = snapshot.text.line_of(offset);
    if let Some(context) = held(session, &snapshot.uri) {
        // The gate may have closed since.
        let paths = context.pieces.iter().map(|piece| piece.path.as_str());
        if !all_allowed(session, &snapshot.uri, paths) {
            drop_context(session, &snapshot.uri);
        } else if context.line.abs_diff(line) <= NEAR {
            return context;
        }
    }
    let (worker, document) = (session.clone(), snapshot.clone());
    let until = Instant::now() + BEGIN;
    let work = tokio::task::spawn_blocking(move || {
        let engine = loading::ready(&worker)?;
        Some(at(&worker, &engine, &document, offset, Some(until)))
    });
    match tokio::time::timeout(LIMIT, work).await {
        Ok(Ok(Some(context))) => keep(session, &snapshot.uri, context),
        // Too slow, or broken: the completion does without, and the next rest gathers it.
        _ => Arc::default(),
    }
}

/// The frame that prompts of the document share, where it is true of this place and each file in it may
/// still be in a prompt.
pub fn frame(
    session: &Session,
    engine: &Engine,
    snapshot: &Snapshot,
    offset: usize,
) -> Option<Arc<Frame>> {
    let frame = session.live.frame(engine, snapshot, offset)?;
    if all_allowed(session, &snapshot.uri, frame.paths()) {
        return Some(frame);
    }
    session.live.forget_frames();
    None
}

/// Gathers a document's context where the user was last seen in it.
pub fn gather_ahead(session: &Arc<Session>, uri: &str) {
    let edited = {
        let edits = lock(&session.project.edits);
        let mut of = edits.all().iter().filter(|edit| edit.uri == uri);
        of.next().map(|edit| edit.lines.end.saturating_sub(1))
    };
    let line = match (held(session, uri), edited) {
        (_, Some(line)) => line as usize,
        (Some(context), None) => context.line,
        // Nobody has been in it yet.
        (None, None) => 0,
    };
    gather_at(session, uri, line);
}

fn gather_at(session: &Arc<Session>, uri: &str, line: usize) {
    let (Some(snapshot), Some(engine)) = (session.workspace.snapshot(uri), loading::ready(session))
    else {
        return;
    };
    let end = snapshot.text.line_range(line).end;
    let context = at(session, &engine, &snapshot, end, None);
    keep(session, uri, context);
}

/// Files have another text now: contexts of other documents that hold pieces of them are gathered
/// anew where they were.
pub fn touched(session: &Arc<Session>, by: &str, paths: &[String]) {
    let stale: Vec<(String, usize)> = lock(&session.project.contexts.0)
        .iter()
        .filter(|(uri, _)| *uri != by)
        .filter_map(|(uri, held)| {
            let context = held.context.as_ref()?;
            let mut pieces = context.pieces.iter();
            let holds = pieces.any(|piece| paths.contains(&piece.path));
            holds.then(|| (uri.clone(), context.line))
        })
        .collect();
    for (uri, line) in stale {
        gather_at(session, &uri, line);
    }
}

/// Other sources, or another gate: what is held may not be right any more.
pub fn forget_all(session: &Session) {
    let mut contexts = lock(&session.project.contexts.0);
    contexts.values_mut().for_each(|held| held.context = None);
    drop(contexts);
    session.live.forget_frames();
}

fn drop_context(session: &Session, uri: &str) {
    if let Some(held) = lock(&session.project.contexts.0).get_mut(uri) {
        held.context = None;
    }
}

/// Whether each of the files may be in a prompt of a document.
fn all_allowed<'a>(session: &Session, uri: &str, paths: impl Iterator<Item = &'a str>) -> bool {
    let folder = session.folders.of(uri);
    let paths: HashSet<&str> = paths.collect();
    paths
        .into_iter()
        .all(|path| allowed(session, &folder, path))
}

/// By the gate of the prompt's folder, and by that of the file's own where it is another.
fn allowed(session: &Session, folder: &Arc<Folder>, path: &str) -> bool {
    let root = folder.root.as_ref();
    let path = root.map_or(PathBuf::from(path), |root| root.join(path));
    let own = session.folders.of_path(&path);
    let passes = |folder: &Folder| {
        let current = configuration::of_folder(folder);
        current.privacy.excluded(&path).is_none()
    };
    passes(folder) && (Arc::ptr_eq(folder, &own) || passes(&own))
}

fn held(session: &Session, uri: &str) -> Option<Arc<Context>> {
    lock(&session.project.contexts.0).get(uri)?.context.clone()
}

fn keep(session: &Session, uri: &str, context: Context) -> Arc<Context> {
    let mut held = lock(&session.project.contexts.0);
    let held = held.entry(uri.to_string()).or_default();
    let context = Arc::new(context.settle(held.context.as_deref()));
    held.context = Some(context.clone());
    context
}

fn at(
    session: &Session,
    engine: &Engine,
    document: &Snapshot,
    offset: usize,
    until: Option<Instant>,
) -> Context {
    let folder = session.folders.of(&document.uri);
    let current = configuration::of_folder(&folder);
    let known = folder.known();
    let judged = convert::judged_path(&document.uri);
    if current.privacy.excluded(&judged).is_some() || document.inactive.is_some() {
        return Context::default();
    }
    let open = open_documents(session, &folder);
    let path = written(&judged, folder.root.as_deref());
    let recent = recent(session, &open);
    let together = known.as_ref().map(|known| known.history.with(&path));
    let read = |path: &str, lines: Range<u32>| match open.get(path) {
        Some(open) => Some(lines_of(open, &lines)),
        None => known.as_ref()?.index.lines(path, lines),
    };
    gather(&Around {
        document,
        path: &path,
        offset,
        index: known.as_ref().map(|known| &*known.index),
        recent: &recent,
        together: together.as_deref().unwrap_or_default(),
        sources: &current.options.completion.context,
        read: &read,
        allowed: &|path| allowed(session, &folder, path),
        count: &|text| engine.model.count(text),
        until,
    })
}

fn recent(session: &Session, open: &HashMap<String, Snapshot>) -> Vec<Recent> {
    let edits = lock(&session.project.edits).all().to_vec();
    let found = edits.into_iter().filter_map(|edit| {
        let (path, document) = open.iter().find(|(_, one)| one.uri == edit.uri)?;
        let lines = edit.lines.start.saturating_sub(MARGIN)..edit.lines.end + MARGIN;
        Some(Recent {
            text: lines_of(document, &lines),
            path: path.clone(),
            lines,
        })
    });
    found.collect()
}

/// The documents of a folder and of those in it, by their paths there.
fn open_documents(session: &Session, folder: &Arc<Folder>) -> HashMap<String, Snapshot> {
    let root = folder.root.as_deref();
    let all = session.workspace.snapshots().into_iter();
    let active = all.filter(|one| one.inactive.is_none());
    let open = active.filter_map(|one| {
        let path = convert::judged_path(&one.uri);
        let within = root.is_some_and(|root| path.starts_with(root));
        let own = within || Arc::ptr_eq(&session.folders.of_path(&path), folder);
        own.then(|| (written(&path, root), one))
    });
    open.collect()
}

/// A path as the index writes it where it is below the root, else as it is.
fn written(path: &Path, root: Option<&Path>) -> String {
    let path = root
        .and_then(|root| path.strip_prefix(root).ok())
        .unwrap_or(path);
    path.to_string_lossy().replace('\\', "/")
}

fn lines_of(document: &Snapshot, lines: &Range<u32>) -> String {
    let text = &document.text;
    text.slice(text.line_start(lines.start as usize)..text.line_start(lines.end as usize))
}
