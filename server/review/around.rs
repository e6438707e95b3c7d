//! What a reviewer would open beside a part of a change: definitions of what it calls, callers of a
//! changed head, the tests that touch it. From the index of the project; reads no file itself.

use super::change::File;
use super::pack::Part;
use crate::index::Index;
use std::collections::BTreeSet;

/// Names looked up, definitions taken of one name, and files that define it above which it says
/// nothing about which is meant.
const NAMES: usize = 12;
const OF_ONE: usize = 1;
const RIVALS: usize = 6;
/// Places looked at for callers of one name, and callers shown.
const PLACES: usize = 12;
const CALLERS: usize = 3;
/// Lines of a definition that are shown.
const LINES: usize = 8;

/// Pieces of the project, each with its place, the most telling first; together at most `budget`
/// tokens as `count` counts them.
pub(super) fn around(
    index: &Index,
    file: &File,
    part: &Part,
    budget: usize,
    count: &dyn Fn(&str) -> usize,
) -> Vec<String> {
    let from = file.shown.to_string_lossy().replace('\\', "/");
    let rows = part.rows(file);
    let mut pieces = Vec::new();
    for head in heads(file, part) {
        pieces.extend(callers(index, &from, &head));
    }
    let called: Vec<String> = called(&rows.join("\n")).into_iter().take(NAMES).collect();
    for name in called {
        let defined = index.defined(&name, &from, OF_ONE);
        for found in defined.into_iter().filter(|found| found.rivals <= RIVALS) {
            let line = found.definition.lines.start as usize + 1;
            if found.path == from && part.shows(line - 1) {
                continue;
            }
            let text = code(&found.definition.text, LINES);
            pieces.push(format!("{}:{line}\n{text}", found.path));
        }
    }
    let mut left = budget;
    pieces.retain(|piece| {
        let cost = count(piece) + 1;
        let fits = cost <= left;
        left -= if fits { cost } else { 0 };
        fits
    });
    pieces
}

/// Names of the items whose first line is changed.
fn heads(file: &File, part: &Part) -> Vec<String> {
    let (text, tree) = (&file.document.text, file.document.tree());
    let Some(tree) = tree else {
        return Vec::new();
    };
    let head = |line: usize| {
        let range = text.line_range(line);
        let content = text.slice(range.clone());
        let start = range.start + content.len() - content.trim_start().len();
        let item = tree.enclosing_item(start..start + content.trim().len())?;
        let symbol = tree.symbol(text, item.clone());
        let name = symbol.rsplit('.').next().unwrap_or_default().to_string();
        (text.line_of(item.start) == line && !name.is_empty()).then_some(name)
    };
    part.changed().filter_map(head).collect()
}

/// Lines that call a name, tests among them, outside its own file.
fn callers(index: &Index, from: &str, name: &str) -> Vec<String> {
    let call = format!("{name}(");
    let mut found = Vec::new();
    for place in index.similar(name, 1, PLACES) {
        if place.path == from {
            continue;
        }
        let Some(text) = index.lines(&place.path, place.lines.clone()) else {
            continue;
        };
        let line = text.lines().position(|line| {
            line.contains(&call) && !is_comment(line) && !line.contains(&format!("def {call}"))
        });
        if let Some(at) = line {
            let number = place.lines.start as usize + at + 1;
            let shown = text.lines().nth(at).unwrap_or_default().trim();
            found.push(format!("{}:{number} calls it\n{shown}", place.path));
        }
        if found.len() == CALLERS {
            break;
        }
    }
    found
}

/// Names that are called in a text, in order, each once.
fn called(text: &str) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let mut names = Vec::new();
    let mut name = String::new();
    for character in text.chars() {
        if character.is_alphanumeric() || character == '_' {
            name.push(character);
            continue;
        }
        let long = name.len() > 2 && !name.starts_with(|c: char| c.is_ascii_digit());
        if character == '(' && long && seen.insert(name.clone()) {
            names.push(std::mem::take(&mut name));
        }
        name.clear();
    }
    names
}

/// The first lines of a text that are no comments.
fn code(text: &str, most: usize) -> String {
    let lines: Vec<&str> = text
        .lines()
        .filter(|line| !is_comment(line))
        .take(most)
        .collect();
    lines.join("\n")
}

/// Whether a line begins like a comment in any of the languages we know.
fn is_comment(line: &str) -> bool {
    let line = line.trim_start();
    ["//", "/*", "*", "# ", "#!", "\"\"\""]
        .iter()
        .any(|mark| line.starts_with(mark))
}

#[cfg(test)]
mod tests {
    use super::called;

    #[test]
    fn what_is_called_is_found_once_and_in_order() {
        let text = "let a = open_door(key(1), 2); if (x) { open_door(3); f(4) }";
        assert_eq!(called(text), ["open_door", "key"]);
    }
}
