//! `workspace/executeCommand`: the editor tells that a completion was accepted, or asks for a review.

use crate::lsp::protocol::{ACCEPTED, EXPLAIN, REVIEW, REVIEW_STAGED};
use crate::lsp::session::Session;
use crate::lsp::{learn, reviewing, staged};
use crate::text::{Position, position};
use crate::workspace::Snapshot;
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::lsp_types::{Command, ExecuteCommandParams, Range};

/// The command that an editor runs after it has inserted a completion, with the completion's number.
pub fn accepted(number: Option<u64>) -> Command {
    let arguments = number.map(|number| vec![Value::from(number)]);
    Command::new("Completion accepted".into(), ACCEPTED.into(), arguments)
}

/// The command that reviews a document, or the lines of a range.
pub fn review(title: &str, uri: &str, range: Option<Range>) -> Command {
    let argument = json!({ "uri": uri, "range": range });
    Command::new(title.into(), REVIEW.into(), Some(vec![argument]))
}

/// The command that reviews what is staged in the repository of a document's folder.
pub fn review_staged(title: &str, uri: &str) -> Command {
    let argument = json!({ "uri": uri });
    Command::new(title.into(), REVIEW_STAGED.into(), Some(vec![argument]))
}

/// The command that asks whether a finding is real.
pub fn explain(title: &str, uri: &str, fingerprint: &str) -> Command {
    let argument = json!({ "uri": uri, "fingerprint": fingerprint });
    Command::new(title.into(), EXPLAIN.into(), Some(vec![argument]))
}

/// What a review's command is about.
#[derive(Deserialize)]
struct About {
    uri: String,
    #[serde(default)]
    range: Option<Range>,
    #[serde(default)]
    fingerprint: String,
}

pub fn run(session: &Arc<Session>, params: &ExecuteCommandParams) -> Result<Option<Value>> {
    match params.command.as_str() {
        ACCEPTED => {
            session.accepted.fetch_add(1, Ordering::Relaxed);
            if let Some(number) = params.arguments.first().and_then(Value::as_u64) {
                session.live.accepted(number);
                learn::take(session);
            }
        }
        REVIEW => {
            let (about, snapshot) = about(session, params)?;
            let encoding = session.client().encoding;
            let bytes = about.range.map(|range| {
                let offset = |place: tower_lsp::lsp_types::Position| {
                    let place = Position {
                        line: place.line,
                        character: place.character,
                    };
                    position::offset(&snapshot.text, place, encoding)
                };
                let start = offset(range.start);
                start..offset(range.end).max(start)
            });
            // The answer comes as diagnostics; nobody waits for the command.
            tokio::spawn(reviewing::review(session.clone(), snapshot, bytes));
        }
        REVIEW_STAGED => {
            let about = params.arguments.first();
            let uri = about.and_then(|about| about.get("uri")?.as_str());
            let folder = match uri {
                Some(uri) => session.folders.of(uri),
                None => session.folders.first(),
            };
            tokio::spawn(staged::review(session.clone(), folder));
        }
        EXPLAIN => {
            let (about, snapshot) = about(session, params)?;
            let print = about.fingerprint;
            tokio::spawn(reviewing::explain(session.clone(), snapshot, print));
        }
        other => {
            let why = format!("unknown command `{other}`");
            return Err(Error::invalid_params(why));
        }
    }
    Ok(None)
}

/// What the arguments say, and the document as it is now.
fn about(session: &Session, params: &ExecuteCommandParams) -> Result<(About, Snapshot)> {
    let argument = params.arguments.first().cloned().unwrap_or_default();
    let about: About = serde_json::from_value(argument)
        .map_err(|error| Error::invalid_params(format!("{}: {error}", params.command)))?;
    let snapshot = session.workspace.snapshot(&about.uri);
    let snapshot = snapshot
        .ok_or_else(|| Error::invalid_params(format!("{} is not an open document", about.uri)))?;
    Ok((about, snapshot))
}
