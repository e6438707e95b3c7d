//! What a completion's filters know of the place it goes to. Plain data made once per request.

use super::lexical::Marks;
use super::post::indent::{Unit, width};
use crate::syntax::Tree;
use crate::text::Text;
use crate::workspace::Snapshot;
use std::ops::Range;

/// How far a completion may reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Code follows on the line: not past it.
    WithinLine,
    /// To the end of the line, or of what the line opens.
    Line,
    /// The line is blank: one statement with all that belongs to it.
    Statement,
    /// A block was opened and holds nothing yet: up to its end.
    Block,
}

/// The place where a completion goes.
#[derive(Clone, Debug)]
pub struct Scene {
    pub text: Text,
    pub offset: usize,
    pub reach: Reach,
    /// White space at the start of the cursor's line, up to the cursor.
    pub indent: String,
    /// The cursor's line up to the cursor.
    pub typed: String,
    /// The cursor's line from the cursor on, without its break.
    pub rest: String,
    /// Last line with text before the cursor's that is no comment.
    pub above: Option<String>,
    /// The first lines with text after the cursor's.
    pub below: Vec<String>,
    /// What is below belongs to the cursor's line: it is deeper.
    pub header: bool,
    /// What one step of indentation is in this document, where it can be seen.
    pub unit: Option<Unit>,
    pub marks: Marks,
    /// What stands at the end of a line that opens a block.
    pub openers: Vec<String>,
    pub tree: Option<Tree>,
    /// Faults of the text as it stands, as the parser counts them.
    pub faults: usize,
    /// Spellings of the model's control tokens.
    pub controls: Vec<String>,
}

/// Lines above and below the cursor that are searched for those with text.
const LOOK: usize = 50;
/// Lines below that are kept.
const BELOW: usize = 8;

impl Scene {
    pub fn new(document: &Snapshot, offset: usize, controls: Vec<String>) -> Self {
        let text = &document.text;
        let line = text.line_of(offset);
        let range = text.line_range(line);
        let end = range.end.max(offset);
        let typed = text.slice(range.start..offset);
        let rest = text.slice(offset..end);
        let indent = typed
            .chars()
            .take_while(|c| matches!(c, ' ' | '\t'))
            .collect();
        let full = |line: &String| !line.trim().is_empty();
        let language = document.language.as_deref();
        let marks = Marks::of(language);
        let openers = language.map_or_else(any_opener, |language| language.openers.clone());
        let tree = document.tree().cloned();
        let mut scene = Self {
            reach: Reach::Line,
            above: (line.saturating_sub(LOOK)..line)
                .rev()
                .map(|at| text.line(at))
                .find(|line| full(line) && !marks.is_comment(line)),
            below: (line + 1..text.lines().min(line + LOOK))
                .map(|at| text.line(at))
                .filter(full)
                .take(BELOW)
                .collect(),
            header: false,
            unit: Unit::of(text, line),
            marks,
            openers,
            faults: tree.as_ref().map_or(0, Tree::errors),
            tree,
            text: text.clone(),
            offset,
            indent,
            typed,
            rest,
            controls,
        };
        scene.header = scene.header();
        scene.reach = scene.reach();
        scene
    }

    /// The first line with text after the cursor's.
    pub fn next(&self) -> Option<&str> {
        self.below.first().map(String::as_str)
    }

    /// Faults of the text with `candidate` in the place of so many bytes after the cursor, the most
    /// there can be when the candidate holds one of its own; `None` without a grammar.
    pub fn faults_with(&self, candidate: &str, over: usize) -> Option<usize> {
        let (mut text, mut tree) = (self.text.clone(), self.tree.clone()?);
        let range: Range<usize> = self.offset..self.offset + over;
        tree.edit(&text, range.clone(), candidate);
        text.edit(range, candidate);
        let own = self.offset..self.offset + candidate.len();
        let faults = tree.reparse(&text).map(|tree| tree.errors_within(own));
        Some(faults.map_or(
            usize::MAX,
            |(all, own)| if own > 0 { usize::MAX } else { all },
        ))
    }

    /// Whether a line of code opens a block.
    pub fn opens(&self, line: &str) -> bool {
        let line = line.trim_end();
        self.openers.iter().any(|opener| line.ends_with(opener))
    }

    /// Whether the line is blank up to the cursor.
    pub fn fresh(&self) -> bool {
        self.typed.trim().is_empty()
    }

    /// Columns of the line that the statement or block at the cursor belongs to.
    pub fn depth(&self) -> usize {
        match (&self.above, self.reach) {
            // A header over several lines may end further to the right than its block begins.
            (Some(above), Reach::Block) if self.fresh() => match width(&self.indent) {
                0 => width(above),
                own => width(above).min(own - 1),
            },
            _ => width(&self.indent),
        }
    }

    fn header(&self) -> bool {
        let above = self.above.as_deref().unwrap_or_default();
        let own = if self.fresh() && self.indent.is_empty() && !self.opens(above) {
            width(above)
        } else {
            width(&self.indent)
        };
        self.next().is_some_and(|next| width(next) > own)
    }

    /// Closers that an editor puts behind the cursor by itself do not count as code.
    fn reach(&self) -> Reach {
        let code_follows = self
            .rest
            .trim()
            .chars()
            .any(|c| !matches!(c, ')' | ']' | '}' | '"' | '\'' | '`' | ';' | ','));
        if code_follows {
            return Reach::WithinLine;
        }
        let above = self.above.as_deref().unwrap_or_default();
        let opened = if self.fresh() { above } else { &self.typed };
        let filled = self.next().is_some_and(|next| width(next) > width(opened));
        if self.opens(opened) && !filled {
            return Reach::Block;
        }
        if self.fresh() && !self.header {
            Reach::Statement
        } else {
            Reach::Line
        }
    }
}

/// Ends of lines that open a block in one language or another.
fn any_opener() -> Vec<String> {
    ["{", ":", "do", "then", "else", "=>"]
        .map(String::from)
        .into()
}
