//! A script played: keys pressed in real time, requests sent as an editor sends them, answers put on
//! the screen, and right ones accepted.

use super::Script;
use super::client::{Client, TraceError};
use super::figures::{Asked, Played};
use super::meter::Meter;
use super::screen::Screen;
use super::typist::{Key, Typist};
use crate::text::{Encoding, Text, position};
use serde_json::{Value, json};
use std::ops::Range;
use std::time::Duration;
use tokio::time::{Instant, sleep_until, timeout};

/// A text has to stand so long before its reader takes it, at a pace of 1.
const READ_MS: f64 = 250.0;
/// Shortest text that is worth a key of its own.
const WORTH: usize = 2;
/// Nobody types the moment that a file opens.
const LOOK: Duration = Duration::from_secs(3);
/// Waited for after the last key, for an answer that is still on its way.
const LAST: Duration = Duration::from_secs(5);

/// A request that has no answer yet.
struct Pending {
    id: u64,
    sent: Instant,
    calls: usize,
}

struct Desk<'a> {
    client: &'a mut Client,
    meter: &'a Meter,
    script: &'a Script,
    uri: String,
    text: Text,
    /// Byte behind which the cursor stands.
    cursor: usize,
    /// Bytes of the region that stand typed.
    typed: usize,
    version: u64,
    screen: Screen,
    pending: Option<Pending>,
    begun: Instant,
    played: Played,
}

/// Types a script's region. `pace` is the factor of the pauses; at 1 they are a person's.
pub async fn play(
    script: &Script,
    client: &mut Client,
    meter: &Meter,
    mut typist: Typist,
    pace: f64,
) -> Result<Played, TraceError> {
    let (before, after) = (
        &script.text[..script.region.start],
        &script.text[script.region.end..],
    );
    let mut desk = Desk {
        client,
        meter,
        script,
        uri: format!("file://{}", script.path.display()),
        text: Text::new(&format!("{before}{after}")),
        cursor: before.len(),
        typed: 0,
        version: 1,
        screen: Screen::default(),
        pending: None,
        begun: Instant::now(),
        played: Played::new(script, meter.count()),
    };
    desk.open().await?;
    desk.wait(Instant::now() + LOOK.mul_f64(pace)).await?;
    while desk.typed < script.region.len() {
        let rest = &script.text[script.region.start + desk.typed..script.region.end];
        let last = script.text[..script.region.start + desk.typed]
            .chars()
            .next_back();
        let stroke = typist.next(rest, last);
        desk.wait(Instant::now() + stroke.pause).await?;
        // One who sees the right text takes it instead of the key.
        if typist.sure() && stroke.key != Key::Back && desk.accept(READ_MS * pace).await? {
            continue;
        }
        desk.press(&stroke.key, typist.sure()).await?;
    }
    desk.finish().await
}

impl Desk<'_> {
    fn now(&self) -> f64 {
        self.begun.elapsed().as_secs_f64() * 1e3
    }

    async fn open(&mut self) -> Result<(), TraceError> {
        let item = json!({
            "uri": self.uri,
            "languageId": self.script.language,
            "version": self.version,
            "text": self.text.to_string(),
        });
        let params = json!({ "textDocument": item });
        self.client.notify("textDocument/didOpen", params).await
    }

    /// Takes answers in until a moment.
    async fn wait(&mut self, until: Instant) -> Result<(), TraceError> {
        loop {
            tokio::select! {
                biased;
                () = sleep_until(until) => return Ok(()),
                reply = self.client.reply() => {
                    let (id, result) = reply?;
                    self.answered(id, result.unwrap_or(Value::Null));
                }
            }
        }
    }

    async fn press(&mut self, key: &Key, sure: bool) -> Result<(), TraceError> {
        self.played.keys += 1;
        let now = self.now();
        self.screen.pressed(key, now);
        match key {
            Key::Text(text) => {
                self.edit(self.cursor..self.cursor, text).await?;
                self.typed += if sure { text.len() } else { 0 };
            }
            Key::Back => {
                let start = self.text.floor(self.cursor.saturating_sub(1));
                self.edit(start..self.cursor, "").await?;
            }
        }
        self.ask().await
    }

    /// Accepts the text on the screen if it is right and was there to be read.
    async fn accept(&mut self, read_ms: f64) -> Result<bool, TraceError> {
        let now = self.now();
        let region = &self.script.text[..self.script.region.end];
        let rest = &region[self.script.region.start + self.typed..];
        let text = match self.screen.ghost() {
            Some((text, true, since))
                if rest.starts_with(text) && text.len() >= WORTH && now - since >= read_ms =>
            {
                text.to_string()
            }
            _ => return Ok(false),
        };
        self.screen.clear(now);
        self.played.keys += 1;
        self.played.accepted += 1;
        self.played.saved += text.chars().count() - 1;
        // What it would replace around the cursor stands there as it should.
        self.edit(self.cursor..self.cursor, &text).await?;
        self.typed += text.len();
        let params = json!({ "command": "inglenook.accepted", "arguments": [] });
        self.client
            .request("workspace/executeCommand", params)
            .await?;
        self.ask().await?;
        Ok(true)
    }

    /// Replaces bytes of the document, here and there; the cursor goes behind them.
    async fn edit(&mut self, range: Range<usize>, with: &str) -> Result<(), TraceError> {
        let at = |offset| {
            let place = position::position(&self.text, offset, Encoding::Utf8);
            json!({ "line": place.line, "character": place.character })
        };
        let change = json!({
            "range": { "start": at(range.start), "end": at(range.end) },
            "text": with,
        });
        self.text.edit(range.clone(), with);
        self.cursor = range.start + with.len();
        self.version += 1;
        let document = json!({ "uri": self.uri, "version": self.version });
        let params = json!({ "textDocument": document, "contentChanges": [change] });
        self.client.notify("textDocument/didChange", params).await
    }

    /// Asks for a completion at the cursor; an older request is given up, as editors do.
    async fn ask(&mut self) -> Result<(), TraceError> {
        if let Some(old) = self.pending.take() {
            let params = json!({ "id": old.id });
            self.client.notify("$/cancelRequest", params).await?;
        }
        let place = position::position(&self.text, self.cursor, Encoding::Utf8);
        let params = json!({
            "textDocument": { "uri": self.uri },
            "position": { "line": place.line, "character": place.character },
            "context": { "triggerKind": 2 },
        });
        let calls = self.meter.count();
        let method = "textDocument/inlineCompletion";
        let id = self.client.request(method, params).await?;
        self.played.asked(Asked::at(&self.text, self.cursor));
        self.pending = Some(Pending {
            id,
            sent: Instant::now(),
            calls,
        });
        Ok(())
    }

    fn answered(&mut self, id: u64, result: Value) {
        let Some(pending) = self.pending.take_if(|pending| pending.id == id) else {
            return;
        };
        let waited = pending.sent.elapsed().as_secs_f64() * 1e3;
        let items = result.get("items").and_then(Value::as_array);
        let items = items.or_else(|| result.as_array());
        let text = items
            .and_then(|items| items.first())
            .map(|item| self.ghost(item));
        let text = text.unwrap_or_default();
        let calls = self.meter.calls();
        let made = calls.get(pending.calls..).unwrap_or_default();
        self.played.answered(waited, !text.is_empty(), made);
        let now = self.now();
        let truth = &self.script.text[self.script.region.start + self.typed..];
        self.screen.answered(&text, truth, now);
    }

    /// What an item would show at the cursor: its text without what stands around the cursor already.
    fn ghost(&self, item: &Value) -> String {
        let text = item["insertText"].as_str().unwrap_or_default();
        let place = |at: &Value| {
            let number = |name: &str| at[name].as_u64().and_then(|n| u32::try_from(n).ok());
            let place = position::Position {
                line: number("line")?,
                character: number("character")?,
            };
            Some(position::offset(&self.text, place, Encoding::Utf8))
        };
        let range = &item["range"];
        let start = place(&range["start"])
            .unwrap_or(self.cursor)
            .min(self.cursor);
        let end = place(&range["end"]).unwrap_or(self.cursor).max(self.cursor);
        let typed = self.text.slice(start..self.cursor);
        let behind = self.text.slice(self.cursor..end);
        let text = text.strip_prefix(typed.as_str()).unwrap_or(text);
        text.strip_suffix(behind.as_str())
            .unwrap_or(text)
            .to_string()
    }

    /// Waits for the last answer, closes the file and gives what was seen.
    async fn finish(mut self) -> Result<Played, TraceError> {
        let answered = async {
            while self.pending.is_some() {
                let (id, result) = self.client.reply().await?;
                self.answered(id, result.unwrap_or(Value::Null));
            }
            Ok::<(), TraceError>(())
        };
        // An answer that takes longer has nobody who waits for it.
        if let Ok(answered) = timeout(LAST, answered).await {
            answered?;
        }
        let now = self.now();
        self.screen.clear(now);
        let params = json!({ "textDocument": { "uri": self.uri } });
        self.client.notify("textDocument/didClose", params).await?;
        let calls = self.meter.calls();
        self.played.finish(self.screen.seen, now, calls);
        Ok(self.played)
    }
}
