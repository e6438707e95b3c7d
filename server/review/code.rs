//! What a prompt shows of a file's lines: code, without the comments. A comment may tell a reviewer
//! anything; what is not shown persuades nobody.

use super::change::File;
use std::ops::Range;

/// The comments of a file, and strings that stand for them, in order.
#[derive(Clone, Debug, Default)]
pub(super) struct Comments(Vec<Range<usize>>);

impl Comments {
    /// Those of a file; none where its language is not known.
    pub(super) fn of(file: &File) -> Self {
        let mut found = Vec::new();
        let Some(tree) = file.document.tree() else {
            return Self(found);
        };
        let language = tree.language();
        let mut cursor = tree.root().walk();
        loop {
            let node = cursor.node();
            let stands_alone = || {
                node.kind() == "expression_statement"
                    && node.child_count() == 1
                    && node
                        .child(0)
                        .is_some_and(|inner| language.is_string(inner.kind()))
            };
            let comment = language.is_comment(node.kind()) || stands_alone();
            if comment {
                found.push(node.byte_range());
            }
            if !comment && cursor.goto_first_child() {
                continue;
            }
            while !cursor.goto_next_sibling() {
                if !cursor.goto_parent() {
                    return Self(found);
                }
            }
        }
    }

    /// A 0-based line without its break and its comments; `None` when nothing but a comment stood there.
    pub(super) fn line(&self, file: &File, line: usize) -> Option<String> {
        let text = file.document.text.line(line);
        let start = file.document.text.line_range(line).start;
        let end = start + text.len();
        let first = self.0.partition_point(|comment| comment.end <= start);
        let mut left = String::new();
        let mut at = start;
        let mut cut = false;
        for comment in &self.0[first..] {
            if comment.start >= end {
                break;
            }
            cut = true;
            left.push_str(
                text.get(at - start..comment.start.max(at) - start)
                    .unwrap_or_default(),
            );
            at = comment.end.clamp(at, end);
        }
        left.push_str(text.get(at - start..).unwrap_or_default());
        match cut {
            false => Some(text),
            true if left.trim().is_empty() => None,
            true => Some(left.trim_end().to_string()),
        }
    }
}
