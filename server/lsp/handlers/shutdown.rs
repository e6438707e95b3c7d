//! `shutdown`: one line in the client's log about what the session was good for.

use crate::lsp::learn;
use crate::lsp::project;
use crate::lsp::session::Session;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use tower_lsp::jsonrpc::Result;
use tower_lsp::lsp_types::MessageType;

pub fn run(session: &Arc<Session>) -> Result<()> {
    project::stop(session);
    let shown = session.shown.load(Ordering::Relaxed);
    let accepted = session.accepted.load(Ordering::Relaxed);
    if shown > 0 {
        let text = format!("inglenook: {shown} completions sent, {accepted} accepted");
        session.outbox.log(MessageType::LOG, text);
    }
    for snapshot in session.workspace.snapshots() {
        session.live.forget(&snapshot.uri);
    }
    learn::take(session);
    learn::save(session);
    Ok(())
}
