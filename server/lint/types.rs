//! Declared types of names, for typed metavariables such as `($X: Type)`. Nothing is inferred: a
//! name without a declaration in the file has no type.

use super::code::{Code, Id};
use super::names::Names;
use std::collections::HashMap;

/// Fields under which declarations have their name.
const NAMES: &[&str] = &["name", "pattern", "declarator", "left"];
/// Types of string literals.
const TEXTS: &[&str] = &["String", "string", "str", "char*"];

/// By name: where it is declared, and as what.
#[derive(Debug, Default)]
pub(super) struct Types(HashMap<String, Vec<(Id, String)>>);

impl Types {
    fn read(code: &Code<'_>) -> Self {
        let native = code.dialect.language.native();
        let field = |name: &str| native.field_id_for_name(name).map_or(0, u16::from);
        let ty = field("type");
        let names: Vec<u16> = NAMES.iter().map(|name| field(name)).collect();
        let mut types: HashMap<String, Vec<(Id, String)>> = HashMap::new();
        for (id, node) in code.nodes.iter().enumerate() {
            let id = id as Id;
            if ty == 0 || node.field != ty || id == 0 {
                continue;
            }
            let written = plain(code.text(id));
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
        Self(types)
    }

    /// The type of a name where it is used: that of the nearest declaration before.
    fn of(&self, name: &str, at: Id) -> Option<&str> {
        let declared = self.0.get(name)?;
        let before = declared.iter().rev().find(|(id, _)| *id < at);
        before.or(declared.first()).map(|(_, ty)| ty.as_str())
    }
}

impl Names<'_> {
    /// Whether a node is declared to be of a type.
    pub fn is_of(&self, code: &Code<'_>, id: Id, ty: &str) -> bool {
        let wanted = plain(ty);
        if code.node(id).string {
            return TEXTS.contains(&wanted.as_str());
        }
        if !code.leaf(id) {
            return false;
        }
        let types = self.types.get_or_init(|| Types::read(code));
        types
            .of(code.text(id), id)
            .is_some_and(|known| known == wanted || last(known) == wanted || known == last(&wanted))
    }
}

/// A type without spaces, generics, `const` and the colon before it.
fn plain(text: &str) -> String {
    let text = text.trim().trim_start_matches(':').trim();
    let text = text.split('<').next().unwrap_or(text);
    text.split_whitespace()
        .filter(|word| !["const", "final", "mut", "struct"].contains(word))
        .collect::<Vec<_>>()
        .concat()
}

/// The last name of a path.
fn last(text: &str) -> &str {
    text.rsplit(['.', ':']).next().unwrap_or(text)
}
