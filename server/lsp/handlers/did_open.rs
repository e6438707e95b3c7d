//! `textDocument/didOpen`: the editor's text is the truth from now on.

use crate::lsp::protocol::{DidOpen, Item};
use crate::lsp::session::Session;
use crate::lsp::{convert, diagnostics, project, warm};
use crate::workspace::{Inactive, Opened};
use std::sync::Arc;
use tower_lsp::lsp_types::MessageType;

pub fn apply(session: &Arc<Session>, params: DidOpen) {
    open(session, params.text_document);
}

/// Opens a document or a notebook's cell.
pub fn open(session: &Arc<Session>, item: Item) {
    let uri = item.uri;
    session.turns.end(&uri);
    warm::forget(session, &uri);
    session.live.forget(&uri);
    session.workspace.open(Opened {
        path: convert::file(&uri),
        uri: uri.clone(),
        editor_language: item.language_id,
        version: version(item.version),
        text: item.text,
    });
    tell_inactive(session, &uri);
    diagnostics::opened(session, &uri);
    project::opened(session, &uri);
}

/// Versions are small numbers; one that is none is taken for 0.
pub fn version(version: Option<i64>) -> i32 {
    version
        .and_then(|version| i32::try_from(version).ok())
        .unwrap_or(0)
}

/// Says once that a document is left alone, and why.
pub fn tell_inactive(session: &Session, uri: &str) {
    let snapshot = session.workspace.snapshot(uri);
    let why = match snapshot.and_then(|snapshot| snapshot.inactive) {
        None => return,
        Some(Inactive::TooLarge) => "it is larger than server.max_file_bytes",
        Some(Inactive::Binary) => "it looks binary",
    };
    if session.once(format!("inactive: {uri}")) {
        let name = convert::judged_path(uri);
        let text = format!("inglenook leaves {} alone: {why}", name.display());
        session.outbox.log(MessageType::INFO, text);
    }
}
