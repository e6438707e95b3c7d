//! `textDocument/completion`: the inline completion as an ordinary item, for editors without ghost text.

use super::execute_command;
use crate::lsp::arrival::Arrival;
use crate::lsp::convert;
use crate::lsp::session::Session;
use crate::lsp::suggest::{self, Ask, Suggestion};
use crate::text::{Encoding, Position, position};
use crate::workspace::Snapshot;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use tower_lsp::jsonrpc::Result;
use tower_lsp::lsp_types::{
    CompletionItem, CompletionItemKind, CompletionList, CompletionParams, CompletionResponse,
    CompletionTextEdit, CompletionTriggerKind, Documentation, InsertTextFormat, InsertTextMode,
    TextEdit,
};

/// Longest label, in characters.
const LABEL: usize = 40;

pub async fn run(
    session: &Arc<Session>,
    arrival: Arrival,
    params: CompletionParams,
) -> Result<Option<CompletionResponse>> {
    let place = params.text_document_position.position;
    let place = Position {
        line: place.line,
        character: place.character,
    };
    // A client that asks again because the list was incomplete is following somebody who types.
    let again = params.context.is_some_and(|context| {
        context.trigger_kind == CompletionTriggerKind::TRIGGER_FOR_INCOMPLETE_COMPLETIONS
    });
    let ask = Ask {
        place,
        automatic: again,
        choices: false,
        selected: None,
    };
    let suggestions = suggest::suggest(session, &arrival, ask).await;
    let suggestion = suggestions.into_iter().next();
    let items = match (suggestion, &arrival.snapshot) {
        (Some(suggestion), Some(snapshot)) => {
            session.shown.fetch_add(1, Ordering::Relaxed);
            item(snapshot, suggestion, place, session.client().encoding)
        }
        _ => None,
    };
    // Incomplete, so that the client asks anew as the text grows.
    Ok(Some(CompletionResponse::List(CompletionList {
        is_incomplete: true,
        items: items.into_iter().collect(),
    })))
}

/// The item. `None` when it would replace text after the cursor, which a popup's item must not.
fn item(
    snapshot: &Snapshot,
    suggestion: Suggestion,
    place: Position,
    encoding: Encoding,
) -> Option<CompletionItem> {
    let text = &snapshot.text;
    let Suggestion {
        text: new_text,
        range,
        number,
    } = suggestion;
    if range.end != position::offset(text, place, encoding) {
        return None;
    }
    let shown = new_text.trim_start().lines().next().unwrap_or_default();
    let label = match shown.char_indices().nth(LABEL) {
        Some((cut, _)) => format!("{}…", &shown[..cut]),
        None => shown.to_string(),
    };
    Some(CompletionItem {
        label,
        kind: Some(CompletionItemKind::SNIPPET),
        detail: Some("inglenook".into()),
        documentation: Some(Documentation::String(new_text.clone())),
        // Clients drop what the text before the cursor does not match.
        filter_text: Some(text.slice(range.clone())),
        // After everything else: nobody's own list is pushed down.
        sort_text: Some("~inglenook".into()),
        insert_text_format: Some(InsertTextFormat::PLAIN_TEXT),
        insert_text_mode: Some(InsertTextMode::AS_IS),
        text_edit: Some(CompletionTextEdit::Edit(TextEdit {
            range: convert::range(text, range, encoding),
            new_text,
        })),
        command: Some(execute_command::accepted(number)),
        ..CompletionItem::default()
    })
}
