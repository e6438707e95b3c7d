//! Places: reading variables, fields and elements. Writing them is in `store`.

use super::super::ir::{Const, Exp, Op, Sym};
use super::super::lower::NOWHERE;
use super::super::state::{Place, State};
use super::super::taints::Taints;
use super::{Run, Value};

/// What an expression that may be a place gives.
#[derive(Default)]
struct Seen {
    place: Option<Place>,
    /// Taints that no place holds.
    fresh: Taints,
    constant: Option<Const>,
    /// A sanitizer covers it: what the place holds does not count here.
    clean: bool,
}

impl Run<'_> {
    /// The value of a name, a field, an element, or of what stands for one.
    pub(super) fn place_value(&mut self, exp: Exp, state: &mut State) -> Value {
        let seen = self.see(exp, state);
        let mut taints = seen.fresh;
        if let Some(place) = seen.place
            && !seen.clean
        {
            taints.add(&state.gather(place));
        }
        let constant = match seen.place {
            Some(place) if taints.is_empty() => state.read(place).constant,
            _ => seen.constant.filter(|_| taints.is_empty()),
        };
        Value { taints, constant }
    }

    fn see(&mut self, exp: Exp, state: &mut State) -> Seen {
        let program = self.program;
        let mut seen = match program.op(exp) {
            Op::Name(sym) => Seen {
                place: Some(Place::new(*sym)),
                ..Seen::default()
            },
            Op::Member(of, name) => {
                let outer = self.see(*of, state);
                let place = outer.place.map(|place| place.child(*name));
                let known = place.is_some_and(|place| state.known(place));
                Seen {
                    place,
                    fresh: if known {
                        Taints::default()
                    } else {
                        outer.fresh
                    },
                    constant: None,
                    clean: outer.clean,
                }
            }
            Op::Index(of, index) => {
                let outer = self.see(*of, state);
                let index = self.eval(*index, state);
                let mut fresh = outer.fresh;
                if !self.settings.taint_assume_safe_indexes {
                    fresh.add(&index.taints);
                }
                let key = index.constant.and_then(|key| self.key(&key));
                let place = match (outer.place, key) {
                    (Some(place), Some(key)) if self.further => Some(place.child(key)),
                    (place, _) => place,
                };
                Seen {
                    place,
                    fresh,
                    constant: None,
                    clean: outer.clean,
                }
            }
            Op::Same(inner) => self.see(*inner, state),
            _ => {
                let value = self.eval(exp, state);
                return Seen {
                    place: None,
                    fresh: value.taints,
                    constant: value.constant,
                    clean: false,
                };
            }
        };
        let node = self.node(exp);
        if node == NOWHERE || self.marks.of(node).is_empty() {
            return seen;
        }
        let mut value = Value::default();
        value.taints.add(&seen.fresh);
        if let Some(place) = seen.place
            && !seen.clean
        {
            value.taints.add(&state.gather(place));
        }
        let held = value.taints.clone();
        if !self.marked(exp, &mut value, seen.place, state) {
            return Seen {
                place: seen.place,
                clean: true,
                ..Seen::default()
            };
        }
        for atom in value.taints.iter() {
            if !held.iter().any(|known| known == atom) {
                seen.fresh.insert(*atom);
            }
        }
        seen
    }

    /// The place that an expression names, without looking at what it holds.
    pub(super) fn place(&mut self, exp: Exp, state: &mut State) -> Option<Place> {
        let program = self.program;
        match program.op(exp) {
            Op::Name(sym) => Some(Place::new(*sym)),
            Op::Member(of, name) => self.place(*of, state).map(|place| place.child(*name)),
            Op::Index(of, index) => {
                let place = self.place(*of, state)?;
                let key = match program.op(*index) {
                    Op::Constant(Some(key)) => self.key(key),
                    _ => self.eval(*index, state).constant.and_then(|k| self.key(&k)),
                };
                Some(match key {
                    Some(key) if self.further => place.child(key),
                    _ => place,
                })
            }
            Op::Same(inner) => self.place(*inner, state),
            _ => None,
        }
    }

    /// Whether a write to this expression replaces what is there.
    pub(super) fn replaces(&mut self, exp: Exp, state: &mut State) -> bool {
        let program = self.program;
        match program.op(exp) {
            Op::Name(_) => true,
            Op::Member(of, _) => self.replaces(*of, state),
            Op::Index(_, index) => self.further && self.eval(*index, state).constant.is_some(),
            Op::Same(inner) => self.replaces(*inner, state),
            _ => false,
        }
    }

    pub(super) fn key(&self, key: &Const) -> Option<Sym> {
        match key {
            Const::Int(number) => self.program.syms.get(&number.to_string()).copied(),
            Const::Text(text) => self.program.syms.get(text.as_ref()).copied(),
            Const::Bool(_) => None,
        }
    }

    /// Where a propagator's `to` stands as a place.
    pub(super) fn destination(&mut self, hit: u32, state: &mut State) -> Option<Place> {
        let exp = *self.destinations.get(&hit)?;
        self.place(exp, state)
    }
}
