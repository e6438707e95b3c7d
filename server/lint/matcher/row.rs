//! Statements in a row, as a block holds them and as patterns ask for them.

use super::super::code::Id;
use super::super::pattern::Pat;
use super::{Env, Matcher, Next};

/// The statements of a block that remain to be matched.
#[derive(Clone, Copy)]
pub(super) struct Row {
    /// The next statement; none at the end of its block.
    pub current: Option<Id>,
    /// First node after the outermost block.
    pub limit: Id,
    /// The pattern must reach the block's end.
    pub anchored: bool,
    /// The last statement matched.
    pub last: Id,
}

impl Matcher<'_> {
    /// A statement's pattern: an expression may stand anywhere in the statement, not in blocks in it.
    pub(super) fn statement(&self, pat: &Pat, id: Id, env: &mut Env, next: Next<'_>) {
        let Pat::Statement(inner) = pat else {
            let holds = self.code.class(id).expression_statement;
            self.one(pat, id, env, next);
            if holds
                && matches!(pat, Pat::Node { .. })
                && let Some(child) = self.code.children(id).next()
            {
                self.one(pat, child, env, next);
            }
            return;
        };
        // Where a bare block is a statement, what is in it is not; nor is what does not parse one.
        let end = match self.code.class(id).block || self.code.broken(id) {
            true => id + 1,
            false => self.code.node(id).next,
        };
        let mut at = id;
        while at < end {
            if at > id && self.code.class(at).block {
                // A block that is the whole statement, for a pattern that is one too.
                let whole = at == id + 1 && self.code.class(id).expression_statement;
                if whole
                    && matches!(**inner, Pat::Node { kind, .. } if kind == self.code.node(at).kind)
                {
                    self.one(inner, at, env, next);
                }
                at = self.code.node(at).next;
                continue;
            }
            self.one(inner, at, env, next);
            at += 1;
        }
    }

    /// Statements in a row; an ellipsis also reaches into nested blocks.
    pub(super) fn row<P: std::borrow::Borrow<Pat>>(
        &self,
        pats: &[P],
        row: Row,
        env: &mut Env,
        next: &mut dyn FnMut(&mut Env, Id),
    ) {
        if !self.burn() {
            return;
        }
        let Some((first, rest)) = pats.split_first() else {
            let done = row.current.is_none_or(|id| id >= row.limit);
            if done || !row.anchored {
                next(env, row.last);
            }
            return;
        };
        if matches!(first.borrow(), Pat::Dots) {
            if rest.is_empty() {
                return next(env, self.last_before(row));
            }
            let Some(current) = row.current else {
                // Nothing is left: only further ellipses can match.
                return self.row(rest, row, env, next);
            };
            let statements = &self.code.statements;
            let from = statements.partition_point(|id| *id < current);
            for id in &statements[from..] {
                if *id >= row.limit || self.fuel.get() == 0 {
                    break;
                }
                let row = Row {
                    current: Some(*id),
                    ..row
                };
                self.row(rest, row, env, next);
            }
            let end = Row {
                current: None,
                ..row
            };
            return self.row(rest, end, env, next);
        }
        let Some(current) = row.current else {
            return;
        };
        self.statement(first.borrow(), current, env, &mut |env| {
            let row = Row {
                current: self.code.sibling(current),
                last: current,
                ..row
            };
            self.row(rest, row, env, next);
        });
    }

    /// The last statement of the outermost block.
    fn last_before(&self, row: Row) -> Id {
        let mut last = row.last;
        let mut at = row.current;
        while let Some(id) = at {
            last = id;
            at = self.code.sibling(id);
        }
        // Inside a nested block the ellipsis goes on to the end of the outer one.
        let node = self.code.node(last);
        if node.next < row.limit {
            let statements = &self.code.statements;
            let to = statements.partition_point(|id| *id < row.limit);
            let from = statements.partition_point(|id| *id < node.next);
            if let Some(id) = statements[from..to].last() {
                return *id;
            }
        }
        last
    }
}
