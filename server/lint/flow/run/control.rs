//! Branches, loops, attempts, exits and closures: how states part and meet.

use super::super::fold::truth;
use super::super::ir::{Exp, Fun, Op};
use super::super::state::State;
use super::super::taints::Taints;
use super::facts::{Facts, assume};
use super::{MAX_CALLS, Run, Value};

/// Turns of a loop until nothing changes, at most.
const MAX_TURNS: usize = 4;

impl Run<'_> {
    pub(super) fn control(&mut self, exp: Exp, state: &mut State) -> Value {
        let program = self.program;
        match program.op(exp) {
            Op::Branch {
                condition,
                arms,
                complete,
                falls,
            } => self.branch(*condition, arms, *complete, *falls, state),
            Op::Loop(parts) => {
                self.turns(parts, state);
                Value::default()
            }
            Op::Breakable(inner) => {
                self.jumps.push(State::dead());
                let value = self.eval(*inner, state);
                let left = self.jumps.pop().unwrap_or_else(State::dead);
                state.join(&left);
                value
            }
            Op::Try(body, handlers, finals) => {
                let start = state.clone();
                let mut value = self.eval(*body, state);
                let mut failed = start;
                failed.join(state);
                for handler in handlers {
                    let mut here = failed.clone();
                    value.taints.add(&self.eval(*handler, &mut here).taints);
                    state.join(&here);
                }
                let live = state.live;
                if !live {
                    // What stands under `finally` runs in any case.
                    *state = failed;
                }
                for part in finals {
                    self.eval(*part, state);
                }
                state.live &= live;
                value.constant = None;
                value
            }
            Op::Return(value) => {
                let value = value
                    .map(|value| self.eval(value, state))
                    .unwrap_or_default();
                if let Some(frame) = self.frames.last_mut() {
                    frame.returns.add(&value.taints);
                }
                state.live = false;
                value
            }
            Op::Jump => {
                if let Some(left) = self.jumps.last_mut() {
                    left.join(state);
                }
                state.live = false;
                Value::default()
            }
            Op::Exit(parts) => {
                for part in parts {
                    self.eval(*part, state);
                }
                state.live = false;
                Value::default()
            }
            Op::Closure(fun) => {
                let inner = self.program.functions[*fun].inner;
                // A function of the file's own is looked at by itself.
                if inner && (self.further || self.program.functions[*fun].name.is_none()) {
                    self.closure(*fun, &[], state);
                }
                Value::default()
            }
            _ => Value::default(),
        }
    }

    fn branch(
        &mut self,
        condition: Option<Exp>,
        arms: &[Exp],
        complete: bool,
        falls: bool,
        state: &mut State,
    ) -> Value {
        let known = condition
            .map(|condition| self.eval(condition, state))
            .and_then(|value| value.constant)
            .and_then(|constant| truth(&constant))
            .filter(|_| self.further);
        match (known, arms) {
            (Some(true), [then, ..]) => return self.eval(*then, state),
            (Some(false), [_, other]) => return self.eval(*other, state),
            (Some(false), [_]) => return Value::default(),
            _ => {}
        }
        let (met, unmet) = match condition.filter(|_| self.further) {
            Some(condition) => (
                self.facts(condition, true, state),
                self.facts(condition, false, state),
            ),
            None => (Facts::new(), Facts::new()),
        };
        let start = state.clone();
        let mut after = State::dead();
        if !complete {
            after = start.clone();
            assume(&unmet, &mut after);
        }
        let mut taints = Taints::default();
        let mut before = State::dead();
        for (index, arm) in arms.iter().enumerate() {
            self.spend(&start);
            let mut here = start.clone();
            match index {
                0 => assume(&met, &mut here),
                _ => assume(&unmet, &mut here),
            }
            if falls && index > 0 {
                here.join(&before);
            }
            taints.add(&self.eval(*arm, &mut here).taints);
            // An arm that falls into the next ends there.
            if falls && index + 1 < arms.len() {
                before = here;
            } else {
                after.join(&here);
            }
        }
        *state = after;
        Value {
            taints,
            constant: None,
        }
    }

    fn turns(&mut self, parts: &[Exp], state: &mut State) {
        let mut head = state.clone();
        let mut left = State::dead();
        for _ in 0..MAX_TURNS {
            self.spend(&head);
            let mut here = head.clone();
            self.jumps.push(State::dead());
            for part in parts {
                self.eval(*part, &mut here);
            }
            let jumped = self.jumps.pop().unwrap_or_else(State::dead);
            left.join(&jumped);
            here.join(&jumped);
            let mut next = head.clone();
            next.join(&here);
            if next == head {
                break;
            }
            head = next;
        }
        head.join(&left);
        *state = head;
    }

    /// Runs a closure where it stands; gives what it returns.
    fn closure(&mut self, fun: Fun, parameters: &[Taints], state: &mut State) -> Taints {
        if self.running.contains(&fun) || self.closures + self.running.len() > 2 * MAX_CALLS {
            return Taints::default();
        }
        self.closures += 1;
        let mut here = state.clone();
        let summary = self.body(fun, &mut here, parameters);
        self.closures -= 1;
        if let Some(frame) = self.frames.last_mut() {
            frame.sinks.extend(summary.sinks);
        }
        if self.further {
            // It may have run, now or later.
            here.live = true;
            state.join(&here);
        }
        summary.returns
    }

    /// A closure as an argument: it is given what the object holds.
    pub(super) fn callback(&mut self, fun: Fun, held: &Taints, state: &mut State) -> Taints {
        let count = self.program.functions[fun].parameters.len();
        self.closure(fun, &vec![held.clone(); count], state)
    }
}
