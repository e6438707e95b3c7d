//! Branches, loops, attempts and exits.

use super::super::super::code::Id;
use super::super::ir::{Exp, Op};
use super::super::table::{Part, Role};
use super::{Lowering, NOWHERE};

impl Lowering<'_> {
    pub(super) fn control(&mut self, id: Id, role: &Role, depth: usize) -> Exp {
        let parts = self.named(id);
        match role {
            Role::Branch(condition) => self.branch(id, condition, depth),
            Role::Each(target, value) => self.each(id, target, value, depth),
            Role::Loop => {
                let exps = self.exps(&parts, depth);
                self.push(id, Op::Loop(exps))
            }
            Role::Comprehension => {
                // The clauses first, then the element.
                let mut order: Vec<Id> = parts.iter().skip(1).copied().collect();
                order.extend(parts.first());
                let exps = self.exps(&order, depth);
                self.push(id, Op::Sequence(exps))
            }
            Role::Return => {
                let exps = self.exps(&parts, depth);
                let value = match exps.as_slice() {
                    [] => None,
                    [one] => Some(*one),
                    _ => Some(self.push(id, Op::Union(exps))),
                };
                self.push(id, Op::Return(value))
            }
            Role::Jump => self.push(id, Op::Jump),
            Role::Exit => {
                let exps = self.exps(&parts, depth);
                self.push(id, Op::Exit(exps))
            }
            Role::Try => self.attempt(id, &parts, depth),
            _ => {
                let exps = self.exps(&parts, depth);
                self.push(id, Op::Sequence(exps))
            }
        }
    }

    fn branch(&mut self, id: Id, condition: &Part, depth: usize) -> Exp {
        let parts = self.named(id);
        let subject = self.part(id, condition);
        let (mut before, mut rest) = (Vec::new(), Vec::new());
        let at = subject.and_then(|subject| parts.iter().position(|part| *part == subject));
        for (index, part) in parts.iter().enumerate() {
            match at {
                Some(at) if index == at => {}
                Some(at) if index < at && !matches!(condition, Part::Nth(_)) => before.push(*part),
                _ => rest.push(*part),
            }
        }
        let alias = (self.table.aliases.iter()).find_map(|part| self.part(id, part));
        before.retain(|part| Some(*part) != alias);
        let mut steps = self.exps(&before, depth);
        if let (Some(alias), Some(subject)) = (alias, subject) {
            let (target, value) = (self.exp(alias, depth), self.exp(subject, depth));
            steps.push(self.push(NOWHERE, Op::Assign(target, value, false)));
        }
        let arms = self.arms(&rest);
        let exp = if arms.is_empty() {
            let condition = subject.map(|subject| self.exp(subject, depth));
            self.either(id, condition, &rest, depth)
        } else {
            self.switch(id, subject, &arms, depth)
        };
        if steps.is_empty() {
            return exp;
        }
        steps.push(exp);
        self.push(id, Op::Sequence(steps))
    }

    /// The alternatives of a `switch`, in a block or directly.
    fn arms(&self, rest: &[Id]) -> Vec<Id> {
        let arm = |id: &Id| matches!(self.role(*id), Some(Role::Arm(_)));
        let direct: Vec<Id> = rest.iter().copied().filter(arm).collect();
        if !direct.is_empty() {
            return direct;
        }
        let inner = rest.iter().flat_map(|id| self.named(*id));
        inner.filter(|id| arm(id)).collect()
    }

    /// `if`, with its other alternatives chained.
    fn either(&mut self, id: Id, condition: Option<Exp>, rest: &[Id], depth: usize) -> Exp {
        let Some((then, others)) = rest.split_first() else {
            return self.push(id, Op::Union(condition.into_iter().collect()));
        };
        let mut arms = vec![self.exp(*then, depth)];
        if let Some((next, more)) = others.split_first() {
            let chained = match self.role(*next) {
                // `elif`: what follows is its alternative.
                Some(Role::Branch(part)) if !more.is_empty() => {
                    let parts = self.named(*next);
                    let subject = self.part(*next, part);
                    let mut rest: Vec<Id> = parts
                        .into_iter()
                        .filter(|part| Some(*part) != subject)
                        .collect();
                    rest.extend(more);
                    let condition = subject.map(|subject| self.exp(subject, depth));
                    self.either(*next, condition, &rest, depth)
                }
                _ => {
                    let exps = self.exps(others, depth);
                    match exps.as_slice() {
                        [one] => *one,
                        _ => self.push(*next, Op::Sequence(exps)),
                    }
                }
            };
            arms.push(chained);
        }
        let complete = arms.len() > 1;
        let op = Op::Branch {
            condition,
            arms,
            complete,
            falls: false,
        };
        self.push(id, op)
    }

    fn switch(&mut self, id: Id, subject: Option<Id>, arms: &[Id], depth: usize) -> Exp {
        self.temporary += 1;
        let name = format!("%{}", self.temporary);
        let hidden = self.sym(&name);
        let mut steps = Vec::new();
        if let Some(subject) = subject {
            let value = self.exp(subject, depth);
            let target = self.push(NOWHERE, Op::Name(hidden));
            steps.push(self.push(NOWHERE, Op::Assign(target, value, false)));
        }
        let mut complete = self.table.exhaustive;
        let mut lowered = Vec::new();
        for arm in arms {
            let text = self.code.text(*arm);
            complete |= text.starts_with("default") || text.starts_with("case _");
            let pattern = match self.role(*arm) {
                Some(Role::Arm(part)) => self.part(*arm, part),
                _ => None,
            };
            let mut exps = Vec::new();
            for part in self.named(*arm) {
                if Some(part) == pattern {
                    let target = self.exp(part, depth);
                    let value = self.push(NOWHERE, Op::Name(hidden));
                    exps.push(self.push(NOWHERE, Op::Assign(target, value, false)));
                } else {
                    exps.push(self.exp(part, depth));
                }
            }
            lowered.push(self.push(*arm, Op::Sequence(exps)));
        }
        let op = Op::Branch {
            condition: None,
            arms: lowered,
            complete,
            falls: self.table.fall_through,
        };
        steps.push(self.push(id, op));
        // `break` leaves a switch.
        let all = self.push(NOWHERE, Op::Sequence(steps));
        match self.table.fall_through {
            true => self.push(id, Op::Breakable(all)),
            false => all,
        }
    }

    fn each(&mut self, id: Id, target: &Part, value: &Part, depth: usize) -> Exp {
        let (to, from) = (self.part(id, target), self.part(id, value));
        let mut exps = Vec::new();
        if let (Some(to), Some(from)) = (to, from) {
            let value = self.exp(from, depth);
            // An element says what the whole says, not what its fields say.
            let element = self.push(NOWHERE, Op::Union(vec![value]));
            let target = self.exp(to, depth);
            exps.push(self.push(NOWHERE, Op::Assign(target, element, false)));
        }
        for part in self.named(id) {
            if Some(part) != to && Some(part) != from {
                exps.push(self.exp(part, depth));
            }
        }
        self.push(id, Op::Loop(exps))
    }

    fn attempt(&mut self, id: Id, parts: &[Id], depth: usize) -> Exp {
        let mut parts = parts.to_vec();
        // Resources stand before the body: the block is the first one.
        let body_at = parts
            .iter()
            .position(|part| self.code.class(*part).block)
            .unwrap_or(0);
        if parts.is_empty() {
            return self.push(id, Op::Union(Vec::new()));
        }
        let rest = parts.split_off(body_at + 1);
        let body = self.exps(&parts, depth);
        let body = self.push(id, Op::Sequence(body));
        let (mut handlers, mut finals) = (Vec::new(), Vec::new());
        for part in rest {
            let exp = self.exp(part, depth);
            match self.role(part) {
                Some(Role::Final) => finals.push(exp),
                _ => handlers.push(exp),
            }
        }
        self.push(id, Op::Try(body, handlers, finals))
    }
}
