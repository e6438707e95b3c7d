//! What code is known to be before it runs: texts of literals, and of names for them.

use super::super::code::Id;
use super::{Bound, Matcher};
use std::ops::Range;

impl Matcher<'_> {
    /// The string literal that a node is or names.
    pub(super) fn constant(&self, id: Id) -> Option<Id> {
        if self.code.node(id).string {
            return Some(id);
        }
        if !self.code.leaf(id) || !self.settings.constant_propagation {
            return None;
        }
        self.names.constants.get(self.code.text(id)).copied()
    }

    /// The text that a metavariable's code is known to be, as a string literal or a name for one.
    pub fn constant_text(&self, bound: &Bound) -> Option<&str> {
        if bound.text || bound.nodes.is_empty() {
            return None;
        }
        let string = self.constant(bound.nodes.start)?;
        Some(self.code.content(string).0)
    }

    /// A metavariable's code without the quotes of a string.
    pub fn content(&self, bound: &Bound) -> &str {
        match self.quoted(bound) {
            true => self.code.content(bound.nodes.start).0,
            false => self.code.slice(bound.bytes.clone()),
        }
    }

    /// The bytes of [`Matcher::content`].
    pub fn content_bytes(&self, bound: &Bound) -> Range<u32> {
        match self.quoted(bound) {
            true => self.code.content(bound.nodes.start).1,
            false => bound.bytes.clone(),
        }
    }

    /// Whether a metavariable is bound to a string literal with its quotes.
    pub fn quoted(&self, bound: &Bound) -> bool {
        let whole = !bound.text && bound.nodes.len() == 1;
        whole && self.code.node(bound.nodes.start).string
    }

    /// Whether a node is made of string literals alone.
    pub(super) fn literal(&self, id: Id) -> bool {
        if self.constant(id).is_some() {
            return true;
        }
        let class = self.code.class(id);
        if !(class.string_join || class.binary) {
            return false;
        }
        let mut strings = 0;
        for inner in id + 1..self.code.node(id).next {
            let class = self.code.class(inner);
            if class.string_join || class.binary {
                continue;
            }
            if self.constant(inner).is_some() {
                strings += 1;
            } else if self.code.text(inner) != "+" {
                return false;
            }
        }
        strings > 0
    }
}
