//! Calls: what arguments and object give, what they write to, and functions of the same file.

use super::super::ir::{Const, Exp, Fun, Op, Sym};
use super::super::state::{Cell, Place, State};
use super::super::taints::{Origin, Taints};
use super::{MAX_CALLS, Run, START, Value};

/// What is known of one call.
struct Call<'c> {
    exp: Exp,
    /// The last name of the callee, and the object before it.
    name: Option<Sym>,
    object: Option<Exp>,
    arguments: &'c [Exp],
    values: Vec<Value>,
    /// Taints of the object, or of the callee itself.
    held: Taints,
}

impl Run<'_> {
    pub(super) fn call(
        &mut self,
        exp: Exp,
        callee: Exp,
        arguments: &[Exp],
        state: &mut State,
    ) -> Value {
        let program = self.program;
        let (name, object) = match program.op(callee) {
            Op::Name(name) => (Some(*name), None),
            Op::Member(object, name) => (Some(*name), Some(*object)),
            _ => (None, None),
        };
        let mut held = self.eval(callee, state).taints;
        if let Some(object) = object
            && self.further
            && !self.is_receiver(object)
            && let Some(place) = self.place(object, state)
        {
            held.add(&state.gather(place));
        }
        let mut values = Vec::new();
        // What closures among the arguments return may be what the call returns.
        let mut returned = Taints::default();
        for argument in arguments {
            let value = match program.op(*argument) {
                Op::Closure(fun) if self.further => {
                    returned.add(&self.callback(*fun, &held, state));
                    Value::default()
                }
                _ => self.eval(*argument, state),
            };
            values.push(value);
        }
        self.lend(arguments, state);
        let call = Call {
            exp,
            name,
            object,
            arguments,
            values,
            held,
        };
        let mut all = call.held.clone();
        for value in &call.values {
            all.add(&value.taints);
        }
        let node = self.node(exp);
        self.apart(object, &call.held, arguments.iter().zip(&call.values));
        self.sink(node, &all, |focused| !focused);
        all.add(&returned);
        let mut taints = match self.further {
            true => self.effect(&call, &all, state),
            false => all,
        };
        if self.settings.taint_only_propagate_through_assignments {
            taints = Taints::default();
        } else if self.settings.taint_assume_safe_functions {
            taints = call.held;
        }
        let mut value = Value {
            taints,
            constant: None,
        };
        self.marked(exp, &mut value, None, state);
        value
    }

    /// What the call does to places, and the taints of its result.
    fn effect(&mut self, call: &Call<'_>, all: &Taints, state: &mut State) -> Taints {
        let Some(sym) = call.name else {
            return all.clone();
        };
        let name = self.program.name(sym);
        if self.table.clean.contains(name) {
            return Taints::default();
        }
        let mut given = Taints::default();
        for value in &call.values {
            given.add(&value.taints);
        }
        let object = call.object.and_then(|object| self.place(object, state));
        if let Some(place) = object {
            if self.table.puts.contains(name) {
                if self.put(call, place, state) {
                    return Taints::default();
                }
                self.append(call, place, &given, state);
            }
            if self.table.gets.contains(name)
                && let Some(taints) = self.get(call, place, state)
            {
                return taints;
            }
            if self.table.adds.contains(name) {
                self.append(call, place, &given, state);
            }
        }
        if let Some(index) = self.table.writes.get(name) {
            let target = match usize::try_from(*index) {
                Ok(index) => call.arguments.get(index).copied(),
                Err(_) => call.object,
            };
            if let Some(target) = target
                && let Some(place) = self.place(target, state)
                && !all.is_empty()
            {
                let taints = self.stepped(all.clone(), self.node(call.exp));
                state.add(place, &taints);
            }
        }
        match self.resolve(call) {
            Some(fun) => self.known(fun, call),
            None => all.clone(),
        }
    }

    /// `map.put("k", v)`: into the element of that key. False when a key is not known.
    fn put(&mut self, call: &Call<'_>, place: Place, state: &mut State) -> bool {
        let Some((value, keys)) = call.values.split_last() else {
            return false;
        };
        let mut at = place;
        for key in keys {
            match key.constant.as_ref().and_then(|key| self.key(key)) {
                Some(key) => at = at.child(key),
                None => return false,
            }
        }
        if keys.is_empty() {
            return false;
        }
        let taints = self.stepped(value.taints.clone(), self.node(call.exp));
        let cell = Cell {
            taints,
            constant: value.constant.clone(),
            ..Cell::default()
        };
        state.write(at, cell);
        true
    }

    /// `map.get("k")`: the element of that key, and what is not kept in the map.
    fn get(&mut self, call: &Call<'_>, place: Place, state: &mut State) -> Option<Taints> {
        let mut at = place;
        let mut rest = call.values.as_slice();
        while let Some((first, more)) = rest.split_first()
            && let Some(key) = first.constant.as_ref().and_then(|key| self.key(key))
        {
            at = at.child(key);
            rest = more;
        }
        if at == place {
            return None;
        }
        let mut taints = state.gather(at);
        rest.iter().for_each(|value| taints.add(&value.taints));
        let kept = state.gather(place);
        for atom in call.held.iter() {
            if !kept.iter().any(|known| known == atom) {
                taints.insert(*atom);
            }
        }
        Some(taints)
    }

    /// `list.append(v)`: at its end when its length is known, else somewhere.
    fn append(&mut self, call: &Call<'_>, place: Place, given: &Taints, state: &mut State) {
        let mut cell = state.read(place);
        let taints = self.stepped(given.clone(), self.node(call.exp));
        if let (Some(length), [value]) = (cell.length, call.values.as_slice()) {
            cell.length = Some(length + 1);
            if let Some(key) = self.key(&Const::Int(i64::from(length))) {
                let element = Cell {
                    taints,
                    constant: value.constant.clone(),
                    ..Cell::default()
                };
                state.set(place, cell);
                state.write(place.child(key), element);
                return;
            }
            state.set(place, cell);
        }
        if !taints.is_empty() {
            state.add(place, &taints);
        }
    }

    fn is_receiver(&self, exp: Exp) -> bool {
        match self.program.op(exp) {
            Op::Name(sym) => {
                let name = self.program.name(*sym);
                self.table.receivers.iter().any(|known| known == name)
            }
            Op::Same(inner) => self.is_receiver(*inner),
            _ => false,
        }
    }

    /// The function of this file that is called, where the name leaves no doubt.
    fn resolve(&self, call: &Call<'_>) -> Option<Fun> {
        let own = call.object.is_none_or(|object| self.is_receiver(object));
        let fun = (*self.program.by_name.get(&call.name?)?)?;
        let known = own && !self.running.contains(&fun) && self.running.len() < MAX_CALLS;
        known.then_some(fun)
    }

    /// A call of a function whose body we have: what its summary says.
    fn known(&mut self, fun: Fun, call: &Call<'_>) -> Taints {
        let summary = self.summary(fun);
        let function = &self.program.functions[fun];
        let skip = usize::from(function.receiver);
        let mut given = vec![Taints::default(); function.parameters.len()];
        let mut result = Taints::default();
        if function.receiver
            && let Some(first) = given.first_mut()
        {
            first.add(&call.held);
        }
        for (index, (argument, value)) in call.arguments.iter().zip(&call.values).enumerate() {
            let named = self.keyword(*argument, fun);
            match given.get_mut(named.unwrap_or(index + skip)) {
                Some(slot) => slot.add(&value.taints),
                // More arguments than parameters: better too many taints than too few.
                None => result.add(&value.taints),
            }
        }
        let node = self.node(call.exp);
        for atom in summary.returns.iter() {
            match atom.origin {
                Origin::Source(_) => {
                    let mut atom = *atom;
                    atom.trace = self.step(node, atom.trace, START);
                    result.insert(atom);
                }
                Origin::Parameter(index) => {
                    for given in given[usize::from(index)].clone().iter() {
                        let mut given = *given;
                        given.trace = self.step(node, given.trace, atom.trace);
                        result.insert(given);
                    }
                }
            }
        }
        for (index, sink, trace) in &summary.sinks {
            let taints = given[usize::from(*index)].clone();
            if taints.is_empty() {
                continue;
            }
            let through = taints.stepped(|before| self.step(node, before, *trace));
            self.arrive(*sink, &through, None);
        }
        result
    }

    /// The parameter that a keyword argument names.
    fn keyword(&self, argument: Exp, fun: Fun) -> Option<usize> {
        let node = self.node(argument);
        if node >= self.code.nodes.len() as u32 || !self.code.class(node).keyword_argument {
            return None;
        }
        let name = self.code.text(self.code.children(node).next()?);
        let sym = self.program.syms.get(name)?;
        let parameters = &self.program.functions[fun].parameters;
        parameters
            .iter()
            .position(|names| names.iter().any(|(known, _)| known == sym))
    }
}
