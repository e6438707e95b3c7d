//! Functions, their parameters, and calls.

use super::super::super::code::Id;
use super::super::ir::{Exp, Function, Op, Sym};
use super::super::table::Part;
use super::{Lowering, NOWHERE};

/// Names that one parameter may bind by taking it apart.
const MAX_NAMES: usize = 20;

impl Lowering<'_> {
    pub(super) fn function(
        &mut self,
        id: Id,
        name: &Part,
        parameters: &Part,
        body: &Part,
        depth: usize,
    ) -> Exp {
        let Some(body) = self.part(id, body) else {
            // A declaration only.
            return self.push(id, Op::Void(Vec::new()));
        };
        let name_id = self.part(id, name);
        let name = name_id.map(|name| {
            // In C the parameters hang on the declarator, behind the name.
            let first = (name..self.code.node(name).next).find(|leaf| {
                self.code.leaf(*leaf) && self.table.names.contains(&self.code.node(*leaf).kind)
            });
            self.code.text(first.unwrap_or(name)).to_string()
        });
        let name = name.map(|name| self.sym(&name));
        let list = self.part(id, parameters).or_else(|| {
            let from = name_id?;
            (from..self.code.node(from).next).find(|inner| self.code.class(*inner).parameter_list)
        });
        let bound = list.map_or_else(Vec::new, |list| self.parameters(list));
        let receiver = bound.first().is_some_and(|names| {
            names.first().is_some_and(|(sym, _)| {
                self.table
                    .receivers
                    .iter()
                    .any(|name| name == self.program.name(*sym))
            })
        });
        let fun = self.program.functions.len();
        let block = self.code.class(body).block;
        self.program.functions.push(Function {
            name,
            node: id,
            parameters: bound,
            receiver,
            implicit: !block || self.table.block_values,
            body: 0,
            inner: self.inside > 0 || name.is_none(),
        });
        self.inside += 1;
        let mut steps = list.map_or_else(Vec::new, |list| self.defaults(list, depth));
        steps.push(self.exp(body, depth));
        let body = match steps.as_slice() {
            [body] => *body,
            _ => self.push(NOWHERE, Op::Sequence(steps)),
        };
        self.inside -= 1;
        self.program.functions[fun].body = body;
        self.push(id, Op::Closure(fun))
    }

    fn parameters(&mut self, list: Id) -> Vec<Vec<(Sym, Id)>> {
        // One parameter without brackets.
        if self.code.leaf(list) {
            return vec![self.names_in(list)];
        }
        let mut out = Vec::new();
        for child in self.named(list) {
            let parts = self.table.parameter_names.clone();
            let named: Vec<Id> = match parts.iter().find_map(|part| self.part(child, part)) {
                Some(name) => {
                    let field = self.code.node(name).field;
                    // `a, b int` is two parameters.
                    let same = |part: &Id| self.code.node(*part).field == field;
                    self.code.children(child).filter(same).collect()
                }
                None => vec![child],
            };
            for name in named {
                out.push(self.names_in(name));
            }
        }
        out
    }

    /// Parameters that hold their defaults when nothing is given.
    fn defaults(&mut self, list: Id, depth: usize) -> Vec<Exp> {
        let parts = self.table.parameter_defaults.clone();
        let mut steps = Vec::new();
        for child in self.named(list) {
            let value = parts.iter().find_map(|part| self.part(child, part));
            let Some(value) = value else { continue };
            for (sym, _) in self.names_in(child).into_iter().take(1) {
                let target = self.push(NOWHERE, Op::Name(sym));
                let value = self.exp(value, depth);
                steps.push(self.push(NOWHERE, Op::Assign(target, value, true)));
            }
        }
        steps
    }

    fn names_in(&mut self, id: Id) -> Vec<(Sym, Id)> {
        let mut names = Vec::new();
        for inner in id..self.code.node(id).next {
            let node = *self.code.node(inner);
            if self.code.leaf(inner) && self.table.names.contains(&node.kind) {
                let sym = self.sym(self.code.text(inner));
                names.push((sym, inner));
            }
            if names.len() == MAX_NAMES {
                break;
            }
        }
        names
    }

    fn arguments(&mut self, id: Id, arguments: &Part, depth: usize) -> Vec<Exp> {
        let Some(list) = self.part(id, arguments) else {
            return Vec::new();
        };
        // A template or a block stands as the one argument.
        let single = self.code.leaf(list) && self.code.node(list).string;
        if single || self.role(list).is_some() {
            return vec![self.exp(list, depth)];
        }
        if self.code.class(list).token_tree {
            return vec![self.tokens(list, depth)];
        }
        let parts = self.named(list);
        self.exps(&parts, depth)
    }

    pub(super) fn call(&mut self, id: Id, callee: &Part, arguments: &Part, depth: usize) -> Exp {
        let callee = self.exp_of(id, callee, depth);
        let arguments = self.arguments(id, arguments, depth);
        self.push(id, Op::Call(callee, arguments))
    }

    /// Object, name and arguments in one node.
    pub(super) fn method(
        &mut self,
        id: Id,
        object: &Part,
        name: &Part,
        arguments: &Part,
        depth: usize,
    ) -> Exp {
        let name_id = self.part(id, name);
        let sym = self.sym(name_id.map_or("", |name| self.code.text(name)));
        let callee = match self.part(id, object) {
            Some(object) => {
                let object = self.exp(object, depth);
                self.push(name_id.unwrap_or(id), Op::Member(object, sym))
            }
            None => self.push(name_id.unwrap_or(id), Op::Name(sym)),
        };
        let arguments = self.arguments(id, arguments, depth);
        self.push(id, Op::Call(callee, arguments))
    }

    /// Gives functions their names: their own, or that of the variable they are first kept in.
    pub(super) fn name_functions(&mut self) {
        let mut given = Vec::new();
        for (_, op) in &self.program.exps {
            if let Op::Assign(target, value, false) = op
                && let (Op::Name(sym), Op::Closure(fun)) =
                    (self.program.op(*target), self.program.op(*value))
            {
                given.push((*sym, *fun));
            }
        }
        for (fun, function) in self.program.functions.iter().enumerate() {
            given.extend(function.name.map(|name| (name, fun)));
        }
        for (sym, fun) in given {
            self.program
                .by_name
                .entry(sym)
                .and_modify(|known| {
                    if *known != Some(fun) {
                        *known = None;
                    }
                })
                .or_insert(Some(fun));
        }
    }
}
