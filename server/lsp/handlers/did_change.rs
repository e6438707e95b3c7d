//! `textDocument/didChange`: every edit is applied, in order, whatever its version says.

use super::did_open;
use crate::complete::Edit;
use crate::lsp::protocol::DidChange;
use crate::lsp::session::Session;
use crate::lsp::{diagnostics, learn, loading, project, warm};
use crate::text::position;
use crate::workspace::{Change, Snapshot};
use std::sync::Arc;
use tower_lsp::lsp_types::MessageType;

pub fn apply(session: &Arc<Session>, params: DidChange) {
    let uri = &params.text_document.uri;
    let changes: Vec<Change> = params
        .content_changes
        .into_iter()
        .map(|change| Change {
            range: change.range.map(|range| (range.start, range.end)),
            text: change.text,
        })
        .collect();
    let version = did_open::version(params.text_document.version);
    let encoding = session.client().encoding;
    let before = session.workspace.snapshot(uri);
    if !session.workspace.apply(uri, version, &changes, encoding) {
        if session.once(format!("unknown: {uri}")) {
            let text = format!("inglenook: an edit of {uri}, which is not open, was left out");
            session.outbox.log(MessageType::WARNING, text);
        }
        return;
    }
    // A completion of the older text would not be shown any more.
    session.turns.end(uri);
    did_open::tell_inactive(session, uri);
    diagnostics::changed(session, uri);
    project::changed(session, uri, &changes);
    warm::changed(session, uri, changes.last());
    if let (Some(before), [change]) = (before, changes.as_slice()) {
        typed(session, &before, change);
    }
}

/// Tells of one edit of a range, as typing and accepting are.
fn typed(session: &Arc<Session>, before: &Snapshot, change: &Change) {
    let (Some((start, end)), Some(after)) = (change.range, session.workspace.snapshot(&before.uri))
    else {
        return;
    };
    let encoding = session.client().encoding;
    let offset = |place| position::offset(&before.text, place, encoding);
    let start = offset(start);
    let edit = Edit {
        range: start..offset(end).max(start),
        inserted: change.text.len(),
    };
    let engine = loading::ready(session);
    session.live.edited(&after, &edit, engine.as_ref());
    learn::take(session);
}
