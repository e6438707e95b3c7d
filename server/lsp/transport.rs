//! The loop between a byte stream and the service: one reader, one writer task, a task a request.
//! Knows JSON-RPC, the order of messages and exit codes; no documents and no methods but the
//! lifecycle's.

use super::frame::{self, Frame, Frames};
use futures::{FutureExt, SinkExt, StreamExt};
use serde_json::{Value, json};
use std::panic::AssertUnwindSafe;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt};
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;
use tower_lsp::jsonrpc::{Error, ErrorCode, Id, Request, Response};
use tower_lsp::{ClientSocket, ExitedError};
use tower_service::Service;

/// Time that the last answers have to be written at the end.
const FLUSH: Duration = Duration::from_secs(1);

/// A message on its way out, or the end of the stream.
type Out = mpsc::UnboundedSender<Option<Vec<u8>>>;

/// Serves until `exit`, the end of the input, or `end`. Gives the exit code: 0 when `shutdown` came
/// first, else 1.
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
    let (mut requests, mut answers) = socket.split();
    let (out, outgoing) = mpsc::unbounded_channel();
    let writing = tokio::spawn(write(writer, outgoing));
    let to_client = out.clone();
    let forwarding = tokio::spawn(async move {
        while let Some(request) = requests.next().await {
            send(&to_client, &request);
        }
    });
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
            Frame::Bad(why) => Message::Bad(Id::Null, parse_error(why)),
            Frame::Body(body) => message(&body),
        };
        match message {
            Message::Bad(id, error) => send(&out, &Response::from_error(id, error)),
            // The client's answers; one that nobody waits for is dropped there.
            Message::Answer(answer) => {
                let sent = AssertUnwindSafe(answers.send(answer))
                    .catch_unwind()
                    .now_or_never();
                if !matches!(sent, Some(Ok(Ok(())))) {
                    eprintln!("an answer of the client could not be delivered");
                }
            }
            Message::Call(request) => {
                let last = request.method() == "exit";
                shut_down |= request.method() == "shutdown" && request.id().is_some();
                call(&mut service, request, &out, &mut running).await;
                if last {
                    break;
                }
            }
        }
    }
    running.abort_all();
    forwarding.abort();
    // The writer ends here even when an aborted handler still holds a sender.
    if out.send(None).is_ok() && tokio::time::timeout(FLUSH, writing).await.is_err() {
        eprintln!("the last answers could not be written in time");
    }
    u8::from(!shut_down)
}

/// Calls the service and sees to it that a request gets exactly one answer. `initialize` and
/// notifications are done when this returns; other requests run on.
async fn call<S>(service: &mut S, request: Request, out: &Out, running: &mut JoinSet<()>)
where
    S: Service<Request, Response = Option<Response>, Error = ExitedError>,
    S::Future: Send + 'static,
{
    let id = request.id().cloned();
    let method = request.method().to_string();
    let Ok(future) = std::panic::catch_unwind(AssertUnwindSafe(|| service.call(request))) else {
        eprintln!("a fault in {method}; the server goes on");
        answer(out, id, Some(Error::internal_error()), None);
        return;
    };
    let work = handle(future, id.clone(), method.clone(), out.clone());
    match method.as_str() {
        "initialize" => work.await,
        // Polled once, in the reader: the request to cancel may be the one that everything waits for.
        "$/cancelRequest" => {
            work.now_or_never();
        }
        _ => {
            running.spawn(work);
        }
    }
}

/// Runs a handler to its end and answers, whatever becomes of it.
async fn handle<F>(future: F, id: Option<Id>, method: String, out: Out)
where
    F: Future<Output = Result<Option<Response>, ExitedError>>,
{
    match AssertUnwindSafe(future).catch_unwind().await {
        Ok(Ok(Some(response))) => answer(&out, id, None, Some(response)),
        // The service swallows unknown `$/` requests, but a request wants its answer.
        Ok(Ok(None)) => answer(&out, id, Some(Error::method_not_found()), None),
        Ok(Err(_)) => answer(&out, id, Some(Error::invalid_request()), None),
        Err(_) => {
            eprintln!("a fault in {method}; the server goes on");
            answer(&out, id, Some(Error::internal_error()), None);
        }
    }
}

/// Sends the answer of a request; a notification gets none.
fn answer(out: &Out, id: Option<Id>, error: Option<Error>, response: Option<Response>) {
    let Some(id) = id else { return };
    match (response, error) {
        (Some(response), _) => send(out, &response),
        (None, error) => send(
            out,
            &Response::from_error(id, error.unwrap_or_else(Error::internal_error)),
        ),
    }
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

fn message(body: &[u8]) -> Message {
    let value = match frame::decode(body) {
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
