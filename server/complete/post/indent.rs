//! Makes a completion's indentation that of the document: tabs or spaces, and their number. Changes
//! white space at the start of lines and nothing else.

use crate::complete::scene::{Reach, Scene};
use crate::text::Text;

/// One step of indentation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    Tab,
    /// So many spaces.
    Spaces(usize),
}

/// Lines around the cursor that the step is read from.
const LOOK: usize = 200;
/// Steps that documents are written in.
const STEPS: [usize; 4] = [2, 3, 4, 8];

impl Unit {
    /// The step most lines around a line use; `None` when no line is indented.
    pub fn of(text: &Text, line: usize) -> Option<Self> {
        let mut tabs = 0;
        let mut spaces = [0usize; 9];
        let mut last = 0;
        for at in line.saturating_sub(LOOK)..text.lines().min(line + LOOK) {
            let line = text.line(at);
            if line.trim().is_empty() {
                continue;
            }
            tabs += usize::from(line.starts_with('\t'));
            let now = line.len() - line.trim_start_matches(' ').len();
            let step = now.saturating_sub(last);
            if STEPS.contains(&step) {
                spaces[step] += 1;
            }
            last = now;
        }
        // The narrower step where two come equally often: wider ones are often two at once.
        let step = STEPS.into_iter().rev().max_by_key(|step| spaces[*step])?;
        if tabs > 0 && tabs >= spaces.iter().sum() {
            return Some(Self::Tab);
        }
        (spaces[step] > 0).then_some(Self::Spaces(step))
    }

    /// White space of so many steps.
    fn steps(self, count: usize) -> String {
        match self {
            Self::Tab => "\t".repeat(count),
            Self::Spaces(width) => " ".repeat(width * count),
        }
    }
}

/// Columns of a line's indentation, a tab counted as four.
pub fn width(line: &str) -> usize {
    lead(line)
        .chars()
        .map(|c| if c == '\t' { 4 } else { 1 })
        .sum()
}

/// A candidate with the document's indentation.
pub fn fit(scene: &Scene, candidate: &str) -> String {
    let Some(unit) = scene.unit else {
        return candidate.to_string();
    };
    let own = Own::of(scene, candidate, unit);
    let mut text = String::with_capacity(candidate.len());
    for (number, line) in candidate.split_inclusive('\n').enumerate() {
        let (space, code) = line.split_at(lead(line).len());
        if number > 0 {
            text.push_str(&own.rewrite(space));
        } else if scene.fresh() && !code.trim().is_empty() {
            text.push_str(&first(scene, unit, space, &own));
        } else {
            text.push_str(space);
        }
        text.push_str(code);
    }
    text
}

/// Bytes of `candidate` that the first `length` bytes of `fitted` were made of.
pub fn raw_length(candidate: &str, fitted: &str, length: usize) -> usize {
    let (mut raw, mut at) = (0, 0);
    for (from, to) in candidate
        .split_inclusive('\n')
        .zip(fitted.split_inclusive('\n'))
    {
        if at + to.len() < length {
            raw += from.len();
            at += to.len();
            continue;
        }
        let code = (length - at).saturating_sub(lead(to).len());
        return raw + lead(from).len() + code;
    }
    raw
}

/// White space before the first line's code on a line that was blank: what is missing, never more.
fn first(scene: &Scene, unit: Unit, space: &str, own: &Own) -> String {
    let above = scene.above.as_deref().unwrap_or_default();
    let opened = scene.reach == Reach::Block;
    let expected = lead(above).to_string() + &unit.steps(usize::from(opened));
    if space.is_empty() {
        // Only where a block was opened at the left edge is it certain that the line stands too far
        // left: some write a block's lines in the column of its bracket.
        let missing = opened && scene.indent.is_empty();
        return if missing { expected } else { String::new() };
    }
    if !scene.indent.is_empty() && width(&scene.indent) >= width(&expected) {
        return String::new();
    }
    own.rewrite(space)
}

/// The candidate's own way to indent, and the document's.
struct Own {
    unit: Unit,
    /// Columns that every line has at least, and steps in columns beyond it, when they differ.
    base: usize,
    step: Option<usize>,
    /// Spaces of one step, where spaces have to become tabs.
    spaces: usize,
}

impl Own {
    fn of(scene: &Scene, candidate: &str, unit: Unit) -> Self {
        let inner: Vec<usize> = candidate
            .split('\n')
            .skip(1)
            .filter(|line| !line.trim().is_empty())
            .map(|line| lead(line).len())
            .collect();
        let base = scene.depth();
        let opened = scene.reach == Reach::Block
            || candidate
                .split('\n')
                .next()
                .is_some_and(|first| scene.opens(first));
        let step = inner
            .first()
            .and_then(|first| first.checked_sub(base))
            .filter(|step| opened && STEPS.contains(step) && Unit::Spaces(*step) != unit)
            .filter(|step| {
                let whole = |lead: &usize| *lead >= base && (lead - base).is_multiple_of(*step);
                inner.iter().all(whole)
            });
        Self {
            unit,
            base,
            step: step.filter(|_| !scene.fresh()),
            spaces: spaces(scene, &inner, opened),
        }
    }

    fn rewrite(&self, space: &str) -> String {
        match self.unit {
            Unit::Tab => {
                let spaces = space.chars().filter(|c| *c == ' ').count();
                let tabs = space.len() - spaces + spaces / self.spaces;
                "\t".repeat(tabs) + &" ".repeat(spaces % self.spaces)
            }
            Unit::Spaces(width) if space.contains('\t') => {
                let tabs = space.chars().filter(|c| *c == '\t').count();
                " ".repeat(tabs * width + (space.len() - tabs))
            }
            Unit::Spaces(width) => match self.step {
                Some(step) => {
                    let steps = space.len().saturating_sub(self.base) / step;
                    " ".repeat(self.base + steps * width)
                }
                None => space.to_string(),
            },
        }
    }
}

/// Spaces that stand for one tab in a candidate's lines: told by the first line of a block that was
/// opened, else by the narrowest line.
fn spaces(scene: &Scene, inner: &[usize], opened: bool) -> usize {
    let depth = scene.depth() / 4;
    if let Some(first) = inner.first().filter(|_| opened)
        && first.is_multiple_of(depth + 1)
        && STEPS.contains(&(first / (depth + 1)))
    {
        return first / (depth + 1);
    }
    let narrow = inner.iter().copied().filter(|lead| *lead > 0).min();
    narrow.filter(|lead| STEPS.contains(lead)).unwrap_or(4)
}

fn lead(line: &str) -> &str {
    let code = line.trim_start_matches([' ', '\t']);
    &line[..line.len() - code.len()]
}
