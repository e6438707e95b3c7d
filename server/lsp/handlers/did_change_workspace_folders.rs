//! `workspace/didChangeWorkspaceFolders`: folders come and go, and documents change hands.

use crate::lsp::session::Session;
use crate::lsp::{configuration, convert, diagnostics, loading, project};
use serde_json::Value;
use std::path::PathBuf;
use std::sync::Arc;

pub fn apply(session: &Arc<Session>, params: &Value) {
    let paths = |key: &str| -> Vec<PathBuf> {
        let listed = params.pointer(&format!("/event/{key}"));
        let listed = listed.and_then(Value::as_array).into_iter().flatten();
        let uris = listed.filter_map(|folder| folder.get("uri")?.as_str());
        uris.filter_map(convert::file).collect()
    };
    session.folders.change(&paths("removed"), &paths("added"));
    // Read here and now: what comes next must find the new folders' own privacy.
    configuration::load(session);
    loading::restart(session);
    project::regrouped(session);
    diagnostics::all_changed(session);
    let session = session.clone();
    tokio::spawn(async move {
        configuration::pull(&session).await;
        configuration::reload(&session).await;
        project::start(&session).await;
    });
}
