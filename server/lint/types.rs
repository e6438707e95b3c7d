//! Types of values, for typed metavariables such as `($X: Type)`: those of declarations, and of literals,
//! constructors and casts where the language's `pattern.toml` says what they are.

use super::code::{Code, Id};
use super::names::Names;
use serde::Deserialize;
use std::collections::HashMap;

/// Fields under which declarations have their name.
const NAMES: &[&str] = &["name", "pattern", "declarator", "left"];
/// Signs around a value that are looked through.
const MAX_DEPTH: usize = 8;

/// `[types]` of a language.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Typing {
    /// Types of string literals.
    text: Vec<String>,
    /// By kind of literal: its types.
    literals: HashMap<String, Vec<String>>,
    /// By kind of constructor or cast: the field of its type, or the number of a named child.
    written: HashMap<String, String>,
    /// Kinds whose type is that of their last part, a pointer to it where they begin with `&`.
    pointers: Vec<String>,
    /// Calls of this name make a pointer to their first argument.
    new: Option<String>,
    /// Kinds that give a name the type of its value, where none is written.
    inferred: Vec<String>,
    /// A type that stands for the value's own: `var`.
    stand_in: Option<String>,
    /// `this.x`: kinds of members, whose type is that of their last name.
    members: Vec<String>,
    /// `q.T` is not `T`, and `struct T` is neither.
    exact: bool,
}

impl Typing {
    /// All kinds that it names.
    pub fn kinds(&self) -> Vec<String> {
        let maps = self.literals.keys().chain(self.written.keys());
        let lists = [&self.pointers, &self.inferred, &self.members];
        maps.chain(lists.into_iter().flatten()).cloned().collect()
    }

    /// Whether a value of the type `known` is what a pattern asks for with `wanted`.
    fn fits(&self, known: &str, wanted: &str) -> bool {
        let loose = || last(known) == wanted || known == last(wanted);
        known == wanted || !self.exact && loose()
    }

    /// A type without spaces, generics, `const` and the colon before it.
    fn plain(&self, text: &str) -> String {
        let text = text.trim().trim_start_matches([':', '<']).trim();
        let text = text.split(['<', '>']).next().unwrap_or(text);
        let says = |word: &&str| {
            !["const", "final", "mut"].contains(word) && (self.exact || *word != "struct")
        };
        text.split_whitespace().filter(says).collect()
    }
}

/// By name: where it is declared, and as what.
#[derive(Debug, Default)]
pub(super) struct Types(HashMap<String, Vec<(Id, String)>>);

impl Types {
    fn read(code: &Code<'_>) -> Self {
        let native = code.dialect.language.native();
        let typing = &code.dialect.types;
        let field = |name: &str| native.field_id_for_name(name).map_or(0, u16::from);
        let ty = field("type");
        let names: Vec<u16> = NAMES.iter().map(|name| field(name)).collect();
        let mut types: HashMap<String, Vec<(Id, String)>> = HashMap::new();
        for (id, node) in code.nodes.iter().enumerate() {
            let id = id as Id;
            if ty == 0 || node.field != ty || id == 0 {
                continue;
            }
            let written = typing.plain(code.text(id));
            if typing.stand_in.as_ref() == Some(&written) {
                continue;
            }
            let before = |child: &Id| {
                let field = code.node(*child).field;
                *child != id && (names.contains(&field) && field != 0 || *child < id)
            };
            for child in code.children(node.parent).filter(before) {
                // The declared name is the first leaf: a value may stand behind it.
                let leaf = (child..code.node(child).next)
                    .find(|inner| code.leaf(*inner) && code.node(*inner).named);
                let Some(leaf) = leaf else { continue };
                let start = code.node(child).start;
                let stars = code
                    .slice(start..code.node(leaf).start)
                    .matches('*')
                    .count();
                let written = format!("{written}{}", "*".repeat(stars));
                types
                    .entry(code.text(leaf).to_string())
                    .or_default()
                    .push((id, written));
            }
        }
        let mut types = Self(types);
        types.infer(code);
        types
    }

    /// Names whose declaration says their type by its value alone.
    fn infer(&mut self, code: &Code<'_>) {
        let mut found = Vec::new();
        for (kind, (target, value)) in &code.dialect.bindings {
            let name = code.dialect.language_kind(*kind).unwrap_or_default();
            if !code
                .dialect
                .types
                .inferred
                .iter()
                .any(|known| known == name)
            {
                continue;
            }
            for id in code.of_kind(*kind) {
                let (target, value) = (code.child(*id, *target), code.child(*id, *value));
                let (Some(target), Some(value)) = (target, value) else {
                    continue;
                };
                let known = self.0.get(code.text(target)).is_some_and(|known| {
                    let outer = code.node(*id).parent;
                    let beside = |at: Id| [*id, outer].contains(&code.node(at).parent);
                    known.iter().any(|(at, _)| beside(*at))
                });
                if code.leaf(target)
                    && !known
                    && let Some(ty) = self.value(code, value, 0)
                {
                    found.push((code.text(target).to_string(), *id, ty));
                }
            }
        }
        for (name, id, ty) in found {
            let known = self.0.entry(name).or_default();
            known.push((id, ty));
            known.sort_by_key(|(id, _)| *id);
        }
    }

    /// The type of a name where it is used: that of the nearest declaration before.
    fn of(&self, name: &str, at: Id) -> Option<&str> {
        let declared = self.0.get(name)?;
        let before = declared.iter().rev().find(|(id, _)| *id < at);
        before.or(declared.first()).map(|(_, ty)| ty.as_str())
    }

    /// The first type of a value, of those that it may count as.
    fn value(&self, code: &Code<'_>, id: Id, depth: usize) -> Option<String> {
        let typing = &code.dialect.types;
        let node = code.node(id);
        if node.string {
            return typing.text.first().cloned();
        }
        let kind = code.dialect.language_kind(node.kind)?;
        if let Some(types) = typing.literals.get(kind) {
            return types.first().cloned();
        }
        let named = || code.children(id).filter(|child| code.node(*child).named);
        if let Some(part) = typing.written.get(kind) {
            let ty = match part.parse::<usize>() {
                Ok(number) => named().nth(number)?,
                Err(_) => {
                    let field = code.dialect.language.native().field_id_for_name(part)?;
                    code.child(id, u16::from(field))?
                }
            };
            return Some(typing.plain(code.text(ty)));
        }
        if depth < MAX_DEPTH && typing.pointers.iter().any(|known| known == kind) {
            let inner = self.value(code, named().last()?, depth + 1)?;
            return Some(match code.text(id).starts_with('&') {
                true => format!("*{inner}"),
                false => inner,
            });
        }
        if let Some(new) = &typing.new
            && let Some(rest) = code.text(id).strip_prefix(new.as_str())
            && let Some(inner) = rest
                .strip_prefix('(')
                .and_then(|rest| rest.strip_suffix(')'))
        {
            return Some(format!("*{}", typing.plain(inner)));
        }
        let name = match typing.members.iter().any(|known| known == kind) {
            true if code.text(id).starts_with("this") => node.next - 1,
            true => return None,
            false => id,
        };
        code.leaf(name)
            .then(|| self.of(code.text(name), id).map(str::to_string))?
    }
}

impl Names<'_> {
    /// Whether a node is known to be of a type.
    pub fn is_of(&self, code: &Code<'_>, id: Id, ty: &str) -> bool {
        let typing = &code.dialect.types;
        let wanted = typing.plain(ty);
        let node = code.node(id);
        if node.string {
            return typing.text.contains(&wanted);
        }
        let kind = code.dialect.language_kind(node.kind).unwrap_or_default();
        if let Some(types) = typing.literals.get(kind) {
            return types.contains(&wanted);
        }
        let types = self.types.get_or_init(|| Types::read(code));
        let known = types.value(code, id, 0);
        known.is_some_and(|known| typing.fits(&known, &wanted))
    }
}

/// The last name of a path.
fn last(text: &str) -> &str {
    text.rsplit(['.', ':']).next().unwrap_or(text)
}
