//! Assignments: to variables, fields and elements, and to several at once.

use super::super::ir::{Exp, Op, Sym};
use super::super::state::{Cell, Place, State};
use super::{Run, START, Value};

impl Run<'_> {
    pub(super) fn assign(
        &mut self,
        target: Exp,
        from: Exp,
        keep: bool,
        state: &mut State,
    ) -> Value {
        let program = self.program;
        // Where it comes from, to take its parts along.
        let origin = match program.op(from) {
            Op::Name(_) | Op::Member(..) | Op::Index(..) | Op::Same(_) => self.place(from, state),
            _ => None,
        };
        let value = self.eval(from, state);
        self.store(target, from, &value, origin, keep, state);
        value
    }

    fn store(
        &mut self,
        target: Exp,
        from: Exp,
        value: &Value,
        origin: Option<Place>,
        keep: bool,
        state: &mut State,
    ) {
        let program = self.program;
        match program.op(target) {
            Op::Collect(targets) => self.take_apart(targets, from, value, origin, state),
            Op::Union(targets) | Op::Sequence(targets) => {
                for target in targets {
                    self.store(*target, from, value, None, false, state);
                }
            }
            // `Some(x)`, `Point(x, y)` as patterns.
            Op::Call(_, targets) => {
                for target in targets {
                    self.store(*target, from, value, None, false, state);
                }
            }
            _ => self.write(target, from, value, origin, keep, state),
        }
    }

    fn write(
        &mut self,
        target: Exp,
        from: Exp,
        value: &Value,
        origin: Option<Place>,
        keep: bool,
        state: &mut State,
    ) {
        let Some(place) = self.place(target, state) else {
            return;
        };
        let node = self.node(target);
        let taints = self.stepped(value.taints.clone(), node);
        if keep || !self.replaces(target, state) {
            state.add(place, &taints);
        } else {
            let whole = origin.filter(|origin| *origin != place);
            match whole {
                Some(origin) if state.gather(origin) == value.taints && self.further => {
                    state.copy(origin, place);
                    state.step(place, |trace| self.step(node, trace, START));
                }
                _ => {
                    let cell = Cell {
                        taints: taints.clone(),
                        constant: value.constant.clone(),
                        ..Cell::default()
                    };
                    state.write(place, cell);
                    self.parts(place, from, state);
                }
            }
        }
        self.begin(target, Some(place), state);
        let mut given = Value {
            taints,
            constant: None,
        };
        self.propagate(target, &mut given, Some(place), state);
    }

    /// Elements of a literal list or mapping, each in its own place.
    fn parts(&mut self, place: Place, from: Exp, state: &mut State) {
        let program = self.program;
        let Op::Collect(entries) = program.bare(from) else {
            return;
        };
        let keyed = entries.iter().all(|(key, _)| key.is_some());
        if !self.further || !keyed {
            return;
        }
        let mut cells = Vec::new();
        for (key, entry) in entries {
            let value = self.eval(*entry, state);
            cells.push((*key, value));
        }
        state.write(
            place,
            Cell {
                length: Some(entries.len() as u32),
                ..Cell::default()
            },
        );
        for (key, value) in cells {
            let Some(key) = key else { continue };
            let taints = self.stepped(value.taints, self.node(from));
            let cell = Cell {
                taints,
                constant: value.constant,
                ..Cell::default()
            };
            state.write(place.child(key), cell);
        }
    }

    /// `a, b = x, y`, `{a, b} = o`, `[a, b] = list`.
    fn take_apart(
        &mut self,
        targets: &[(Option<Sym>, Exp)],
        from: Exp,
        value: &Value,
        origin: Option<Place>,
        state: &mut State,
    ) {
        let program = self.program;
        let pairs = match program.bare(from) {
            Op::Collect(values) if values.len() == targets.len() && self.further => Some(values),
            _ => None,
        };
        // All values first: `a, b = b, a`.
        let mut parts = Vec::new();
        for (index, (key, _)) in targets.iter().enumerate() {
            let taints = match (pairs, origin, key) {
                (Some(values), _, _) => {
                    let from = values[index].1;
                    parts.push((from, self.eval(from, state)));
                    continue;
                }
                (None, Some(origin), Some(key)) if self.further => {
                    let mut taints = state.gather(origin.child(*key));
                    // What came with the value and no place holds stays.
                    let held = state.gather(origin);
                    for atom in value.taints.iter() {
                        if !held.iter().any(|known| known == atom) {
                            taints.insert(*atom);
                        }
                    }
                    taints
                }
                _ => value.taints.clone(),
            };
            let constant = None;
            parts.push((from, Value { taints, constant }));
        }
        for ((_, target), (from, part)) in targets.iter().zip(parts) {
            self.store(*target, from, &part, None, false, state);
        }
    }
}
