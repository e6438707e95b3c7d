//! A syntax tree laid flat, in reading order: what patterns are compiled from and matched against.
//! Built without recursion, so depth costs nothing; comments and punctuation are left out.

mod before;
mod build;

use super::dialect::Dialect;
use crate::syntax::Node as SyntaxNode;
use std::cell::OnceCell;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::ops::Range;

pub(super) use before::Before;

/// Index of a node in reading order: a node's descendants follow it, up to [`Node::next`].
pub(super) type Id = u32;

/// Kind of the groups that stand for one argument of unparsed tokens.
pub(super) const GROUP: u16 = u16::MAX - 1;

/// Kind of what does not parse, in every grammar of tree-sitter.
const ERROR: u16 = u16::MAX;

#[derive(Clone, Copy, Debug)]
pub(super) struct Node {
    /// Canonical kind.
    pub kind: u16,
    /// Field in the parent, 0 without one.
    pub field: u16,
    pub named: bool,
    /// Has text of its own; an empty list has only its brackets.
    pub token: bool,
    /// A string literal without computed parts; always a leaf.
    pub string: bool,
    pub parent: Id,
    /// First node after this one and all its descendants.
    pub next: Id,
    pub start: u32,
    pub end: u32,
    /// Of the text, for leaves that are no strings.
    hash: u32,
}

/// A text and its flat tree.
pub(super) struct Code<'a> {
    pub dialect: &'a Dialect,
    pub text: &'a str,
    pub nodes: Vec<Node>,
    /// Nodes of each kind of the grammar, in reading order.
    by_kind: Vec<Vec<Id>>,
    /// Children of blocks, in reading order.
    pub statements: Vec<Id>,
    pub strings: Vec<Id>,
    /// By a hash of their text: the leaves that are no strings; made when a first pattern asks.
    leaves: OnceCell<Leaves>,
    /// Nodes with much in them, by what the parser calls them: what another check may take over.
    large: Vec<(usize, Id)>,
}

type Leaves = HashMap<u32, Vec<Id>, BuildHasherDefault<Same>>;

/// Hashes numbers that are hashes to themselves.
#[derive(Default)]
struct Same(u64);

impl Hasher for Same {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 << 8) | u64::from(*byte);
        }
    }

    fn write_u32(&mut self, number: u32) {
        // The map looks at the upper bits as well.
        self.0 = u64::from(number).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}

impl<'a> Code<'a> {
    pub fn new(dialect: &'a Dialect, root: SyntaxNode<'_>, text: &'a str) -> Self {
        Self::after(dialect, root, text, None)
    }

    /// The same, with what an earlier text of the document has in common taken over.
    pub fn after(
        dialect: &'a Dialect,
        root: SyntaxNode<'_>,
        text: &'a str,
        before: Option<&Before>,
    ) -> Self {
        let mut code = Self {
            nodes: Vec::new(),
            ..Self::bare(dialect, text)
        };
        code.walk(root.walk(), before);
        code.index();
        code
    }

    /// A text without a tree.
    pub fn bare(dialect: &'a Dialect, text: &'a str) -> Self {
        let root = Node {
            kind: 0,
            field: 0,
            named: true,
            token: false,
            string: false,
            parent: 0,
            next: 1,
            start: 0,
            end: text.len() as u32,
            hash: 0,
        };
        Self {
            dialect,
            text,
            nodes: vec![root],
            by_kind: Vec::new(),
            statements: Vec::new(),
            strings: Vec::new(),
            leaves: OnceCell::new(),
            large: Vec::new(),
        }
    }

    /// Whether a node is what the parser could not make sense of.
    pub fn broken(&self, id: Id) -> bool {
        self.node(id).kind == ERROR
    }

    /// Nodes of a kind of the grammar, in reading order.
    pub fn of_kind(&self, kind: u16) -> &[Id] {
        let ids = self.by_kind.get(usize::from(kind));
        ids.map_or(&[], Vec::as_slice)
    }

    /// Leaves of this text, in reading order, perhaps among some of another; strings are none.
    pub fn leaves(&self, text: &str) -> &[Id] {
        let leaves = self.leaves.get_or_init(|| {
            let mut leaves = Leaves::default();
            for (id, node) in self.nodes.iter().enumerate() {
                if node.token && !node.string {
                    leaves.entry(node.hash).or_default().push(id as Id);
                }
            }
            leaves
        });
        leaves.get(&hash(text)).map_or(&[], Vec::as_slice)
    }

    /// Whether a node is a child of a block.
    pub fn statement(&self, id: Id) -> bool {
        let node = self.node(id);
        node.named && id > 0 && self.class(node.parent).block
    }

    fn index(&mut self) {
        self.by_kind.resize(self.dialect.class.len(), Vec::new());
        for id in 0..self.nodes.len() as Id {
            let node = self.nodes[id as usize];
            if let Some(ids) = self.by_kind.get_mut(usize::from(node.kind)) {
                ids.push(id);
            }
            if node.string {
                self.strings.push(id);
            }
            if self.statement(id) {
                self.statements.push(id);
            }
        }
    }

    pub fn node(&self, id: Id) -> &Node {
        &self.nodes[id as usize]
    }

    pub fn class(&self, id: Id) -> super::dialect::Class {
        self.dialect.class(self.node(id).kind)
    }

    pub fn text(&self, id: Id) -> &'a str {
        let node = self.node(id);
        self.slice(node.start..node.end)
    }

    pub fn slice(&self, range: Range<u32>) -> &'a str {
        self.text
            .get(range.start as usize..range.end as usize)
            .unwrap_or_default()
    }

    pub fn leaf(&self, id: Id) -> bool {
        self.node(id).next == id + 1
    }

    /// The children of a node.
    pub fn children(&self, id: Id) -> Children<'_> {
        Children {
            nodes: &self.nodes,
            at: id + 1,
            end: self.node(id).next,
        }
    }

    /// The next node with the same parent.
    pub fn sibling(&self, id: Id) -> Option<Id> {
        let next = self.node(id).next;
        (id > 0 && next < self.node(self.node(id).parent).next).then_some(next)
    }

    /// A child by its field.
    pub fn child(&self, id: Id, field: u16) -> Option<Id> {
        self.children(id)
            .find(|child| self.node(*child).field == field)
    }

    /// What a string literal holds between its quotes, and where.
    pub fn content(&self, id: Id) -> (&'a str, Range<u32>) {
        let node = self.node(id);
        let text = self.text(id);
        let open = text.find(['"', '\'', '`', '<']).unwrap_or(0);
        let quote = text[open..].chars().next().unwrap_or('"');
        let closing = if quote == '<' { '>' } else { quote };
        let run = text[open..].chars().take_while(|c| *c == quote).count();
        let run = if run >= 6 || (run >= 3 && text.len() >= open + 6) {
            3
        } else {
            1
        };
        let start = open + run;
        let tail = text.trim_end_matches('#');
        let end = match tail.ends_with(closing) {
            true => tail.len().saturating_sub(run),
            false => tail.len(),
        };
        let inner = text.get(start..end.max(start)).unwrap_or_default();
        let from = node.start + start as u32;
        (inner, from..from + inner.len() as u32)
    }

    /// Whether two stretches of the tree are the same code, white space and comments aside.
    pub fn same(&self, a: Range<Id>, b: Range<Id>) -> bool {
        a.len() == b.len()
            && a.zip(b).all(|(a, b)| {
                let (left, right) = (self.node(a), self.node(b));
                left.next - a == right.next - b
                    && left.token == right.token
                    && (!left.token
                        || (left.string == right.string && self.token(a) == self.token(b)))
            })
    }

    /// A leaf's text; a string's content.
    pub fn token(&self, id: Id) -> &'a str {
        if self.node(id).string {
            self.content(id).0
        } else {
            self.text(id)
        }
    }
}

/// FNV-1a.
fn hash(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    })
}

/// Iterates over the children of a node.
pub(super) struct Children<'a> {
    nodes: &'a [Node],
    at: Id,
    end: Id,
}

impl Iterator for Children<'_> {
    type Item = Id;

    fn next(&mut self) -> Option<Id> {
        if self.at >= self.end {
            return None;
        }
        let id = self.at;
        self.at = self.nodes[id as usize].next;
        Some(id)
    }
}
