//! Names in a file: what imports call them, and which of them are constant strings.

use super::code::{Code, Id};
use super::types::Types;
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
    /// Read when the first pattern asks for a type.
    pub(super) types: OnceCell<Types>,
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
            constants: constants(code),
            types: OnceCell::new(),
        }
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

/// `import a.b as c` and `from a import b as c`.
fn imports<'a>(code: &Code<'a>) -> HashMap<&'a str, String> {
    let mut imports = HashMap::new();
    if !code.dialect.python_imports {
        return imports;
    }
    for (id, from) in statements(code) {
        let module = match from {
            false => None,
            true => match code.children(id).nth(1) {
                Some(module) => Some(code.text(module)),
                None => continue,
            },
        };
        // The keywords `from` and `import` are leaves too; only named children name things.
        let skip = if module.is_some() { 2 } else { 0 };
        for child in code.children(id).skip(skip) {
            if !code.node(child).named {
                continue;
            }
            let parts: Vec<Id> = code
                .children(child)
                .filter(|part| code.node(*part).named)
                .collect();
            let aliased =
                code.dialect.language_kind(code.node(child).kind) == Some("aliased_import");
            let (name, alias) = match (aliased, parts.as_slice()) {
                (true, [name, alias]) => (code.text(*name), code.text(*alias)),
                _ => (code.text(child), code.text(child)),
            };
            match module {
                Some(module) => {
                    imports.insert(alias, format!("{module}.{name}"));
                }
                None if alias != name => {
                    imports.insert(alias, name.to_string());
                }
                None => {}
            }
        }
    }
    imports
}

/// The import statements in reading order, and whether each is `from a import b`.
fn statements(code: &Code<'_>) -> Vec<(Id, bool)> {
    let mut found = Vec::new();
    for kind in 0..code.dialect.class.len() as u16 {
        let from = match code.dialect.language_kind(kind) {
            Some("import_statement") => false,
            Some("import_from_statement") => true,
            _ => continue,
        };
        found.extend(code.of_kind(kind).iter().map(|id| (*id, from)));
    }
    found.sort_unstable();
    found
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
