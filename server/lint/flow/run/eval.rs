//! What an expression's value is, and what the rule's marks make of it.

use super::super::fold::fold;
use super::super::ir::{Exp, Op};
use super::super::lower::NOWHERE;
use super::super::marks::Mark;
use super::super::spec::SideEffect;
use super::super::state::{Cell, Place, State};
use super::super::taints::Taints;
use super::{Run, Value};

impl Run<'_> {
    pub(super) fn eval(&mut self, exp: Exp, state: &mut State) -> Value {
        if !state.live || !self.burn() {
            return Value::default();
        }
        let value = self.value(exp, state);
        self.note(exp, &value);
        value
    }

    fn value(&mut self, exp: Exp, state: &mut State) -> Value {
        let program = self.program;
        let mut value = match program.op(exp) {
            Op::Name(_) | Op::Member(..) | Op::Index(..) | Op::Same(_) => {
                return self.place_value(exp, state);
            }
            Op::Call(callee, arguments) => return self.call(exp, *callee, arguments, state),
            Op::Constant(constant) => Value {
                constant: constant.clone(),
                ..Value::default()
            },
            Op::Binary(operator, left, right) => {
                let (left, right) = (self.eval(*left, state), self.eval(*right, state));
                let constant = match (&left.constant, &right.constant) {
                    (Some(a), Some(b)) => fold(*operator, a, b),
                    _ => None,
                };
                let mut taints = left.taints;
                taints.add(&right.taints);
                if self.settings.taint_only_propagate_through_assignments
                    || (self.settings.taint_assume_safe_comparisons && operator.compares())
                {
                    taints = Taints::default();
                }
                Value { taints, constant }
            }
            Op::Collect(entries) => {
                let mut taints = Taints::default();
                for (_, entry) in entries {
                    taints.add(&self.eval(*entry, state).taints);
                }
                Value {
                    taints,
                    constant: None,
                }
            }
            Op::Union(parts) => self.union(parts, state),
            Op::Sequence(parts) => {
                let mut last = Value::default();
                for part in parts {
                    last = self.eval(*part, state);
                }
                last
            }
            Op::Void(parts) => {
                self.union(parts, state);
                Value::default()
            }
            Op::Assign(target, from, keep) => self.assign(*target, *from, *keep, state),
            _ => self.control(exp, state),
        };
        self.marked(exp, &mut value, None, state);
        value
    }

    fn union(&mut self, parts: &[Exp], state: &mut State) -> Value {
        if let [one] = parts {
            let mut value = self.eval(*one, state);
            value.constant = None;
            return value;
        }
        let mut taints = Taints::default();
        for part in parts {
            taints.add(&self.eval(*part, state).taints);
        }
        Value {
            taints,
            constant: None,
        }
    }

    /// What the rule says of this node: it is clean, a source, part of a propagation, a sink.
    /// False when it was made clean.
    pub(super) fn marked(
        &mut self,
        exp: Exp,
        value: &mut Value,
        place: Option<Place>,
        state: &mut State,
    ) -> bool {
        let node = self.node(exp);
        if node == NOWHERE || self.marks.of(node).is_empty() {
            return true;
        }
        let call = matches!(self.program.op(exp), Op::Call(..));
        if self.clean(exp, place, state) {
            *value = Value::default();
            return false;
        }
        if !place.is_some_and(|place| state.known(place)) {
            let fresh = self.sources(node, &value.taints, false);
            value.taints.add(&fresh);
        }
        self.begin(exp, place, state);
        self.propagate(exp, value, place, state);
        let taints = value.taints.clone();
        // A call counts with its arguments, which `call` has seen to.
        self.sink(node, &taints, |focused| focused || !call);
        true
    }

    /// Whether a sanitizer matches; one with side effects cleans the place for good.
    fn clean(&mut self, exp: Exp, place: Option<Place>, state: &mut State) -> bool {
        let marks = self.marks;
        let mut clean = false;
        for mark in marks.of(self.node(exp)) {
            let Mark::Sanitizer(hit, whole) = mark else {
                continue;
            };
            clean = true;
            let which = marks.sanitizers[*hit as usize].0;
            if *whole
                && self.taint.sanitizers[which].side_effect
                && let Some(place) = place
            {
                state.write(place, Cell::default());
            }
        }
        clean
    }

    /// Sources by side effect: the place stays tainted.
    pub(super) fn begin(&mut self, exp: Exp, place: Option<Place>, state: &mut State) {
        let Some(place) = place else { return };
        let marks = self.marks;
        let node = self.node(exp);
        let lasting = marks.of(node).iter().any(|mark| match mark {
            Mark::Source(hit, true) => {
                let which = marks.sources[*hit as usize].0;
                self.taint.sources[which].side_effect != SideEffect::No
            }
            _ => false,
        });
        if lasting {
            let held = state.gather(place);
            let sources = self.sources(node, &held, true);
            state.add(place, &sources);
        }
    }

    /// Propagators: what comes in at `from` goes out at `to`.
    pub(super) fn propagate(
        &mut self,
        exp: Exp,
        value: &mut Value,
        place: Option<Place>,
        state: &mut State,
    ) {
        let marks = self.marks;
        let node = self.node(exp);
        for mark in marks.of(node) {
            match mark {
                Mark::From(hit) => {
                    let one = &self.taint.propagators[marks.propagators[*hit as usize].0];
                    let fits = one.requires.as_ref().is_none_or(|r| r.met(&value.taints));
                    if !fits || value.taints.is_empty() {
                        continue;
                    }
                    let mut out = Taints::default();
                    for atom in value.taints.iter() {
                        let mut atom = *atom;
                        let given = one
                            .replace
                            .as_ref()
                            .is_none_or(|labels| labels.contains(&atom.label));
                        if let (Some(label), true) = (one.label, given) {
                            atom.label = label;
                        }
                        out.insert(atom);
                    }
                    let out = self.stepped(out, node);
                    if one.side_effect
                        && let Some(to) = self.destination(*hit, state)
                    {
                        state.add(to, &out);
                    }
                    self.carried.insert(*hit, out);
                }
                Mark::To(hit) => {
                    if let Some(carried) = self.carried.get(hit) {
                        value.taints.add(carried);
                        let which = marks.propagators[*hit as usize].0;
                        if self.taint.propagators[which].side_effect
                            && let Some(place) = place
                        {
                            state.add(place, carried);
                        }
                    }
                }
                _ => {}
            }
        }
    }
}
