//! `textDocument/inlineCompletion` (LSP 3.18): ghost text.

use super::execute_command;
use crate::lsp::arrival::Arrival;
use crate::lsp::convert;
use crate::lsp::protocol::{InlineCompletionItem, InlineCompletionList, InlineCompletionParams};
use crate::lsp::session::Session;
use crate::lsp::suggest::{self, Ask};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use tower_lsp::jsonrpc::Result;

pub async fn run(
    session: &Arc<Session>,
    arrival: Arrival,
    params: InlineCompletionParams,
) -> Result<Option<InlineCompletionList>> {
    let ask = Ask {
        place: params.position,
        automatic: params.context.automatic(),
        selected: params.context.selected_completion_info,
    };
    let Some(suggestion) = suggest::suggest(session, &arrival, ask).await else {
        return Ok(None);
    };
    let Some(snapshot) = arrival.snapshot else {
        return Ok(None);
    };
    session.shown.fetch_add(1, Ordering::Relaxed);
    let encoding = session.client().encoding;
    Ok(Some(InlineCompletionList {
        items: vec![InlineCompletionItem {
            insert_text: suggestion.text,
            range: convert::range(&snapshot.text, suggestion.range, encoding),
            command: execute_command::accepted(),
        }],
    }))
}
