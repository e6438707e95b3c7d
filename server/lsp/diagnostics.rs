//! Lints of open documents: checked after a pause, published with their version if it is still
//! current, cleared when the document is closed. Knows findings, not rules.

use super::configuration::{self, RuleSet};
use super::convert;
use super::protocol::{Diagnostics, PublishDiagnostics};
use super::session::{Session, lock};
use crate::finding::{Finding, Origin};
use crate::lint;
use crate::workspace::Snapshot;
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::task::AbortHandle;
use tower_lsp::lsp_types::Diagnostic;
use tower_lsp::lsp_types::request::CodeLensRefresh;

/// What is known of each open document.
#[derive(Default)]
pub struct Board(Mutex<HashMap<String, Entry>>);

#[derive(Default)]
struct Entry {
    waiting: Option<AbortHandle>,
    found: Option<Found>,
    /// What its last check leaves for the next.
    memory: Arc<lint::Memory>,
    /// What a review came to, and the document that it is true of.
    reviewed: Option<(Snapshot, Arc<Vec<Finding>>)>,
}

/// Findings, and the state of the document and the rules that they are true of.
#[derive(Clone)]
struct Found {
    snapshot: Snapshot,
    rules: Arc<RuleSet>,
    findings: Arc<Vec<Finding>>,
}

/// A document was opened: check it now.
pub fn opened(session: &Arc<Session>, uri: &str) {
    schedule(session, uri, Duration::ZERO);
}

/// A document was changed: check it after a pause.
pub fn changed(session: &Arc<Session>, uri: &str) {
    let delay = configuration::of(session, uri).options.lint.delay_ms;
    schedule(session, uri, Duration::from_millis(delay));
}

/// The rules changed: what was found is no longer true.
pub fn all_changed(session: &Arc<Session>) {
    for snapshot in session.workspace.snapshots() {
        opened(session, &snapshot.uri);
    }
}

/// A document was closed: its diagnostics go.
pub fn closed(session: &Arc<Session>, uri: &str) {
    let entry = lock(&session.board.0).remove(uri);
    if let Some(waiting) = entry.and_then(|entry| entry.waiting) {
        waiting.abort();
    }
    let (asked, uri) = (session.clone(), uri.to_string());
    session.outbox.post::<PublishDiagnostics>(move || {
        let open = asked.workspace.snapshot(&uri).is_some();
        (!open).then_some(Diagnostics {
            uri,
            diagnostics: Vec::new(),
            version: None,
        })
    });
}

/// The findings of a document at one version: those at hand, else checked now.
pub async fn findings(session: &Arc<Session>, snapshot: &Snapshot) -> Arc<Vec<Finding>> {
    let known = lock(&session.board.0)
        .get(&snapshot.uri)
        .and_then(|entry| entry.found.clone());
    let folder = session.folders.of(&snapshot.uri);
    let current = configuration::of_folder(&folder);
    let rules = current.rule_set().clone();
    if let Some(known) = known
        && known.snapshot.is(snapshot)
        && Arc::ptr_eq(&known.rules, &rules)
    {
        return known.findings;
    }
    if !current.options.lint.enabled || snapshot.inactive.is_some() {
        return Arc::default();
    }
    let memory = lock(&session.board.0)
        .get(&snapshot.uri)
        .map(|entry| entry.memory.clone())
        .unwrap_or_default();
    let (worker, document) = (session.clone(), snapshot.clone());
    let checked = tokio::task::spawn_blocking(move || {
        let shown = convert::shown_path(&document, folder.root.as_deref());
        lint::check_again(&current.rules(&worker), &document, &shown, &memory)
    });
    let findings = match checked.await {
        Ok(findings) => Arc::new(findings),
        Err(error) => {
            eprintln!("a document could not be checked: {error}");
            return Arc::default();
        }
    };
    if let Some(entry) = lock(&session.board.0).get_mut(&snapshot.uri) {
        entry.found = Some(Found {
            snapshot: snapshot.clone(),
            rules,
            findings: findings.clone(),
        });
    }
    findings
}

/// Takes what a review came to and shows it.
pub async fn reviewed(session: &Arc<Session>, snapshot: &Snapshot, findings: Vec<Finding>) {
    if let Some(entry) = lock(&session.board.0).get_mut(&snapshot.uri) {
        entry.reviewed = Some((snapshot.clone(), Arc::new(findings)));
    }
    let shown = shown(session, snapshot).await;
    publish(session, snapshot.clone(), &shown);
    if session.client().lens_refresh {
        let asked = session.clone();
        tokio::spawn(async move { asked.outbox.ask::<CodeLensRefresh>(()).await });
    }
}

/// Shows findings on a file that is not open, whose text is that of `document`.
pub fn marked(session: &Arc<Session>, uri: &str, document: &Snapshot, findings: &[Finding]) {
    let diagnostics = converted(session, document, findings);
    let (asked, uri) = (session.clone(), uri.to_string());
    session.outbox.post::<PublishDiagnostics>(move || {
        let open = asked.workspace.snapshot(&uri).is_some();
        (!open).then_some(Diagnostics {
            uri,
            diagnostics,
            version: None,
        })
    });
}

/// The findings of a document as they are shown: those of the rules with what a review says of them,
/// and the review's own while the document is the same.
pub async fn shown(session: &Arc<Session>, snapshot: &Snapshot) -> Vec<Finding> {
    let mut shown = findings(session, snapshot).await.to_vec();
    let known = lock(&session.board.0)
        .get(&snapshot.uri)
        .and_then(|entry| entry.reviewed.clone());
    let Some((_, said)) = known.filter(|(of, _)| of.is(snapshot)) else {
        return shown;
    };
    for finding in said.iter() {
        let same = shown
            .iter_mut()
            .find(|known| known.fingerprint == finding.fingerprint);
        match same {
            Some(known) => *known = finding.clone(),
            None if finding.origin == Origin::Model => shown.push(finding.clone()),
            None => {}
        }
    }
    shown
}

fn schedule(session: &Arc<Session>, uri: &str, delay: Duration) {
    let worker = session.clone();
    let name = uri.to_string();
    let task = tokio::spawn(async move {
        tokio::time::sleep(delay).await;
        if let Some(snapshot) = worker.workspace.snapshot(&name) {
            let findings = shown(&worker, &snapshot).await;
            publish(&worker, snapshot, &findings);
        }
    });
    let mut board = lock(&session.board.0);
    let entry = board.entry(uri.to_string()).or_default();
    if let Some(older) = entry.waiting.replace(task.abort_handle()) {
        older.abort();
    }
}

fn publish(session: &Arc<Session>, snapshot: Snapshot, findings: &[Finding]) {
    let diagnostics = converted(session, &snapshot, findings);
    let asked = session.clone();
    session.outbox.post::<PublishDiagnostics>(move || {
        let now = asked.workspace.snapshot(&snapshot.uri);
        now.is_some_and(|now| now.is(&snapshot))
            .then(|| Diagnostics {
                uri: snapshot.uri.clone(),
                diagnostics,
                version: Some(snapshot.version),
            })
    });
}

fn converted(session: &Session, snapshot: &Snapshot, findings: &[Finding]) -> Vec<Diagnostic> {
    let client = session.client();
    let convert =
        |finding| convert::diagnostic(finding, snapshot, client.encoding, client.diagnostics);
    findings.iter().map(convert).collect()
}
