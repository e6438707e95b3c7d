//! What reaches a sink, and the way it took.

use super::super::super::code::Id;
use super::super::super::formula::{lookup, within};
use super::super::ir::Exp;
use super::super::lower::NOWHERE;
use super::super::marks::Mark;
use super::super::taints::{Origin, Taints};
use super::{MAX_STEPS, Reached, Run, START, Step, Value};

impl Run<'_> {
    pub(super) fn step(&mut self, node: Id, before: u32, inner: u32) -> u32 {
        if node == NOWHERE {
            return before;
        }
        self.steps.push(Step {
            node,
            before,
            inner,
        });
        (self.steps.len() - 1) as u32
    }

    /// The same taints, seen at `node` on their way.
    pub(super) fn stepped(&mut self, taints: Taints, node: Id) -> Taints {
        taints.stepped(|trace| self.step(node, trace, START))
    }

    /// Notes the sinks that a node is, given what reaches it. `whole` says which of them count:
    /// those of a call with its arguments, or those of a value.
    pub(super) fn sink(&mut self, node: Id, taints: &Taints, counts: impl Fn(bool) -> bool) {
        if taints.is_empty() {
            return;
        }
        let marks = self.marks;
        for mark in marks.of(node) {
            let Mark::Sink(hit, _) = mark else { continue };
            let sink = &self.taint.sinks[marks.sinks[*hit as usize].0];
            if counts(sink.focused) {
                self.arrive(*hit, taints, Some(node));
            }
        }
    }

    /// Taints at a sink: those of parameters are for the callers to judge.
    pub(super) fn arrive(&mut self, hit: u32, taints: &Taints, node: Option<Id>) {
        let sink = &self.taint.sinks[self.marks.sinks[hit as usize].0];
        let plain = sink.requires.plain();
        let met = sink.requires.met(taints) && self.each(hit, taints);
        let mut first = None;
        for atom in taints.iter() {
            match atom.origin {
                Origin::Parameter(index) => {
                    if plain == Some(atom.label)
                        && let Some(frame) = self.frames.last_mut()
                        && !frame.sinks.iter().any(|one| (one.0, one.1) == (index, hit))
                    {
                        frame.sinks.push((index, hit, atom.trace));
                    }
                }
                Origin::Source(source) => {
                    let fits = plain.is_none_or(|label| label == atom.label)
                        && (!self.settings.taint_unify_mvars || self.agree(source, hit));
                    if met && fits && first.is_none() {
                        first = Some((source, atom.trace));
                    }
                }
            }
        }
        if let Some((source, trace)) = first
            && !self.reached.contains_key(&hit)
        {
            let mut way = self.way(trace);
            way.extend(node.filter(|node| way.last() != Some(node)));
            self.reached.insert(
                hit,
                Reached {
                    sink: hit,
                    source,
                    way,
                },
            );
        }
    }

    /// Notes what reaches the object of a call and each argument, for sinks that ask for each.
    pub(super) fn apart<'v>(
        &mut self,
        object: Option<Exp>,
        held: &Taints,
        arguments: impl Iterator<Item = (&'v Exp, &'v Value)>,
    ) {
        if !self.taint.sinks.iter().any(|sink| !sink.each.is_empty()) {
            return;
        }
        self.parts.clear();
        let object = object.map(|object| (object, held));
        let arguments = arguments.map(|(exp, value)| (*exp, &value.taints));
        for (exp, taints) in arguments.chain(object) {
            if let Some(node) = self.code.nodes.get(self.node(exp) as usize) {
                self.parts.push((node.start..node.end, taints.clone()));
            }
        }
    }

    /// Whether something reaches each metavariable of a sink and meets its condition; without arguments to
    /// tell apart, `taints` reach all of them.
    fn each(&self, hit: u32, taints: &Taints) -> bool {
        let (which, found) = &self.marks.sinks[hit as usize];
        let apart = self
            .parts
            .iter()
            .any(|(bytes, _)| within(bytes, &found.bytes));
        self.taint.sinks[*which].each.iter().all(|(var, requires)| {
            let Some(bound) = lookup(&found.env, *var) else {
                return false;
            };
            let mut own = Taints::default();
            for (bytes, part) in &self.parts {
                if within(&bound.bytes, bytes) || within(bytes, &bound.bytes) {
                    own.add(part);
                }
            }
            let own = if apart { &own } else { taints };
            !own.is_empty() && requires.met(own)
        })
    }

    /// Whether a source and a sink bind the same metavariables to the same code.
    fn agree(&self, source: u32, sink: u32) -> bool {
        let (source, sink) = (
            &self.marks.sources[source as usize].1,
            &self.marks.sinks[sink as usize].1,
        );
        source.env.iter().all(|(var, bound)| {
            sink.env.iter().all(|(other, there)| {
                other != var
                    || self.code.slice(bound.bytes.clone()) == self.code.slice(there.bytes.clone())
            })
        })
    }

    /// The nodes of a way, from its start.
    pub(super) fn way(&self, trace: u32) -> Vec<Id> {
        let mut way = Vec::new();
        // Backwards: what was inside the call, the call, then what was before.
        let mut stack = vec![(trace, None)];
        while let Some((at, node)) = stack.pop() {
            if let Some(node) = node
                && way.last() != Some(&node)
            {
                way.push(node);
            }
            if at == START || way.len() >= 4 * MAX_STEPS {
                continue;
            }
            let step = self.steps[at as usize];
            stack.push((step.before, None));
            stack.push((START, Some(step.node)));
            stack.push((step.inner, None));
        }
        way.reverse();
        if way.len() > MAX_STEPS {
            way.drain(MAX_STEPS / 2..way.len() - MAX_STEPS / 2);
        }
        way
    }
}
