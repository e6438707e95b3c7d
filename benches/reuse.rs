//! Time from a request to its reply where the text was shown before and is being typed through, through
//! the whole server over a pipe; no model is asked. The limit is 5 ms for 95 of 100.
//! `cargo bench --no-default-features --bench reuse`.

use inglenook::config::Options;
use inglenook::lsp::{self, Settled, Setup};
use inglenook::model::scripted::Scripted;
use inglenook::model::{Catalog, Engine, Lane, Slot, Stage};
use inglenook::syntax::Languages;
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader, DuplexStream};
use tokio::io::{ReadHalf, WriteHalf};

/// Lines of the document before the cursor: a large file.
const LINES: usize = 2_000;
/// Times that the text is typed through.
const ROUNDS: usize = 50;
const LIMIT: Duration = Duration::from_millis(5);
const ANSWER: &str = ".checked_add(second).and_then(read).unwrap_or(third);";
/// Column behind the word that it follows.
const COLUMN: usize = 9;
const URI: &str = "file:///project/src/lib.rs";

struct Client {
    writer: WriteHalf<DuplexStream>,
    reader: BufReader<ReadHalf<DuplexStream>>,
    id: i64,
}

impl Client {
    async fn send(&mut self, mut message: Value) {
        message["jsonrpc"] = json!("2.0");
        let body = message.to_string();
        let text = format!("Content-Length: {}\r\n\r\n{body}", body.len());
        self.writer
            .write_all(text.as_bytes())
            .await
            .expect("the server reads");
    }

    async fn receive(&mut self) -> Value {
        let mut length = 0;
        loop {
            let mut line = String::new();
            self.reader
                .read_line(&mut line)
                .await
                .expect("the server lives");
            if let Some(value) = line.strip_prefix("Content-Length: ") {
                length = value.trim().parse().expect("a number");
            }
            if line == "\r\n" {
                break;
            }
        }
        let mut body = vec![0; length];
        self.reader
            .read_exact(&mut body)
            .await
            .expect("whole bodies");
        serde_json::from_slice(&body).expect("JSON")
    }

    async fn call(&mut self, method: &str, params: Value) -> Value {
        self.id += 1;
        let id = self.id;
        self.send(json!({ "id": id, "method": method, "params": params }))
            .await;
        loop {
            let message = self.receive().await;
            if message["id"] == id && message.get("method").is_none() {
                return message["result"].clone();
            }
        }
    }

    async fn notify(&mut self, method: &str, params: Value) {
        self.send(json!({ "method": method, "params": params }))
            .await;
    }

    async fn change(&mut self, line: usize, from: usize, to: usize, text: &str) {
        let place = |character: usize| json!({ "line": line, "character": character });
        let change = json!({ "range": { "start": place(from), "end": place(to) }, "text": text });
        let document = json!({ "uri": URI, "version": 2 });
        let params = json!({ "textDocument": document, "contentChanges": [change] });
        self.notify("textDocument/didChange", params).await;
    }

    async fn inline(&mut self, line: usize, character: usize) -> Value {
        let params = json!({
            "textDocument": { "uri": URI },
            "position": { "line": line, "character": character },
            "context": { "triggerKind": 2 },
        });
        self.call("textDocument/inlineCompletion", params).await
    }
}

fn setup(model: Arc<Scripted>) -> Setup {
    let families = Catalog::embedded().expect("the embedded families are valid");
    let family = families.family("qwen2-coder").expect("the default").clone();
    let options = || {
        let mut options = Options::default();
        options.completion.debounce_ms = 0;
        options.completion.rest_ms = 0;
        options.completion.follow_up = false;
        options
    };
    Setup {
        languages: Languages::embedded().expect("the embedded languages are valid"),
        configure: Arc::new(move |_, _| {
            Ok(Settled {
                options: options(),
                notes: Vec::new(),
            })
        }),
        start: Arc::new(move |_, slot: Slot| {
            let model = model.clone();
            slot.set(Stage::Ready(Engine {
                lane: Lane::new(model.clone()),
                family: family.clone(),
                model,
            }));
        }),
        cache: None,
        data: None,
    }
}

#[tokio::main]
async fn main() {
    let model = Arc::new(Scripted::new(|_| ANSWER.into()));
    let (near, far) = tokio::io::duplex(1 << 20);
    let (reader, writer) = tokio::io::split(far);
    tokio::spawn(lsp::serve(setup(model.clone()), reader, writer));
    let (reader, writer) = tokio::io::split(near);
    let mut client = Client {
        writer,
        reader: BufReader::new(reader),
        id: 0,
    };
    client
        .call("initialize", json!({ "capabilities": {} }))
        .await;
    client.notify("initialized", json!({})).await;
    let before = "fn add(a: u32, b: u32) -> u32 {\n    a + b\n}\n\n".repeat(LINES / 4);
    let text = format!("{before}fn f() {{\n    first\n}}\n");
    let item = json!({ "uri": URI, "languageId": "rust", "version": 1, "text": text });
    client
        .notify("textDocument/didOpen", json!({ "textDocument": item }))
        .await;
    let line = LINES + 1;
    // The model answers once.
    while client.inline(line, COLUMN).await.is_null() {}
    let asked = model.requests().len();
    let mut times = Vec::new();
    for _ in 0..ROUNDS {
        for (typed, letter) in ANSWER[..ANSWER.len() - 1].char_indices() {
            let column = COLUMN + typed;
            client
                .change(line, column, column, &letter.to_string())
                .await;
            let began = Instant::now();
            let result = client.inline(line, column + 1).await;
            times.push(began.elapsed());
            let text = result["items"][0]["insertText"].as_str();
            let left = text.is_some_and(|text| text.ends_with(&ANSWER[typed + 1..]));
            assert!(left, "{typed}: {result}");
        }
        client
            .change(line, COLUMN, COLUMN + ANSWER.len() - 1, "")
            .await;
    }
    assert_eq!(model.requests().len(), asked, "the model was asked again");
    times.sort();
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
    let (p50, p95) = (at(0.5), at(0.95));
    println!(
        "typed through, {LINES} lines, {} replies: p50 {p50:.2?}, p95 {p95:.2?}, most {:.2?}",
        times.len(),
        at(1.0)
    );
    assert!(p95 < LIMIT, "over the limit of {LIMIT:?}");
}
