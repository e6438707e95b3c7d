//! `textDocument/didSave`: the text is known already; a configuration file is read again.

use crate::lsp::protocol::OfDocument;
use crate::lsp::session::Session;
use crate::lsp::{configuration, convert};
use std::sync::Arc;

pub fn apply(session: &Arc<Session>, params: OfDocument) {
    let path = convert::file(&params.text_document.uri);
    let name = path.as_deref().and_then(|path| path.file_name());
    if name.is_some_and(|name| name == "inglenook.toml") {
        let session = session.clone();
        tokio::spawn(async move { configuration::reload(&session).await });
    }
}
