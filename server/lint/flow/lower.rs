//! A file's flat tree to a [`Program`], by the language's [`Table`]. Simple kinds are here, control
//! flow is in `control`, functions and calls in `functions`.

mod control;
mod functions;
mod values;

use super::super::code::{Code, Id};
use super::ir::{Exp, Function, Op, Program, Sym};
use super::table::{Part, Role, Table};

/// Deeper code is taken as one union of its names: no recursion follows a file without end.
const MAX_DEPTH: usize = 120;
/// Node of expressions that stand nowhere.
pub(super) const NOWHERE: Id = Id::MAX;

pub(super) struct Lowering<'a> {
    code: &'a Code<'a>,
    table: &'a Table,
    program: Program,
    /// Functions around the place.
    inside: usize,
    temporary: usize,
}

/// The whole file.
pub(in crate::lint) fn lower(code: &Code<'_>, table: &Table) -> Program {
    let mut lowering = Lowering {
        code,
        table,
        program: Program::default(),
        inside: 0,
        temporary: 0,
    };
    lowering.program.functions.push(Function {
        name: None,
        node: 0,
        parameters: Vec::new(),
        receiver: false,
        implicit: false,
        body: 0,
        inner: false,
    });
    let body = lowering.exp(0, 0);
    lowering.program.functions[0].body = body;
    lowering.name_functions();
    lowering.program
}

impl<'a> Lowering<'a> {
    fn push(&mut self, node: Id, op: Op) -> Exp {
        self.program.exps.push((node, op));
        (self.program.exps.len() - 1) as Exp
    }

    fn sym(&mut self, name: &str) -> Sym {
        if let Some(known) = self.program.syms.get(name) {
            return *known;
        }
        let sym = self.program.names.len() as Sym;
        self.program.names.push(name.to_string());
        self.program.syms.insert(name.to_string(), sym);
        sym
    }

    fn role(&self, id: Id) -> Option<&'a Role> {
        self.table.role(self.code.node(id).kind)
    }

    fn named(&self, id: Id) -> Vec<Id> {
        self.code
            .children(id)
            .filter(|child| self.code.node(*child).named)
            .collect()
    }

    fn part(&self, id: Id, part: &Part) -> Option<Id> {
        match part {
            Part::None => None,
            Part::Nth(number) => self.named(id).get(*number).copied(),
            Part::Fields(fields) => self
                .code
                .children(id)
                .find(|child| fields.contains(&self.code.node(*child).field)),
        }
    }

    fn exps(&mut self, ids: &[Id], depth: usize) -> Vec<Exp> {
        ids.iter().map(|id| self.exp(*id, depth)).collect()
    }

    /// Lowers a part, or nothing.
    fn exp_of(&mut self, id: Id, part: &Part, depth: usize) -> Exp {
        match self.part(id, part) {
            Some(id) => self.exp(id, depth),
            None => self.push(NOWHERE, Op::Constant(None)),
        }
    }

    fn exp(&mut self, id: Id, depth: usize) -> Exp {
        if depth > MAX_DEPTH {
            return self.flat(id);
        }
        let depth = depth + 1;
        if self.code.leaf(id) {
            return self.leaf(id);
        }
        let class = self.code.class(id);
        if let Some(role) = self.role(id) {
            return self.by_role(id, role, depth);
        }
        if class.token_tree {
            return self.tokens(id, depth);
        }
        if class.keyword_argument
            && let Some(value) = self.named(id).last()
        {
            let value = self.exp(*value, depth);
            return self.push(id, Op::Same(value));
        }
        if class.declarator
            && let Some(inner) = self.code.children(id).last()
        {
            let inner = self.exp(inner, depth);
            return self.push(id, Op::Same(inner));
        }
        let parts = self.named(id);
        let exps = self.exps(&parts, depth);
        if class.block {
            return self.push(id, Op::Sequence(exps));
        }
        if class.expression_statement && self.code.text(id).ends_with(';') {
            return self.push(id, Op::Void(exps));
        }
        self.push(id, Op::Union(exps))
    }

    fn by_role(&mut self, id: Id, role: &Role, depth: usize) -> Exp {
        match role {
            Role::Function(name, parameters, body) => {
                self.function(id, name, parameters, body, depth)
            }
            Role::Call(callee, arguments) => self.call(id, callee, arguments, depth),
            Role::Method(object, name, arguments) => {
                self.method(id, object, name, arguments, depth)
            }
            Role::Assign(target, value) | Role::Augment(target, value) => {
                let augment = matches!(role, Role::Augment(..)) || self.compound(id);
                let to = self.exp_of(id, target, depth);
                let from = match self.part(id, value) {
                    Some(value) => self.exp(value, depth),
                    // A declaration without a value.
                    None => return self.push(id, Op::Void(vec![])),
                };
                self.push(id, Op::Assign(to, from, augment))
            }
            Role::Member(object, name) => {
                let of = self.exp_of(id, object, depth);
                let name = self.part(id, name).map_or("", |name| self.code.text(name));
                let name = self.sym(name);
                if self.table.bare_members && self.is_receiver(of) {
                    return self.push(id, Op::Name(name));
                }
                self.push(id, Op::Member(of, name))
            }
            Role::Index(object, index) => {
                let of = self.exp_of(id, object, depth);
                let index = self.exp_of(id, index, depth);
                self.push(id, Op::Index(of, index))
            }
            Role::Same(part) => {
                let inner = self.exp_of(id, part, depth);
                self.push(id, Op::Same(inner))
            }
            Role::Collection => self.collection(id, depth),
            Role::Pair(_, value) => {
                let value = self.exp_of(id, value, depth);
                self.push(id, Op::Same(value))
            }
            Role::Binary => self.binary(id, depth),
            Role::Silent => {
                let parts = self.named(id);
                let exps = self.exps(&parts, depth);
                self.push(id, Op::Void(exps))
            }
            other => self.control(id, other, depth),
        }
    }

    /// `a += b` in grammars that give it the kind of `a = b`.
    fn compound(&self, id: Id) -> bool {
        self.code.children(id).any(|child| {
            let text = self.code.text(child);
            !self.code.node(child).named
                && text.len() > 1
                && text.ends_with('=')
                && ![":=", "==", "=>"].contains(&text)
        })
    }
}
