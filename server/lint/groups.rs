//! Metavariables that the groups of regular expressions bind.

use super::matcher::{Bound, Env};
use super::pattern::Var;
use super::regexes::Groups;

/// What a group of a regular expression binds.
#[derive(Clone, Copy, Debug)]
pub(super) struct Group {
    /// Its number, from 1 on.
    pub index: usize,
    pub var: Var,
    /// The metavariable is the number itself: `$1`.
    pub numbered: bool,
}

/// What the groups of a regular expression bind; `from` is where its text begins in the file.
pub(super) fn captured(found: &Groups, groups: &[Group], from: u32) -> Env {
    let bound = groups.iter().filter_map(|group| {
        let part = found.get(group.index)?.as_ref()?;
        let bytes = from + part.start as u32..from + part.end as u32;
        Some((group.var, Bound::found(bytes, group.numbered)))
    });
    bound.collect()
}
