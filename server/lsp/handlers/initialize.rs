//! `initialize`: what the client can do is kept, what we can do is told. No model in its way.

use crate::lsp::capabilities::Client;
use crate::lsp::protocol::{ACCEPTED, EXPLAIN, REVIEW, REVIEW_STAGED};
use crate::lsp::session::Session;
use crate::lsp::{configuration, parent};
use serde_json::{Value, json};
use std::sync::Arc;
use tower_lsp::lsp_types::{
    CodeActionKind, CodeActionOptions, CodeActionProviderCapability, CodeLensOptions,
    CompletionOptions, ExecuteCommandOptions, HoverProviderCapability, InitializeResult, OneOf,
    PositionEncodingKind, SaveOptions, ServerCapabilities, ServerInfo, TextDocumentSyncCapability,
    TextDocumentSyncKind, TextDocumentSyncOptions, WorkspaceFoldersServerCapabilities,
    WorkspaceServerCapabilities,
};

pub fn run(session: &Arc<Session>) -> InitializeResult {
    let client = Client::read(&session.take_initialize());
    if let Some(process) = client.process {
        parent::watch(process, session.end.clone());
    }
    session.folders.set(&client.folders);
    session.set_client(client);
    configuration::load(session);
    InitializeResult {
        capabilities: capabilities(session),
        server_info: Some(ServerInfo {
            name: env!("CARGO_PKG_NAME").into(),
            version: Some(env!("CARGO_PKG_VERSION").into()),
        }),
    }
}

/// Adds to the result what the types of LSP 3.17 cannot hold.
pub fn patch(result: &mut Value) {
    let Some(capabilities) = result.get_mut("capabilities") else {
        return;
    };
    capabilities["inlineCompletionProvider"] = json!({});
    capabilities["notebookDocumentSync"] = json!({ "notebookSelector": [{ "notebook": "*" }] });
}

fn capabilities(session: &Session) -> ServerCapabilities {
    let client = session.client();
    let popup = configuration::current(session).options.completion.popup;
    ServerCapabilities {
        position_encoding: Some(PositionEncodingKind::new(client.encoding.name())),
        text_document_sync: Some(TextDocumentSyncCapability::Options(
            TextDocumentSyncOptions {
                open_close: Some(true),
                change: Some(TextDocumentSyncKind::INCREMENTAL),
                save: Some(SaveOptions::default().into()),
                ..TextDocumentSyncOptions::default()
            },
        )),
        code_action_provider: Some(CodeActionProviderCapability::Options(CodeActionOptions {
            code_action_kinds: Some(vec![CodeActionKind::QUICKFIX, CodeActionKind::EMPTY]),
            ..CodeActionOptions::default()
        })),
        code_lens_provider: client.lenses.then_some(CodeLensOptions {
            resolve_provider: None,
        }),
        // Editors with ghost text get it there, and nothing in the popup.
        completion_provider: (popup && !client.inline_completion).then(CompletionOptions::default),
        workspace: Some(WorkspaceServerCapabilities {
            workspace_folders: Some(WorkspaceFoldersServerCapabilities {
                supported: Some(true),
                change_notifications: Some(OneOf::Left(true)),
            }),
            file_operations: None,
        }),
        hover_provider: Some(HoverProviderCapability::Simple(true)),
        execute_command_provider: Some(ExecuteCommandOptions {
            commands: [ACCEPTED, REVIEW, REVIEW_STAGED, EXPLAIN]
                .map(Into::into)
                .to_vec(),
            ..ExecuteCommandOptions::default()
        }),
        ..ServerCapabilities::default()
    }
}
