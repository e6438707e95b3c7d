//! Cuts what already stands behind the cursor: the rest of the line, and the line below.

use crate::complete::scene::Scene;

pub fn keep(scene: &Scene, candidate: &str) -> usize {
    let length = before_line_below(scene, candidate);
    before_rest(&scene.rest, &candidate[..length])
}

/// The completion ends where it begins to repeat the next line of the file.
fn before_line_below(scene: &Scene, candidate: &str) -> usize {
    let Some(below) = scene.below.as_deref().map(str::trim) else {
        return candidate.len();
    };
    // A lone bracket below says nothing: blocks end alike everywhere, and the parser decides.
    if !below.chars().any(char::is_alphanumeric) {
        return candidate.len();
    }
    let mut start = 0;
    for line in candidate.split_inclusive('\n') {
        let continues = start == 0 && !scene.typed.trim().is_empty();
        if !continues && line.trim() == below {
            return start;
        }
        start += line.len();
    }
    candidate.len()
}

/// The longest end of the completion that the rest of the line begins with is dropped.
fn before_rest(rest: &str, candidate: &str) -> usize {
    let rest = rest.trim_end();
    let ends = (0..candidate.len()).filter(|at| candidate.is_char_boundary(*at));
    let doubled = |at: &usize| rest.starts_with(&candidate[*at..]);
    if rest.is_empty() {
        candidate.len()
    } else {
        ends.into_iter().find(doubled).unwrap_or(candidate.len())
    }
}

#[cfg(test)]
mod tests {
    use super::before_rest;

    #[test]
    fn brackets_that_the_editor_closed_are_not_doubled() {
        assert_eq!(before_rest(")", "a, b)"), 4);
        assert_eq!(before_rest(");", "a, b)"), 4);
        assert_eq!(before_rest("", "a, b)"), 5);
        assert_eq!(before_rest(")", "call(a)"), 6);
        assert_eq!(before_rest("x", "a, b"), 4);
    }
}
