//! What is known at one point of a function: which places hold tainted values, and constants.

use super::ir::{Const, Sym};
use super::taints::Taints;
use std::collections::BTreeMap;

/// Fields of fields that are told apart; deeper ones count as the last.
const DEPTH: usize = 4;
/// Places kept in one state.
const MAX_PLACES: usize = 2_000;

/// A variable, or a field or element of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Place {
    /// Names plus one, 0 where there is none.
    parts: [u32; DEPTH],
}

impl Place {
    pub fn new(name: Sym) -> Self {
        let mut parts = [0; DEPTH];
        parts[0] = name + 1;
        Self { parts }
    }

    fn len(&self) -> usize {
        self.parts.iter().take_while(|part| **part > 0).count()
    }

    pub fn child(mut self, name: Sym) -> Self {
        let len = self.len();
        if len < DEPTH {
            self.parts[len] = name + 1;
        }
        self
    }

    fn parent(mut self) -> Option<Self> {
        let len = self.len();
        if len < 2 {
            return None;
        }
        self.parts[len - 1] = 0;
        Some(self)
    }

    /// The first place behind this one and everything in it.
    fn after(mut self) -> Self {
        let len = self.len();
        self.parts[len - 1] += 1;
        self
    }

    /// This place with another start: `a.b` of `a` becomes `x.b` for `x`.
    fn moved(&self, from: Place, to: Place) -> Self {
        self.parts[from.len()..]
            .iter()
            .take_while(|part| **part > 0)
            .fold(to, |place, part| place.child(part - 1))
    }
}

/// What a place holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Cell {
    pub taints: Taints,
    pub constant: Option<Const>,
    /// Elements of a list that is known whole.
    pub length: Option<u32>,
    /// A condition says that it is one of several known values, whatever it was read from.
    pub known: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct State {
    /// Whether the program gets here at all.
    pub live: bool,
    cells: BTreeMap<Place, Cell>,
}

impl State {
    pub fn new() -> Self {
        Self {
            live: true,
            cells: BTreeMap::new(),
        }
    }

    pub fn dead() -> Self {
        Self {
            live: false,
            cells: BTreeMap::new(),
        }
    }

    /// What a place holds itself: what was last written to it, or to what it is part of.
    pub fn read(&self, place: Place) -> Cell {
        if let Some(cell) = self.cells.get(&place) {
            return cell.clone();
        }
        let mut at = place.parent();
        while let Some(outer) = at {
            if let Some(cell) = self.cells.get(&outer) {
                return Cell {
                    taints: cell.taints.clone(),
                    ..Cell::default()
                };
            }
            at = outer.parent();
        }
        Cell::default()
    }

    /// Whether a condition says that it is one of several known values.
    pub fn known(&self, place: Place) -> bool {
        self.cells.get(&place).is_some_and(|cell| cell.known)
    }

    /// Taints of a place and of everything in it.
    pub fn gather(&self, place: Place) -> Taints {
        let mut taints = self.read(place).taints;
        for (_, cell) in self.cells.range(place..place.after()) {
            taints.add(&cell.taints);
        }
        taints
    }

    /// The place now holds this and nothing else.
    pub fn write(&mut self, place: Place, cell: Cell) {
        self.forget(place);
        // A clean variable is as good as one never seen.
        if place.parent().is_none() && cell == Cell::default() {
            return;
        }
        if self.cells.len() < MAX_PLACES {
            self.cells.insert(place, cell);
        }
    }

    pub fn size(&self) -> usize {
        self.cells.len()
    }

    fn forget(&mut self, place: Place) {
        let inside: Vec<Place> = self
            .cells
            .range(place..place.after())
            .map(|(inner, _)| *inner)
            .collect();
        for inner in inside {
            self.cells.remove(&inner);
        }
    }

    /// What the place itself holds changes; its parts stay.
    pub fn set(&mut self, place: Place, cell: Cell) {
        if self.cells.len() < MAX_PLACES {
            self.cells.insert(place, cell);
        }
    }

    /// The place may also hold this.
    pub fn add(&mut self, place: Place, taints: &Taints) {
        let mut cell = self.read(place);
        cell.taints.add(taints);
        cell.constant = None;
        cell.known = false;
        if self.cells.len() < MAX_PLACES {
            self.cells.insert(place, cell);
        }
    }

    /// A place with all its parts becomes another.
    pub fn copy(&mut self, from: Place, to: Place) {
        let mut cells: Vec<(Place, Cell)> = vec![(to, self.read(from))];
        for (inner, cell) in self.cells.range(from..from.after()) {
            if *inner != from {
                cells.push((inner.moved(from, to), cell.clone()));
            }
        }
        self.forget(to);
        for (place, cell) in cells {
            if self.cells.len() < MAX_PLACES {
                self.cells.insert(place, cell);
            }
        }
    }

    /// Each taint one step further, at a place and all its parts.
    pub fn step(&mut self, place: Place, mut step: impl FnMut(u32) -> u32) {
        for (_, cell) in self.cells.range_mut(place..place.after()) {
            cell.taints = std::mem::take(&mut cell.taints).stepped(&mut step);
        }
    }

    /// What holds when the program may come from here or from there.
    pub fn join(&mut self, other: &State) {
        if !other.live {
            return;
        }
        if !self.live {
            self.clone_from(other);
            return;
        }
        let mut joined = BTreeMap::new();
        for place in self.cells.keys().chain(other.cells.keys()) {
            if joined.contains_key(place) {
                continue;
            }
            let (mut cell, there) = (self.read(*place), other.read(*place));
            cell.taints.add(&there.taints);
            if cell.constant != there.constant {
                cell.constant = None;
            }
            if cell.length != there.length {
                cell.length = None;
            }
            cell.known &= there.known;
            joined.insert(*place, cell);
        }
        self.cells = joined;
    }

    /// Places that hold a taint.
    pub fn tainted(&self) -> bool {
        self.cells.values().any(|cell| !cell.taints.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::super::taints::{Atom, Origin};
    use super::*;

    fn atom(source: u32) -> Taints {
        Taints::one(Atom {
            origin: Origin::Source(source),
            label: 0,
            trace: 0,
        })
    }

    fn cell(taints: Taints) -> Cell {
        Cell {
            taints,
            ..Cell::default()
        }
    }

    #[test]
    fn a_clean_field_of_a_tainted_value_is_clean() {
        let mut state = State::new();
        let x = Place::new(0);
        state.write(x, cell(atom(1)));
        state.write(x.child(5), Cell::default());
        assert!(state.read(x.child(5)).taints.is_empty());
        assert_eq!(state.read(x.child(6)).taints, atom(1));
        assert_eq!(state.gather(x), atom(1));
        state.write(x, Cell::default());
        assert!(state.gather(x).is_empty());
    }

    #[test]
    fn a_join_keeps_what_either_holds_and_drops_constants_that_differ() {
        let (x, y) = (Place::new(0), Place::new(1));
        let constant = |number| Cell {
            constant: Some(Const::Int(number)),
            ..Cell::default()
        };
        let (mut one, mut two) = (State::new(), State::new());
        one.write(x, cell(atom(1)));
        one.write(y, constant(1));
        two.write(x.child(3), cell(atom(2)));
        two.write(y, constant(2));
        one.join(&two);
        assert_eq!(one.gather(x).iter().count(), 2);
        assert_eq!(one.read(y).constant, None);
        two.join(&State::dead());
        assert_eq!(two.read(y).constant, Some(Const::Int(2)));
    }

    #[test]
    fn a_copy_takes_the_parts_along() {
        let (x, y) = (Place::new(0), Place::new(1));
        let mut state = State::new();
        state.write(x.child(3), cell(atom(1)));
        state.copy(x, y);
        assert_eq!(state.read(y.child(3)).taints, atom(1));
        assert!(state.read(y.child(4)).taints.is_empty());
    }
}
