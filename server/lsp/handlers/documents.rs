//! Which notifications change what we hold, and are therefore applied in arrival order.

use super::{did_change, did_change_configuration, did_close, did_open, did_save, notebook};
use crate::lsp::session::Session;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::sync::Arc;
use tower_lsp::lsp_types::MessageType;

/// Applies a notification here and now. False when it is none of those that change anything.
pub fn apply(session: &Arc<Session>, method: &str, params: &Option<Value>) -> bool {
    let params = params.as_ref().unwrap_or(&Value::Null);
    let with = |what: &mut dyn FnMut(&Value) -> Result<(), serde_json::Error>| {
        if let Err(error) = what(params) {
            let text = format!("inglenook: {method} was not understood: {error}");
            session.outbox.log(MessageType::WARNING, text);
        }
    };
    match method {
        "textDocument/didOpen" => with(&mut |p| Ok(did_open::apply(session, read(p)?))),
        "textDocument/didChange" => with(&mut |p| Ok(did_change::apply(session, read(p)?))),
        "textDocument/didClose" => with(&mut |p| Ok(did_close::apply(session, read(p)?))),
        "textDocument/didSave" => with(&mut |p| Ok(did_save::apply(session, read(p)?))),
        "notebookDocument/didOpen" => with(&mut |p| Ok(notebook::opened(session, read(p)?))),
        "notebookDocument/didChange" => with(&mut |p| Ok(notebook::changed(session, read(p)?))),
        "notebookDocument/didClose" => with(&mut |p| Ok(notebook::closed(session, read(p)?))),
        // A notebook's cells hold no more after a save than before.
        "notebookDocument/didSave" => {}
        "workspace/didChangeConfiguration" => did_change_configuration::apply(session, params),
        _ => return false,
    }
    true
}

fn read<T: DeserializeOwned>(params: &Value) -> Result<T, serde_json::Error> {
    T::deserialize(params)
}
