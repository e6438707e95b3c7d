//! One pattern against one place of a file: structural, with metavariables, all solutions.
//! Recursion follows the pattern, never the code, and every step costs fuel: bounded on any input.

mod constant;
mod list;
mod row;
mod special;

use super::code::{Code, Id};
use super::names::Names;
use super::pattern::{Child, Pat, Var};
use super::regexes::TooLong;
use super::settings::Settings;
use row::Row;
use std::cell::Cell;
use std::ops::Range;

/// What a metavariable is bound to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Bound {
    pub nodes: Range<Id>,
    pub bytes: Range<u32>,
    /// The content of a string literal, or text that a regular expression found.
    pub text: bool,
}

impl Bound {
    /// Text that no node stands for; `numbered` when only the number of a group names it.
    pub fn found(bytes: Range<u32>, numbered: bool) -> Self {
        let nodes = if numbered { Id::MAX..Id::MAX } else { 0..0 };
        Self {
            nodes,
            bytes,
            text: true,
        }
    }

    /// The number of a group, which stands for what its own expression found and is held against nothing.
    pub fn numbered(&self) -> bool {
        self.nodes.start == Id::MAX
    }
}

/// Bindings in the order they were made.
pub(super) type Env = Vec<(Var, Bound)>;

/// Called for each solution.
pub(super) type Next<'k> = &'k mut dyn FnMut(&mut Env);

pub(super) struct Matcher<'a> {
    pub code: &'a Code<'a>,
    pub names: &'a Names<'a>,
    /// Steps left; at 0 nothing matches any more.
    pub fuel: &'a Cell<u64>,
    pub settings: Settings,
}

impl Matcher<'_> {
    /// All ways in which `pat` matches the node; for a sequence, from the node on. Each comes with
    /// the last node of the match.
    pub fn solutions(&self, pat: &Pat, id: Id) -> Vec<(Env, Id)> {
        let mut found: Vec<(Env, Id)> = Vec::new();
        let mut env = Env::new();
        if let Pat::Sequence(pats) = pat {
            let row = Row {
                current: Some(id),
                limit: self.code.node(self.code.node(id).parent).next,
                anchored: false,
                last: id,
            };
            self.row(pats, row, &mut env, &mut |env, last| {
                if !found
                    .iter()
                    .any(|(known, end)| known == env && *end == last)
                {
                    found.push((env.clone(), last));
                }
            });
        } else {
            self.one(pat, id, &mut env, &mut |env| {
                if !found.iter().any(|(known, _)| known == env) {
                    found.push((env.clone(), id));
                }
            });
        }
        found
    }

    pub(super) fn burn(&self) -> bool {
        let left = self.fuel.get();
        self.fuel.set(left.saturating_sub(1));
        left > 0
    }

    pub(super) fn one(&self, pat: &Pat, id: Id, env: &mut Env, next: Next<'_>) {
        if !self.burn() {
            return;
        }
        let code = self.code;
        let node = code.node(id);
        match pat {
            Pat::Any | Pat::Dots if node.named => next(env),
            Pat::Meta(var) if node.named => self.meta(*var, id, env, next),
            Pat::Typed(var, ty) => {
                if node.named && self.names.is_of(code, id, ty) {
                    self.meta(*var, id, env, next);
                }
            }
            Pat::MetaList(var) if node.named => self.meta(*var, id, env, next),
            Pat::Token(text) => {
                let same = node.token && !node.string && code.text(id) == text;
                if same || self.stands_for(id, text) {
                    next(env);
                }
            }
            Pat::Text(text) => {
                if self.text_of(id).is_some_and(|known| known == text) {
                    next(env);
                }
            }
            Pat::AnyText => {
                if self.literal(id) {
                    next(env);
                }
            }
            Pat::Computed(kind) => {
                if node.kind == *kind && !node.string {
                    next(env);
                }
            }
            Pat::TextMeta(var) => {
                if let Some(string) = self.string_of(id) {
                    let bound = Bound {
                        nodes: string..string + 1,
                        bytes: code.content(string).1,
                        text: true,
                    };
                    self.bind(*var, bound, env, next);
                }
            }
            Pat::TextRegex(regex) => {
                let text = self.text_of(id);
                if text.is_some_and(|text| self.sure(regex.is_match(text))) {
                    next(env);
                }
            }
            Pat::Node { kind, children } => {
                if node.kind == *kind {
                    self.node(children, id, env, next);
                    self.turned(children, id, env, next);
                }
            }
            Pat::Dotted { name, plain } => self.dotted(name, plain, id, env, next),
            Pat::Bind { target, value } => self.binding(target, value.as_deref(), id, env, next),
            Pat::Chain(inner) => self.chain(inner, id, env, next),
            Pat::Deep(inner) => {
                for inside in id..node.next {
                    self.one(inner, inside, env, next);
                }
            }
            Pat::Statement(_) => self.statement(pat, id, env, next),
            Pat::Any | Pat::Dots | Pat::Meta(_) | Pat::MetaList(_) | Pat::Sequence(_) => {}
        }
    }

    fn meta(&self, var: Var, id: Id, env: &mut Env, next: Next<'_>) {
        let mut id = id;
        if self.code.class(id).parameter {
            // The name of a parameter with a type or a default.
            while let Some(first) = self.code.children(id).find(|c| self.code.node(*c).named) {
                id = first;
            }
        }
        // A wrapper around one node of the same extent says nothing: bind what is inside.
        while let Some(only) = self.only(id) {
            id = only;
        }
        let node = self.code.node(id);
        let bound = Bound {
            nodes: id..node.next,
            bytes: node.start..node.end,
            text: false,
        };
        self.bind(var, bound, env, next);
    }

    /// The one child of a node that takes its whole extent.
    fn only(&self, id: Id) -> Option<Id> {
        let node = self.code.node(id);
        let child = self.code.children(id).next()?;
        let inner = self.code.node(child);
        (inner.next == node.next && inner.start == node.start && inner.end == node.end)
            .then_some(child)
    }

    pub(super) fn bind(&self, var: Var, bound: Bound, env: &mut Env, next: Next<'_>) {
        match env.iter().find(|(known, _)| *known == var) {
            Some((_, known)) => {
                self.spend(bound.nodes.len());
                if self.equal(known, &bound) {
                    next(env);
                }
            }
            None => {
                env.push((var, bound));
                next(env);
                env.pop();
            }
        }
    }

    /// What a search gave; one that took too long takes all steps of the rule.
    pub fn sure<T: Default>(&self, found: Result<T, TooLong>) -> T {
        found.unwrap_or_else(|TooLong| {
            self.fuel.set(0);
            T::default()
        })
    }

    /// Takes steps at once for work that is linear in the code.
    pub(super) fn spend(&self, steps: usize) {
        self.fuel
            .set(self.fuel.get().saturating_sub(steps as u64 / 8));
    }

    /// Whether two bindings are the same code.
    pub fn equal(&self, a: &Bound, b: &Bound) -> bool {
        if a.text || b.text {
            return self.code.slice(a.bytes.clone()) == self.code.slice(b.bytes.clone());
        }
        self.code.same(a.nodes.clone(), b.nodes.clone())
    }

    /// `b and a` for `a and b`, where the rule's options say so.
    fn turned(&self, children: &[Child], id: Id, env: &mut Env, next: Next<'_>) {
        let [left, operator, right] = children else {
            return;
        };
        let Pat::Token(sign) = &operator.pat else {
            return;
        };
        let turns = match sign.as_str() {
            "&&" | "||" | "and" | "or" => self.settings.commutative_boolop,
            "==" | "!=" | "===" | "!==" => self.settings.symmetric_eq,
            _ => false,
        };
        let there: Vec<Id> = self.code.children(id).collect();
        let [first, middle, last] = there.as_slice() else {
            return;
        };
        if turns && self.code.text(*middle) == sign {
            self.one(&right.pat, *first, env, &mut |env| {
                self.one(&left.pat, *last, env, next);
            });
        }
    }
}
