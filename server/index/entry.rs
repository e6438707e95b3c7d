//! What the index knows of one file: definitions, imports and words, made from its text and tree.
//! Knows no other file.

use super::imports;
use super::words::{self, Chunk};
use crate::syntax::{Kind, Language, Tag, Tree};
use crate::text::Text;
use std::ops::Range;
use std::sync::Arc;

/// Lines of a definition's text at most, and bytes: a piece of a prompt is to be small.
const SIGNATURE_LINES: usize = 6;
const TYPE_LINES: usize = 14;
const SIGNATURE_BYTES: usize = 400;
const TYPE_BYTES: usize = 600;
const LINE_BYTES: usize = 160;
/// Definitions of one file: more are generated tables.
const DEFINITIONS: usize = 1_000;
/// Bytes that may stand on a line before a definition and still belong to it: `pub `, `export const `.
const LEAD_BYTES: usize = 40;

/// A definition as the index keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Definition {
    pub kind: Kind,
    pub name: Box<str>,
    /// Signature or outline: what stands before a function's body, the whole of a small type.
    pub text: Box<str>,
    /// Bytes of the whole definition.
    pub bytes: Range<u32>,
    /// Its 0-based lines, the last one excluded.
    pub lines: Range<u32>,
    /// The container that it is a member of, by its place in the file's list.
    pub parent: Option<u32>,
}

/// What a file on disk looked like when it was read: modification time in nanoseconds and length.
/// Both 0 for a text that came from an editor.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stamp {
    pub modified: u64,
    pub length: u64,
}

/// One file of the index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Relative to the root, with `/`.
    pub path: String,
    pub stamp: Stamp,
    pub definitions: Vec<Definition>,
    /// What it imports: names and folders joined by `/`, outermost first.
    pub imports: Vec<Box<str>>,
    pub chunks: Vec<Chunk>,
}

impl Entry {
    /// Reads a text. `tree` is parsed when it is not given; a text that does not parse has words only.
    pub fn read(
        path: String,
        stamp: Stamp,
        language: &Arc<Language>,
        text: &str,
        tree: Option<&Tree>,
    ) -> Self {
        let parsed = match tree {
            Some(_) => None,
            None => Tree::parse(language, &Text::new(text)),
        };
        let tags = tree.or(parsed.as_ref()).map(|tree| tree.tags(text));
        let tags = tags.and_then(Result::ok).unwrap_or_default();
        let lines = Lines::new(text);
        Self {
            definitions: definitions(text, &lines, &tags, &language.line_comment),
            imports: imported(text, &tags),
            chunks: words::chunks(text),
            path,
            stamp,
        }
    }
}

/// Starts of lines, ended by `\n` alone: rough line numbers are enough here.
struct Lines(Vec<usize>);

impl Lines {
    fn new(text: &str) -> Self {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        Self(
            std::iter::once(0)
                .chain(breaks.map(|(at, _)| at + 1))
                .collect(),
        )
    }

    fn of(&self, offset: usize) -> usize {
        self.0
            .partition_point(|start| *start <= offset)
            .saturating_sub(1)
    }

    fn start(&self, line: usize) -> usize {
        self.0.get(line).copied().unwrap_or(0)
    }
}

fn imported(text: &str, tags: &[Tag]) -> Vec<Box<str>> {
    let mut all = Vec::new();
    for tag in tags {
        if let Tag::Import { path, name } = tag {
            let name = name.clone().and_then(|name| text.get(name));
            imports::normal(text.get(path.clone()).unwrap_or_default(), name, &mut all);
        }
    }
    all.sort();
    all.dedup();
    all
}

fn definitions(text: &str, lines: &Lines, tags: &[Tag], comment: &str) -> Vec<Definition> {
    let mut out: Vec<Definition> = Vec::new();
    // Definitions that are still open, with whether their members are of use to others.
    let mut open: Vec<(Range<usize>, Option<u32>)> = Vec::new();
    for tag in tags {
        let Tag::Definition {
            kind,
            name,
            node,
            body,
        } = tag
        else {
            continue;
        };
        if out.len() >= DEFINITIONS {
            break;
        }
        open.retain(|(range, _)| range.end > node.start);
        let parent = match open.last() {
            // What stands inside a function is nobody else's business.
            Some((_, None)) => continue,
            Some((_, parent)) => *parent,
            None => None,
        };
        let container = matches!(kind, Kind::Class | Kind::Implementation);
        let index = u32::try_from(out.len()).ok();
        open.push((node.clone(), index.filter(|_| container)));
        let start = lead(text, lines, node.start);
        let shown = shown(text, *kind, start..node.end, *body, comment);
        let small = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        let name = text.get(name.clone()).unwrap_or_default();
        if name.is_empty() || name.len() > LINE_BYTES || shown.is_empty() {
            open.pop();
            continue;
        }
        let last = lines.of(node.end.saturating_sub(1).max(node.start));
        out.push(Definition {
            kind: *kind,
            name: name.into(),
            text: shown.into(),
            bytes: small(start)..small(node.end),
            lines: small(lines.of(node.start))..small(last + 1),
            parent,
        });
    }
    out
}

/// Where a definition begins for a reader: at its line's first word, when only words stand before it.
fn lead(text: &str, lines: &Lines, start: usize) -> usize {
    let line = lines.start(lines.of(start));
    let before = text.get(line..start).unwrap_or_default();
    let words = before.trim_start();
    let plain = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '_');
    if before.len() <= LEAD_BYTES + (before.len() - words.len()) && words.chars().all(plain) {
        return start - words.len();
    }
    start
}

/// The text by which a definition is known.
fn shown(
    text: &str,
    kind: Kind,
    range: Range<usize>,
    body: Option<usize>,
    comment: &str,
) -> String {
    let head = range.start..body.unwrap_or(range.end).clamp(range.start, range.end);
    let (range, lines, bytes) = match kind {
        Kind::Function | Kind::Class | Kind::Implementation => {
            (head, SIGNATURE_LINES, SIGNATURE_BYTES)
        }
        Kind::Type => (range, TYPE_LINES, TYPE_BYTES),
        Kind::Macro | Kind::Constant | Kind::Field => (range, 1, LINE_BYTES),
    };
    let column = text[..range.start]
        .rfind('\n')
        .map_or(range.start, |at| range.start - at - 1);
    let mut out = String::new();
    let text = text.get(range).unwrap_or_default();
    let kept = text.lines().enumerate().filter(|(_, line)| {
        let line = line.trim();
        !line.is_empty()
            && !["/*", "*", comment]
                .iter()
                .any(|open| line.starts_with(open))
    });
    for (number, line) in kept.take(lines) {
        // Indentation counts from the definition's own.
        let indent = line.len() - line.trim_start().len();
        let line = match number {
            0 => line,
            _ => line.get(indent.min(column)..).unwrap_or(line),
        };
        if out.len() + line.len() > bytes {
            break;
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    let opens = matches!(kind, Kind::Function | Kind::Class | Kind::Implementation);
    let out = out.trim_end();
    let out = match opens {
        true => out.trim_end_matches(['{', '=', '>']).trim_end(),
        false => out,
    };
    out.to_string()
}
