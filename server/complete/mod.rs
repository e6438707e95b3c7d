//! Inline completion: what to ask, when to stop, and what of the answer is fit to be shown.
//! Knows no protocol; positions are byte offsets of the snapshot.

mod answer;
pub mod budget;
pub mod post;
pub mod scene;
pub mod stop;

use crate::config::Options;
use crate::model::{Engine, Event, ModelError, Priority, Request, Usage};
use crate::prompt::fim::{self, Hole, Rendered};
use crate::prompt::window::window;
use crate::workspace::Snapshot;
use answer::Answer;
use scene::Scene;
use std::ops::Range;
use std::time::Duration;

/// A completion to show.
#[derive(Clone, Debug, PartialEq)]
pub struct Completion {
    /// Text that replaces `range`.
    pub text: String,
    /// Bytes of the snapshot, on the cursor's line.
    pub range: Range<usize>,
    /// Joint probability of the tokens shown, 0 to 1, where the backend tells it.
    pub confidence: Option<f64>,
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
}

/// Completes at a byte offset. `None` when there is nothing worth showing.
/// Dropping the future cancels the request.
pub async fn run(
    engine: &Engine,
    options: &Options,
    document: &Snapshot,
    offset: usize,
) -> Result<Option<Completion>, ModelError> {
    let target = Target {
        document,
        offset,
        files: &[],
    };
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
    let document = target.document;
    let offset = document.text.floor(target.offset);
    let controls = engine
        .family
        .controls()
        .into_iter()
        .map(str::to_string)
        .collect();
    let scene = Scene::new(document, offset, controls);
    let rendered = render(engine, options, &Target { offset, ..target });
    let request = request(options, rendered);
    let key = Some(document.uri.as_str()).filter(|uri| !uri.is_empty());
    let mut stream = engine.lane.submit(Priority::Keystroke, key, request);
    let (_, lead) = healed(&scene.typed);
    let mut answer = Answer::after(lead);
    while let Some(event) = stream.recv().await {
        match event? {
            Event::Token { bytes, logprob } => answer.push(&bytes, logprob),
            Event::Started {
                prompt_tokens,
                cached_tokens,
            } => {
                answer.start(prompt_tokens, cached_tokens);
            }
            Event::Restarted | Event::Done { .. } => {}
        }
        if !answer.fits() {
            break;
        }
        if let Some(end) = stop::end(&scene, answer.text()) {
            answer.cut(end);
            break;
        }
    }
    let shown = post::run(&scene, answer.text());
    answer.cut(shown);
    Ok(Completion {
        confidence: answer.confidence(),
        usage: answer.usage(),
        text: answer.text().to_string(),
        range: offset..offset,
    })
}

/// Computes the prompt at an offset ahead of its use. Ends early when anything more urgent comes.
pub async fn warm_up(engine: &Engine, options: &Options, document: &Snapshot, offset: usize) {
    let target = Target {
        document,
        offset: document.text.floor(offset),
        files: &[],
    };
    let request = Request {
        max_tokens: 0,
        ..request(options, render(engine, options, &target))
    };
    let mut stream = engine.lane.submit(Priority::WarmUp, None, request);
    while stream.recv().await.is_some() {}
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

fn render(engine: &Engine, options: &Options, target: &Target<'_>) -> Rendered {
    let text = &target.document.text;
    let count = |text: &str| engine.model.count(text);
    let budget = budget::budget(engine, &options.completion);
    let files = fitting(target.files, budget.files, &count);
    // What other files do not need is the file's own.
    let prefix = match files.is_empty() {
        true => budget.prefix + budget.files,
        false => budget.prefix,
    };
    let window = window(text, target.offset, prefix, budget.suffix, &count);
    let hole = Hole {
        files,
        prefix: text.slice(window.prefix),
        suffix: text.slice(window.suffix),
        typed: healed(&text.slice(window.typed)).0.to_string(),
    };
    fim::render(&engine.family, &hole)
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
