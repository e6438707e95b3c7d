//! A parsed text: made from a `Text`, kept by incremental edits, asked for items and errors.

use super::{Language, Node};
use crate::text::Text;
use std::ops::Range;
use std::sync::Arc;
use tree_sitter::{InputEdit, Parser, Point};

/// Nodes that are looked at on the way down to a place; code that is written by people is not as deep.
const MAX_DEPTH: usize = 1_000;

/// A syntax tree together with its language. Cloning is cheap.
///
/// After [`Tree::edit`] it is stale until [`Tree::reparse`] gives the new one.
#[derive(Clone, Debug)]
pub struct Tree {
    language: Arc<Language>,
    tree: tree_sitter::Tree,
}

impl Tree {
    /// Parses a whole text. `None` only when the parser cannot be set up or gives up.
    pub fn parse(language: &Arc<Language>, text: &Text) -> Option<Self> {
        Self::run(language, text, None)
    }

    /// Parses the text that the edits of this tree have led to, reusing what they left alone.
    pub fn reparse(&self, text: &Text) -> Option<Self> {
        Self::run(&self.language, text, Some(&self.tree))
    }

    fn run(language: &Arc<Language>, text: &Text, old: Option<&tree_sitter::Tree>) -> Option<Self> {
        let mut parser = Parser::new();
        parser.set_language(language.native()).ok()?;
        let tree = parser.parse_with_options(&mut |byte, _| text.chunk_from(byte), old, None)?;
        Some(Self {
            language: language.clone(),
            tree,
        })
    }

    /// Tells the tree that bytes `range` of `before` became `with`; call before the text is edited.
    pub fn edit(&mut self, before: &Text, range: Range<usize>, with: &str) {
        let start = before.floor(range.start);
        let old_end = before.floor(range.end).max(start);
        let (row, column) = before.newline_point(start);
        let start_point = Point::new(row, column);
        let old_end_point = after(start_point, &before.slice(start..old_end));
        let new_end_point = after(start_point, with);
        self.tree.edit(&InputEdit {
            start_byte: start,
            old_end_byte: old_end,
            new_end_byte: start + with.len(),
            start_position: start_point,
            old_end_position: old_end_point,
            new_end_position: new_end_point,
        });
    }

    pub fn language(&self) -> &Arc<Language> {
        &self.language
    }

    pub fn root(&self) -> Node<'_> {
        self.tree.root_node()
    }

    /// The smallest item (function, type, …) that covers the range, as bytes.
    pub fn enclosing_item(&self, range: Range<usize>) -> Option<Range<usize>> {
        let mut node = self
            .root()
            .descendant_for_byte_range(range.start, range.end)?;
        loop {
            if self.language.items.iter().any(|kind| kind == node.kind()) {
                return Some(node.byte_range());
            }
            node = node.parent()?;
        }
    }

    /// Names of the items around a range of `text` (the text that was parsed), outermost first:
    /// `Store.open`. Items without a name are left out; empty at the top of a file. Looks
    /// [`MAX_DEPTH`] nodes deep.
    pub fn symbol(&self, text: &Text, range: Range<usize>) -> String {
        let mut names: Vec<String> = Vec::new();
        let mut cursor = self.root().walk();
        for _ in 0..MAX_DEPTH {
            let node = cursor.node();
            if self.language.items.iter().any(|kind| kind == node.kind())
                && let Some(name) = name(node)
            {
                let name = text.slice(name.byte_range());
                names.push(name.split_whitespace().collect::<Vec<_>>().join(" "));
            }
            if cursor.goto_first_child_for_byte(range.start).is_none()
                || cursor.node().end_byte() < range.end
            {
                break;
            }
        }
        // A decorated or templated item holds the item of the same name.
        names.dedup();
        names.join(".")
    }

    /// Number of ERROR and MISSING nodes: what a completion must not raise.
    pub fn errors(&self) -> usize {
        self.errors_within(0..0).0
    }

    /// Number of ERROR and MISSING nodes, and of the ERROR nodes that lie wholly inside a range.
    pub fn errors_within(&self, range: Range<usize>) -> (usize, usize) {
        let (mut count, mut inside) = (0, 0);
        let mut stack = vec![self.root()];
        while let Some(node) = stack.pop() {
            if !node.has_error() {
                continue;
            }
            if node.is_error() || node.is_missing() {
                count += 1;
            }
            let own = range.start <= node.start_byte() && node.end_byte() <= range.end;
            inside += usize::from(node.is_error() && own);
            let mut cursor = node.walk();
            stack.extend(node.children(&mut cursor));
        }
        (count, inside)
    }
}

/// The node that names an item: its own name, the type of an `impl`, or what a C declarator declares.
fn name(item: Node<'_>) -> Option<Node<'_>> {
    if let Some(name) = item.child_by_field_name("name") {
        return Some(name);
    }
    if let Some(mut declarator) = item.child_by_field_name("declarator") {
        while let Some(inner) = declarator.child_by_field_name("declarator") {
            declarator = inner;
        }
        return Some(declarator);
    }
    item.child_by_field_name("type")
}

/// The point behind a piece of text that begins at `start`.
fn after(start: Point, text: &str) -> Point {
    match text.rfind('\n') {
        None => Point::new(start.row, start.column + text.len()),
        Some(last) => {
            let rows = text.bytes().filter(|byte| *byte == b'\n').count();
            Point::new(start.row + rows, text.len() - last - 1)
        }
    }
}
