//! Comments that suppress findings: `inglenook: ignore[rule] reason`, `nosemgrep: rule`, `nosec`.
//! Reads lines of text and knows no language.

/// What is suppressed where.
#[derive(Clone, Debug, Default)]
pub struct Suppressions(Vec<Suppression>);

#[derive(Clone, Debug)]
struct Suppression {
    /// 1-based line of the comment.
    line: usize,
    /// The comment stands alone: it counts for the next line.
    alone: bool,
    /// Rule ids; empty means every rule.
    rules: Vec<String>,
}

/// Marks, and whether one alone on its line counts for the next.
const MARKS: &[(&str, bool)] = &[
    ("inglenook: ignore", true),
    ("nosemgrep", true),
    // Bandit's mark counts for its own line.
    ("nosec", false),
];
/// What opens a comment in the languages that we know.
const COMMENTS: &[&str] = &["#", "//", "/*", "--", "<!--", "*"];

impl Suppressions {
    /// Reads the comments of a text.
    pub fn read(text: &str) -> Self {
        let mut found = Vec::new();
        if MARKS.iter().any(|(mark, _)| text.contains(mark)) {
            for (index, line) in text.lines().enumerate() {
                found.extend(MARKS.iter().find_map(|(mark, next)| {
                    let at = line.find(mark)?;
                    let opener = COMMENTS
                        .iter()
                        .filter_map(|opener| line[..at].rfind(opener))
                        .min()?;
                    Some(Suppression {
                        line: index + 1,
                        alone: *next && line[..opener].trim().is_empty(),
                        rules: rules(&line[at + mark.len()..]),
                    })
                }));
            }
        }
        Self(found)
    }

    /// Whether a finding of `rule` on these 1-based lines is suppressed: by a comment on its first
    /// or last line, or alone on the line above.
    pub fn covers(&self, rule: &str, first: usize, last: usize) -> bool {
        self.0.iter().any(|one| {
            let here =
                one.line == first || one.line == last || (one.alone && one.line + 1 == first);
            here && (one.rules.is_empty() || one.rules.iter().any(|named| names(named, rule)))
        })
    }
}

/// The rule ids after a mark: `[a, b]` or `: a, b`; none means all.
fn rules(after: &str) -> Vec<String> {
    let list = if let Some(rest) = after.strip_prefix('[') {
        rest.split(']').next().unwrap_or_default()
    } else if let Some(rest) = after.strip_prefix(':') {
        rest.trim_start()
            .trim_end_matches("*/")
            .trim_end_matches("-->")
    } else {
        ""
    };
    let mut ids = Vec::new();
    for part in list.split(',') {
        let id: String = part
            .trim()
            .chars()
            .take_while(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'))
            .collect();
        if !id.is_empty() {
            ids.push(id);
        }
    }
    ids
}

/// Semgrep puts the folders of a rule's file before its id.
fn names(named: &str, rule: &str) -> bool {
    named == rule
        || named
            .strip_suffix(rule)
            .is_some_and(|head| head.ends_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comment_counts_for_its_line_and_alone_for_the_next() {
        let text =
            "x() # inglenook: ignore[a] checked by hand\n# inglenook: ignore[b] why\ny()\nz()\n";
        let found = Suppressions::read(text);
        assert!(found.covers("a", 1, 1));
        assert!(!found.covers("b", 1, 1));
        assert!(found.covers("b", 3, 3));
        assert!(!found.covers("a", 3, 3) && !found.covers("b", 4, 4));
    }

    #[test]
    fn the_marks_of_other_tools_count() {
        let found =
            Suppressions::read("x(); // nosemgrep: java.a.b, c\ny() # nosec\n# nosec\nz()\n");
        assert!(found.covers("b", 1, 1) && found.covers("c", 1, 1));
        assert!(!found.covers("d", 1, 1));
        assert!(found.covers("anything", 2, 2));
        assert!(!found.covers("anything", 4, 4));
    }

    #[test]
    fn a_mark_outside_a_comment_counts_for_nothing() {
        assert!(!Suppressions::read("x = 'nosec'\n").covers("a", 1, 1));
    }
}
