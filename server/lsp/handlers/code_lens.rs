//! `textDocument/codeLens`: above each function or type with findings how many there are; a click
//! reviews it.

use crate::finding::{Finding, Severity};
use crate::lsp::arrival::Arrival;
use crate::lsp::handlers::execute_command;
use crate::lsp::session::Session;
use crate::lsp::{convert, diagnostics};
use std::collections::BTreeMap;
use std::sync::Arc;
use tower_lsp::jsonrpc::Result;
use tower_lsp::lsp_types::{CodeLens, CodeLensParams};

pub async fn run(
    session: &Arc<Session>,
    arrival: Arrival,
    params: CodeLensParams,
) -> Result<Option<Vec<CodeLens>>> {
    let Some(snapshot) = &arrival.snapshot else {
        return Ok(None);
    };
    let findings = diagnostics::shown(session, snapshot).await;
    let Some(tree) = snapshot.tree() else {
        return Ok(None);
    };
    // By the item's place, so that lenses stand in order.
    let mut items: BTreeMap<(usize, usize), Vec<&Finding>> = BTreeMap::new();
    for finding in &findings {
        if let Some(item) = tree.enclosing_item(finding.range.clone()) {
            let item = items.entry((item.start, item.end)).or_default();
            item.push(finding);
        }
    }
    let uri = params.text_document.uri.as_str();
    let encoding = session.client().encoding;
    let text = &snapshot.text;
    let lens = |((start, end), found): ((usize, usize), Vec<&Finding>)| {
        let line = text.line_range(text.line_of(start));
        let range = convert::range(text, start..end, encoding);
        let command = execute_command::review(&title(&found), uri, Some(range));
        CodeLens {
            range: convert::range(text, start..line.end.min(end), encoding),
            command: Some(command),
            data: None,
        }
    };
    Ok(Some(items.into_iter().map(lens).collect()))
}

/// `2 findings, 1 high: review`.
fn title(found: &[&Finding]) -> String {
    let noun = if found.len() == 1 { "" } else { "s" };
    let high = found
        .iter()
        .filter(|finding| finding.severity >= Severity::High)
        .count();
    let high = match high {
        0 => String::new(),
        count => format!(", {count} high"),
    };
    format!("{} finding{noun}{high}: review", found.len())
}
