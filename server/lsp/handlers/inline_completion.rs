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
        choices: params.context.invoked(),
        selected: params.context.selected_completion_info,
    };
    let suggestions = suggest::suggest(session, &arrival, ask).await;
    let Some(snapshot) = arrival.snapshot.filter(|_| !suggestions.is_empty()) else {
        return Ok(None);
    };
    session.shown.fetch_add(1, Ordering::Relaxed);
    let encoding = session.client().encoding;
    let items = suggestions
        .into_iter()
        .map(|suggestion| InlineCompletionItem {
            insert_text: suggestion.text,
            range: convert::range(&snapshot.text, suggestion.range, encoding),
            command: execute_command::accepted(suggestion.number),
        });
    Ok(Some(InlineCompletionList {
        items: items.collect(),
    }))
}
