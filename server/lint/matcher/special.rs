//! Matches that are not node by node: renamed imports, assignments in all their forms, chains.

use super::super::code::Id;
use super::super::pattern::Pat;
use super::{Env, Matcher, Next};

impl Matcher<'_> {
    pub(super) fn dotted(&self, name: &str, plain: &Pat, id: Id, env: &mut Env, next: Next<'_>) {
        let leaf = self.code.leaf(id);
        if self.names.imports.is_empty() || !(leaf || self.code.class(id).dotted) {
            return self.one(plain, id, env, next);
        }
        if leaf {
            let text = self.code.text(id);
            let full = self.names.imports.get(text);
            if text == name || full.is_some_and(|full| full == name) {
                next(env);
            }
            return;
        }
        // The last name stays as it is, whatever an import calls the first.
        let last = self.code.text(self.code.node(id).next - 1);
        if !name.ends_with(last) {
            return;
        }
        let Some(written) = self.code.dotted(id) else {
            return;
        };
        if written == name
            || self
                .names
                .resolve(&written)
                .is_some_and(|full| full == name)
        {
            next(env);
        }
    }

    pub(super) fn binding(
        &self,
        target: &Pat,
        value: Option<&Pat>,
        id: Id,
        env: &mut Env,
        next: Next<'_>,
    ) {
        let kind = self.code.node(id).kind;
        let Some((to, from)) = self.code.dialect.bindings.get(&kind) else {
            return;
        };
        let Some(mut place) = self.code.child(id, *to) else {
            return;
        };
        let compound = self.code.children(id).any(|child| {
            let node = self.code.node(child);
            !node.named
                && self.code.text(child).len() > 1
                && self.code.text(child).ends_with('=')
                && self.code.text(child) != ":="
        });
        if compound {
            return;
        }
        while self.code.class(place).declarator
            && let Some(inner) = self.code.children(place).last()
        {
            place = inner;
        }
        let given = self.code.child(id, *from);
        self.one(target, place, env, &mut |env| match (value, given) {
            (None, _) => next(env),
            (Some(value), Some(given)) => self.one(value, given, env, next),
            (Some(_), None) => {}
        });
    }

    /// What matches, or a call, member or index on it, on and on.
    pub(super) fn chain(&self, inner: &Pat, id: Id, env: &mut Env, next: Next<'_>) {
        let mut at = id;
        loop {
            self.one(inner, at, env, next);
            if !self.burn() {
                return;
            }
            match self
                .code
                .children(at)
                .find(|child| self.code.node(*child).named)
            {
                Some(first) if self.code.node(first).start == self.code.node(id).start => {
                    at = first
                }
                _ => return,
            }
        }
    }
}
