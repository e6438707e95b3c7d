//! `textDocument/hover`: the page of the rule that found something at the place; nothing elsewhere.

use crate::finding::Finding;
use crate::lsp::arrival::Arrival;
use crate::lsp::session::Session;
use crate::lsp::{configuration, convert, diagnostics};
use crate::text::position;
use std::sync::Arc;
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::lsp_types::{
    Hover, HoverContents, HoverParams, MarkupContent, MarkupKind, Position,
};

pub async fn run(
    session: &Arc<Session>,
    arrival: Arrival,
    params: HoverParams,
) -> Result<Option<Hover>> {
    let Some(snapshot) = &arrival.snapshot else {
        return Ok(None);
    };
    let encoding = session.client().encoding;
    let Position { line, character } = params.text_document_position_params.position;
    let place = crate::text::Position { line, character };
    let at = position::offset(&snapshot.text, place, encoding);
    let findings = diagnostics::findings(session, snapshot).await;
    let here = |finding: &&Finding| finding.range.start <= at && at <= finding.range.end;
    let found: Vec<Finding> = findings.iter().filter(here).cloned().collect();
    // Findings come by their start: the first begins outermost.
    let Some(innermost) = found.last() else {
        return Ok(None);
    };
    let range = convert::range(&snapshot.text, innermost.range.clone(), encoding);
    let worker = session.clone();
    let pages = tokio::task::spawn_blocking(move || pages(&worker, &found));
    let value = pages.await.map_err(|_| Error::internal_error())?;
    Ok((!value.is_empty()).then_some(Hover {
        contents: HoverContents::Markup(MarkupContent {
            kind: MarkupKind::Markdown,
            value,
        }),
        range: Some(range),
    }))
}

/// The pages of the rules, each once.
fn pages(session: &Session, found: &[Finding]) -> String {
    let rules = configuration::current(session).rules(session);
    let mut ids: Vec<&str> = found.iter().map(|one| one.rule.as_str()).collect();
    ids.dedup();
    let pages: Vec<String> = ids.iter().filter_map(|id| rules.page(id)).collect();
    pages.join("\n---\n\n")
}
