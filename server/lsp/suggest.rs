//! One completion for inline completion and for the popup: the gates, the pause, the request, and
//! whether its answer may still be shown. What a completion is, `complete` knows.

use super::arrival::Arrival;
use super::protocol::SelectedCompletion;
use super::session::Session;
use super::{configuration, convert, loading, project, warm};
use crate::complete::{self, Target};
use crate::text::{Encoding, Position, Text, position};
use crate::workspace::{Change, Snapshot};
use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;
use tower_lsp::lsp_types::MessageType;

/// What is asked for.
pub struct Ask {
    pub place: Position,
    /// Asked for by typing, not by the user.
    pub automatic: bool,
    pub selected: Option<SelectedCompletion>,
}

/// Text that replaces bytes of the snapshot, on the cursor's line.
#[derive(Debug, PartialEq)]
pub struct Suggestion {
    pub text: String,
    pub range: Range<usize>,
}

impl Suggestion {
    /// The same, replacing from the start of the word before the cursor: editors show ghost text and
    /// filter popups by the text that the range covers, so a word that is still being typed stays in it.
    pub fn with_word(self, text: &Text) -> Self {
        let cursor = self.range.start;
        let line = text.line_range(text.line_of(cursor)).start;
        let before = text.slice(line..cursor);
        let is_word = |character: char| character.is_alphanumeric() || character == '_';
        let start = line + before.trim_end_matches(is_word).len();
        if cursor <= start {
            return self;
        }
        Self {
            text: text.slice(start..cursor) + &self.text,
            range: start..self.range.end,
        }
    }
}

/// Completes in the document of the arrival. `None` when there is nothing to show, the model is not
/// ready, the document is private, or it has moved on meanwhile. Dropping the future stops the engine.
pub async fn suggest(session: &Arc<Session>, arrival: &Arrival, ask: Ask) -> Option<Suggestion> {
    let snapshot = arrival.snapshot.as_ref()?;
    let turn = arrival.turn()?;
    let asked = warm::asked(session, snapshot, ask.place);
    let suggestion = tokio::select! {
        biased;
        () = turn.over() => return None,
        suggestion = complete(session, snapshot, ask) => suggestion,
    };
    asked.answered();
    let suggestion = suggestion?;
    let now = session.workspace.snapshot(&snapshot.uri)?;
    now.is(snapshot).then_some(suggestion)
}

async fn complete(session: &Arc<Session>, snapshot: &Snapshot, ask: Ask) -> Option<Suggestion> {
    let current = configuration::current(session);
    let options = &current.options;
    if !options.completion.enabled || snapshot.inactive.is_some() {
        return None;
    }
    if let Some(why) = current
        .privacy
        .excluded(&convert::judged_path(&snapshot.uri))
    {
        excluded(session, snapshot, &why);
        return None;
    }
    let engine = loading::engine(session)?;
    if ask.automatic {
        tokio::time::sleep(Duration::from_millis(options.completion.debounce_ms)).await;
    }
    let encoding = session.client().encoding;
    let view = View::new(snapshot, ask, encoding);
    let context = project::around(session, &view.snapshot, view.offset).await;
    let target = Target {
        context: Some(&context),
        ..Target::new(&view.snapshot, view.offset)
    };
    match complete::run(&engine, options, target).await {
        Ok(completion) => {
            let completion = completion?;
            view.fit(completion.text, completion.range)
        }
        Err(crate::model::ModelError::Superseded) => None,
        Err(error) => {
            if session.once(format!("model: {error}")) {
                let text = format!("inglenook: no completion: {error}");
                session.outbox.log(MessageType::ERROR, text);
            }
            None
        }
    }
}

fn excluded(session: &Session, snapshot: &Snapshot, why: &str) {
    if session.once(format!("excluded: {}", snapshot.uri)) {
        let name = convert::judged_path(&snapshot.uri);
        let text = format!(
            "inglenook: no completions in {}: {why}, so it never reaches the model",
            name.display()
        );
        session.outbox.log(MessageType::INFO, text);
    }
}

/// The document as it is completed: with the popup's selected item put in, when there is one.
struct View {
    snapshot: Snapshot,
    offset: usize,
    /// Bytes of the real document that the item replaces, and the item's text.
    selected: Option<(Range<usize>, String)>,
}

impl View {
    fn new(snapshot: &Snapshot, ask: Ask, encoding: Encoding) -> Self {
        let offset = |place| position::offset(&snapshot.text, place, encoding);
        let Some(SelectedCompletion { range, text }) = ask.selected else {
            return Self {
                snapshot: snapshot.clone(),
                offset: offset(ask.place),
                selected: None,
            };
        };
        let change = Change {
            range: Some((range.start, range.end)),
            text: text.clone(),
        };
        let start = offset(range.start);
        Self {
            snapshot: snapshot.with(&change, encoding),
            offset: start + text.len(),
            selected: Some((start..offset(range.end).max(start), text)),
        }
    }

    /// The completion in terms of the real document. With a selected item the editor shows it only if
    /// it has the item's range and starts with the item's text.
    fn fit(&self, text: String, range: Range<usize>) -> Option<Suggestion> {
        let Some((replaced, item)) = &self.selected else {
            return Some(Suggestion { text, range }.with_word(&self.snapshot.text));
        };
        if range.end != self.offset {
            return None;
        }
        let first = range.start.min(replaced.start);
        let before = self.snapshot.text.slice(first..range.start);
        let whole = before + &text;
        let outside = self.snapshot.text.slice(first..replaced.start);
        let inside = whole.strip_prefix(&outside)?;
        inside.starts_with(item.as_str()).then(|| Suggestion {
            text: inside.to_string(),
            range: replaced.clone(),
        })
    }
}
