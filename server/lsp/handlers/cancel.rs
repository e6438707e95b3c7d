//! `window/workDoneProgress/cancel`: somebody has seen enough of a review.

use crate::lsp::reviewing::TOKEN;
use crate::lsp::session::Session;
use tower_lsp::lsp_types::{NumberOrString, WorkDoneProgressCancelParams};

pub fn run(session: &Session, params: &WorkDoneProgressCancelParams) {
    if params.token == NumberOrString::String(TOKEN.into()) {
        session.stops.all();
    }
}
