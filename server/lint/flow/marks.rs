//! Which nodes of a file a taint rule's matches speak of.

use super::super::code::{Code, Id};
use super::super::formula::{Evaluator, Formula, Hit, lookup};
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
    pub fn read(taint: &Taint, evaluator: &Evaluator<'_>) -> Option<Self> {
        let code = evaluator.matcher.code;
        let mut marks = Self::default();
        marks.sinks = hits(evaluator, taint.sinks());
        if marks.sinks.is_empty() {
            return None;
        }
        marks.sources = hits(evaluator, taint.sources());
        if marks.sources.is_empty() {
            return None;
        }
        marks.sanitizers = hits(evaluator, taint.sanitizers.iter().map(|one| &one.formula));
        marks.propagators = hits(evaluator, taint.propagators.iter().map(|one| &one.formula));
        let rows: Vec<(Range<u32>, bool, fn(u32, bool) -> Mark, u32)> = {
            let mut rows: Vec<(Range<u32>, bool, fn(u32, bool) -> Mark, u32)> = Vec::new();
            for (index, (which, hit)) in marks.sources.iter().enumerate() {
                let exact = taint.sources[*which].exact;
                rows.push((hit.bytes.clone(), exact, Mark::Source, index as u32));
            }
            for (index, (which, hit)) in marks.sinks.iter().enumerate() {
                let exact = taint.sinks[*which].exact;
                rows.push((hit.bytes.clone(), exact, Mark::Sink, index as u32));
            }
            for (index, (which, hit)) in marks.sanitizers.iter().enumerate() {
                let exact = taint.sanitizers[*which].exact;
                rows.push((hit.bytes.clone(), exact, Mark::Sanitizer, index as u32));
            }
            for (index, (which, hit)) in marks.propagators.iter().enumerate() {
                let one = &taint.propagators[*which];
                if let (Some(from), Some(to)) =
                    (lookup(&hit.env, one.from), lookup(&hit.env, one.to))
                {
                    let index = index as u32;
                    rows.push((from.bytes.clone(), true, |i, _| Mark::From(i), index));
                    rows.push((to.bytes.clone(), true, |i, _| Mark::To(i), index));
                }
            }
            rows
        };
        for (bytes, exact, mark, index) in rows {
            marks.put(code, bytes, exact, mark, index);
        }
        Some(marks)
    }

    fn put(
        &mut self,
        code: &Code<'_>,
        bytes: Range<u32>,
        exact: bool,
        mark: fn(u32, bool) -> Mark,
        index: u32,
    ) {
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

fn hits<'f>(
    evaluator: &Evaluator<'_>,
    formulas: impl Iterator<Item = &'f Formula>,
) -> Vec<(usize, Hit)> {
    let mut out: Vec<(usize, Hit)> = Vec::new();
    for (index, formula) in formulas.enumerate() {
        let mut found = evaluator.eval(formula);
        found.sort_by_key(|hit| (hit.bytes.start, hit.bytes.end));
        found.dedup_by(|a, b| a.bytes == b.bytes && a.env == b.env);
        out.extend(found.into_iter().map(|hit| (index, hit)));
    }
    out
}
