//! Which nodes of a file a taint rule's matches speak of.

use super::super::code::{Code, Id};
use super::super::formula::{Evaluator, Hit, lookup};
use super::shared::Known;
use super::spec::Taint;
use std::collections::HashMap;
use std::ops::Range;

/// Nodes marked by one rule in one file at most.
const MAX_MARKS: usize = 400_000;

/// What a node is to a rule; each names its match by number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// The match, and whether the node is all of it.
    Source(u32, bool),
    Sink(u32, bool),
    Sanitizer(u32, bool),
    From(u32),
    To(u32),
}

/// One match to be marked.
struct Row {
    bytes: Range<u32>,
    /// Only nodes of exactly this range.
    exact: bool,
    mark: fn(u32, bool) -> Mark,
    index: u32,
}

/// Matches of one rule in one file: each with the number of its source, sink, …
#[derive(Debug, Default)]
pub(super) struct Marks {
    by_node: HashMap<Id, Vec<Mark>>,
    pub sources: Vec<(usize, Hit)>,
    pub sinks: Vec<(usize, Hit)>,
    pub sanitizers: Vec<(usize, Hit)>,
    pub propagators: Vec<(usize, Hit)>,
    count: usize,
}

impl Marks {
    /// None when no source or no sink matches: nothing can flow.
    pub fn read(taint: &Taint, evaluator: &Evaluator<'_>, known: &Known) -> Option<Self> {
        let code = evaluator.matcher.code;
        let sinks = taint.sinks.iter().map(|one| &one.formula);
        let sinks = hits(sinks.map(|one| one.hits(evaluator, known)));
        if sinks.is_empty() {
            return None;
        }
        let sources = taint.sources.iter().map(|one| &one.formula);
        let sources = hits(sources.map(|one| one.hits(evaluator, known)));
        if sources.is_empty() {
            return None;
        }
        let sanitizers = taint.sanitizers.iter().map(|one| &one.formula);
        let propagators = taint.propagators.iter().map(|one| &one.formula);
        let mut marks = Self {
            sinks,
            sources,
            sanitizers: hits(sanitizers.map(|one| one.hits(evaluator, known))),
            propagators: hits(propagators.map(|one| evaluator.eval(one))),
            ..Self::default()
        };
        for row in marks.rows(taint) {
            marks.put(code, row);
        }
        Some(marks)
    }

    fn rows(&self, taint: &Taint) -> Vec<Row> {
        let mut rows = Vec::new();
        let mut row = |bytes: &Range<u32>, exact: bool, mark: fn(u32, bool) -> Mark, index| {
            rows.push(Row {
                bytes: bytes.clone(),
                exact,
                mark,
                index: index as u32,
            });
        };
        for (index, (which, hit)) in self.sources.iter().enumerate() {
            let exact = taint.sources[*which].exact;
            row(&hit.bytes, exact, Mark::Source, index);
        }
        for (index, (which, hit)) in self.sinks.iter().enumerate() {
            let exact = taint.sinks[*which].exact;
            row(&hit.bytes, exact, Mark::Sink, index);
        }
        for (index, (which, hit)) in self.sanitizers.iter().enumerate() {
            let exact = taint.sanitizers[*which].exact;
            row(&hit.bytes, exact, Mark::Sanitizer, index);
        }
        for (index, (which, hit)) in self.propagators.iter().enumerate() {
            let one = &taint.propagators[*which];
            if let (Some(from), Some(to)) = (lookup(&hit.env, one.from), lookup(&hit.env, one.to)) {
                row(&from.bytes, true, |index, _| Mark::From(index), index);
                row(&to.bytes, true, |index, _| Mark::To(index), index);
            }
        }
        rows
    }

    fn put(&mut self, code: &Code<'_>, row: Row) {
        let Row {
            bytes,
            exact,
            mark,
            index,
        } = row;
        let first = code.nodes.partition_point(|node| node.start < bytes.start);
        for (id, node) in code.nodes.iter().enumerate().skip(first) {
            if node.start >= bytes.end || self.count >= MAX_MARKS {
                break;
            }
            let same = node.start == bytes.start && node.end == bytes.end;
            if same || (!exact && node.end <= bytes.end) {
                self.count += 1;
                self.by_node
                    .entry(id as Id)
                    .or_default()
                    .push(mark(index, same));
            }
        }
    }

    pub fn of(&self, node: Id) -> &[Mark] {
        self.by_node.get(&node).map_or(&[], Vec::as_slice)
    }

    /// Whether a source stands in these bytes.
    pub fn source_in(&self, bytes: Range<u32>) -> bool {
        self.sources
            .iter()
            .any(|(_, hit)| hit.bytes.start < bytes.end && bytes.start < hit.bytes.end)
    }
}

/// Each hit once, with the number of what found it.
fn hits(found: impl Iterator<Item = Vec<Hit>>) -> Vec<(usize, Hit)> {
    let mut out: Vec<(usize, Hit)> = Vec::new();
    for (index, mut found) in found.enumerate() {
        found.sort_by_key(|hit| (hit.bytes.start, hit.bytes.end));
        found.dedup_by(|a, b| a.bytes == b.bytes && a.env == b.env);
        out.extend(found.into_iter().map(|hit| (index, hit)));
    }
    out
}
