//! What a completion's filters know of the place it goes to. Plain data made once per request.

use crate::syntax::Tree;
use crate::text::Text;
use crate::workspace::Snapshot;

/// How far a completion may reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Code follows on the line: not past it.
    WithinLine,
    /// To the end of the line.
    Line,
    /// The line is blank or opens a block: over lines, as long as they belong to it.
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
    /// First line with text after the cursor's.
    pub below: Option<String>,
    pub tree: Option<Tree>,
    /// Spellings of the model's control tokens.
    pub controls: Vec<String>,
}

/// Lines below the cursor that are searched for the next one with text.
const LOOK_BELOW: usize = 50;

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
        let mut lines = (line + 1..text.lines().min(line + LOOK_BELOW)).map(|at| text.line(at));
        Self {
            reach: reach(&typed, &rest),
            below: lines.find(|line| !line.trim().is_empty()),
            tree: document.tree().cloned(),
            text: text.clone(),
            offset,
            indent,
            typed,
            rest,
            controls,
        }
    }
}

/// Closers that an editor puts behind the cursor by itself do not count as code.
fn reach(typed: &str, rest: &str) -> Reach {
    let code_follows = rest
        .trim()
        .chars()
        .any(|c| !matches!(c, ')' | ']' | '}' | '"' | '\'' | ';' | ','));
    if code_follows {
        return Reach::WithinLine;
    }
    let typed = typed.trim();
    let opens = ["{", "(", "[", ":", "=>", "->", "do", "then", "else"];
    if typed.is_empty() || opens.iter().any(|open| typed.ends_with(open)) {
        Reach::Block
    } else {
        Reach::Line
    }
}
