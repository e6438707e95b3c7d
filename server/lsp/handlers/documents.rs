//! Which notifications change what we hold, and are therefore applied in arrival order.

use super::{
    did_change, did_change_configuration, did_change_watched_files, did_change_workspace_folders,
    did_close, did_open, did_save, notebook,
};
use crate::lsp::session::Session;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::sync::Arc;
use tower_lsp::lsp_types::MessageType;

/// Applies a notification here and now. False when it is none of those that change anything.
pub fn apply(session: &Arc<Session>, method: &str, params: &Option<Value>) -> bool {
    let params = params.as_ref().unwrap_or(&Value::Null);
    let done = match method {
        "textDocument/didOpen" => read(params).map(|params| did_open::apply(session, params)),
        "textDocument/didChange" => read(params).map(|params| did_change::apply(session, params)),
        "textDocument/didClose" => read(params).map(|params| did_close::apply(session, params)),
        "textDocument/didSave" => read(params).map(|params| did_save::apply(session, params)),
        "notebookDocument/didOpen" => read(params).map(|params| notebook::opened(session, params)),
        "notebookDocument/didChange" => {
            read(params).map(|params| notebook::changed(session, params))
        }
        "notebookDocument/didClose" => read(params).map(|params| notebook::closed(session, params)),
        // A notebook's cells hold no more after a save than before.
        "notebookDocument/didSave" => Ok(()),
        "workspace/didChangeConfiguration" => {
            did_change_configuration::apply(session, params);
            Ok(())
        }
        "workspace/didChangeWorkspaceFolders" => {
            did_change_workspace_folders::apply(session, params);
            Ok(())
        }
        "workspace/didChangeWatchedFiles" => {
            read(params).map(|params| did_change_watched_files::apply(session, params))
        }
        _ => return false,
    };
    if let Err(error) = done {
        let text = format!("inglenook: {method} was not understood: {error}");
        session.outbox.log(MessageType::WARNING, text);
    }
    true
}

fn read<T: DeserializeOwned>(params: &Value) -> Result<T, serde_json::Error> {
    T::deserialize(params)
}
