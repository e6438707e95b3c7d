//! Names near a cursor: which identifiers the next tokens will likely be about.

use crate::syntax::Tree;
use crate::workspace::Snapshot;
use std::collections::HashMap;

/// Lines before and after the cursor that are read.
const BEFORE: usize = 60;
const AFTER: usize = 20;
/// Lines after which a name counts half.
const HALF: f64 = 6.0;
/// What names after the cursor count of those before, and names in the heads of what encloses it.
const BEHIND: f64 = 0.5;
const HEAD: f64 = 0.7;
/// Shorter ones are `i` and `fn`.
const SHORTEST: usize = 3;

/// Names near the cursor with their weight, 0 to 1, the weightiest first; equal ones by name.
pub fn near(document: &Snapshot, offset: usize) -> Vec<(String, f64)> {
    let text = &document.text;
    let line = text.line_of(offset);
    let tree = document.tree();
    let mut weights: HashMap<String, f64> = HashMap::new();
    let last = (line + AFTER + 1).min(text.lines());
    for at in line.saturating_sub(BEFORE)..last {
        let range = text.line_range(at);
        let far = line.abs_diff(at) as f64;
        let side = if at > line { BEHIND } else { 1.0 };
        add(
            &mut weights,
            &text.slice(range.clone()),
            range.start,
            side * HALF / (HALF + far),
            tree,
        );
    }
    for head in heads(document, offset) {
        add(
            &mut weights,
            &text.slice(head.clone()),
            head.start,
            HEAD,
            tree,
        );
    }
    let mut names: Vec<(String, f64)> = weights.into_iter().collect();
    names.sort_by(|(a, x), (b, y)| y.total_cmp(x).then_with(|| a.cmp(b)));
    names
}

/// Heads of the items around the cursor, up to their bodies, outermost first, as bytes.
pub fn heads(document: &Snapshot, offset: usize) -> Vec<std::ops::Range<usize>> {
    let Some(tree) = document.tree() else {
        return Vec::new();
    };
    let items = &tree.language().items;
    let mut heads = Vec::new();
    let mut node = tree.root().descendant_for_byte_range(offset, offset);
    while let Some(one) = node {
        if items.iter().any(|kind| kind == one.kind())
            && let Some(body) = one.child_by_field_name("body")
            && body.start_byte() <= offset
        {
            heads.push(one.start_byte()..body.start_byte());
        }
        node = one.parent();
    }
    heads.reverse();
    heads
}

fn add(
    weights: &mut HashMap<String, f64>,
    text: &str,
    start: usize,
    weight: f64,
    tree: Option<&Tree>,
) {
    let part_of = |c: char| c.is_alphanumeric() || c == '_';
    let mut at = 0;
    for name in text.split(|c: char| !part_of(c)) {
        let place = at;
        // The one character that ends a name may be longer than a byte.
        at += name.len();
        at += text[at..].chars().next().map_or(0, char::len_utf8);
        let begins = name.starts_with(|c: char| c.is_alphabetic() || c == '_');
        if !begins || name.chars().count() < SHORTEST || !is_code(tree, start + place) {
            continue;
        }
        let known = weights.entry(name.to_string()).or_default();
        *known = known.max(weight);
    }
}

/// Whether a byte stands in code, not in a comment or a string.
fn is_code(tree: Option<&Tree>, offset: usize) -> bool {
    let Some(tree) = tree else { return true };
    let mut node = tree.root().descendant_for_byte_range(offset, offset + 1);
    // Texts in strings are children of the string at most.
    for _ in 0..3 {
        let Some(one) = node else { break };
        if tree.language().is_comment(one.kind()) || tree.language().is_string(one.kind()) {
            return false;
        }
        node = one.parent();
    }
    true
}
