//! Constants where nothing else is asked for: which expressions are the same known value each time that
//! the program comes by.

use super::super::super::code::{Code, Id};
use super::super::super::settings::Settings;
use super::super::ir::{Const, Exp, Op, Program, Sym};
use super::super::lower::NOWHERE;
use super::super::marks::Marks;
use super::super::spec::Taint;
use super::super::state::State;
use super::super::table::Table;
use super::{Fuel, Run, Value};
use std::collections::{HashMap, HashSet};

/// Steps for all constants of a file, about a fortieth of a second.
const FUEL: u64 = 500_000;

/// By node: the value of each expression that is no literal and always the same one, as far as the steps
/// go. Functions are looked at by themselves: what stands outside of them may change before they run.
pub(in crate::lint) fn constants(
    code: &Code<'_>,
    table: &Table,
    program: &Program,
) -> HashMap<Id, Const> {
    let (taint, marks) = (Taint::default(), Marks::default());
    let fuel = Fuel::new(FUEL);
    let input = (code, table, program);
    let mut run = Run::new(input, (&taint, &marks), &fuel, true, Settings::default());
    run.constants = Some(HashMap::new());
    for fun in 0..program.functions.len() {
        if !program.functions[fun].inner {
            run.body(fun, &mut State::new(), &[]);
        }
    }
    if fuel.get() == 0 {
        return HashMap::new();
    }
    let shared = shared(code, program);
    let own = |node: &Id| {
        let sym = program.syms.get(code.text(*node));
        sym.is_none_or(|sym| !shared.contains(sym))
    };
    let found = run.constants.unwrap_or_default();
    let known = found.into_iter().filter(|(node, _)| own(node));
    known
        .filter_map(|(node, value)| Some((node, value?)))
        .collect()
}

/// Names that stand both inside and outside of a function within another one: nobody knows when it runs.
fn shared(code: &Code<'_>, program: &Program) -> HashSet<Sym> {
    // By node: the innermost function within another that it stands in, 0 for none.
    let mut inner: Vec<Id> = vec![0; code.nodes.len()];
    let functions = program.functions.iter();
    let mut nodes: Vec<Id> = functions
        .filter(|function| function.inner)
        .map(|function| function.node)
        .collect();
    nodes.sort_unstable();
    for node in nodes {
        inner[node as usize..code.node(node).next as usize].fill(node);
    }
    let mut seen: HashMap<Sym, Id> = HashMap::new();
    let mut shared = HashSet::new();
    for (node, op) in &program.exps {
        let Op::Name(sym) = op else { continue };
        let Some(inner) = inner.get(*node as usize) else {
            continue;
        };
        if seen.entry(*sym).or_insert(*inner) != inner {
            shared.insert(*sym);
        }
    }
    shared
}

impl Run<'_> {
    /// Keeps what an expression is this time.
    pub(super) fn note(&mut self, exp: Exp, value: &Value) {
        let program = self.program;
        let Some(constants) = &mut self.constants else {
            return;
        };
        let node = program.node(exp);
        let names = matches!(
            program.op(exp),
            Op::Name(_) | Op::Binary(..) | Op::Same(_) | Op::Union(_)
        );
        if names && node != NOWHERE {
            let known = constants.entry(node);
            let known = known.or_insert_with(|| value.constant.clone());
            if *known != value.constant {
                *known = None;
            }
        }
    }

    /// What is handed on by its address may be changed there.
    pub(super) fn lend(&mut self, arguments: &[Exp], state: &mut State) {
        if self.constants.is_none() {
            return;
        }
        for argument in arguments {
            let node = self.node(*argument);
            let by_address = |id: Id| self.code.text(id).starts_with('&');
            if (node as usize) < self.code.nodes.len()
                && by_address(node)
                && let Some(place) = self.place(*argument, state)
            {
                let mut cell = state.read(place);
                cell.constant = None;
                state.write(place, cell);
            }
        }
    }
}
