//! Names, literals, operators, collections and unparsed tokens.

use super::super::super::code::Id;
use super::super::ir::{Const, Exp, Op, Operator};
use super::super::table::Role;
use super::{Lowering, MAX_DEPTH};

impl Lowering<'_> {
    pub(super) fn leaf(&mut self, id: Id) -> Exp {
        let node = *self.code.node(id);
        let text = self.code.text(id);
        if !node.string && self.table.names.contains(&node.kind) {
            let sym = self.sym(text);
            return self.push(id, Op::Name(sym));
        }
        if let Some(role) = self.role(id)
            && matches!(
                role,
                Role::Return | Role::Jump | Role::Exit | Role::Collection
            )
        {
            return self.by_role(id, role, MAX_DEPTH);
        }
        let value = self.literal(id);
        if let Some(Const::Int(number)) = &value {
            self.sym(&number.to_string());
        }
        if let Some(Const::Text(text)) = &value {
            self.sym(&text.clone());
        }
        self.push(id, Op::Constant(value))
    }

    pub(super) fn literal(&self, id: Id) -> Option<Const> {
        if self.code.node(id).string {
            return Some(Const::Text(self.code.content(id).0.into()));
        }
        match self.code.text(id) {
            "true" | "True" => Some(Const::Bool(true)),
            "false" | "False" => Some(Const::Bool(false)),
            number => number.replace('_', "").parse().ok().map(Const::Int),
        }
    }

    pub(super) fn binary(&mut self, id: Id, depth: usize) -> Exp {
        let parts = self.named(id);
        let operator = self
            .code
            .children(id)
            .find(|child| !self.code.node(*child).named)
            .map_or("", |child| self.code.text(child));
        let exps = self.exps(&parts, depth);
        match exps.as_slice() {
            [left, right] => {
                let op = Op::Binary(operator_of(operator), *left, *right);
                self.push(id, op)
            }
            _ => self.push(id, Op::Union(exps)),
        }
    }

    pub(super) fn collection(&mut self, id: Id, depth: usize) -> Exp {
        let mut entries = Vec::new();
        for (position, child) in self.named(id).into_iter().enumerate() {
            let pair = match self.role(child) {
                Some(Role::Pair(key, value)) => Some((key, value)),
                _ => None,
            };
            let key = match &pair {
                Some((key, _)) => self.part(child, key).map(|key| self.code.token(key)),
                None => None,
            };
            let text = self.code.text(child);
            let key = match (key, &pair) {
                (Some(key), _) => Some(self.sym(key)),
                (None, Some(_)) => None,
                // A whole collection is put in here.
                (None, None) if text.starts_with("...") || text.starts_with('*') => None,
                // `{ a }` is `{ a: a }`.
                (None, None) if self.shorthand(child) => Some(self.sym(text)),
                (None, None) => Some(self.sym(&position.to_string())),
            };
            let value = self.exp(child, depth);
            entries.push((key, value));
        }
        self.push(id, Op::Collect(entries))
    }

    pub(super) fn shorthand(&self, id: Id) -> bool {
        let mut at = id;
        while !self.code.leaf(at) {
            match self.named(at).as_slice() {
                [one] => at = *one,
                _ => return false,
            }
        }
        (id..=at).any(|node| {
            let kind = self.code.dialect.language_kind(self.code.node(node).kind);
            kind.is_some_and(|kind| kind.starts_with("shorthand"))
        })
    }

    pub(super) fn is_receiver(&self, exp: Exp) -> bool {
        match self.program.op(exp) {
            Op::Name(sym) => {
                let name = self.program.name(*sym);
                self.table.receivers.iter().any(|known| known == name)
            }
            _ => false,
        }
    }

    /// Unparsed tokens: everything in them, and the names in the braces of format strings.
    pub(super) fn tokens(&mut self, id: Id, depth: usize) -> Exp {
        let parts = self.named(id);
        let mut exps = self.exps(&parts, depth);
        for child in parts {
            if !(self.table.braces_in_tokens && self.code.node(child).string) {
                continue;
            }
            for name in braces(self.code.content(child).0) {
                let sym = self.sym(name);
                exps.push(self.push(child, Op::Name(sym)));
            }
        }
        self.push(id, Op::Union(exps))
    }

    /// All names below a node, without recursion.
    pub(super) fn flat(&mut self, id: Id) -> Exp {
        let mut exps = Vec::new();
        for inner in id..self.code.node(id).next {
            if self.code.leaf(inner) && self.code.node(inner).named {
                exps.push(self.leaf(inner));
            }
        }
        self.push(id, Op::Union(exps))
    }
}

/// `a` and `b` of `x {a} {b:?} {{c}} {}`.
fn braces(text: &str) -> Vec<&str> {
    let mut names = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find('{') {
        let after = &rest[at + 1..];
        if let Some(escaped) = after.strip_prefix('{') {
            rest = escaped;
            continue;
        }
        let end = after.find(['}', ':']).unwrap_or(after.len());
        let name = &after[..end];
        if !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_') {
            names.push(name);
        }
        rest = &after[end..];
    }
    names
}

fn operator_of(text: &str) -> Operator {
    match text {
        "+" => Operator::Add,
        "-" => Operator::Sub,
        "*" => Operator::Mul,
        "/" => Operator::Div,
        "%" => Operator::Rem,
        "<" => Operator::Less,
        "<=" => Operator::LessEqual,
        ">" => Operator::Greater,
        ">=" => Operator::GreaterEqual,
        "==" | "===" => Operator::Equal,
        "!=" | "!==" => Operator::NotEqual,
        "in" => Operator::In,
        "not in" => Operator::NotIn,
        "&&" | "and" => Operator::And,
        "||" | "or" => Operator::Or,
        _ => Operator::Other,
    }
}
