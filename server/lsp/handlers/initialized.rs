//! `initialized`: the editor's settings are asked for, and then the model they name is loaded, the project read.

use crate::lsp::session::Session;
use crate::lsp::{configuration, loading, project};
use std::sync::Arc;

pub async fn run(session: &Arc<Session>) {
    if session.client().configuration {
        configuration::pull(session).await;
        configuration::reload(session).await;
    }
    loading::start(session);
    project::start(session).await;
}
