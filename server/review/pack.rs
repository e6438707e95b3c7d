//! Files cut into parts that fit a prompt: changed lines with the item around them, numbered.

use super::change::File;
use super::code::Comments;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

/// Characters of a line that a prompt shows; minified files have lines of megabytes.
pub(super) const LINE_CHARS: usize = 300;
/// Characters of a line that a quotation holds: enough to tell lines apart, few to generate.
const QUOTE_CHARS: usize = 80;
/// Removed lines shown of one edit.
const REMOVED_LINES: usize = 20;
/// Lines around changes outside any item, as in a diff.
const AROUND: usize = 3;
/// Widths tried around changes in an item too large to be shown whole, the widest first.
const WIDTHS: [usize; 5] = [24, 12, 6, AROUND, 0];

/// A line that a remark may stand on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Anchor {
    /// 1-based.
    pub line: usize,
    /// Its text without the white space around it, at most [`QUOTE_CHARS`] characters.
    pub quote: String,
}

/// What one request is about.
#[derive(Clone, Debug)]
pub(super) struct Part {
    /// Index of the file.
    pub file: usize,
    /// 0-based lines that are shown.
    shown: BTreeSet<usize>,
    /// 0-based lines of these that are under review.
    changed: BTreeSet<usize>,
}

/// Cuts files into parts of at most `budget` tokens each as `count` counts them, in file order.
/// Private files, files that are not parsed and files without changed lines give none.
pub(super) fn parts(files: &[File], budget: usize, count: &dyn Fn(&str) -> usize) -> Vec<Part> {
    let mut parts = Vec::new();
    for (index, file) in files.iter().enumerate() {
        if file.private.is_some() || file.document.inactive.is_some() {
            continue;
        }
        let mut packer = Packer {
            file,
            index,
            budget,
            count,
            costs: HashMap::new(),
            removed: removed(file),
        };
        parts.extend(packer.parts());
    }
    parts
}

struct Packer<'a> {
    file: &'a File,
    index: usize,
    budget: usize,
    count: &'a dyn Fn(&str) -> usize,
    costs: HashMap<usize, usize>,
    removed: BTreeMap<usize, &'a [String]>,
}

impl Packer<'_> {
    fn parts(&mut self) -> Vec<Part> {
        // Changed lines by the item that they stand in.
        let mut items: BTreeMap<(usize, usize), BTreeSet<usize>> = BTreeMap::new();
        for line in self.file.lines() {
            let item = self.item(line);
            let key = (item.start, item.end);
            items.entry(key).or_default().insert(line);
        }
        let mut parts: Vec<Part> = Vec::new();
        for ((start, end), changed) in items {
            for part in self.fit(start..end, &changed) {
                let Some(last) = parts.last_mut() else {
                    parts.push(part);
                    continue;
                };
                let both: BTreeSet<usize> = last.shown.union(&part.shown).copied().collect();
                if self.cost(&both) <= self.budget {
                    last.shown = both;
                    last.changed.extend(part.changed);
                } else {
                    parts.push(part);
                }
            }
        }
        parts
    }

    /// Lines of the item around a line, or a few lines around it where there is no item.
    fn item(&self, line: usize) -> Range<usize> {
        let text = &self.file.document.text;
        let range = text.line_range(line);
        let content = text.slice(range.clone());
        let indent = content.len() - content.trim_start().len();
        let inner = range.start + indent..range.start + content.trim_end().len();
        let item = self
            .file
            .document
            .tree()
            .and_then(|tree| tree.enclosing_item(inner));
        match item {
            Some(item) => text.line_of(item.start)..text.line_of(item.end.saturating_sub(1)) + 1,
            None => line.saturating_sub(AROUND)..(line + AROUND + 1).min(text.lines()),
        }
    }

    /// The item whole where it fits; else its first line and windows around the changed lines.
    fn fit(&mut self, item: Range<usize>, changed: &BTreeSet<usize>) -> Vec<Part> {
        let whole: BTreeSet<usize> = item.clone().collect();
        if item.len() <= self.budget && self.cost(&whole) <= self.budget {
            return vec![self.part(whole, changed.clone())];
        }
        let mut parts = Vec::new();
        let mut run: BTreeSet<usize> = BTreeSet::new();
        for line in changed {
            let mut longer = run.clone();
            longer.insert(*line);
            let view = window(&item, &longer, AROUND);
            if !run.is_empty() && self.cost(&view) > self.budget {
                parts.push(self.windowed(&item, std::mem::take(&mut run)));
                run.insert(*line);
            } else {
                run = longer;
            }
        }
        if !run.is_empty() {
            parts.push(self.windowed(&item, run));
        }
        parts
    }

    fn windowed(&mut self, item: &Range<usize>, changed: BTreeSet<usize>) -> Part {
        for width in WIDTHS {
            let view = window(item, &changed, width);
            if self.cost(&view) <= self.budget {
                return self.part(view, changed);
            }
        }
        self.part(changed.clone(), changed)
    }

    fn part(&self, shown: BTreeSet<usize>, changed: BTreeSet<usize>) -> Part {
        Part {
            file: self.index,
            shown,
            changed,
        }
    }

    fn cost(&mut self, lines: &BTreeSet<usize>) -> usize {
        lines.iter().map(|line| self.line_cost(*line)).sum()
    }

    fn line_cost(&mut self, line: usize) -> usize {
        if let Some(cost) = self.costs.get(&line) {
            return *cost;
        }
        let mut rows = Vec::new();
        rows_before(&self.removed, line, &mut rows);
        rows.push(row(Some(line), '+', &self.file.document.text.line(line)));
        let cost = (self.count)(&rows.join("\n")) + 1;
        self.costs.insert(line, cost);
        cost
    }
}

/// The item's first line and the lines up to `width` away from changed ones.
fn window(item: &Range<usize>, changed: &BTreeSet<usize>, width: usize) -> BTreeSet<usize> {
    let mut lines = BTreeSet::from([item.start]);
    for line in changed {
        let from = line.saturating_sub(width).max(item.start);
        lines.extend(from..(line + width + 1).min(item.end));
    }
    lines
}

/// Removed lines by the 0-based line that they stood before.
pub(super) fn removed(file: &File) -> BTreeMap<usize, &[String]> {
    let line = |edit: &super::Edit| file.document.text.line_of(edit.added.start);
    file.edits
        .iter()
        .filter(|edit| !edit.removed.is_empty())
        .map(|edit| (line(edit), edit.removed.as_slice()))
        .collect()
}

fn rows_before(removed: &BTreeMap<usize, &[String]>, line: usize, rows: &mut Vec<String>) {
    let Some(gone) = removed.get(&line) else {
        return;
    };
    let shown = gone.iter().take(REMOVED_LINES);
    rows.extend(shown.map(|text| row(None, '-', text)));
    if gone.len() > REMOVED_LINES {
        let more = gone.len() - REMOVED_LINES;
        rows.push(row(None, '-', &format!("({more} more lines)")));
    }
}

fn row(line: Option<usize>, mark: char, text: &str) -> String {
    let number = line.map_or(String::new(), |line| (line + 1).to_string());
    let cut: String = text.chars().take(LINE_CHARS).collect();
    let more = if cut.len() < text.len() { " …" } else { "" };
    format!("{number:>4} {mark} {cut}{more}")
        .trim_end()
        .to_string()
}

impl Part {
    /// The code as a prompt shows it: number, mark, text without comments.
    pub(super) fn rows(&self, file: &File) -> Vec<String> {
        let removed = removed(file);
        let comments = Comments::of(file);
        let added: BTreeSet<usize> = self
            .changed
            .iter()
            .copied()
            .filter(|line| file.touches(&file.document.text.line_range(*line)))
            .collect();
        let mut rows = Vec::new();
        let mut next = None;
        for line in &self.shown {
            if next.is_some_and(|next| next != *line) {
                rows.push("     …".to_string());
            }
            next = Some(line + 1);
            rows_before(&removed, *line, &mut rows);
            let mark = if added.contains(line) { '+' } else { ' ' };
            if let Some(text) = comments.line(file, *line) {
                rows.push(row(Some(*line), mark, &text));
            }
            // What went after the last line that is shown, at the end of the file say.
            if self.changed.contains(line) && !self.shown.contains(&(line + 1)) {
                rows_before(&removed, line + 1, &mut rows);
            }
        }
        rows
    }

    /// The lines that a remark may stand on: changed ones that hold code.
    pub(super) fn anchors(&self, file: &File) -> Vec<Anchor> {
        let comments = Comments::of(file);
        let anchor = |line: &usize| {
            let code = comments.line(file, *line)?;
            let holds = code.chars().any(char::is_alphanumeric);
            holds.then(|| Anchor {
                line: line + 1,
                quote: quote(&code),
            })
        };
        self.changed.iter().filter_map(anchor).collect()
    }

    /// 0-based lines under review.
    pub(super) fn changed(&self) -> impl Iterator<Item = usize> {
        self.changed.iter().copied()
    }

    /// Whether a 0-based line is shown.
    pub(super) fn shows(&self, line: usize) -> bool {
        self.shown.contains(&line)
    }

    /// First and last line under review, 1-based.
    pub(super) fn span(&self) -> (usize, usize) {
        let first = self.changed.first().map_or(1, |line| line + 1);
        (first, self.changed.last().map_or(first, |line| line + 1))
    }

    pub(super) fn holds(&self, line: usize) -> bool {
        line > 0 && self.changed.contains(&(line - 1))
    }
}

/// The part of a line that a remark quotes.
pub(super) fn quote(line: &str) -> String {
    let cut: String = line.trim().chars().take(QUOTE_CHARS).collect();
    cut.trim_end().to_string()
}
