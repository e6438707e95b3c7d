//! The independent judge of what is shown: counts what no completion may do. Parses whole files from
//! nothing and shares no code with the filters of `complete`, which it checks.

use crate::syntax::{Language, Tree};
use crate::text::Text;
use serde::{Deserialize, Serialize};
use std::ops::Range;
use std::sync::Arc;

/// Something that a shown completion may never do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// The file has more ERROR and MISSING nodes with it than without it.
    Syntax,
    /// It holds the spelling of a control token.
    Control,
    /// Its last lines stand below it already.
    SuffixLine,
    /// It ends with brackets or quotes that stand behind it already, and the file parses better
    /// without them.
    Brackets,
}

impl Fault {
    pub const ALL: [Fault; 4] = [
        Fault::Syntax,
        Fault::Control,
        Fault::SuffixLine,
        Fault::Brackets,
    ];

    /// What the report calls it.
    pub fn words(self) -> &'static str {
        match self {
            Fault::Syntax => "add syntax errors",
            Fault::Control => "hold a control token",
            Fault::SuffixLine => "repeat the lines below",
            Fault::Brackets => "double brackets",
        }
    }
}

/// Lines of an answer's end that are compared with what follows.
const MOST_LINES: usize = 8;

/// What is wrong with a completion that puts `text` in the place of `range` of `document`.
pub fn faults(
    language: Option<&Arc<Language>>,
    document: &str,
    range: &Range<usize>,
    text: &str,
    controls: &[&str],
) -> Vec<Fault> {
    let (before, after) = (&document[..range.start], &document[range.end..]);
    let errors = |text: &str| errors(language, &format!("{before}{text}{after}"));
    let with = errors(text);
    let mut faults = Vec::new();
    if with > self::errors(language, document) {
        faults.push(Fault::Syntax);
    }
    if controls.iter().any(|control| text.contains(control)) {
        faults.push(Fault::Control);
    }
    if repeats_below(before, text, after) {
        faults.push(Fault::SuffixLine);
    }
    let doubled = doubled(text, after);
    if doubled > 0 && errors(&text[..text.len() - doubled]) < with {
        faults.push(Fault::Brackets);
    }
    faults
}

/// ERROR and MISSING nodes of a whole file; 0 without a grammar.
pub fn errors(language: Option<&Arc<Language>>, text: &str) -> usize {
    let tree = language.and_then(|language| Tree::parse(language, &Text::new(text)));
    let Some(tree) = tree else {
        return 0;
    };
    let mut cursor = tree.root().walk();
    let mut count = 0;
    loop {
        let node = cursor.node();
        count += usize::from(node.is_error() || node.is_missing());
        if cursor.goto_first_child() {
            continue;
        }
        while !cursor.goto_next_sibling() {
            if !cursor.goto_parent() {
                return count;
            }
        }
    }
}

/// Whether the last lines of the text are the next lines of the file. Lines without a letter or
/// digit say nothing by themselves: blocks end alike everywhere.
fn repeats_below(before: &str, text: &str, after: &str) -> bool {
    let typed = before.rsplit('\n').next().unwrap_or_default();
    let full = format!("{typed}{text}");
    let lines = |text: &'_ str| -> Vec<String> {
        let lines = text.lines().map(|line| line.trim().to_string());
        lines.filter(|line| !line.is_empty()).collect()
    };
    let ours = lines(&full);
    let (rest, below) = after.split_once('\n').unwrap_or((after, ""));
    let next = lines(below);
    if !rest.trim().is_empty() {
        return false;
    }
    (1..=MOST_LINES.min(ours.len()).min(next.len())).any(|count| {
        let (end, start) = (&ours[ours.len() - count..], &next[..count]);
        end == start
            && end
                .iter()
                .any(|line| line.chars().any(char::is_alphanumeric))
    })
}

/// Bytes at the text's end that are closing brackets, quotes, `;` or `,` and that the file goes on with.
fn doubled(text: &str, after: &str) -> usize {
    let closes = |c: char| matches!(c, ')' | ']' | '}' | '>' | '"' | '\'' | '`' | ';' | ',');
    let text = text.trim_end();
    let bare = text.trim_end_matches(|c: char| closes(c) || c.is_whitespace());
    let after = after.trim_start();
    let starts = bare.len()..text.len();
    let at = |at: &usize| {
        let end: String = text[*at..].split_whitespace().collect();
        let next: String = after
            .chars()
            .filter(|c| !c.is_whitespace())
            .take(end.len())
            .collect();
        !end.is_empty() && next == end
    };
    starts.into_iter().find(at).map_or(0, |at| text.len() - at)
}
