//! When a streamed completion is long enough: decided line by line, so that the engine stops early.
//! The parser says whether a statement is whole; without a grammar indentation and blank lines do.

use super::lexical::scan;
use super::post::{close, indent::width, leave, repeat};
use super::scene::{Reach, Scene};

/// Most lines of one completion.
const LINES: usize = 24;

/// Watches an answer as it grows.
#[derive(Debug)]
pub struct Watch<'a> {
    scene: &'a Scene,
    /// Bytes of the answer that have been judged.
    judged: usize,
    lines: usize,
}

impl<'a> Watch<'a> {
    pub fn new(scene: &'a Scene) -> Self {
        Self {
            scene,
            judged: 0,
            lines: 0,
        }
    }

    /// Bytes of `candidate` that are worth having, once no later token can change that; `None` while
    /// the model should go on. Called after each token with the whole text so far.
    pub fn end(&mut self, candidate: &str) -> Option<usize> {
        while let Some(found) = candidate.get(self.judged..)?.find('\n') {
            let at = self.judged + found;
            if self.scene.reach == Reach::WithinLine {
                return Some(at);
            }
            let started = !candidate[..at].trim().is_empty();
            if started && !self.seen_enough(candidate, at) {
                return None;
            }
            self.lines += usize::from(started);
            self.judged = at + 1;
            if started && (self.lines >= LINES || self.over(candidate, at)) {
                return Some(at);
            }
            for keep in [repeat::keep, leave::keep] {
                let sane = keep(self.scene, &candidate[..at]);
                if sane < at {
                    return Some(sane);
                }
            }
        }
        None
    }

    /// Whether the line break at `at` can be judged: mostly only when the next line has begun.
    fn seen_enough(&self, candidate: &str, at: usize) -> bool {
        let first = self.lines == 0 && !candidate.starts_with('\n');
        (first && self.scene.reach == Reach::Line) || !candidate[at..].trim().is_empty()
    }

    /// Whether the completion ends with the line whose break stands at `at`.
    fn over(&self, candidate: &str, at: usize) -> bool {
        let scene = self.scene;
        let text = &candidate[..at];
        let last = text.rsplit('\n').next().unwrap_or_default();
        let next = Next::of(&candidate[at + 1..]);
        let open = scan(&scene.marks, &scene.typed, text).open > 0;
        if scene.reach == Reach::Line && !text.contains('\n') {
            return scene.header || (!open && !scene.opens(last));
        }
        if scene.tree.is_none() && (next.blank || next.depth >= start(scene, text)) {
            return next.blank;
        }
        if scene.reach == Reach::Block && continues(scene, candidate) {
            return self.block_over(text, last, &next);
        }
        // A comment or an attribute goes before what it belongs to.
        let leads = scene.marks.is_comment(last)
            || ATTRIBUTES
                .iter()
                .any(|mark| last.trim_start().starts_with(mark));
        if leads || (!open && next.depth > start(scene, text)) {
            return false;
        }
        // What it leaves open the lines below may close, and then the file is better for it.
        match scene.faults_with(text, close::over(scene, text)) {
            Some(faults) if open => faults == 0 || faults < scene.faults,
            Some(faults) => faults <= scene.faults,
            None => !open,
        }
    }

    /// A block ends before a line indented no deeper than the line that opened it, or with the line
    /// that closes it.
    fn block_over(&self, text: &str, last: &str, next: &Next) -> bool {
        let scene = self.scene;
        let base = scene.depth();
        let first = !text.contains('\n');
        let opening = first && !scene.fresh();
        // The first line of a fresh line has a part of its indentation before the cursor.
        let before = if first { width(&scene.indent) } else { 0 };
        if !opening && !last.trim().is_empty() && before + width(last) <= base {
            return true;
        }
        if next.depth > base {
            return false;
        }
        // The line that closes the block is wanted unless it already stands below.
        let stands = scene
            .next()
            .is_some_and(|below| width(below) == base && below.trim_start().starts_with(CLOSERS));
        stands || !next.closes || next.depth < base
    }
}

/// Beginnings of lines that belong to what follows them.
const ATTRIBUTES: [&str; 2] = ["#[", "@"];
const CLOSERS: [char; 3] = ['}', ')', ']'];

/// A block reach holds unless the model ended the opening line in another way.
fn continues(scene: &Scene, candidate: &str) -> bool {
    let first = candidate.split('\n').next().unwrap_or_default();
    scene.fresh() || first.trim().is_empty() || scene.opens(first)
}

/// Columns of the statement's first line.
fn start(scene: &Scene, text: &str) -> usize {
    let first = text.split('\n').next().unwrap_or_default();
    if !scene.fresh() && first.trim().is_empty() {
        let line = text.split('\n').find(|line| !line.trim().is_empty());
        return line.map_or(0, width);
    }
    let own = if scene.fresh() { width(first) } else { 0 };
    width(&scene.indent) + own
}

/// What is seen of the text after a line.
struct Next {
    /// A blank line comes first.
    blank: bool,
    /// Columns of the next line with text.
    depth: usize,
    closes: bool,
}

impl Next {
    fn of(after: &str) -> Self {
        let mut lines = after.split('\n');
        let line = lines.clone().find(|line| !line.trim().is_empty());
        let blank = lines.next().is_some_and(|line| line.trim().is_empty());
        Self {
            blank,
            depth: line.map_or(0, width),
            closes: line.is_some_and(|line| line.trim_start().starts_with(CLOSERS)),
        }
    }
}
