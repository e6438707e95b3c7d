//! The places of one file that a hole may be cut at, found in its syntax tree.

use super::source::{Source, letters, untyped};
use super::{Hole, Kind, random};
use crate::syntax::{Language, Languages, Tree};
use crate::text::Text;
use std::ops::Range;
use std::sync::Arc;

/// Longest line, in bytes, that is cut at.
const LONGEST_LINE: usize = 120;
/// Most lines and bytes of a block.
const BLOCK_LINES: usize = 8;
const BLOCK_BYTES: usize = 400;
/// Longest word: above it, it is data.
const LONGEST_WORD: usize = 40;
/// Words that a line may not consist of alone: they follow from what stands around them.
const TRIVIAL: &[&str] = &[
    "begin", "do", "else", "end", "finally", "loop", "pass", "then", "try", "unsafe",
];

/// What may be cut out of one file, in the order in which it is drawn.
pub(super) struct Candidates {
    source: Source,
    language: Arc<Language>,
    text: Arc<str>,
    lines: Vec<Range<usize>>,
    mids: Vec<Range<usize>>,
    blocks: Vec<Range<usize>>,
    taken: Vec<Range<usize>>,
}

/// Reads a file and finds its places. The error says why it has none, in a few words.
pub(super) fn read(
    source: &Source,
    languages: &Languages,
    seed: u64,
) -> Result<Candidates, &'static str> {
    let language = languages.by_path(&source.path).ok_or("no language")?;
    let bytes = std::fs::read(&source.path).map_err(|_| "cannot be read")?;
    let text = String::from_utf8(bytes).map_err(|_| "not UTF-8")?;
    if let Some(why) = untyped(&text) {
        return Err(why);
    }
    let tree = Tree::parse(language, &Text::new(&text)).ok_or("cannot be parsed")?;
    let parts = Parts::of(&tree, &text);
    let mut rng = random(seed, &source.shown);
    let mut candidates = Candidates {
        source: source.clone(),
        language: language.clone(),
        lines: parts.lines(),
        mids: Vec::new(),
        blocks: parts.bodies(),
        taken: Vec::new(),
        text: text.as_str().into(),
    };
    for line in &candidates.lines {
        let (ends, pieces) = parts.inside(line);
        // To the end of the line and with code after it, each as often as the other.
        let first = if rng.bool() { &ends } else { &pieces };
        let second = if std::ptr::eq(first, &ends) {
            &pieces
        } else {
            &ends
        };
        let from = if first.is_empty() { second } else { first };
        candidates.mids.extend(rng.choice(from.iter()).cloned());
    }
    for places in [
        &mut candidates.lines,
        &mut candidates.mids,
        &mut candidates.blocks,
    ] {
        rng.shuffle(places);
    }
    Ok(candidates)
}

/// The texts of a file's lines of code; `None` when it cannot be parsed.
pub(in crate::eval) fn lines_of(text: &str, language: &Arc<Language>) -> Option<Vec<Range<usize>>> {
    let tree = Tree::parse(language, &Text::new(text))?;
    Some(Parts::of(&tree, text).lines())
}

impl Candidates {
    /// The next hole of a kind that touches none taken before.
    pub(super) fn take(&mut self, kind: Kind) -> Option<Hole> {
        let places = match kind {
            Kind::Line => &mut self.lines,
            Kind::Mid => &mut self.mids,
            Kind::Block => &mut self.blocks,
        };
        let range = loop {
            let range = places.pop()?;
            let meets = |other: &Range<usize>| range.start < other.end && other.start < range.end;
            if !self.taken.iter().any(meets) {
                break range;
            }
        };
        self.taken.push(range.clone());
        let shown = &self.source.shown;
        Some(Hole {
            id: format!("{shown}:{}+{} {}", range.start, range.len(), kind.name()),
            file: shown.clone(),
            path: self.source.path.clone(),
            root: self.source.root.clone(),
            language: self.language.id.clone(),
            kind,
            expected: self.text[range.clone()].to_string(),
            offset: range.start,
            text: self.text.clone(),
        })
    }
}

/// What a file's tree says, as ranges of bytes.
struct Parts<'a> {
    text: &'a str,
    /// Comments and nodes that did not parse.
    odd: Vec<Range<usize>>,
    strings: Vec<Range<usize>>,
    /// Nodes that lie within one line, leaves told apart, by place.
    pieces: Vec<(Range<usize>, bool)>,
    blocks: Vec<Range<usize>>,
}

impl<'a> Parts<'a> {
    fn of(tree: &Tree, text: &'a str) -> Self {
        let mut parts = Self {
            text,
            odd: Vec::new(),
            strings: Vec::new(),
            pieces: Vec::new(),
            blocks: Vec::new(),
        };
        let language = tree.language();
        let mut stack = vec![tree.root()];
        while let Some(node) = stack.pop() {
            let range = node.byte_range();
            if language.is_comment(node.kind()) || node.is_error() {
                parts.odd.push(range.clone());
            } else if language.is_string(node.kind()) {
                parts.strings.push(range.clone());
            }
            if language.blocks.iter().any(|kind| kind == node.kind()) {
                parts.blocks.push(range.clone());
            }
            if node.start_position().row == node.end_position().row {
                parts.pieces.push((range, node.child_count() == 0));
            }
            let mut cursor = node.walk();
            stack.extend(node.children(&mut cursor));
        }
        parts
            .pieces
            .sort_by_key(|(range, _)| (range.start, range.end));
        parts
    }

    /// Texts of the lines that somebody would want completed.
    fn lines(&self) -> Vec<Range<usize>> {
        let mut start = 0;
        let mut lines = Vec::new();
        for line in self.text.split_inclusive('\n') {
            let indent = line.len() - line.trim_start().len();
            let range = start + indent..start + line.trim_end().len();
            if !range.is_empty() && line.len() <= LONGEST_LINE && self.worth(&range) {
                lines.push(range);
            }
            start += line.len();
        }
        lines
    }

    /// Whether a line's text is code that says something.
    fn worth(&self, range: &Range<usize>) -> bool {
        let text = &self.text[range.clone()];
        let word = |c: char| c.is_alphanumeric() || c == '_';
        let words: Vec<&str> = text
            .split(|c| !word(c))
            .filter(|word| !word.is_empty())
            .collect();
        let alone = words.len() == 1 && TRIVIAL.contains(&words[0]);
        let long = words.iter().any(|word| word.len() > LONGEST_WORD);
        let said = text.chars().filter(|c| word(*c)).count();
        let meets = |other: &Range<usize>| range.start < other.end && other.start < range.end;
        // A string that began on an earlier line or ends on a later one is data, not code.
        let across = |string: &&Range<usize>| {
            meets(string) && (string.start < range.start || string.end > range.end)
        };
        said >= 4
            && !alone
            && !long
            && letters(text) >= 0.4
            && !self.odd.iter().any(meets)
            && !self.strings.iter().any(|string| across(&string))
    }

    /// Holes inside a line: from a token to the line's end, and from a token to the end of a piece
    /// with code after it.
    fn inside(&self, line: &Range<usize>) -> (Vec<Range<usize>>, Vec<Range<usize>>) {
        let from = self
            .pieces
            .partition_point(|(range, _)| range.start <= line.start);
        let here = self.pieces[from..]
            .iter()
            .take_while(|(range, _)| range.start < line.end);
        let in_string = |at: usize| {
            self.strings
                .iter()
                .any(|string| string.start < at && at < string.end)
        };
        let says = |range: &Range<usize>| {
            let text = &self.text[range.clone()];
            text.chars().filter(|c| c.is_alphanumeric()).count() >= 3
        };
        let (mut ends, mut pieces) = (Vec::new(), Vec::new());
        for (range, leaf) in here {
            if range.is_empty() || in_string(range.start) {
                continue;
            }
            let to_end = range.start..line.end;
            if *leaf && says(&to_end) {
                ends.push(to_end);
            }
            if range.end < line.end && says(range) {
                pieces.push(range.clone());
            }
        }
        (ends, pieces)
    }

    /// Bodies that stand on lines of their own, by place.
    fn bodies(&self) -> Vec<Range<usize>> {
        let all = self.blocks.iter().cloned();
        let mut bodies: Vec<Range<usize>> = all.filter_map(|node| self.body(node)).collect();
        bodies.sort_by_key(|range| (range.start, range.end));
        bodies.dedup();
        bodies
    }

    fn body(&self, node: Range<usize>) -> Option<Range<usize>> {
        let text = &self.text[node.clone()];
        let inner = match text
            .strip_prefix('{')
            .and_then(|text| text.strip_suffix('}'))
        {
            Some(_) => node.start + 1..node.end - 1,
            None => node,
        };
        let text = &self.text[inner.clone()];
        let start = inner.start + (text.len() - text.trim_start().len());
        let range = start..inner.start + text.trim_end().len();
        let text = self.text.get(range.clone())?;
        let before = self.text[..range.start].rsplit('\n').next()?;
        let after = self.text[range.end..].split('\n').next()?;
        let alone = before.trim().is_empty() && after.trim().is_empty();
        let lines = text.lines().count();
        let fits = lines <= BLOCK_LINES && text.len() <= BLOCK_BYTES;
        let said = text.chars().filter(|c| c.is_alphanumeric()).count() >= 4;
        let odd = |other: &Range<usize>| range.start < other.end && other.start < range.end;
        let plain = letters(text) >= 0.4 && !self.odd.iter().any(odd);
        let trivial = TRIVIAL.contains(&text);
        (alone && fits && said && plain && !trivial).then_some(range)
    }
}
