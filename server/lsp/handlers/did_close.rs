//! `textDocument/didClose`: the document is forgotten and its diagnostics are cleared.

use crate::lsp::protocol::OfDocument;
use crate::lsp::session::Session;
use crate::lsp::{diagnostics, learn, project, warm};
use std::sync::Arc;

pub fn apply(session: &Arc<Session>, params: OfDocument) {
    close(session, &params.text_document.uri);
}

/// Closes a document or a notebook's cell.
pub fn close(session: &Arc<Session>, uri: &str) {
    session.turns.end(uri);
    if !session.workspace.close(uri) {
        return;
    }
    for what in ["inactive", "excluded", "unknown"] {
        session.forget(&format!("{what}: {uri}"));
    }
    diagnostics::closed(session, uri);
    warm::forget(session, uri);
    project::closed(session, uri);
    session.live.forget(uri);
    learn::take(session);
}
