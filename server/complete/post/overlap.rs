//! Cuts what already stands behind the cursor: the rest of the line, and the lines below.

use super::indent::width;
use crate::complete::scene::Scene;

/// Least bytes of text at the end of a completion that count as a copy of the rest of the line.
const COPY: usize = 3;

pub fn keep(scene: &Scene, candidate: &str) -> usize {
    if stands_below(scene, candidate) {
        return 0;
    }
    let mut length = before_line_below(scene, candidate);
    while let Some(shorter) = before_lines_below(scene, &candidate[..length]) {
        length = shorter;
    }
    before_rest(&scene.rest, &candidate[..length])
}

/// Whether the completion is one line that stands further below in the same block. Of 320 holes in
/// crates 8 were answered so, none of them rightly; lines that another block shares are often right.
fn stands_below(scene: &Scene, candidate: &str) -> bool {
    let line = candidate.trim();
    let whole = scene.fresh() && scene.rest.trim().is_empty() && !line.contains('\n');
    if !whole || !line.chars().any(char::is_alphanumeric) {
        return false;
    }
    let first = candidate.trim_start_matches(['\r', '\n']);
    let own = match first.len() == candidate.len() {
        true => width(&scene.indent) + width(first),
        false => width(first),
    };
    let mut block = scene.below.iter().take_while(|below| width(below) >= own);
    block.any(|below| width(below) == own && same(below, line))
}

/// The completion ends where it begins to repeat the next line of the file.
fn before_line_below(scene: &Scene, candidate: &str) -> usize {
    let below = scene.next().map(str::trim).unwrap_or_default();
    // A lone bracket below says nothing: blocks end alike everywhere, and the parser decides.
    if !below.chars().any(char::is_alphanumeric) {
        return candidate.len();
    }
    let mut start = 0;
    for line in candidate.split_inclusive('\n') {
        let repeats = if start == 0 {
            let whole = scene.typed.clone() + line + &scene.rest;
            same(&whole, below) || (scene.fresh() && same(line, below))
        } else {
            same(line, below)
        };
        if repeats {
            return start;
        }
        start += line.len();
    }
    candidate.len()
}

/// Where the last lines of the completion begin when they are the next lines of the file, one of them
/// with text in it.
fn before_lines_below(scene: &Scene, candidate: &str) -> Option<usize> {
    if !scene.rest.trim().is_empty() {
        return None;
    }
    let mut starts = Vec::new();
    let mut at = 0;
    for line in candidate.split_inclusive('\n') {
        let whole = if at == 0 {
            scene.typed.clone() + line
        } else {
            line.to_string()
        };
        if !whole.trim().is_empty() {
            starts.push((at, whole.trim().to_string()));
        }
        at += line.len();
    }
    let most = starts.len().min(scene.below.len());
    let repeats = |count: &usize| {
        let ours = starts[starts.len() - count..]
            .iter()
            .map(|(_, line)| line.as_str());
        let theirs = scene.below[..*count].iter().map(|line| line.trim());
        let text = |line: &str| line.chars().any(char::is_alphanumeric);
        ours.clone().eq(theirs) && ours.into_iter().any(text)
    };
    let count = (1..=most).find(repeats)?;
    let (start, _) = starts[starts.len() - count];
    (start < candidate.len()).then_some(start)
}

/// Whether two lines say the same but for white space and the mark at their end. Lines that differ in
/// a letter are mostly meant to, as in a table.
fn same(one: &str, other: &str) -> bool {
    let bare = |line: &str| {
        let line = line.trim_end().trim_end_matches([';', ',']);
        line.split_whitespace().collect::<String>()
    };
    bare(one) == bare(other)
}

/// The longest end of the completion that the rest of the line begins with is dropped. Brackets are
/// left to those who count them.
fn before_rest(rest: &str, candidate: &str) -> usize {
    let rest = rest.trim_end();
    let text = candidate.trim_end();
    if rest.is_empty() {
        return candidate.len();
    }
    let ends = (0..text.len()).filter(|at| text.is_char_boundary(*at));
    let doubled = |at: &usize| {
        let end = &text[*at..];
        rest.starts_with(end) && counts(end, rest)
    };
    ends.into_iter().find(doubled).unwrap_or(candidate.len())
}

fn counts(end: &str, rest: &str) -> bool {
    let all = |of: &str| end.chars().all(|c| c == ' ' || of.contains(c));
    if all(")]}>\"'`") {
        return false;
    }
    let text = end.chars().any(char::is_alphanumeric);
    end == rest || (text && end.len() >= COPY) || all(";,{([")
}

#[cfg(test)]
mod tests {
    use super::{before_rest, same};

    #[test]
    fn what_the_line_goes_on_with_is_not_said_twice() {
        assert_eq!(before_rest("", "a, b)"), 5);
        assert_eq!(before_rest("b)", "a, b)"), 3);
        assert_eq!(before_rest(".max(c);", "a.max(b).max(c);"), 8);
        assert_eq!(before_rest(";", "a;"), 1);
        assert_eq!(before_rest(" {", "Builder {"), 7);
        assert_eq!(before_rest("(a, b)", "call("), 4);
        assert_eq!(before_rest(", ...)", "format, ...)"), 6);
        // A closed call is no doubled bracket, and one letter no doubled word.
        assert_eq!(before_rest(")", "call(a)"), 7);
        assert_eq!(before_rest("x + 1", "self.max"), 8);
    }

    #[test]
    fn lines_are_the_same_but_for_white_space_and_their_last_mark() {
        assert!(same("let a = b;", "  let a  = b; "));
        assert!(same(
            "return Err(Error::new(\"wrong\"))",
            "return Err(Error::new(\"wrong\"));"
        ));
        assert!(!same(
            "let a1 = read_the_number(1);",
            "let a2 = read_the_number(2);"
        ));
        assert!(!same("x = 1", "y = 1"));
    }
}
