//! `workspace/didChangeWatchedFiles`: files that were made, changed or removed are read anew.

use crate::lsp::protocol::DidChangeWatchedFiles;
use crate::lsp::session::Session;
use crate::lsp::{convert, project};
use std::sync::Arc;

pub fn apply(session: &Arc<Session>, params: DidChangeWatchedFiles) {
    let changed = params.changes.iter();
    let paths = changed.filter_map(|change| convert::file(&change.uri));
    project::watched(session, paths.collect());
}
