//! What a condition says of values where it is met, and where it is not: a value that equals a known
//! one is nobody's choice any more.

use super::super::ir::{Const, Exp, Op, Operator};
use super::super::state::{Cell, Place, State};
use super::Run;

/// Places and the value that each has; none where it is one of several.
pub(super) type Facts = Vec<(Place, Option<Const>)>;

impl Run<'_> {
    /// What holds when the condition's value is `met`.
    pub(super) fn facts(&mut self, condition: Exp, met: bool, state: &mut State) -> Facts {
        let program = self.program;
        let Op::Binary(operator, left, right) = program.bare(condition) else {
            return Facts::new();
        };
        match (operator, met) {
            (Operator::Equal, true) | (Operator::NotEqual, false) => {
                let fact = self.equal(*left, *right, state);
                let fact = fact.or_else(|| self.equal(*right, *left, state));
                fact.into_iter().collect()
            }
            // Both sides hold.
            (Operator::And, true) | (Operator::Or, false) => {
                let mut facts = self.facts(*left, met, state);
                facts.extend(self.facts(*right, met, state));
                facts
            }
            // One of them does: what both speak of is one of their values.
            (Operator::Or, true) | (Operator::And, false) => {
                let left = self.facts(*left, met, state);
                let right = self.facts(*right, met, state);
                let both = |place: &Place| right.iter().any(|(other, _)| other == place);
                let known = left.into_iter().filter(|(place, _)| both(place));
                known.map(|(place, _)| (place, None)).collect()
            }
            _ => Facts::new(),
        }
    }

    fn equal(
        &mut self,
        value: Exp,
        known: Exp,
        state: &mut State,
    ) -> Option<(Place, Option<Const>)> {
        let Op::Constant(Some(constant)) = self.program.bare(known) else {
            return None;
        };
        let place = self.place(value, state)?;
        Some((place, Some(constant.clone())))
    }
}

/// The state, with what is known of it.
pub(super) fn assume(facts: &Facts, state: &mut State) {
    for (place, constant) in facts {
        let cell = Cell {
            constant: constant.clone(),
            ..Cell::default()
        };
        state.write(*place, cell);
    }
}
