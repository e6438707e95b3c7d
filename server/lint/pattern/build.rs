//! A parsed pattern's nodes to [`Pat`]s.

use super::super::code::{Code, Id, Node};
use super::super::regexes::Lazy;
use super::lex::{AS_STATEMENT, CHAIN, DEEP, DOTS, IN_LISTS, META, META_LIST, META_TYPED, TYPE};
use super::{Child, Pat, Vars};

/// Deepest pattern in nodes: patterns are written by people.
const MAX_DEPTH: usize = 100;

pub(super) struct Compiler<'a> {
    pub code: &'a Code<'a>,
}

impl Compiler<'_> {
    /// A node in the place of a statement.
    pub fn statement(&self, id: Id, vars: &mut Vars) -> Result<Pat, String> {
        if let Some(simple) = self.simple(id, vars)? {
            return Ok(simple);
        }
        let class = self.code.class(id);
        if class.expression_statement
            && let Some(inner) = self.code.children(id).next()
        {
            let pat = self.node(inner, vars, 0)?;
            return Ok(Pat::Statement(Box::new(pat)));
        }
        // `let x = f()` and `int x = f()` hold one binding: it may stand in any definition.
        let children: Vec<Id> = self.code.children(id).collect();
        let binding = children.iter().find(|child| {
            self.code
                .dialect
                .bindings
                .contains_key(&self.code.node(**child).kind)
        });
        if let Some(binding) = binding
            && children.len() <= 2
            && children
                .iter()
                .all(|child| child == binding || !self.code.node(*child).named)
        {
            let pat = self.node(*binding, vars, 0)?;
            return Ok(Pat::Statement(Box::new(pat)));
        }
        let pat = self.node(id, vars, 0)?;
        Ok(match pat {
            Pat::Bind { .. } => Pat::Statement(Box::new(pat)),
            other => other,
        })
    }

    /// An ellipsis or metavariable, whatever nodes the grammar puts around it.
    fn simple(&self, id: Id, vars: &mut Vars) -> Result<Option<Pat>, String> {
        let text = self.code.text(id).trim().trim_end_matches(';');
        let dots = IN_LISTS.contains(&text)
            || AS_STATEMENT
                .iter()
                .any(|form| form.trim_end_matches(';') == text);
        if dots {
            return Ok(Some(Pat::Dots));
        }
        if let Some(name) = word(text, META_LIST) {
            return Ok(Some(Pat::MetaList(vars.var(name)?)));
        }
        if let Some(name) = word(text, META_TYPED)
            && let Some((name, ty)) = name.split_once(TYPE)
        {
            return Ok(Some(Pat::Typed(vars.var(name)?, plain_text(ty))));
        }
        if let Some(name) = word(text, META) {
            return Ok(Some(match name {
                "_" => Pat::Any,
                name => Pat::Meta(vars.var(name)?),
            }));
        }
        Ok(None)
    }

    fn node(&self, id: Id, vars: &mut Vars, depth: usize) -> Result<Pat, String> {
        if depth > MAX_DEPTH {
            return Err(format!("the pattern is nested deeper than {MAX_DEPTH}"));
        }
        if let Some(simple) = self.simple(id, vars)? {
            return Ok(simple);
        }
        let node = *self.code.node(id);
        if node.string {
            return self.text(id, vars);
        }
        if node.token {
            return Ok(Pat::Token(self.code.text(id).to_string()));
        }
        if let Some(special) = self.special(id, vars, depth)? {
            return Ok(special);
        }
        if let Some((target, value)) = self.code.dialect.bindings.get(&node.kind)
            && let Some(target) = self.code.child(id, *target)
            && let Some(value) = self.code.child(id, *value)
            // `*$X = …` asks for a pointer.
            && !self.code.class(target).declarator
            // One with a type is matched as it stands.
            && self.code.children(id).filter(|c| self.code.node(*c).named).count() == 2
        {
            let target = self.node(target, vars, depth + 1)?;
            let value = match self.node(value, vars, depth + 1)? {
                Pat::Dots => None,
                other => Some(Box::new(other)),
            };
            return Ok(Pat::Bind {
                target: Box::new(target),
                value,
            });
        }
        let mut children = Vec::new();
        let block = self.code.class(id).block;
        for child in self.code.children(id) {
            let dots = matches!(children.last(), Some(Child { pat: Pat::Dots, .. }));
            if dots && self.code.text(child) == ";" {
                // A statement of nothing, which the grammar made of the ellipsis.
                continue;
            }
            let mut pat = match block {
                true => self.statement(child, vars)?,
                false => self.node(child, vars, depth + 1)?,
            };
            let Node { field, kind, .. } = *self.code.node(child);
            let text = self.code.text(child).trim_end_matches(';');
            let bare = self.code.class(child).block && text == DOTS;
            if bare {
                // A body without brackets, as long as its ellipsis: nothing before it is left open.
                let children = vec![Child { field: 0, pat }];
                pat = Pat::Node { kind, children };
            }
            children.push(Child { field, pat });
            if bare {
                children.push(Child {
                    field: 0,
                    pat: Pat::Dots,
                });
            }
        }
        let plain = Pat::Node {
            kind: node.kind,
            children,
        };
        if self.code.class(id).dotted
            && let Some(name) = self.code.dotted(id)
            && !name.contains(META)
        {
            let plain = Box::new(plain);
            return Ok(Pat::Dotted { name, plain });
        }
        Ok(plain)
    }

    /// Deep expressions and chains, which are written as calls.
    fn special(&self, id: Id, vars: &mut Vars, depth: usize) -> Result<Option<Pat>, String> {
        let text = self.code.text(id);
        let named: Vec<Id> = (id + 1..self.code.node(id).next)
            .filter(|inner| self.code.leaf(*inner))
            .collect();
        if text.starts_with(DEEP)
            && named
                .first()
                .is_some_and(|leaf| self.code.text(*leaf) == DEEP)
        {
            let inner = self
                .code
                .children(id)
                .last()
                .and_then(|list| self.code.children(list).next());
            if let Some(inner) = inner
                && text.ends_with(')')
            {
                let pat = self.node(inner, vars, depth + 1)?;
                return Ok(Some(Pat::Deep(Box::new(pat))));
            }
        }
        let call = format!("{CHAIN}()");
        if text.ends_with(&call) {
            let start = self.code.node(id).end - call.len() as u32;
            let mut receiver = id;
            while self.code.node(receiver).end >= start
                && let Some(inner) = self.code.children(receiver).next()
            {
                receiver = inner;
            }
            let pat = self.node(receiver, vars, depth + 1)?;
            return Ok(Some(Pat::Chain(Box::new(pat))));
        }
        Ok(None)
    }

    fn text(&self, id: Id, vars: &mut Vars) -> Result<Pat, String> {
        let (content, _) = self.code.content(id);
        let prefix = self.code.text(id).chars().next().unwrap_or('"');
        if content == DOTS {
            let computed = matches!(prefix, 'f' | 'F' | '`');
            let kind = self.code.node(id).kind;
            return Ok(if computed {
                Pat::Computed(kind)
            } else {
                Pat::AnyText
            });
        }
        if let Some(name) = word(content, META) {
            return Ok(Pat::TextMeta(vars.var(name)?));
        }
        let regex = content
            .strip_prefix("=~/")
            .and_then(|rest| rest.strip_suffix('/'));
        if let Some(regex) = regex {
            let regex = Lazy::new(regex, false);
            regex
                .check()
                .map_err(|why| format!("in the string: {why}"))?;
            return Ok(Pat::TextRegex(regex));
        }
        let content = content.replace(DOTS, "...").replace(META, "$");
        Ok(Pat::Text(content))
    }
}

/// A type as it was before it was made part of an identifier.
fn plain_text(hex: &str) -> String {
    let byte = |pair: &[u8]| {
        let pair = std::str::from_utf8(pair).ok()?;
        u8::from_str_radix(pair, 16).ok()
    };
    let bytes: Vec<u8> = hex.as_bytes().chunks(2).filter_map(byte).collect();
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The name after a prefix when nothing else follows.
fn word<'t>(text: &'t str, prefix: &str) -> Option<&'t str> {
    let name = text.strip_prefix(prefix)?;
    let clean = name
        .chars()
        .all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_');
    (clean && !name.is_empty()).then_some(name)
}
