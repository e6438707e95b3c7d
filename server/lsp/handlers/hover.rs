//! `textDocument/hover`: the page of the rule that found something at the place, and what the model says
//! of it; nothing elsewhere.

use crate::finding::{Finding, Origin, markdown_words as plain};
use crate::lsp::arrival::Arrival;
use crate::lsp::session::Session;
use crate::lsp::{configuration, convert, diagnostics};
use crate::text::position;
use std::collections::HashSet;
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
    let findings = diagnostics::shown(session, snapshot).await;
    let here = |finding: &&Finding| finding.range.start <= at && at <= finding.range.end;
    let found: Vec<Finding> = findings.iter().filter(here).cloned().collect();
    // Remarks of a model come after the rules' findings, and those by their start.
    let Some(innermost) = found.iter().max_by_key(|one| one.range.start) else {
        return Ok(None);
    };
    let range = convert::range(&snapshot.text, innermost.range.clone(), encoding);
    let (worker, uri) = (session.clone(), snapshot.uri.clone());
    let pages = tokio::task::spawn_blocking(move || pages(&worker, &uri, &found));
    let value = pages.await.map_err(|_| Error::internal_error())?;
    Ok((!value.is_empty()).then_some(Hover {
        contents: HoverContents::Markup(MarkupContent {
            kind: MarkupKind::Markdown,
            value,
        }),
        range: Some(range),
    }))
}

/// The pages of the rules, each once, with what its first finding here says.
fn pages(session: &Session, uri: &str, found: &[Finding]) -> String {
    let rules = configuration::of(session, uri).rules(session);
    let mut told = HashSet::new();
    let first = found.iter().filter(|one| told.insert(one.rule.as_str()));
    let mut pages: Vec<String> = first.filter_map(|one| rules.page_of(one)).collect();
    pages.extend(found.iter().filter_map(said));
    pages.join("\n---\n\n")
}

/// What the model says of a finding, or its own remark.
fn said(finding: &Finding) -> Option<String> {
    let words = finding.model_says();
    if finding.origin == Origin::Lint {
        return words.map(|words| format!("The model: {}", plain(&words)));
    }
    let words = words.map_or(String::new(), |words| format!(" {}", plain(&words)));
    let (rule, confidence) = (plain(&finding.rule), finding.confidence.name());
    let message = plain(&finding.message);
    Some(format!(
        "**{rule}** · confidence {confidence}\n\n{message}{words}"
    ))
}
