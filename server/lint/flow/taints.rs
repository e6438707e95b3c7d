//! Taints: where a value came from, under which label and on which way. Knows no places.

/// Atoms kept of one value: more say nothing new.
const MAX_ATOMS: usize = 24;

/// Where a value came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Origin {
    /// A match of a source, by number.
    Source(u32),
    /// A parameter of the function that is looked at.
    Parameter(u16),
}

/// One taint. The way it came does not tell two apart.
#[derive(Clone, Copy, Debug)]
pub(super) struct Atom {
    pub origin: Origin,
    pub label: u16,
    pub trace: u32,
}

impl Atom {
    fn key(&self) -> (Origin, u16) {
        (self.origin, self.label)
    }
}

impl PartialEq for Atom {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

/// Taints of one value, in order.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Taints(Vec<Atom>);

impl Taints {
    pub fn one(atom: Atom) -> Self {
        Self(vec![atom])
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn iter(&self) -> impl Iterator<Item = &Atom> {
        self.0.iter()
    }

    pub fn insert(&mut self, atom: Atom) {
        if let Err(at) = self.0.binary_search_by_key(&atom.key(), Atom::key)
            && self.0.len() < MAX_ATOMS
        {
            self.0.insert(at, atom);
        }
    }

    pub fn add(&mut self, other: &Taints) {
        if self.0.is_empty() {
            self.0.clone_from(&other.0);
            return;
        }
        other.0.iter().for_each(|atom| self.insert(*atom));
    }

    /// The same taints, each one step further on its way.
    pub fn stepped(mut self, mut step: impl FnMut(u32) -> u32) -> Self {
        for atom in &mut self.0 {
            atom.trace = step(atom.trace);
        }
        self
    }
}
