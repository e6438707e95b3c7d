//! A node's children against a pattern's: in order, in any order, with ellipses between.

use super::super::code::Id;
use super::super::pattern::{Child, Pat};
use super::row::Row;
use super::{Bound, Env, Matcher, Next};

impl Matcher<'_> {
    pub(super) fn node(&self, children: &[Child], id: Id, env: &mut Env, next: Next<'_>) {
        let class = self.code.class(id);
        if class.block {
            let row = Row {
                current: self.code.children(id).next(),
                limit: self.code.node(id).next,
                anchored: true,
                last: id,
            };
            let pats: Vec<&Pat> = children.iter().map(|child| &child.pat).collect();
            return self.row(&pats, row, env, &mut |env, _| next(env));
        }
        let there: Vec<Id> = self.code.children(id).collect();
        if class.subset {
            let rest = Child {
                field: 0,
                pat: Pat::Dots,
            };
            let loose: Vec<&Child> = children.iter().collect();
            return self.loose(&loose, &[&rest], there, env, next);
        }
        let named = |child: &&Child| self.keyword(&child.pat).is_some();
        if class.unordered || children.iter().any(|child| named(&child)) {
            let (loose, ordered): (Vec<&Child>, Vec<&Child>) = children.iter().partition(|child| {
                let dots = matches!(child.pat, Pat::Dots | Pat::MetaList(_));
                if class.unordered { !dots } else { named(child) }
            });
            return self.loose(&loose, &ordered, there, env, next);
        }
        let ordered: Vec<&Child> = children.iter().collect();
        self.list(&ordered, &there, env, next);
    }

    /// The name of a keyword argument's pattern.
    fn keyword(&self, pat: &Pat) -> Option<()> {
        match pat {
            Pat::Node { kind, .. } if self.code.dialect.class(*kind).keyword_argument => Some(()),
            _ => None,
        }
    }

    /// Children in any order first, each on a child of its own; then the rest in order.
    fn loose(
        &self,
        loose: &[&Child],
        ordered: &[&Child],
        there: Vec<Id>,
        env: &mut Env,
        next: Next<'_>,
    ) {
        let Some((first, rest)) = loose.split_first() else {
            return self.list(ordered, &there, env, next);
        };
        for (index, id) in there.iter().enumerate() {
            self.one(&first.pat, *id, env, &mut |env| {
                let mut left = there.clone();
                left.remove(index);
                self.loose(rest, ordered, left, env, next);
            });
        }
    }

    fn list(&self, pats: &[&Child], there: &[Id], env: &mut Env, next: Next<'_>) {
        if !self.burn() {
            return;
        }
        let Some((first, rest)) = pats.split_first() else {
            if there.iter().all(|id| self.optional(*id)) {
                next(env);
            }
            return;
        };
        match &first.pat {
            Pat::Dots if rest.is_empty() => return next(env),
            Pat::Dots => {
                for taken in 0..=there.len() {
                    self.list(rest, &there[taken..], env, next);
                }
                return;
            }
            Pat::MetaList(var) => {
                let from = if rest.is_empty() { there.len() } else { 0 };
                for taken in from..=there.len() {
                    let bound = self.stretch(&there[..taken]);
                    self.bind(*var, bound, env, &mut |env| {
                        self.list(rest, &there[taken..], env, next);
                    });
                }
                return;
            }
            _ => {}
        }
        if self.may_lack(first) {
            self.list(rest, there, env, next);
        }
        let Some((id, after)) = there.split_first() else {
            return;
        };
        if first.field == self.code.node(*id).field {
            self.one(&first.pat, *id, env, &mut |env| {
                self.list(rest, after, env, next);
            });
        }
        if self.optional(*id) {
            self.list(pats, after, env, next);
        }
    }

    /// Whether the child is a list of an ellipsis alone that code may leave out.
    fn may_lack(&self, child: &Child) -> bool {
        match &child.pat {
            Pat::Node { kind, children } => {
                self.code.dialect.class(*kind).empty_list
                    && children.iter().all(|one| matches!(one.pat, Pat::Dots))
                    && !children.is_empty()
            }
            _ => false,
        }
    }

    /// Neighbouring children as one binding.
    fn stretch(&self, ids: &[Id]) -> Bound {
        let (Some(first), Some(last)) = (ids.first(), ids.last()) else {
            return Bound {
                nodes: 0..0,
                bytes: 0..0,
                text: false,
            };
        };
        Bound {
            nodes: *first..self.code.node(*last).next,
            bytes: self.code.node(*first).start..self.code.node(*last).end,
            text: false,
        }
    }

    /// Code may have it where the pattern has nothing.
    fn optional(&self, id: Id) -> bool {
        let dialect = self.code.dialect;
        let node = self.code.node(id);
        dialect.class(node.kind).optional
            || dialect.optional_fields.contains(&node.field)
            || (!node.named && dialect.optional_tokens.contains(self.code.text(id)))
    }
}
