//! The editor's end of a pipe to the server: messages with their headers, replies by id. Knows the
//! few methods that a typist needs.

use serde_json::{Value, json};
use tokio::io::{
    AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader, DuplexStream,
    WriteHalf,
};
use tokio::sync::mpsc;

/// Why a trace could not be played.
#[derive(Debug, thiserror::Error)]
pub enum TraceError {
    #[error("the server hung up")]
    Closed,
    #[error("the server refused {method}: {why}")]
    Refused { method: &'static str, why: String },
    #[error("the pipe to the server broke: {0}")]
    Pipe(#[from] std::io::Error),
}

/// An editor without a screen.
pub struct Client {
    writer: WriteHalf<DuplexStream>,
    incoming: mpsc::UnboundedReceiver<Value>,
    last_id: u64,
}

impl Client {
    /// Begins to read; says nothing yet. Call it inside a tokio runtime.
    pub fn new(stream: DuplexStream) -> Self {
        let (reader, writer) = tokio::io::split(stream);
        let (sender, incoming) = mpsc::unbounded_channel();
        tokio::spawn(async move {
            // The reader ends with the server, and the channel with the reader.
            read(BufReader::new(reader), &sender).await.ok();
        });
        Self {
            writer,
            incoming,
            last_id: 0,
        }
    }

    /// Says hello for a project.
    pub async fn begin(&mut self, root: &str) -> Result<(), TraceError> {
        let capabilities = json!({
            "general": { "positionEncodings": ["utf-8"] },
            "textDocument": { "inlineCompletion": {} },
        });
        let params = json!({
            "processId": null,
            "rootUri": root,
            "workspaceFolders": [{ "uri": root, "name": "project" }],
            "capabilities": capabilities,
        });
        let answer = self.call("initialize", params).await?;
        if answer["capabilities"]["positionEncoding"] != "utf-8" {
            let why = "it does not count positions in bytes".into();
            let method = "initialize";
            return Err(TraceError::Refused { method, why });
        }
        self.notify("initialized", json!({})).await
    }

    /// Says goodbye.
    pub async fn end(mut self) -> Result<(), TraceError> {
        self.call("shutdown", Value::Null).await?;
        self.notify("exit", Value::Null).await
    }

    pub async fn notify(&mut self, method: &str, params: Value) -> Result<(), TraceError> {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }))
            .await
    }

    /// Sends a request; gives its id.
    pub async fn request(&mut self, method: &str, params: Value) -> Result<u64, TraceError> {
        self.last_id += 1;
        let id = self.last_id;
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }))
            .await?;
        Ok(id)
    }

    /// The next reply to a request of ours: its id, and its result or error. Requests of the server
    /// are answered with null on the way. Safe to be dropped while it waits.
    pub async fn reply(&mut self) -> Result<(u64, Result<Value, Value>), TraceError> {
        loop {
            let message = self.incoming.recv().await.ok_or(TraceError::Closed)?;
            let asked = message.get("method").is_some();
            match (asked, message.get("id")) {
                (true, Some(id)) => {
                    let many = message["params"]["items"].as_array().map_or(0, Vec::len);
                    let result = match message["method"].as_str() {
                        Some("workspace/configuration") => json!(vec![Value::Null; many]),
                        _ => Value::Null,
                    };
                    self.send(&json!({ "jsonrpc": "2.0", "id": id, "result": result }))
                        .await?;
                }
                (false, Some(id)) => {
                    let result = match message.get("error") {
                        Some(error) => Err(error.clone()),
                        None => Ok(message["result"].clone()),
                    };
                    return Ok((id.as_u64().unwrap_or_default(), result));
                }
                (_, None) => {}
            }
        }
    }

    async fn call(&mut self, method: &'static str, params: Value) -> Result<Value, TraceError> {
        let id = self.request(method, params).await?;
        loop {
            let (of, result) = self.reply().await?;
            if of == id {
                let refused = |why: Value| TraceError::Refused {
                    method,
                    why: why["message"].as_str().unwrap_or_default().into(),
                };
                return result.map_err(refused);
            }
        }
    }

    async fn send(&mut self, message: &Value) -> Result<(), TraceError> {
        let body = message.to_string();
        let whole = format!("Content-Length: {}\r\n\r\n{body}", body.len());
        Ok(self.writer.write_all(whole.as_bytes()).await?)
    }
}

async fn read(
    mut reader: BufReader<impl AsyncRead + Unpin>,
    sender: &mpsc::UnboundedSender<Value>,
) -> std::io::Result<()> {
    loop {
        let mut length = 0;
        loop {
            let mut line = String::new();
            if reader.read_line(&mut line).await? == 0 {
                return Ok(());
            }
            if line.trim().is_empty() {
                break;
            }
            if let Some(value) = line.strip_prefix("Content-Length:") {
                length = value.trim().parse().map_err(std::io::Error::other)?;
            }
        }
        let mut body = vec![0; length];
        reader.read_exact(&mut body).await?;
        let message = serde_json::from_slice(&body).map_err(std::io::Error::other)?;
        if sender.send(message).is_err() {
            return Ok(());
        }
    }
}

/// Both ends of a pipe: ours, and the server's as reader and writer.
pub fn pipe() -> (
    DuplexStream,
    impl AsyncRead + Unpin,
    impl AsyncWrite + Unpin + Send,
) {
    let (near, far) = tokio::io::duplex(1 << 16);
    let (reader, writer) = tokio::io::split(far);
    (near, reader, writer)
}
