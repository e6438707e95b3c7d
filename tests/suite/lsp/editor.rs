//! An editor in memory: speaks to the real server over a pipe, message by message.

use inglenook::lsp::{self, Setup};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::time::Duration;
use tokio::io::{
    AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader, DuplexStream, ReadHalf, WriteHalf,
};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

/// Far above what any step takes: it only keeps a broken server from hanging the tests.
const PATIENCE: Duration = Duration::from_secs(30);

/// Uri of the document that most tests use.
pub const URI: &str = "file:///project/src/lib.rs";

/// The editor's end of the pipe.
pub struct Editor {
    writer: WriteHalf<DuplexStream>,
    incoming: mpsc::UnboundedReceiver<Value>,
    server: JoinHandle<u8>,
    last_id: i64,
    replies: HashMap<String, Vec<Value>>,
    notifications: Vec<Value>,
    /// What the editor answers to requests of the server, by method; null to all others.
    pub answers: HashMap<&'static str, Value>,
    /// Requests of the server that stay unanswered.
    pub silent: Vec<&'static str>,
    /// Methods of all requests of the server so far.
    pub asked: Vec<Value>,
}

impl Editor {
    /// Connects, and says nothing yet.
    pub fn connect(setup: Setup) -> Self {
        let (near, far) = tokio::io::duplex(1 << 16);
        let (far_reader, far_writer) = tokio::io::split(far);
        let server = tokio::spawn(lsp::serve(setup, far_reader, far_writer));
        let (reader, writer) = tokio::io::split(near);
        let (sender, incoming) = mpsc::unbounded_channel();
        tokio::spawn(read(reader, sender));
        Self {
            writer,
            incoming,
            server,
            last_id: 0,
            replies: HashMap::new(),
            notifications: Vec::new(),
            answers: HashMap::new(),
            silent: Vec::new(),
            asked: Vec::new(),
        }
    }

    /// Connects and initializes.
    pub async fn start(setup: Setup, capabilities: Value) -> Self {
        let mut editor = Self::connect(setup);
        let params = json!({ "processId": null, "capabilities": capabilities });
        editor.call("initialize", params).await;
        editor.notify("initialized", json!({})).await;
        editor
    }

    pub async fn bytes(&mut self, bytes: &[u8]) {
        self.writer
            .write_all(bytes)
            .await
            .expect("the server reads");
    }

    /// Sends a body with its header.
    pub async fn body(&mut self, body: &[u8]) {
        let header = format!("Content-Length: {}\r\n\r\n", body.len());
        self.bytes(&[header.as_bytes(), body].concat()).await;
    }

    pub async fn send(&mut self, mut message: Value) {
        message["jsonrpc"] = json!("2.0");
        self.body(message.to_string().as_bytes()).await;
    }

    pub async fn notify(&mut self, method: &str, params: Value) {
        self.send(json!({ "method": method, "params": params }))
            .await;
    }

    /// Sends a request and gives its id.
    pub async fn request(&mut self, method: &str, params: Value) -> Value {
        self.last_id += 1;
        let id = json!(self.last_id);
        self.send(json!({ "id": id, "method": method, "params": params }))
            .await;
        id
    }

    /// The whole reply to a request.
    pub async fn reply(&mut self, id: &Value) -> Value {
        let key = id.to_string();
        loop {
            if let Some(replies) = self.replies.get_mut(&key)
                && !replies.is_empty()
            {
                return replies.remove(0);
            }
            self.receive().await;
        }
    }

    /// Sends a request and gives its result; an error of the server is one of the test.
    pub async fn call(&mut self, method: &str, params: Value) -> Value {
        let id = self.request(method, params).await;
        let reply = self.reply(&id).await;
        assert!(reply.get("error").is_none(), "{method}: {reply}");
        reply["result"].clone()
    }

    /// The parameters of the next notification of a method.
    pub async fn notification(&mut self, method: &str) -> Value {
        loop {
            let at = self
                .notifications
                .iter()
                .position(|message| message["method"] == method);
            if let Some(at) = at {
                return self.notifications.remove(at)["params"].clone();
            }
            self.receive().await;
        }
    }

    /// Notifications of a method that have come so far.
    pub fn seen(&self, method: &str) -> Vec<Value> {
        let of = |message: &&Value| message["method"] == method;
        self.notifications
            .iter()
            .filter(of)
            .map(|message| message["params"].clone())
            .collect()
    }

    /// Replies that nobody has asked for.
    pub fn left_over(&self) -> usize {
        self.replies.values().map(Vec::len).sum()
    }

    /// Opens a document as version 1.
    pub async fn open(&mut self, uri: &str, language: &str, text: &str) {
        let item = json!({ "uri": uri, "languageId": language, "version": 1, "text": text });
        self.notify("textDocument/didOpen", json!({ "textDocument": item }))
            .await;
    }

    /// Edits a document.
    pub async fn change(&mut self, uri: &str, version: i64, changes: Value) {
        let document = json!({ "uri": uri, "version": version });
        let params = json!({ "textDocument": document, "contentChanges": changes });
        self.notify("textDocument/didChange", params).await;
    }

    /// The text as the server holds it.
    pub async fn text(&mut self, uri: &str) -> Value {
        self.call("inglenook/text", json!({ "textDocument": { "uri": uri } }))
            .await
    }

    /// `shutdown` and `exit`; the exit code.
    pub async fn finish(mut self) -> u8 {
        assert_eq!(self.call("shutdown", Value::Null).await, Value::Null);
        self.notify("exit", Value::Null).await;
        self.ended().await
    }

    /// The exit code of a server that ends by itself.
    pub async fn ended(self) -> u8 {
        let ended = tokio::time::timeout(PATIENCE, self.server).await;
        ended
            .expect("the server ends")
            .expect("the server does not panic")
    }

    /// Hangs up; the exit code.
    pub async fn hang_up(mut self) -> u8 {
        self.writer.shutdown().await.expect("the pipe is open");
        self.ended().await
    }

    /// Takes in one message.
    pub async fn receive(&mut self) {
        let message = tokio::time::timeout(PATIENCE, self.incoming.recv()).await;
        let message = message
            .expect("the server answers")
            .expect("the server lives");
        let method = message
            .get("method")
            .and_then(Value::as_str)
            .map(str::to_string);
        match (method, message.get("id")) {
            (None, id) => {
                let key = id.unwrap_or(&Value::Null).to_string();
                self.replies.entry(key).or_default().push(message);
            }
            (Some(_), None) => self.notifications.push(message),
            (Some(method), Some(id)) => {
                let id = id.clone();
                self.asked.push(message);
                if !self.silent.contains(&method.as_str()) {
                    let result = self
                        .answers
                        .get(method.as_str())
                        .cloned()
                        .unwrap_or_default();
                    self.send(json!({ "id": id, "result": result })).await;
                }
            }
        }
    }
}

async fn read(reader: ReadHalf<DuplexStream>, sender: mpsc::UnboundedSender<Value>) {
    let mut reader = BufReader::new(reader);
    loop {
        let mut length = 0;
        loop {
            let mut line = String::new();
            if reader.read_line(&mut line).await.unwrap_or(0) == 0 {
                return;
            }
            if line == "\r\n" {
                break;
            }
            let value = line
                .strip_prefix("Content-Length: ")
                .expect("our one header");
            length = value.trim().parse().expect("a number");
        }
        let mut body = vec![0; length];
        reader.read_exact(&mut body).await.expect("whole bodies");
        let message = serde_json::from_slice(&body).expect("valid JSON");
        if sender.send(message).is_err() {
            return;
        }
    }
}
