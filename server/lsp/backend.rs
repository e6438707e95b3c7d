//! The framework's trait: one line a method. The work stands in `handlers`.

use super::Setup;
use super::arrival::Arrival;
use super::handlers;
use super::outbox::Outbox;
use super::protocol::{DocumentText, InlineCompletionList, InlineCompletionParams, OfDocument};
use super::session::Session;
use futures::FutureExt;
use serde_json::Value;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use tokio::sync::watch;
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::lsp_types::{
    CodeActionParams, CodeActionResponse, CodeLens, CodeLensParams, CompletionParams,
    CompletionResponse, ExecuteCommandParams, Hover, HoverParams, InitializeParams,
    InitializeResult, InitializedParams, WorkDoneProgressCancelParams,
};
use tower_lsp::{Client, LanguageServer};

/// What the framework calls.
pub struct Backend {
    pub session: Arc<Session>,
}

impl Backend {
    pub fn new(client: Client, setup: Setup, end: watch::Sender<bool>) -> Self {
        Self {
            session: Arc::new(Session::new(Outbox::new(client), setup, end)),
        }
    }

    pub async fn inline_completion(
        &self,
        params: InlineCompletionParams,
    ) -> Result<Option<InlineCompletionList>> {
        guard(handlers::inline_completion::run(
            &self.session,
            Arrival::current(),
            params,
        ))
        .await
    }

    pub async fn cancel(&self, params: WorkDoneProgressCancelParams) {
        handlers::cancel::run(&self.session, &params);
    }

    pub async fn text(&self, _params: OfDocument) -> Result<Option<DocumentText>> {
        guard(async { Ok(handlers::text::run(&Arrival::current())) }).await
    }
}

#[tower_lsp::async_trait]
impl LanguageServer for Backend {
    async fn initialize(&self, _: InitializeParams) -> Result<InitializeResult> {
        guard(async { Ok(handlers::initialize::run(&self.session)) }).await
    }

    async fn initialized(&self, _: InitializedParams) {
        handlers::initialized::run(&self.session).await;
    }

    async fn shutdown(&self) -> Result<()> {
        guard(async { handlers::shutdown::run(&self.session) }).await
    }

    async fn completion(&self, params: CompletionParams) -> Result<Option<CompletionResponse>> {
        guard(handlers::completion::run(
            &self.session,
            Arrival::current(),
            params,
        ))
        .await
    }

    async fn code_action(&self, params: CodeActionParams) -> Result<Option<CodeActionResponse>> {
        guard(handlers::code_action::run(
            &self.session,
            Arrival::current(),
            params,
        ))
        .await
    }

    async fn code_lens(&self, params: CodeLensParams) -> Result<Option<Vec<CodeLens>>> {
        guard(handlers::code_lens::run(
            &self.session,
            Arrival::current(),
            params,
        ))
        .await
    }

    async fn hover(&self, params: HoverParams) -> Result<Option<Hover>> {
        guard(handlers::hover::run(
            &self.session,
            Arrival::current(),
            params,
        ))
        .await
    }

    async fn execute_command(&self, params: ExecuteCommandParams) -> Result<Option<Value>> {
        guard(async { handlers::execute_command::run(&self.session, &params) }).await
    }
}

/// A fault in a handler becomes an error for the client, inside the framework, so that its table of
/// running requests stays right.
async fn guard<T>(handler: impl Future<Output = Result<T>>) -> Result<T> {
    match AssertUnwindSafe(handler).catch_unwind().await {
        Ok(result) => result,
        Err(_) => Err(Error::internal_error()),
    }
}
