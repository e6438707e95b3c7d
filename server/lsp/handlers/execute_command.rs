//! `workspace/executeCommand`: the editor tells that a completion was accepted.

use crate::lsp::learn;
use crate::lsp::protocol::ACCEPTED;
use crate::lsp::session::Session;
use serde_json::Value;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::lsp_types::{Command, ExecuteCommandParams};

/// The command that an editor runs after it has inserted a completion, with the completion's number.
pub fn accepted(number: Option<u64>) -> Command {
    let arguments = number.map(|number| vec![Value::from(number)]);
    Command::new("Completion accepted".into(), ACCEPTED.into(), arguments)
}

pub fn run(session: &Arc<Session>, params: &ExecuteCommandParams) -> Result<Option<Value>> {
    if params.command != ACCEPTED {
        let why = format!("unknown command `{}`", params.command);
        return Err(Error::invalid_params(why));
    }
    session.accepted.fetch_add(1, Ordering::Relaxed);
    if let Some(number) = params.arguments.first().and_then(Value::as_u64) {
        session.live.accepted(number);
        learn::take(session);
    }
    Ok(None)
}
