//! `mode: taint`: what reaches a sink from a source. A file's functions are lowered to a small
//! language (`ir`) by the grammar's data (`table`), and a rule's marks are followed through them.

mod fold;
mod ir;
mod lower;
mod marks;
mod requires;
mod run;
mod shared;
mod spec;
mod state;
mod table;
mod taints;

use super::formula::{Evaluator, Hit};
use marks::Marks;
use run::Run;
use std::ops::Range;

pub(super) use ir::Const;
pub(super) use ir::Program;
pub(super) use lower::lower;
pub(super) use run::constants;
pub(super) use shared::Known;
pub(super) use spec::{KEYS, Taint};
pub(super) use table::Table;

/// A sink that a source reaches.
#[derive(Debug)]
pub(super) struct Flow {
    /// The sink's range, with the metavariables of both ends.
    pub hit: Hit,
    /// Bytes of each step, from the source to the sink.
    pub way: Vec<Range<u32>>,
}

/// All flows of a rule in one file. `known` is what rules before it found there. `program` is asked for only when there is something to follow;
/// `further` goes beyond what Semgrep follows: other functions, containers, dead branches.
pub(super) fn flows<'p>(
    taint: &Taint,
    (evaluator, known): (&Evaluator<'_>, &Known),
    table: &Table,
    program: impl FnOnce() -> &'p Program,
    further: bool,
) -> Vec<Flow> {
    let Some(marks) = Marks::read(taint, evaluator, known) else {
        return Vec::new();
    };
    let code = evaluator.matcher.code;
    let fuel = evaluator.matcher.fuel;
    let settings = evaluator.matcher.settings;
    let input = (code, table, program());
    let run = Run::new(input, (taint, &marks), fuel, further, settings);
    let mut flows: Vec<Flow> = run
        .run()
        .into_iter()
        .map(|reached| {
            let sink = &marks.sinks[reached.sink as usize].1;
            let source = &marks.sources[reached.source as usize].1;
            let mut env = sink.env.clone();
            for (var, bound) in &source.env {
                if !env.iter().any(|(known, _)| known == var) {
                    env.push((*var, bound.clone()));
                }
            }
            let hit = Hit {
                bytes: sink.bytes.clone(),
                env,
            };
            let node = |id: &u32| code.node(*id).start..code.node(*id).end;
            let mut way: Vec<Range<u32>> = vec![source.bytes.clone()];
            // Parts of the source's own range say nothing new.
            let inside = |bytes: &Range<u32>| {
                source.bytes.start <= bytes.start && bytes.end <= source.bytes.end
            };
            way.extend(reached.way.iter().map(node).skip_while(inside));
            way.push(sink.bytes.clone());
            way.dedup();
            Flow { hit, way }
        })
        .collect();
    flows.sort_by_key(|flow| (flow.hit.bytes.start, flow.hit.bytes.end));
    flows
}
