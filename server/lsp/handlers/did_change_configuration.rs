//! `workspace/didChangeConfiguration`: settings that come along are taken, else they are asked for.

use crate::lsp::configuration;
use crate::lsp::session::Session;
use serde_json::Value;
use std::sync::Arc;

pub fn apply(session: &Arc<Session>, params: &Value) {
    let pushed = params.get("settings").unwrap_or(&Value::Null);
    let taken = configuration::push(session, pushed);
    let session = session.clone();
    tokio::spawn(async move {
        if !taken {
            configuration::pull(&session).await;
        }
        configuration::reload(&session).await;
    });
}
