//! `notebookDocument/*`: the cells of a notebook are documents like any other.

use super::{did_change, did_close, did_open};
use crate::lsp::protocol::{DidChangeNotebook, DidCloseNotebook, DidOpenNotebook};
use crate::lsp::session::Session;
use std::sync::Arc;

pub fn opened(session: &Arc<Session>, params: DidOpenNotebook) {
    for cell in params.cell_text_documents {
        did_open::open(session, cell);
    }
}

pub fn changed(session: &Arc<Session>, params: DidChangeNotebook) {
    let Some(cells) = params.change.cells else {
        return;
    };
    if let Some(structure) = cells.structure {
        for cell in structure.did_open {
            did_open::open(session, cell);
        }
        for cell in structure.did_close {
            did_close::close(session, &cell.uri);
        }
    }
    for change in cells.text_content {
        did_change::apply(session, change);
    }
}

pub fn closed(session: &Arc<Session>, params: DidCloseNotebook) {
    for cell in params.cell_text_documents {
        did_close::close(session, &cell.uri);
    }
}
