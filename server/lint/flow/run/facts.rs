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
        let (condition, met) = self.turned(condition, met);
        let (operator, left, right) = match program.bare(condition) {
            Op::Binary(operator, left, right) => (operator, left, right),
            Op::Call(callee, arguments) if met => return self.asked(*callee, arguments, state),
            _ => return Facts::new(),
        };
        match (operator, met) {
            (Operator::Equal, true) | (Operator::NotEqual, false) => {
                let fact = self.equal(*left, *right, state);
                let fact = fact.or_else(|| self.equal(*right, *left, state));
                fact.into_iter().collect()
            }
            (Operator::In, true) | (Operator::NotIn, false) => {
                let fact = self.among(*left, *right, state);
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

    /// The condition without its `!`, and what it then has to be.
    fn turned(&self, condition: Exp, met: bool) -> (Exp, bool) {
        let (mut condition, mut met) = (condition, met);
        loop {
            let inner = match self.program.op(condition) {
                Op::Same(inner) => *inner,
                Op::Union(parts) if parts.len() == 1 => parts[0],
                _ => return (condition, met),
            };
            let node = self.program.node(condition);
            let first = self.code.children(node).next();
            match first.map_or("", |first| self.code.text(first)) {
                "!" | "not" => met = !met,
                // Of several parts only those that do nothing are left out.
                _ if matches!(self.program.op(condition), Op::Union(_)) => return (condition, met),
                _ => {}
            }
            condition = inner;
        }
    }

    /// `"a".equals(x)` and `["a", "b"].includes(x)`.
    fn asked(&mut self, callee: Exp, arguments: &[Exp], state: &mut State) -> Facts {
        let (program, table) = (self.program, self.table);
        let (Op::Member(object, name), Some(last)) = (program.bare(callee), arguments.last())
        else {
            return Facts::new();
        };
        let name = program.name(*name);
        let fact = if table.equals.contains(name) && arguments.len() == 1 {
            let fact = self.equal(*last, *object, state);
            fact.or_else(|| self.equal(*object, *last, state))
        } else if table.holds.contains(name) {
            let all = if arguments.len() == 2 {
                arguments[0]
            } else {
                *object
            };
            self.among(*last, all, state)
        } else {
            None
        };
        fact.into_iter().collect()
    }

    /// The value is one of several that are known.
    fn among(&mut self, value: Exp, all: Exp, state: &mut State) -> Option<(Place, Option<Const>)> {
        if !self.settled(all) {
            return None;
        }
        Some((self.place(value, state)?, None))
    }

    /// Whether values are known when the program is written: literals in a list or in what makes one, and
    /// names in capitals, which are constants wherever these rules look.
    fn settled(&self, all: Exp) -> bool {
        let program = self.program;
        let known = |exp: Exp| matches!(program.bare(exp), Op::Constant(Some(_)));
        let name = |text: &str| {
            text.len() > 1
                && !text.contains(char::is_lowercase)
                && text.contains(char::is_uppercase)
        };
        match program.bare(all) {
            Op::Collect(entries) => {
                !entries.is_empty() && entries.iter().all(|(_, exp)| known(*exp))
            }
            Op::Union(exps) => !exps.is_empty() && exps.iter().all(|exp| known(*exp)),
            Op::Call(callee, arguments) => {
                let (Op::Name(sym) | Op::Member(_, sym)) = program.bare(*callee) else {
                    return false;
                };
                let list = |exp: &Exp| {
                    let many = matches!(program.bare(*exp), Op::Collect(_) | Op::Union(_));
                    known(*exp) || many && self.settled(*exp)
                };
                self.table.makes.contains(program.name(*sym))
                    && !arguments.is_empty()
                    && arguments.iter().all(list)
            }
            Op::Name(sym) | Op::Member(_, sym) => name(program.name(*sym)),
            _ => false,
        }
    }
}

/// The state, with what is known of it.
pub(super) fn assume(facts: &Facts, state: &mut State) {
    for (place, constant) in facts {
        let cell = Cell {
            constant: constant.clone(),
            known: true,
            ..Cell::default()
        };
        state.write(*place, cell);
    }
}
