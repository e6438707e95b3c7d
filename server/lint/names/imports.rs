//! What a file's imports call things: Python's `import` and `from`, Rust's `use`.

use super::super::code::{Code, Id};
use std::collections::HashMap;

/// Braces inside each other that people write in `use`.
const MAX_DEPTH: usize = 16;

/// Imported name to its full dotted name.
pub(super) fn imports<'a>(code: &Code<'a>) -> HashMap<&'a str, String> {
    match (code.dialect.python_imports, code.dialect.rust_imports) {
        (true, _) => python(code),
        (_, true) => rust(code),
        _ => HashMap::new(),
    }
}

fn python<'a>(code: &Code<'a>) -> HashMap<&'a str, String> {
    let mut imports = HashMap::new();
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

/// `use a::b`, `use a::b as c` and `use a::{b, c::d}`; what `use a::*` brings nobody knows here.
fn rust<'a>(code: &Code<'a>) -> HashMap<&'a str, String> {
    let mut imports = HashMap::new();
    for kind in 0..code.dialect.class.len() as u16 {
        if code.dialect.language_kind(kind) != Some("use_declaration") {
            continue;
        }
        for id in code.of_kind(kind) {
            if let Some(what) = code.children(*id).last() {
                used(code, what, "", 0, &mut imports);
            }
        }
    }
    imports
}

fn used<'a>(
    code: &Code<'a>,
    id: Id,
    before: &str,
    depth: usize,
    imports: &mut HashMap<&'a str, String>,
) {
    let joined = |path: &str| match before {
        "" => path.to_string(),
        before => format!("{before}.{path}"),
    };
    let named: Vec<Id> = code
        .children(id)
        .filter(|child| code.node(*child).named)
        .collect();
    match (
        code.dialect.language_kind(code.node(id).kind),
        named.as_slice(),
    ) {
        _ if depth > MAX_DEPTH => {}
        (Some("use_as_clause"), [path, alias]) => {
            if let Some(path) = code.dotted(*path) {
                imports.insert(code.text(*alias), joined(&path));
            }
        }
        (Some("scoped_use_list"), [path, list]) => {
            let Some(full) = code.dotted(*path) else {
                return;
            };
            // `a::{self}` is `a`.
            if code.children(*list).any(|part| code.text(part) == "self") {
                let last = code.text(code.node(*path).next - 1);
                imports.insert(last, joined(&full));
            }
            used(code, *list, &joined(&full), depth + 1, imports);
        }
        (Some("use_list"), parts) => {
            for part in parts {
                used(code, *part, before, depth + 1, imports);
            }
        }
        (Some("use_wildcard"), _) => {}
        _ => {
            let Some(path) = code.dotted(id) else { return };
            let leaf = code.text(code.node(id).next - 1);
            if joined(&path) != leaf && leaf != "self" {
                imports.insert(leaf, joined(&path));
            }
        }
    }
}
