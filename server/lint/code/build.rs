//! Lays a syntax tree flat. Only building lives here; reading the flat tree is the parent's.

use super::{Before, Code, GROUP, Id, Node, hash};
use crate::syntax::{Node as SyntaxNode, TreeCursor};
use std::ops::Range;

/// Nodes in a node from which on another check may take it over.
const LARGE: Id = 24;

/// One node of the syntax tree on the way down.
struct Frame {
    /// What the parser calls it.
    name: usize,
    /// The node made for it; none for a transparent one.
    id: Option<Id>,
    /// What its children hang on.
    owner: Id,
    /// Field that its first named child inherits.
    field: u16,
    /// Byte ranges of the argument groups of a token tree.
    groups: Vec<Range<usize>>,
    open: Option<(Id, usize)>,
}

impl Code<'_> {
    pub(super) fn walk(&mut self, mut cursor: TreeCursor<'_>, before: Option<&Before>) {
        let mut frames: Vec<Frame> = Vec::new();
        loop {
            let frame = self.enter(&cursor, &mut frames, before);
            if let Some(frame) = frame {
                if cursor.goto_first_child() {
                    frames.push(frame);
                    continue;
                }
                self.leave(&frame);
            }
            loop {
                self.close_group(&mut frames, cursor.node().end_byte());
                if cursor.goto_next_sibling() {
                    break;
                }
                let Some(frame) = frames.pop() else {
                    self.large.sort_unstable_by_key(|(_, id)| *id);
                    return;
                };
                self.leave(&frame);
                cursor.goto_parent();
            }
        }
    }

    /// Makes the cursor's node. None when its children are not to be visited.
    fn enter(
        &mut self,
        cursor: &TreeCursor<'_>,
        frames: &mut [Frame],
        before: Option<&Before>,
    ) -> Option<Frame> {
        let node = cursor.node();
        let kind = self.dialect.canonical(node.kind_id());
        let class = self.dialect.class(kind);
        if class.dropped {
            return None;
        }
        let own = cursor.field_id().map_or(0, u16::from);
        let mut field = own;
        if let Some(frame) = frames.last_mut()
            && frame.id.is_none()
            && own == 0
            && node.is_named()
        {
            field = std::mem::take(&mut frame.field);
        }
        let single = class.transparent_single && node.named_child_count() == 1;
        if class.transparent || single {
            return Some(Frame {
                name: 0,
                id: None,
                owner: parent(frames),
                field,
                groups: Vec::new(),
                open: None,
            });
        }
        let parent = self.open_group(frames, &node);
        if let Some(before) = before
            && self.take_over(before, &node, kind, field, parent)
        {
            return None;
        }
        let string = class.string && !self.computed(&node);
        let id = self.push(kind, field, &node, parent, string);
        if string {
            self.nodes[id as usize].next = id + 1;
            return None;
        }
        let groups = if class.token_tree {
            groups(&node)
        } else {
            Vec::new()
        };
        Some(Frame {
            name: node.id(),
            id: Some(id),
            owner: id,
            field: 0,
            groups,
            open: None,
        })
    }

    fn push(
        &mut self,
        kind: u16,
        field: u16,
        node: &SyntaxNode<'_>,
        parent: Id,
        string: bool,
    ) -> Id {
        let id = self.nodes.len() as Id;
        let token = string || node.child_count() == 0;
        let bytes = node.byte_range();
        let text = match token && !string {
            true => self.text.get(bytes.clone()).unwrap_or_default(),
            false => "",
        };
        self.nodes.push(Node {
            kind,
            field,
            named: node.is_named(),
            token,
            string,
            parent,
            next: id + 1,
            start: bytes.start as u32,
            end: bytes.end as u32,
            hash: hash(text),
        });
        id
    }

    /// Opens the argument group that starts at `node`, if any; gives the node's parent.
    fn open_group(&mut self, frames: &mut [Frame], node: &SyntaxNode<'_>) -> Id {
        let parent = parent(frames);
        let Some(frame) = frames.last_mut() else {
            return parent;
        };
        let start = node.start_byte();
        let Some(group) = frame.groups.iter().find(|group| group.start == start) else {
            return parent;
        };
        let end = group.end;
        let id = self.push(GROUP, 0, node, parent, false);
        self.nodes[id as usize].named = true;
        self.nodes[id as usize].token = false;
        self.nodes[id as usize].end = end as u32;
        frame.open = Some((id, end));
        id
    }

    fn close_group(&mut self, frames: &mut [Frame], end: usize) {
        if let Some(frame) = frames.last_mut()
            && let Some((id, last)) = frame.open
            && last == end
        {
            frame.open = None;
            self.close(Some(id));
        }
    }

    fn leave(&mut self, frame: &Frame) {
        self.close(frame.id);
        let next = self.nodes.len() as Id;
        if let Some(id) = frame.id
            && next - id >= LARGE
        {
            self.large.push((frame.name, id));
        }
    }

    fn close(&mut self, id: Option<Id>) {
        if let Some(id) = id {
            self.nodes[id as usize].next = self.nodes.len() as Id;
        }
    }

    /// Whether a string has computed parts.
    fn computed(&self, node: &SyntaxNode<'_>) -> bool {
        let mut cursor = node.walk();
        node.children(&mut cursor).any(|child| {
            let kind = self.dialect.canonical(child.kind_id());
            self.dialect.class(kind).interpolation
        })
    }
}

/// What a node inside the innermost frame hangs on.
fn parent(frames: &[Frame]) -> Id {
    frames.last().map_or(0, |frame| {
        frame.open.map_or(frame.owner, |(group, _)| group)
    })
}

/// Comma-separated runs of at least two tokens inside a token tree.
fn groups(node: &SyntaxNode<'_>) -> Vec<Range<usize>> {
    let mut cursor = node.walk();
    let mut groups = Vec::new();
    let mut run: Option<(Range<usize>, usize)> = None;
    for child in node.children(&mut cursor) {
        let bracket = !child.is_named() && ["(", ")", "[", "]", "{", "}"].contains(&child.kind());
        if bracket || child.is_extra() {
            continue;
        }
        if matches!(child.kind(), "," | ";") {
            groups.extend(run.take());
            continue;
        }
        match &mut run {
            None => run = Some((child.byte_range(), 1)),
            Some((range, count)) => {
                range.end = child.end_byte();
                *count += 1;
            }
        }
    }
    groups.extend(run);
    groups
        .into_iter()
        .filter(|(_, count)| *count > 1)
        .map(|(range, _)| range)
        .collect()
}
