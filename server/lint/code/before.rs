//! The flat tree of an earlier text of a document, whose unchanged nodes a later one takes over. Knows
//! no rules.

use super::{Code, Id, Node};
use crate::syntax::{Node as SyntaxNode, Tree};
use std::collections::HashMap;

/// What is kept of a [`Code`] beside its text.
#[derive(Debug)]
pub(in crate::lint) struct Before {
    /// Kept because the parser calls nodes by their addresses: no other node gets one while it lives.
    tree: Tree,
    text: String,
    nodes: Vec<Node>,
    /// In reading order.
    large: Vec<(usize, Id)>,
    by_name: HashMap<usize, Id>,
}

impl Before {
    /// `tree` is the one that the parts of a [`Code`] were made of.
    pub fn new(tree: Tree, text: &str, (nodes, large): (Vec<Node>, Vec<(usize, Id)>)) -> Self {
        Self {
            tree,
            text: text.to_string(),
            by_name: large.iter().copied().collect(),
            nodes,
            large,
        }
    }

    /// Whether it is of the same language as another tree.
    pub fn fits(&self, tree: &Tree) -> bool {
        std::sync::Arc::ptr_eq(self.tree.language(), tree.language())
    }
}

impl Code<'_> {
    /// What [`Before::new`] takes.
    pub fn into_parts(self) -> (Vec<Node>, Vec<(usize, Id)>) {
        (self.nodes, self.large)
    }

    /// Takes over a node with all that is in it, if the parser took it over too: a later tree shares
    /// the nodes that an edit has not touched with the earlier one.
    pub(super) fn take_over(
        &mut self,
        before: &Before,
        node: &SyntaxNode<'_>,
        kind: u16,
        field: u16,
        parent: Id,
    ) -> bool {
        let Some(old) = before.by_name.get(&node.id()).copied() else {
            return false;
        };
        let first = before.nodes[old as usize];
        let there = &before.text[first.start as usize..first.end as usize];
        if first.kind != kind || self.text.get(node.byte_range()) != Some(there) {
            return false;
        }
        let id = self.nodes.len() as Id;
        // Differences are taken around the number's end: they may be negative.
        let ids = id.wrapping_sub(old);
        let bytes = (node.start_byte() as u32).wrapping_sub(first.start);
        let nodes = &before.nodes[old as usize..first.next as usize];
        self.nodes.extend(nodes.iter().map(|node| Node {
            parent: node.parent.wrapping_add(ids),
            next: node.next.wrapping_add(ids),
            start: node.start.wrapping_add(bytes),
            end: node.end.wrapping_add(bytes),
            ..*node
        }));
        self.nodes[id as usize].field = field;
        self.nodes[id as usize].parent = parent;
        let from = before.large.partition_point(|(_, id)| *id < old);
        let own = before.large[from..].iter();
        let own = own.take_while(|(_, id)| *id < first.next);
        self.large
            .extend(own.map(|(name, id)| (*name, id.wrapping_add(ids))));
        true
    }
}
