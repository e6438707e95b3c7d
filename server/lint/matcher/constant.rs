//! What code is known to be before it runs: texts of literals, and of names for them.

use super::super::code::Id;
use super::super::compare::{Value, number};
use super::super::flow::Const;
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

    /// What a name is each time that the program comes by.
    pub fn known(&self, id: Id) -> Option<&Const> {
        let named = self.code.leaf(id) && !self.code.node(id).string;
        let may = named && self.names.assigned.contains(self.code.text(id));
        if !may || !self.settings.constant_propagation {
            return None;
        }
        self.names.known(self.code, id)
    }

    /// The same of a name or of operators on some.
    fn folded(&self, id: Id) -> Option<&Const> {
        match self.code.class(id).binary && self.settings.constant_propagation {
            true => self.names.known(self.code, id),
            false => self.known(id),
        }
    }

    /// The text that a node is or is known to be.
    pub(super) fn text_of(&self, id: Id) -> Option<&str> {
        if let Some(string) = self.constant(id) {
            return Some(self.code.content(string).0);
        }
        match self.known(id)? {
            Const::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The string literal that a node is, names, or has the content of.
    pub(super) fn string_of(&self, id: Id) -> Option<Id> {
        let known = || {
            let text = self.text_of(id)?;
            let mut strings = self.code.strings.iter();
            strings
                .find(|id| self.code.content(**id).0 == text)
                .copied()
        };
        self.constant(id).or_else(known)
    }

    /// Whether a name stands for the number, `true` or `false` that a pattern writes.
    pub(super) fn stands_for(&self, id: Id, token: &str) -> bool {
        let literal = token.starts_with(|c: char| c.is_ascii_digit())
            || ["true", "false", "True", "False"].contains(&token);
        if !literal || !self.code.leaf(id) {
            return false;
        }
        match self.known(id) {
            Some(Const::Int(number)) => number.to_string() == token,
            Some(Const::Bool(value)) => value.to_string() == token.to_ascii_lowercase(),
            _ => false,
        }
    }

    /// The text that a metavariable's code is known to be, as a string literal or a name for one.
    pub fn constant_text(&self, bound: &Bound) -> Option<&str> {
        if bound.text || bound.nodes.is_empty() {
            return None;
        }
        self.text_of(bound.nodes.start)
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
        if self.text_of(id).is_some() {
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
            if self.text_of(inner).is_some() {
                strings += 1;
            } else if self.code.text(inner) != "+" {
                return false;
            }
        }
        strings > 0
    }

    /// A metavariable's code as a value to compare.
    pub fn value(&self, bound: &Bound, base: u32, strip: bool) -> Option<Value> {
        let code = self.code.slice(bound.bytes.clone());
        let quoted = code.starts_with(['"', '\'', '`']);
        let known = self.constant_text(bound);
        if !strip && (quoted || bound.text || known.is_some()) {
            let text = known.unwrap_or_else(|| self.content(bound));
            return Some(Value::Text(text.to_string()));
        }
        let whole = |id: Id| self.code.node(id).next == bound.nodes.end;
        if !bound.text && !bound.nodes.is_empty() && whole(bound.nodes.start) {
            match self.folded(bound.nodes.start) {
                Some(Const::Int(number)) => return Some(Value::Whole(*number)),
                Some(Const::Bool(value)) => return Some(Value::Bool(*value)),
                _ => {}
            }
        }
        let bare = match strip {
            true => code.trim_matches(['"', '\'', '`']),
            false => code,
        };
        Some(match bare {
            "true" | "True" => Value::Bool(true),
            "false" | "False" => Value::Bool(false),
            _ => match number(bare, base) {
                Some(number) => number,
                None => Value::Text(bare.to_string()),
            },
        })
    }
}
