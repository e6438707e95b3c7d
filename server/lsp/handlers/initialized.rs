//! `initialized`: the editor's settings are asked for, and then the model they name is loaded, the project read.

use crate::lsp::session::Session;
use crate::lsp::{configuration, loading, project};
use std::sync::Arc;
use tower_lsp::lsp_types::MessageType;

pub async fn run(session: &Arc<Session>) {
    if session.client().configuration {
        configuration::pull(session).await;
        configuration::reload(session).await;
    }
    tell_of_folders(session);
    loading::start(session);
    project::start(session).await;
}

/// Options and context come of one folder, which nobody with several open would guess.
fn tell_of_folders(session: &Session) {
    let client = session.client();
    if let (Some(root), true) = (&client.root, client.folders > 1) {
        let text = format!(
            "inglenook: of {} folders the options and the context of completions are those of {}; \
             open another in a window of its own for its own",
            client.folders,
            root.display()
        );
        session.outbox.log(MessageType::INFO, text);
    }
}
