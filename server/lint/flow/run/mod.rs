//! Runs a rule's taints through a file's [`Program`]: functions, summaries and what was found.
//! Expressions are in `eval`, places in
//! `place` and `store`, calls in `call`, branches in `control`, what reaches a sink in `reach`.

mod call;
mod constants;
mod control;
mod eval;
mod facts;
mod place;
mod reach;
mod store;

pub(in crate::lint) use constants::constants;

use super::super::code::{Code, Id};
use super::super::settings::Settings;
use super::ir::{Const, Exp, Fun, Program};
use super::marks::{Mark, Marks};
use super::spec::{SideEffect, Taint};
use super::state::{Cell, Place, State};
use super::table::Table;
use super::taints::{Atom, Origin, Taints};
use std::cell::Cell as Fuel;
use std::collections::HashMap;
use std::ops::Range;

/// Steps of a way that are shown.
const MAX_STEPS: usize = 24;
/// Depth of calls and closures inside each other that are followed.
const MAX_CALLS: usize = 12;
/// No step before this one.
const START: u32 = u32::MAX;

/// One step on a taint's way.
#[derive(Clone, Copy, Debug)]
struct Step {
    node: Id,
    before: u32,
    /// The way inside the function that is called here, from its end.
    inner: u32,
}

/// A value on its way: its taints, and the value itself where it is known.
#[derive(Clone, Debug, Default)]
pub(super) struct Value {
    pub taints: Taints,
    pub constant: Option<Const>,
}

/// What callers need to know of a function.
#[derive(Clone, Debug, Default)]
struct Summary {
    /// What it returns: its own sources, and its parameters.
    returns: Taints,
    /// Parameters that reach a sink: parameter, sink, the way.
    sinks: Vec<(u16, u32, u32)>,
}

/// A taint that reached a sink.
#[derive(Debug)]
pub(in crate::lint) struct Reached {
    pub sink: u32,
    pub source: u32,
    /// Nodes on the way, from source to sink.
    pub way: Vec<Id>,
}

/// A function on the way of being looked at.
#[derive(Default)]
struct Frame {
    returns: Taints,
    sinks: Vec<(u16, u32, u32)>,
}

pub(super) struct Run<'a> {
    pub code: &'a Code<'a>,
    pub table: &'a Table,
    pub program: &'a Program,
    pub taint: &'a Taint,
    pub marks: &'a Marks,
    pub fuel: &'a Fuel<u64>,
    /// More than Semgrep does: across functions, into containers, dead branches pruned.
    pub further: bool,
    pub settings: Settings,
    steps: Vec<Step>,
    /// By sink: the first source that reached it.
    reached: HashMap<u32, Reached>,
    summaries: HashMap<Fun, Summary>,
    /// Functions that are being looked at, to stop at recursion.
    running: Vec<Fun>,
    frames: Vec<Frame>,
    /// States at `break` and `continue`, of the loops around.
    jumps: Vec<State>,
    /// By propagator match: what came in.
    carried: HashMap<u32, Taints>,
    /// By propagator match: the expression that it goes out at.
    destinations: HashMap<u32, Exp>,
    globals: State,
    /// Of the call that was looked at last: bytes and taints of its arguments and its object.
    parts: Vec<(Range<u32>, Taints)>,
    /// By node: the constant that it was each time so far; kept where constants are what is asked for.
    constants: Option<HashMap<Id, Option<Const>>>,
    /// Closures that are being run inside each other.
    closures: usize,
}

impl<'a> Run<'a> {
    pub fn new(
        (code, table, program): (&'a Code<'a>, &'a Table, &'a Program),
        (taint, marks): (&'a Taint, &'a Marks),
        fuel: &'a Fuel<u64>,
        further: bool,
        settings: Settings,
    ) -> Self {
        let mut destinations = HashMap::new();
        if !marks.propagators.is_empty() {
            for (exp, (node, _)) in program.exps.iter().enumerate() {
                for mark in marks.of(*node) {
                    if let Mark::To(hit) = mark {
                        destinations.insert(*hit, exp as Exp);
                    }
                }
            }
        }
        Self {
            destinations,
            code,
            table,
            program,
            taint,
            marks,
            fuel,
            further,
            settings,
            steps: Vec::new(),
            reached: HashMap::new(),
            summaries: HashMap::new(),
            running: Vec::new(),
            frames: Vec::new(),
            jumps: Vec::new(),
            carried: HashMap::new(),
            globals: State::new(),
            parts: Vec::new(),
            constants: None,
            closures: 0,
        }
    }

    /// Looks at the whole file; by sink, in no order.
    pub fn run(mut self) -> Vec<Reached> {
        let mut state = State::new();
        self.frames.push(Frame::default());
        self.running.push(0);
        self.eval(self.program.functions[0].body, &mut state);
        self.running.pop();
        self.frames.pop();
        state.live = true;
        self.globals = state;
        let globals = self.globals.tainted();
        let mut returned = globals;
        for all in [false, true] {
            if all && !returned {
                break;
            }
            for (fun, function) in self.program.functions.iter().enumerate().skip(1) {
                let node = self.code.node(function.node);
                if function.inner || !(all || globals || self.source_in(node.start..node.end)) {
                    continue;
                }
                let source = |atom: &Atom| matches!(atom.origin, Origin::Source(_));
                let returns = self.summary(fun).returns;
                returned |= self.further && returns.iter().any(source);
            }
        }
        self.reached.into_values().collect()
    }

    fn source_in(&self, bytes: std::ops::Range<u32>) -> bool {
        self.marks.source_in(bytes)
    }

    fn burn(&self) -> bool {
        let left = self.fuel.get();
        self.fuel.set(left.saturating_sub(1));
        left > 0
    }

    /// Pays for copying a state.
    fn spend(&self, state: &State) {
        let left = self.fuel.get();
        self.fuel.set(left.saturating_sub(state.size() as u64 / 4));
    }

    /// Looks at a function once and remembers what it does.
    fn summary(&mut self, fun: Fun) -> Summary {
        if let Some(known) = self.summaries.get(&fun) {
            return known.clone();
        }
        let mut state = self.globals.clone();
        let parameters: Vec<Taints> = (0..self.program.functions[fun].parameters.len())
            .map(|index| match self.further {
                true => Taints::one(Atom {
                    origin: Origin::Parameter(index as u16),
                    label: 0,
                    trace: START,
                }),
                false => Taints::default(),
            })
            .collect();
        let summary = self.body(fun, &mut state, &parameters);
        self.summaries.insert(fun, summary.clone());
        summary
    }

    /// Runs a function's body from `state`, its parameters holding these taints.
    fn body(&mut self, fun: Fun, state: &mut State, parameters: &[Taints]) -> Summary {
        let program = self.program;
        let function = &program.functions[fun];
        self.running.push(fun);
        self.frames.push(Frame::default());
        let jumps = std::mem::take(&mut self.jumps);
        for (index, names) in function.parameters.iter().enumerate() {
            for (sym, node) in names {
                let place = Place::new(*sym);
                let taints = parameters.get(index).cloned().unwrap_or_default();
                let cell = Cell {
                    taints,
                    ..Cell::default()
                };
                state.write(place, cell);
                let sources = self.sources(*node, &state.gather(place), true);
                if !sources.is_empty() {
                    state.add(place, &sources);
                }
            }
        }
        let value = self.eval(function.body, state);
        let live = state.live;
        self.jumps = jumps;
        self.running.pop();
        let mut frame = self.frames.pop().unwrap_or_default();
        if function.implicit && live {
            frame.returns.add(&value.taints);
        }
        Summary {
            returns: frame.returns,
            sinks: frame.sinks,
        }
    }

    /// Taints that begin at a node, given what it holds already.
    fn sources(&mut self, node: Id, held: &Taints, parameter: bool) -> Taints {
        let marks = self.marks;
        let mut taints = Taints::default();
        for mark in marks.of(node) {
            let Mark::Source(hit, _) = mark else { continue };
            let source = &self.taint.sources[marks.sources[*hit as usize].0];
            let fits = source.requires.as_ref().is_none_or(|one| one.met(held));
            if fits && (parameter || source.side_effect != SideEffect::Only) {
                let trace = self.step(node, START, START);
                taints.insert(Atom {
                    origin: Origin::Source(*hit),
                    label: source.label,
                    trace,
                });
            }
        }
        taints
    }

    fn node(&self, exp: Exp) -> Id {
        self.program.node(exp)
    }
}
