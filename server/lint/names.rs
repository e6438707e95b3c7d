//! Names in a file: what imports call them, and which of them are constant strings.

mod imports;

use super::code::{Code, Id};
use super::flow::{self, Const, Program, Table};
use super::types::Types;
use imports::imports;
use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};

/// Longest dotted name that is looked at, in parts.
const MAX_PARTS: usize = 16;

/// What the names of one file stand for.
#[derive(Debug, Default)]
pub(super) struct Names<'a> {
    /// Imported name to its full dotted name.
    pub imports: HashMap<&'a str, String>,
    /// Last names of imports that are called otherwise here.
    renamed: HashSet<String>,
    /// Names bound exactly once in the file, to a string literal.
    pub constants: HashMap<&'a str, Id>,
    /// Names bound to a literal, or to what may be folded to one, anywhere.
    pub assigned: HashSet<&'a str>,
    /// Read when the first pattern asks for a type.
    pub(super) types: OnceCell<Types>,
    /// Made when the first rule has something to follow.
    program: OnceCell<Program>,
    known: OnceCell<HashMap<Id, Const>>,
}

impl<'a> Names<'a> {
    pub fn read(code: &Code<'a>) -> Self {
        let imports = imports(code);
        let renamed = imports.iter().filter_map(|(alias, full)| {
            let last = full.rsplit('.').next().unwrap_or(full);
            (last != *alias).then(|| last.to_string())
        });
        Self {
            renamed: renamed.collect(),
            imports,
            assigned: assigned(code),
            constants: constants(code),
            types: OnceCell::new(),
            program: OnceCell::new(),
            known: OnceCell::new(),
        }
    }

    /// The file's functions, as data flow sees them.
    pub fn program(&self, code: &Code<'a>, table: &Table) -> &Program {
        self.program.get_or_init(|| flow::lower(code, table))
    }

    /// What an expression is each time that the program comes by, where that is known.
    pub fn known(&self, code: &Code<'a>, id: Id) -> Option<&Const> {
        let table = code.dialect.flow.as_ref()?;
        let program = || self.program(code, table);
        let known = self
            .known
            .get_or_init(|| flow::constants(code, table, program()));
        known.get(&id)
    }

    /// Whether an import gives what has this last name another one.
    pub fn renamed(&self, last: &str) -> bool {
        self.renamed.contains(last)
    }

    /// The full name of a dotted name whose head an import may have renamed.
    pub fn resolve(&self, dotted: &str) -> Option<String> {
        let (head, rest) = match dotted.split_once('.') {
            Some((head, rest)) => (head, Some(rest)),
            None => (dotted, None),
        };
        let full = self.imports.get(head)?;
        Some(match rest {
            Some(rest) => format!("{full}.{rest}"),
            None => full.clone(),
        })
    }
}

impl Code<'_> {
    /// `a.b.c` of a chain of plain names; `None` for anything else.
    pub fn dotted(&self, id: Id) -> Option<String> {
        let mut parts = Vec::new();
        for inner in id..self.node(id).next {
            if self.leaf(inner) {
                let node = self.node(inner);
                if !node.named || node.string || parts.len() == MAX_PARTS {
                    return None;
                }
                parts.push(self.text(inner));
            } else if !self.class(inner).dotted || inner > id + MAX_PARTS as Id {
                return None;
            }
        }
        let plain = |part: &&str| part.chars().all(|c| c.is_alphanumeric() || c == '_');
        parts.iter().all(plain).then(|| parts.join("."))
    }
}

/// Names bound to a literal, or to operators on something, anywhere in the file.
fn assigned<'a>(code: &Code<'a>) -> HashSet<&'a str> {
    let mut names = HashSet::new();
    for (kind, (target, value)) in &code.dialect.bindings {
        for id in code.of_kind(*kind) {
            let (Some(target), Some(value)) = (code.child(*id, *target), code.child(*id, *value))
            else {
                continue;
            };
            let text = code.text(value);
            let literal = code.node(value).string
                || code.class(value).binary
                || code.class(value).string_join
                || text.starts_with(|c: char| c.is_ascii_digit())
                || ["true", "false", "True", "False"].contains(&text);
            let name = (target..code.node(target).next).rfind(|inner| code.leaf(*inner));
            names.extend(name.filter(|_| literal).map(|name| code.text(name)));
        }
    }
    names
}

/// Names with one binding in the whole file, whose value is a string literal. A name that is also
/// a parameter somewhere, or is changed in place, is left out: better no constant than a wrong one.
fn constants<'a>(code: &Code<'a>) -> HashMap<&'a str, Id> {
    let mut bound: HashMap<&'a str, Option<Id>> = HashMap::new();
    for (kind, (target, value)) in &code.dialect.bindings {
        for id in code.of_kind(*kind) {
            let (Some(target), value) = (code.child(*id, *target), code.child(*id, *value)) else {
                continue;
            };
            let mut target = target;
            while code.class(target).declarator
                && let Some(inner) = code.children(target).last()
            {
                target = inner;
            }
            let literal = value.filter(|value| code.node(*value).string && code.leaf(target));
            for inner in target..code.node(target).next {
                if code.leaf(inner) {
                    bound
                        .entry(code.text(inner))
                        .and_modify(|known| *known = None)
                        .or_insert(literal);
                }
            }
        }
    }
    for (kind, class) in code.dialect.class.iter().enumerate() {
        if !(class.parameter_list || class.rebinds) {
            continue;
        }
        for id in code.of_kind(kind as u16) {
            for inner in *id..code.node(*id).next {
                if code.leaf(inner) {
                    bound.insert(code.text(inner), None);
                }
            }
        }
    }
    bound
        .into_iter()
        .filter_map(|(name, id)| Some((name, id?)))
        .collect()
}
