//! The loop between a byte stream and the service: one reader, one writer task, a task a request.
//! Knows JSON-RPC, the order of messages and exit codes; no documents and no methods but the
//! lifecycle's.

use super::body;
use super::frame::{self, Frame, Frames};
use futures::{FutureExt, Sink, SinkExt, Stream, StreamExt};
use serde_json::{Value, json};
use std::panic::AssertUnwindSafe;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt};
use tokio::sync::{mpsc, watch};
use tokio::task::{JoinHandle, JoinSet};
use tower_lsp::jsonrpc::{Error, ErrorCode, Id, Request, Response};
use tower_lsp::{ClientSocket, ExitedError};
use tower_service::Service;

/// Time that the last answers have to be written at the end.
const FLUSH: Duration = Duration::from_secs(1);

/// A message on its way out, or the end of the stream.
type Out = mpsc::UnboundedSender<Option<Vec<u8>>>;

/// Serves until `exit`, the end of the input, or `end`. Gives the exit code: 0 when a `shutdown` that
/// was granted came first, else 1.
pub async fn run<S, R, W>(
    mut service: S,
    socket: ClientSocket,
    reader: R,
    writer: W,
    mut end: watch::Receiver<bool>,
) -> u8
where
    S: Service<Request, Response = Option<Response>, Error = ExitedError>,
    S::Future: Send + 'static,
    R: AsyncRead + Unpin,
    W: AsyncWrite + Unpin + Send + 'static,
{
    let (requests, mut answers) = socket.split();
    let (out, outlet) = Outlet::open(requests, writer);
    let mut frames = Frames::new(reader);
    let mut running = JoinSet::new();
    let mut shut_down = false;
    loop {
        while running.try_join_next().is_some() {}
        let frame = tokio::select! {
            biased;
            _ = end.wait_for(|end| *end) => break,
            _ = out.closed() => break,
            frame = frames.next() => frame,
        };
        let message = match frame {
            Frame::End => break,
            Frame::Bad(why) => {
                eprintln!("what the client sent cannot be read: {why}");
                Message::Bad(Id::Null, parse_error(why))
            }
            Frame::Broken(why) => {
                eprintln!("what the client sent cannot be read: {why}; the server ends");
                send(&out, &Response::from_error(Id::Null, parse_error(why)));
                shut_down = false;
                break;
            }
            Frame::Body(body) => message(&body),
        };
        match message {
            Message::Bad(id, error) => send(&out, &Response::from_error(id, error)),
            Message::Answer(answer) => deliver(&mut answers, answer),
            Message::Call(request) => {
                let last = request.method() == "exit";
                let shuts_down = request.method() == "shutdown";
                let granted = call(&mut service, request, &out, &mut running).await;
                shut_down |= shuts_down && granted;
                if last {
                    break;
                }
            }
        }
    }
    running.abort_all();
    outlet.close(&out).await;
    u8::from(!shut_down)
}

/// Hands on what the client answers; an answer that nobody waits for is dropped there.
fn deliver(answers: &mut (impl Sink<Response> + Unpin), answer: Response) {
    let sent = AssertUnwindSafe(answers.send(answer)).catch_unwind();
    if !matches!(sent.now_or_never(), Some(Ok(Ok(())))) {
        eprintln!("an answer of the client could not be delivered");
    }
}

/// The tasks behind the way out.
struct Outlet {
    writing: JoinHandle<std::io::Result<()>>,
    forwarding: JoinHandle<()>,
}

impl Outlet {
    /// Writes what is sent, and with it our own requests to the client.
    fn open(
        mut requests: impl Stream<Item = Request> + Send + Unpin + 'static,
        writer: impl AsyncWrite + Unpin + Send + 'static,
    ) -> (Out, Self) {
        let (out, outgoing) = mpsc::unbounded_channel();
        let writing = tokio::spawn(write(writer, outgoing));
        let to_client = out.clone();
        let forwarding = tokio::spawn(async move {
            while let Some(request) = requests.next().await {
                send(&to_client, &request);
            }
        });
        let outlet = Self {
            writing,
            forwarding,
        };
        (out, outlet)
    }

    /// Waits a moment until what was sent is written. The writer ends here even when an aborted handler
    /// still holds a sender.
    async fn close(self, out: &Out) {
        self.forwarding.abort();
        if out.send(None).is_ok() && tokio::time::timeout(FLUSH, self.writing).await.is_err() {
            eprintln!("the last answers could not be written in time");
        }
    }
}

/// Calls the service and sees to it that a request gets exactly one answer. `initialize`, `shutdown` and
/// notifications are done when this returns; other requests run on. True when the request is done and
/// was granted.
async fn call<S>(service: &mut S, request: Request, out: &Out, running: &mut JoinSet<bool>) -> bool
where
    S: Service<Request, Response = Option<Response>, Error = ExitedError>,
    S::Future: Send + 'static,
{
    let id = request.id().cloned();
    let method = request.method().to_string();
    let Ok(future) = std::panic::catch_unwind(AssertUnwindSafe(|| service.call(request))) else {
        eprintln!("a fault in {method}; the server goes on");
        return answer(out, id, Err(Error::internal_error()));
    };
    let work = handle(future, id.clone(), method.clone(), out.clone());
    match method.as_str() {
        "initialize" | "shutdown" => work.await,
        // Polled once, in the reader: the request to cancel may be the one that everything waits for.
        "$/cancelRequest" => work.now_or_never().unwrap_or(false),
        _ => {
            running.spawn(work);
            false
        }
    }
}

/// Runs a handler to its end and answers, whatever becomes of it. True when the request was granted.
async fn handle<F>(future: F, id: Option<Id>, method: String, out: Out) -> bool
where
    F: Future<Output = Result<Option<Response>, ExitedError>>,
{
    let result = match AssertUnwindSafe(future).catch_unwind().await {
        Ok(Ok(Some(response))) => Ok(response),
        // The service swallows unknown `$/` requests, but a request wants its answer.
        Ok(Ok(None)) => Err(Error::method_not_found()),
        Ok(Err(_)) => Err(Error::invalid_request()),
        Err(_) => {
            eprintln!("a fault in {method}; the server goes on");
            Err(Error::internal_error())
        }
    };
    answer(&out, id, result)
}

/// Sends the answer of a request; a notification gets none. True when it is a result.
fn answer(out: &Out, id: Option<Id>, result: Result<Response, Error>) -> bool {
    let Some(id) = id else { return false };
    let response = result.unwrap_or_else(|error| Response::from_error(id, error));
    send(out, &response);
    response.is_ok()
}

fn send(out: &Out, message: &impl serde::Serialize) {
    match serde_json::to_vec(message) {
        // A writer that is gone is noticed by the reader.
        Ok(body) => drop(out.send(Some(body))),
        Err(error) => eprintln!("a message could not be written: {error}"),
    }
}

/// Writes messages as they come, and flushes when there is none left to write.
async fn write(
    mut writer: impl AsyncWrite + Unpin,
    mut outgoing: mpsc::UnboundedReceiver<Option<Vec<u8>>>,
) -> std::io::Result<()> {
    let mut buffer = Vec::new();
    let mut open = true;
    while open {
        let Some(Some(first)) = outgoing.recv().await else {
            break;
        };
        frame::encode(&first, &mut buffer);
        while buffer.len() < 1024 * 1024 {
            match outgoing.try_recv() {
                Ok(Some(body)) => frame::encode(&body, &mut buffer),
                Ok(None) => {
                    open = false;
                    break;
                }
                Err(_) => break,
            }
        }
        writer.write_all(&buffer).await?;
        writer.flush().await?;
        buffer.clear();
        buffer.shrink_to(1024 * 1024);
    }
    Ok(())
}

/// One message of the client.
enum Message {
    Call(Request),
    Answer(Response),
    /// No message of JSON-RPC: the id, where it can be read, and the error for the client.
    Bad(Id, Error),
}

fn message(bytes: &[u8]) -> Message {
    let value = match body::decode(bytes) {
        Ok(value) => value,
        Err(why) => return Message::Bad(Id::Null, parse_error(why)),
    };
    let id = value
        .get("id")
        .map(|id| serde_json::from_value::<Id>(id.clone()));
    let known = match &id {
        Some(Ok(id)) => id.clone(),
        _ => Id::Null,
    };
    if value.get("method").is_none()
        && (value.get("result").is_some() || value.get("error").is_some())
    {
        return Message::Answer(response(known, &value));
    }
    if matches!(id, Some(Err(_))) {
        return bad(known, "the id is neither a number nor a string");
    }
    if !value.get("method").is_some_and(Value::is_string) {
        return bad(
            known,
            "neither a request, nor a notification, nor an answer",
        );
    }
    match serde_json::from_value(value) {
        Ok(request) => Message::Call(request),
        Err(error) => bad(known, &error.to_string()),
    }
}

fn response(id: Id, value: &Value) -> Response {
    match value.get("error").filter(|error| !error.is_null()) {
        None => Response::from_ok(id, value.get("result").cloned().unwrap_or(json!(null))),
        Some(error) => {
            let code = error.get("code").and_then(Value::as_i64).unwrap_or(-32603);
            let mut told = Error::new(ErrorCode::from(code));
            if let Some(text) = error.get("message").and_then(Value::as_str) {
                told.message = text.to_string().into();
            }
            Response::from_error(id, told)
        }
    }
}

fn bad(id: Id, why: &str) -> Message {
    let mut error = Error::invalid_request();
    error.message = format!("Invalid request: {why}").into();
    Message::Bad(id, error)
}

fn parse_error(why: String) -> Error {
    let mut error = Error::parse_error();
    error.message = format!("Parse error: {why}").into();
    error
}
