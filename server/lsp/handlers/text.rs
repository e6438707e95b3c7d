//! `inglenook/text {textDocument}`: the text as the server holds it, with its version. A debugging
//! aid: an outside client compares it with its own.

use crate::lsp::arrival::Arrival;
use crate::lsp::protocol::DocumentText;

pub fn run(arrival: &Arrival) -> Option<DocumentText> {
    let snapshot = arrival.snapshot.as_ref()?;
    Some(DocumentText {
        text: snapshot.text.to_string(),
        version: snapshot.version,
    })
}
