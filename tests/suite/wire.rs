//! The real server process over its pipes: frames out, frames in, nothing understood. Holds no tests.

use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

/// Longest wait for one message. Generous: loading a model on a busy machine takes a while.
const PATIENCE: Duration = Duration::from_secs(300);

/// A server and what it has sent so far.
pub struct Wire {
    child: Child,
    input: Option<ChildStdin>,
    messages: Receiver<Value>,
    seen: Vec<Value>,
    next: u64,
}

impl Wire {
    /// Starts `command` (its streams are replaced).
    pub fn start(command: &mut Command) -> std::io::Result<Self> {
        Self::start_telling(command, Stdio::null())
    }

    /// The same, with a place for what it writes to standard error.
    pub fn start_telling(command: &mut Command, stderr: Stdio) -> std::io::Result<Self> {
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(stderr)
            .spawn()?;
        let mut output = BufReader::new(child.stdout.take().expect("it is piped"));
        let (sender, messages) = channel();
        std::thread::spawn(move || {
            while let Some(message) = frame(&mut output) {
                if sender.send(message).is_err() {
                    return;
                }
            }
        });
        Ok(Self {
            input: child.stdin.take(),
            child,
            messages,
            seen: Vec::new(),
            next: 0,
        })
    }

    /// The process's id.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Writes bytes as they are; false when the server has gone.
    pub fn raw(&mut self, bytes: &[u8]) -> bool {
        let input = self.input.as_mut().expect("the input is open");
        input.write_all(bytes).and_then(|()| input.flush()).is_ok()
    }

    fn send(&mut self, message: &Value) -> bool {
        let body = message.to_string();
        self.raw(format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes())
    }

    pub fn notify(&mut self, method: &str, params: Value) -> bool {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }))
    }

    /// Asks and waits; the whole reply, or `None` when the server ends first.
    pub fn ask(&mut self, method: &str, params: Value) -> Option<Value> {
        self.next += 1;
        let id = self.next;
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        self.wait(|message| message["id"] == id && message.get("method").is_none())
    }

    /// Waits for a message, also among those that came before. Requests of the server are answered
    /// with null.
    pub fn wait(&mut self, wanted: impl Fn(&Value) -> bool) -> Option<Value> {
        if let Some(message) = self.seen.iter().find(|message| wanted(message)) {
            return Some(message.clone());
        }
        let until = Instant::now() + PATIENCE;
        loop {
            let left = until.saturating_duration_since(Instant::now());
            let message = self.messages.recv_timeout(left).ok()?;
            if message.get("method").is_some() && message.get("id").is_some() {
                self.send(&json!({ "jsonrpc": "2.0", "id": message["id"], "result": null }));
            }
            self.seen.push(message.clone());
            if wanted(&message) {
                return Some(message);
            }
        }
    }

    /// Closes the input and waits for the end.
    pub fn end(mut self) -> ExitStatus {
        drop(self.input.take());
        let until = Instant::now() + PATIENCE;
        while Instant::now() < until {
            if let Some(status) = self.child.try_wait().expect("it is our child") {
                return status;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        self.child.kill().expect("it is our child");
        panic!("the server did not end; it had sent {:#?}", self.seen);
    }
}

/// One message, or `None` at the end of the stream.
fn frame(output: &mut impl BufRead) -> Option<Value> {
    let mut length = None;
    loop {
        let mut line = String::new();
        output.read_line(&mut line).ok().filter(|read| *read > 0)?;
        match line.trim_end().split_once(": ") {
            Some((name, value)) if name.eq_ignore_ascii_case("content-length") => {
                length = value.parse().ok();
            }
            Some(_) => {}
            None => break,
        }
    }
    let mut body = vec![0; length?];
    output.read_exact(&mut body).ok()?;
    serde_json::from_slice(&body).ok()
}
