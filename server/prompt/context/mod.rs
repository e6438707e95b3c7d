//! Context: pieces of other places of the project that help at a cursor, found by several sources,
//! merged by reciprocal rank and chosen under a budget of tokens. Pure: texts are read through what
//! the caller gives, and nothing is remembered between calls but what [`Context::settle`] is handed.

mod choose;
mod fuse;
mod names;
mod sources;

pub use choose::{Chosen, OTHERS};
pub use fuse::{RANK_CONSTANT, fuse};
pub use names::near;

use crate::config::options;
use crate::index::Index;
use crate::workspace::Snapshot;
use serde::Serialize;
use std::ops::Range;
use std::time::Instant;

/// Pieces that are kept of all that the sources find.
const MOST: usize = 32;
/// Lines that the cursor may move before other pieces are worth a prompt read anew.
const SETTLED_LINES: usize = 32;
/// Of the best pieces of a new context, those that an old one must hold to be good enough still.
const BEST: usize = 5;
const STILL_THERE: usize = 3;

/// Where a piece comes from, the least changing first: the order of pieces in a prompt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Source {
    /// Files that were committed together with this one.
    Together,
    /// What this file imports.
    Imports,
    /// Definitions of names near the cursor.
    Definitions,
    /// Code like that at the cursor.
    Similar,
    /// Heads of the items around the cursor that begin before the prompt's window.
    Enclosing,
    /// Places that were edited lately.
    Recent,
}

impl Source {
    pub const ALL: [Source; 6] = [
        Source::Together,
        Source::Imports,
        Source::Definitions,
        Source::Similar,
        Source::Enclosing,
        Source::Recent,
    ];

    /// Its key below `completion.context`.
    pub fn name(self) -> &'static str {
        match self {
            Source::Together => "together",
            Source::Imports => "imports",
            Source::Definitions => "definitions",
            Source::Similar => "similar",
            Source::Enclosing => "enclosing",
            Source::Recent => "recent",
        }
    }

    /// Whether the options leave it on.
    pub fn on(self, options: &options::Context) -> bool {
        match self {
            Source::Together => options.together,
            Source::Imports => options.imports,
            Source::Definitions => options.definitions,
            Source::Similar => options.similar,
            Source::Enclosing => options.enclosing,
            Source::Recent => options.recent,
        }
    }
}

/// A place that was edited, as the caller remembers it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recent {
    /// As the index writes paths.
    pub path: String,
    /// 0-based lines, the last excluded.
    pub lines: Range<u32>,
    pub text: String,
}

/// What is known around a cursor.
pub struct Around<'a> {
    pub document: &'a Snapshot,
    /// The document's path, as the index writes paths.
    pub path: &'a str,
    /// Byte offset of the cursor.
    pub offset: usize,
    pub index: Option<&'a Index>,
    /// The latest first.
    pub recent: &'a [Recent],
    /// Files committed together with this one and how often, 0 to 1, the most often first.
    pub together: &'a [(String, f64)],
    pub sources: &'a options::Context,
    /// Reads lines of a file of the project; `None` when they cannot be had.
    pub read: &'a dyn Fn(&str, Range<u32>) -> Option<String>,
    /// Whether a file may stand in a prompt: asked once more for each piece.
    pub allowed: &'a dyn Fn(&str) -> bool,
    /// Tokens of a text.
    pub count: &'a dyn Fn(&str) -> usize,
    /// When to stop looking: what was found by then is used.
    pub until: Option<Instant>,
}

/// One text of a piece.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Form {
    pub text: String,
    pub tokens: usize,
}

/// Text from elsewhere that may stand in a prompt.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Piece {
    /// The source that ranks it best.
    pub source: Source,
    /// All sources that found it.
    pub sources: Vec<Source>,
    pub path: String,
    /// 0-based lines that its shortest text stands in, the last excluded.
    pub lines: Range<u32>,
    /// The shortest first: an outline before a body.
    pub forms: Vec<Form>,
    /// Sum over its sources of 1 / (60 + rank).
    pub score: f64,
    pub why: String,
}

/// What was found around a cursor, the most useful first.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Context {
    pub pieces: Vec<Piece>,
    /// Path of the document that it was found for.
    pub path: String,
    /// 0-based line of the cursor that it was found for.
    pub line: usize,
    /// Sources that found nothing because the time was over.
    pub cut: Vec<Source>,
}

/// Finds the pieces around a cursor.
pub fn gather(around: &Around<'_>) -> Context {
    let line = around.document.text.line_of(around.offset);
    let mut context = Context {
        line,
        path: around.path.to_string(),
        ..Context::default()
    };
    let names = names::near(around.document, around.offset);
    let imported = match around.index {
        Some(index) if around.sources.definitions || around.sources.imports => {
            index.imports(around.path)
        }
        _ => Vec::new(),
    };
    let late = || around.until.is_some_and(|until| Instant::now() >= until);
    let mut lists = Vec::new();
    // The cheapest and the most worth first.
    for source in [
        Source::Enclosing,
        Source::Definitions,
        Source::Imports,
        Source::Recent,
        Source::Together,
        Source::Similar,
    ] {
        if !source.on(around.sources) {
            continue;
        }
        if late() {
            context.cut.push(source);
            continue;
        }
        lists.push((source, sources::find(source, around, &names, &imported)));
    }
    let mut pieces = fuse(lists);
    pieces.retain(|piece| (around.allowed)(&piece.path));
    pieces.truncate(MOST);
    for form in pieces.iter_mut().flat_map(|piece| &mut piece.forms) {
        form.tokens = (around.count)(&form.text);
    }
    context.pieces = pieces;
    context
}

impl Context {
    /// This context, or the one from before where that is still right: a prompt whose beginning
    /// changes is read anew as a whole, so other pieces must be worth it.
    pub fn settle(self, before: Option<&Context>) -> Context {
        match before {
            Some(before) if self.agrees(before) => before.clone(),
            _ => self,
        }
    }

    fn agrees(&self, before: &Context) -> bool {
        let near = self.line.abs_diff(before.line) <= SETTLED_LINES;
        let same = |a: &Piece, b: &Piece| a.path == b.path && a.why == b.why;
        // A piece whose text has changed meanwhile would tell the model what is no longer true.
        let stale = before.pieces.iter().any(|old| {
            let mut now = self.pieces.iter().filter(|new| same(old, new));
            now.next().is_some_and(|new| new.forms != old.forms)
        });
        let best = self.pieces.iter().take(BEST);
        let known = best.filter(|new| before.pieces.iter().any(|old| same(old, new)));
        let wanted = self.pieces.len().min(STILL_THERE);
        // A context that was cut off, or found before there was an index, is no reason to stay.
        let whole = before.cut.is_empty() && before.pieces.len() >= wanted;
        near && whole && !stale && known.count() >= wanted
    }
}
