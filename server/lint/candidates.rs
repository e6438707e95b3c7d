//! Where in a file a pattern can begin to match: around its rarest word, else at nodes of its kind.

use super::code::Id;
use super::formula::Evaluator;
use super::matcher::Matcher;
use super::pattern::{Pat, Pattern};

impl Evaluator<'_> {
    /// Nodes around the rarest word that a match holds where it begins, in order. None when the
    /// pattern has no such word.
    fn anchored(&self, pattern: &Pattern) -> Option<Vec<Id>> {
        let Matcher { code, names, .. } = self.matcher;
        let sure = pattern.anchors.iter().filter(|word| !names.renamed(word));
        let rarest = sure
            .map(|word| code.leaves(word))
            .min_by_key(|at| at.len())?;
        let wanted = |id: Id| match &pattern.root {
            Pat::Node { kind, .. } | Pat::Computed(kind) => code.node(id).kind == *kind,
            Pat::Bind { .. } => code.dialect.bindings.contains_key(&code.node(id).kind),
            Pat::Sequence(_) => code.statement(id),
            _ => true,
        };
        let mut ids = Vec::new();
        let mut before = None;
        for leaf in rarest {
            let mut id = *leaf;
            let mut steps = 0;
            // What lies around the leaf before as well was seen with it.
            while before.is_none_or(|before| before < id) {
                if wanted(id) {
                    ids.push(id);
                }
                steps += 1;
                if id == 0 {
                    break;
                }
                id = code.node(id).parent;
            }
            self.matcher.spend(steps);
            before = Some(*leaf);
        }
        ids.sort_unstable();
        Some(ids)
    }

    /// Goes through the nodes at which a pattern can match at all, while `next` wants more.
    pub(super) fn candidates(&self, pattern: &Pattern, next: &mut dyn FnMut(Id) -> bool) {
        if let Some(ids) = self.anchored(pattern) {
            ids.into_iter().all(next);
            return;
        }
        let (code, root) = (self.matcher.code, &pattern.root);
        let of_kind = |kind: &u16| code.of_kind(*kind);
        let ids: &[Id] = match root {
            Pat::Node { kind, .. } | Pat::Computed(kind) => of_kind(kind),
            Pat::Sequence(_) => &code.statements,
            Pat::Text(_) | Pat::AnyText | Pat::TextMeta(_) | Pat::TextRegex(_)
                if self.matcher.names.constants.is_empty()
                    && self.matcher.names.assigned.is_empty() =>
            {
                &code.strings
            }
            Pat::Bind { .. } => {
                let mut kinds = code.dialect.bindings.keys();
                kinds.all(|kind| of_kind(kind).iter().all(|id| next(*id)));
                return;
            }
            _ => {
                (0..code.nodes.len() as Id).all(next);
                return;
            }
        };
        ids.iter().all(|id| next(*id));
    }
}
