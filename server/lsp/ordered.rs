//! The wrapper that makes order certain: documents change here, in arrival order and before anything
//! else runs, and every other request is given the document as it was when it arrived.
//! Also what the framework does too strictly or too loosely: lifecycle errors and `initialize`.

use super::arrival::Arrival;
use super::backend::Backend;
use super::handlers;
use super::session::{Phase, Session};
use futures::FutureExt;
use futures::future::{BoxFuture, ready};
use serde_json::{Value, json};
use std::sync::Arc;
use std::task::{Context, Poll};
use tower_lsp::jsonrpc::{Error, ErrorCode, Id, Request, Response};
use tower_lsp::{ExitedError, LspService};
use tower_service::Service;

/// The service with documents in order.
pub struct Ordered {
    inner: LspService<Backend>,
    session: Arc<Session>,
}

type Answer = Result<Option<Response>, ExitedError>;

impl Ordered {
    pub fn new(inner: LspService<Backend>) -> Self {
        let session = inner.inner().session.clone();
        Self { inner, session }
    }

    /// Hands a request on, without the parameters that the framework would refuse.
    fn bare(&mut self, method: String, id: Option<Id>) -> BoxFuture<'static, Answer> {
        self.inner.call(build(method, id, None))
    }

    /// The parameters are read raw by the handler: lsp-types 0.94 forgets those of newer protocols,
    /// and refuses whole requests over one strange value. The result gets what it cannot hold.
    fn initialize(&mut self, id: Option<Id>, params: Value) -> BoxFuture<'static, Answer> {
        if self.session.phase() == Phase::New {
            self.session.keep_initialize(params);
        }
        let inner = self.inner.call(build(
            "initialize".into(),
            id,
            Some(json!({ "capabilities": {} })),
        ));
        let session = self.session.clone();
        async move {
            let Some(response) = inner.await? else {
                return Ok(None);
            };
            let (id, mut result) = response.into_parts();
            if let Ok(result) = &mut result {
                handlers::initialize::patch(result);
                session.set_phase(Phase::Ready);
            }
            Ok(Some(Response::from_parts(id, result)))
        }
        .boxed()
    }

    fn arrival(&self, method: &str, params: Option<&Value>) -> Arrival {
        let uri = params.and_then(|params| params.pointer("/textDocument/uri"));
        let Some(uri) = uri.and_then(Value::as_str) else {
            return Arrival::default();
        };
        let completes = matches!(
            method,
            "textDocument/inlineCompletion" | "textDocument/completion"
        );
        let turn = completes.then(|| self.session.turns.take(uri));
        Arrival::new(self.session.workspace.snapshot(uri), turn)
    }
}

impl Service<Request> for Ordered {
    type Response = Option<Response>;
    type Error = ExitedError;
    type Future = BoxFuture<'static, Answer>;

    /// Always ready: calls are made one after the other, and `initialize` is awaited before the next.
    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), ExitedError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request) -> Self::Future {
        let (method, id, params) = request.into_parts();
        let method = method.into_owned();
        match (method.as_str(), self.session.phase()) {
            ("exit", _) => self.bare(method, id),
            ("initialize", _) => self.initialize(id, params.unwrap_or_default()),
            (_, Phase::New) => refuse(id, not_initialized()),
            (_, Phase::ShutDown) => refuse(id, Error::invalid_request()),
            // A notification of that name asks for nothing that could be answered.
            ("shutdown", Phase::Ready) if id.is_none() => refuse(None, Error::invalid_request()),
            ("shutdown", Phase::Ready) => {
                self.session.set_phase(Phase::ShutDown);
                self.bare(method, id)
            }
            (_, Phase::Ready) => {
                if id.is_none() && handlers::documents::apply(&self.session, &method, &params) {
                    return ready(Ok(None)).boxed();
                }
                let arrival = self.arrival(&method, params.as_ref());
                arrival
                    .scope(self.inner.call(build(method, id, params)))
                    .boxed()
            }
        }
    }
}

fn build(method: String, id: Option<Id>, params: Option<Value>) -> Request {
    let mut request = Request::build(method);
    if let Some(id) = id {
        request = request.id(id);
    }
    if let Some(params) = params {
        request = request.params(params);
    }
    request.finish()
}

/// The answer of a request that came at the wrong time; a notification is dropped.
fn refuse(id: Option<Id>, error: Error) -> BoxFuture<'static, Answer> {
    ready(Ok(id.map(|id| Response::from_error(id, error)))).boxed()
}

fn not_initialized() -> Error {
    let mut error = Error::new(ErrorCode::ServerError(-32002));
    error.message = "Server not initialized".into();
    error
}
