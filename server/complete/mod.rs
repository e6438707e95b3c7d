//! Inline completion: what to ask, when to stop, and what of the answer is fit to be shown.
//! Knows no protocol; positions are byte offsets of the snapshot.

mod ahead;
mod answer;
pub mod budget;
mod cache;
mod choices;
mod errand;
mod flight;
mod follow;
pub mod frame;
pub mod learn;
pub mod lexical;
pub mod live;
mod place;
pub mod post;
pub mod project;
mod question;
pub mod scene;
mod shown;
mod state;
pub mod stop;
pub mod trigger;

pub use choices::choices;
pub use shown::Edit;

use crate::config::Options;
use crate::model::{Engine, Event, ModelError, Priority, Request, Usage};
use crate::prompt::context::Context;
use crate::prompt::fim::{self, Hole, Rendered};
use crate::prompt::window::{Window, window};
use crate::workspace::Snapshot;
use frame::Frame;
use scene::Scene;
use std::ops::Range;
use std::time::Duration;

/// A completion to show.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Completion {
    /// Text that replaces `range`.
    pub text: String,
    /// Bytes of the snapshot, on the cursor's line: from the cursor to behind what the text closes
    /// itself, such as a bracket that the editor has put there.
    pub range: Range<usize>,
    /// Joint probability of the tokens shown, 0 to 1, where the backend tells it.
    pub confidence: Option<f64>,
    /// Bytes of the text up to the end of each of its tokens, and the logarithm of the token's
    /// probability; empty where the backend does not tell it or the text was changed.
    pub steps: Vec<(usize, f32)>,
    pub usage: Usage,
}

/// A place to complete at.
#[derive(Clone, Copy, Debug)]
pub struct Target<'a> {
    pub document: &'a Snapshot,
    /// Byte offset of the cursor.
    pub offset: usize,
    /// Pieces of other files, path and text, the most useful first.
    pub files: &'a [(String, String)],
    /// What the project holds for this place; used when there are no `files`.
    pub context: Option<&'a Context>,
    /// A frame that is true of this place, instead of all that.
    pub frame: Option<&'a Frame>,
}

impl<'a> Target<'a> {
    /// A place without anything of other files.
    pub fn new(document: &'a Snapshot, offset: usize) -> Self {
        Self {
            document,
            offset,
            files: &[],
            context: None,
            frame: None,
        }
    }
}

/// Completes at a place. `None` when there is nothing worth showing.
/// Dropping the future cancels the request.
pub async fn run(
    engine: &Engine,
    options: &Options,
    target: Target<'_>,
) -> Result<Option<Completion>, ModelError> {
    let done = ask(engine, options, target).await?;
    Ok(Some(done).filter(|completion| !completion.text.is_empty()))
}

/// Like [`run`], but gives the tokens and times also when nothing is worth showing; the text is
/// then empty.
pub async fn ask(
    engine: &Engine,
    options: &Options,
    target: Target<'_>,
) -> Result<Completion, ModelError> {
    generate(engine, options, target, Way::default(), &mut |_| {}).await
}

/// How an answer is asked for.
#[derive(Clone, Copy, Debug)]
struct Way {
    priority: Priority,
    /// 0 takes the most probable token each time.
    temperature: f64,
    /// Time after which an answer of several lines is cut at the last whole one.
    patience: Option<Duration>,
}

impl Default for Way {
    fn default() -> Self {
        Self {
            priority: Priority::Keystroke,
            temperature: 0.0,
            patience: None,
        }
    }
}

/// Asks the model and makes its answer fit to be shown; `grows` is told the whole answer so far with
/// each token, as the model writes it.
async fn generate(
    engine: &Engine,
    options: &Options,
    target: Target<'_>,
    way: Way,
    grows: &mut (dyn FnMut(&str) + Send),
) -> Result<Completion, ModelError> {
    let document = target.document;
    let offset = document.text.floor(target.offset);
    let controls = engine.family.controls();
    let controls = controls.into_iter().map(str::to_string).collect();
    let scene = Scene::new(document, offset, controls);
    let rendered = render(engine, options, &Target { offset, ..target });
    let request = Request {
        temperature: way.temperature,
        ..request(options, rendered)
    };
    let key = Some(document.uri.as_str()).filter(|uri| !uri.is_empty());
    let key = key.filter(|_| way.priority == Priority::Keystroke);
    let stream = engine.lane.submit(way.priority, key, request);
    let (_, lead) = healed(&scene.typed);
    follow::follow(&scene, lead, stream, way.patience, grows).await
}

/// Computes the prompt of a place ahead of its use; true when all of it is computed. Ends early when
/// anything more urgent comes.
pub async fn warm_up(engine: &Engine, options: &Options, target: Target<'_>) -> bool {
    let target = Target {
        offset: target.document.text.floor(target.offset),
        ..target
    };
    let request = Request {
        max_tokens: 0,
        ..request(options, render(engine, options, &target))
    };
    let mut stream = engine.lane.submit(Priority::WarmUp, None, request);
    let mut whole = false;
    while let Some(event) = stream.recv().await {
        whole |= matches!(event, Ok(Event::Done { .. }));
    }
    whole
}

fn request(options: &Options, rendered: Rendered) -> Request {
    Request {
        prompt: rendered.prompt,
        keep: rendered.keep,
        max_tokens: options.completion.max_tokens,
        temperature: 0.0,
        schema: None,
        deadline: Duration::from_millis(options.completion.deadline_ms),
    }
}

/// Which part of a document and how much else a prompt holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    pub window: Window,
    /// 0-based lines that the window holds, the last excluded.
    pub lines: Range<u32>,
    /// Pieces of other files, path and text, in order.
    pub files: Vec<(String, String)>,
    /// Tokens that these may take.
    pub files_tokens: usize,
    /// Tokens that may be typed before the prompt has to begin anew.
    pub room: usize,
}

/// The layout of the prompt at a place.
pub fn layout(engine: &Engine, options: &Options, target: &Target<'_>) -> Layout {
    let text = &target.document.text;
    let count = |text: &str| engine.model.count(text);
    let budget = budget::budget(engine, &options.completion);
    let at = |prefix: usize| window(text, target.offset, prefix, budget.suffix, &count);
    let lines = |window: &Window| {
        let small = |offset: usize| u32::try_from(text.line_of(offset)).unwrap_or(u32::MAX);
        small(window.prefix.start)..small(window.suffix.end).saturating_add(1)
    };
    let files = |window: &Window| match target.context {
        Some(context) if target.files.is_empty() => context.files(budget.files, lines(window)),
        _ => fitting(target.files, budget.files, &count),
    };
    let tokens = |(path, text): &(String, String)| count(path) + count(text);
    let narrow = at(budget.prefix);
    let used: usize = files(&narrow).iter().map(tokens).sum();
    // What other files do not need is the file's own; it may hold what they would have told then.
    let window = at(budget.prefix + budget.files.saturating_sub(used));
    let files = files(&window);
    Layout {
        lines: lines(&window),
        window,
        files,
        files_tokens: budget.files,
        room: budget.prefix,
    }
}

fn render(engine: &Engine, options: &Options, target: &Target<'_>) -> Rendered {
    let text = &target.document.text;
    let hole = match target.frame {
        Some(frame) => frame.hole(text, target.offset),
        None => Frame::new(engine, options, target).hole(text, target.offset),
    };
    let typed = healed(&hole.typed).0.to_string();
    fim::render(&engine.family, &Hole { typed, ..hole })
}

/// The typed part as the prompt holds it, and what the answer has to begin with instead.
///
/// Tokens of code mostly begin with the white space before a word, so a prompt that ends with that
/// white space leads away from them: the model then writes it twice.
fn healed(typed: &str) -> (&str, &str) {
    let cut = typed.len() - usize::from(typed.ends_with([' ', '\t']));
    typed.split_at(cut)
}

/// The first pieces that together fit into a budget of tokens; one that does not fit is left out.
fn fitting(
    files: &[(String, String)],
    mut budget: usize,
    count: &dyn Fn(&str) -> usize,
) -> Vec<(String, String)> {
    let fits = |(path, text): &&(String, String)| {
        let tokens = count(path) + count(text);
        let fits = tokens <= budget;
        budget -= if fits { tokens } else { 0 };
        fits
    };
    files.iter().filter(fits).cloned().collect()
}
