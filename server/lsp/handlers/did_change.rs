//! `textDocument/didChange`: every edit is applied, in order, whatever its version says.

use super::did_open;
use crate::lsp::protocol::DidChange;
use crate::lsp::session::Session;
use crate::lsp::{diagnostics, project, warm};
use crate::workspace::Change;
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
}
