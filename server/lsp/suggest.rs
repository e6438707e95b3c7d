//! Completions for inline completion and for the popup: the gates, the request, and whether its answer
//! may still be shown. What a completion is and when the model is asked, `complete` knows.

use super::arrival::Arrival;
use super::protocol::SelectedCompletion;
use super::session::Session;
use super::{configuration, convert, learn, loading, project, warm};
use crate::complete::live::{Question, Source};
use crate::complete::{self, Completion, Target};
use crate::config::Options;
use crate::model::{Engine, ModelError};
use crate::text::{Encoding, Position, Text, position};
use crate::workspace::{Change, Snapshot};
use std::ops::Range;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tower_lsp::lsp_types::MessageType;

/// Time for the second and the third choice after the first has come.
const PATIENCE: Duration = Duration::from_secs(2);

/// What is asked for.
pub struct Ask {
    pub place: Position,
    /// Asked for by typing, not by the user.
    pub automatic: bool,
    /// More than one answer is welcome.
    pub choices: bool,
    pub selected: Option<SelectedCompletion>,
}

/// Text that replaces bytes of the snapshot, on the cursor's line.
#[derive(Debug, PartialEq)]
pub struct Suggestion {
    pub text: String,
    pub range: Range<usize>,
    /// What the editor tells back when it is accepted.
    pub number: Option<u64>,
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
            ..self
        }
    }
}

/// Completes in the document of the arrival; the likeliest comes first. Empty when there is nothing to
/// show, the model is not ready, the document is private, or it has moved on meanwhile. Dropping the
/// future leaves the model's work to the next request, and stops it when none comes.
pub async fn suggest(session: &Arc<Session>, arrival: &Arrival, ask: Ask) -> Vec<Suggestion> {
    let (Some(snapshot), Some(turn)) = (arrival.snapshot.as_ref(), arrival.turn()) else {
        return Vec::new();
    };
    let asked = warm::asked(session, snapshot, ask.place);
    let suggestions = tokio::select! {
        biased;
        () = turn.over() => return Vec::new(),
        suggestions = complete(session, snapshot, ask) => suggestions,
    };
    asked.answered();
    learn::take(session);
    let now = session.workspace.snapshot(&snapshot.uri);
    if now.is_some_and(|now| now.is(snapshot)) {
        suggestions
    } else {
        Vec::new()
    }
}

async fn complete(session: &Arc<Session>, snapshot: &Snapshot, ask: Ask) -> Vec<Suggestion> {
    let current = configuration::of(session, &snapshot.uri);
    let options = &current.options;
    if !options.completion.enabled || snapshot.inactive.is_some() {
        return Vec::new();
    }
    if let Some(why) = current
        .privacy
        .excluded(&convert::judged_path(&snapshot.uri))
    {
        excluded(session, snapshot, &why);
        return Vec::new();
    }
    let Some(engine) = loading::engine(session) else {
        return Vec::new();
    };
    let answered = if ask.selected.is_some() {
        beside_popup(session, &engine, options, snapshot, ask).await
    } else {
        in_document(session, &engine, options, snapshot, ask).await
    };
    match answered {
        Ok(suggestions) => suggestions,
        Err(ModelError::Superseded) => Vec::new(),
        Err(error) => {
            if session.once(format!("model: {error}")) {
                let text = format!("inglenook: no completion: {error}");
                session.outbox.log(MessageType::ERROR, text);
            }
            Vec::new()
        }
    }
}

/// The completion at the cursor, with all that is remembered from before.
async fn in_document(
    session: &Arc<Session>,
    engine: &Engine,
    options: &Options,
    snapshot: &Snapshot,
    ask: Ask,
) -> Result<Vec<Suggestion>, ModelError> {
    let text = &snapshot.text;
    let began = Instant::now();
    let offset = position::offset(text, ask.place, session.client().encoding);
    // What was answered before needs nothing of the project, nor does a prompt that only grows.
    let known = session.live.knows(engine, snapshot, offset)
        || project::frame(session, engine, snapshot, offset).is_some();
    let context = match known {
        true => None,
        false => Some(project::around(session, snapshot, offset).await),
    };
    let question = Question {
        engine,
        options,
        target: Target {
            context: context.as_deref(),
            ..Target::new(snapshot, offset)
        },
        automatic: ask.automatic,
    };
    let Some(offer) = session.live.ask(&question).await? else {
        return Ok(Vec::new());
    };
    if options.completion.log {
        let told = told(snapshot, ask.place, &offer.completion, offer.source, began);
        session.outbox.log(MessageType::LOG, told);
    }
    let others = if ask.choices && options.completion.choices > 1 {
        session.live.others(&question, &offer, PATIENCE).await
    } else {
        Vec::new()
    };
    let first = (offer.completion, Some(offer.number));
    let all = std::iter::once(first).chain(others.into_iter().map(|other| (other, None)));
    let suggestions = all.map(|(completion, number)| {
        let Completion { text, range, .. } = completion;
        let suggestion = Suggestion {
            text,
            range,
            number,
        };
        suggestion.with_word(&snapshot.text)
    });
    Ok(suggestions.collect())
}

/// One line about an answer: where it came from, tokens and time.
fn told(
    snapshot: &Snapshot,
    place: Position,
    completion: &Completion,
    source: Source,
    began: Instant,
) -> String {
    let name = convert::judged_path(&snapshot.uri);
    let ms = began.elapsed().as_secs_f64() * 1e3;
    let place = format!("{}:{}", name.display(), place.line + 1);
    let usage = completion.usage;
    let from = match source {
        Source::Kept => return format!("inglenook: {place}: kept answer, {ms:.1} ms"),
        Source::Joined => "answer on its way",
        Source::Model => "new answer",
    };
    let sure = completion.confidence;
    let sure = sure.map_or_else(String::new, |sure| format!(", {:.0} % sure", sure * 100.0));
    format!(
        "inglenook: {place}: {from}, {} prompt tokens ({} cached, {} new), {} written, {ms:.0} ms{sure}",
        usage.prompt_tokens,
        usage.cached_tokens,
        usage.prompt_tokens.saturating_sub(usage.cached_tokens),
        usage.completion_tokens,
    )
}

/// The completion of the document as it would be with the popup's selected item.
async fn beside_popup(
    session: &Arc<Session>,
    engine: &Engine,
    options: &Options,
    snapshot: &Snapshot,
    ask: Ask,
) -> Result<Vec<Suggestion>, ModelError> {
    if ask.automatic {
        tokio::time::sleep(Duration::from_millis(options.completion.debounce_ms)).await;
    }
    let Some(view) = ask
        .selected
        .map(|selected| View::new(snapshot, selected, session.client().encoding))
    else {
        return Ok(Vec::new());
    };
    let frame = project::frame(session, engine, &view.snapshot, view.offset);
    let context = match frame {
        Some(_) => None,
        None => Some(project::around(session, &view.snapshot, view.offset).await),
    };
    let target = Target {
        context: context.as_deref(),
        frame: frame.as_deref(),
        ..Target::new(&view.snapshot, view.offset)
    };
    let completion = complete::run(engine, options, target).await?;
    let suggestion = completion.and_then(|completion| view.fit(&completion));
    Ok(suggestion.into_iter().collect())
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

/// The document with the popup's selected item put in.
struct View {
    snapshot: Snapshot,
    offset: usize,
    /// Bytes of the real document that the item replaces, and the item's text.
    replaced: Range<usize>,
    item: String,
}

impl View {
    fn new(snapshot: &Snapshot, selected: SelectedCompletion, encoding: Encoding) -> Self {
        let SelectedCompletion { range, text } = selected;
        let offset = |place| position::offset(&snapshot.text, place, encoding);
        let change = Change {
            range: Some((range.start, range.end)),
            text: text.clone(),
        };
        let start = offset(range.start);
        Self {
            snapshot: snapshot.with(&change, encoding),
            offset: start + text.len(),
            replaced: start..offset(range.end).max(start),
            item: text,
        }
    }

    /// The completion in terms of the real document: the editor shows it only if it has the item's
    /// range and starts with the item's text.
    fn fit(&self, completion: &Completion) -> Option<Suggestion> {
        (completion.range == (self.offset..self.offset)).then(|| Suggestion {
            text: self.item.clone() + &completion.text,
            range: self.replaced.clone(),
            number: None,
        })
    }
}
