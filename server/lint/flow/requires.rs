//! `requires`: a condition over taint labels, `A and not (B or C)`.

use super::taints::Taints;

/// Deepest nesting of brackets.
const MAX_DEPTH: usize = 20;

#[derive(Debug, PartialEq)]
pub(super) enum Requires {
    True,
    Label(u16),
    Not(Box<Requires>),
    And(Box<Requires>, Box<Requires>),
    Or(Box<Requires>, Box<Requires>),
}

impl Requires {
    /// Reads an expression; `number` gives each label its number. The error is for the rule's author.
    pub fn read(text: &str, number: &mut dyn FnMut(&str) -> u16) -> Result<Self, String> {
        let spaced = text.replace('(', " ( ").replace(')', " ) ");
        let words: Vec<&str> = spaced.split_whitespace().collect();
        let mut reader = Reader {
            words: &words,
            number,
        };
        match reader.either(0) {
            Some(formula) if reader.words.is_empty() => Ok(formula),
            _ => Err(format!(
                "`requires: {text}` is not an expression of labels with and, or, not and brackets"
            )),
        }
    }

    pub fn met(&self, taints: &Taints) -> bool {
        match self {
            Requires::True => true,
            Requires::Label(label) => taints.iter().any(|atom| atom.label == *label),
            Requires::Not(inner) => !inner.met(taints),
            Requires::And(a, b) => a.met(taints) && b.met(taints),
            Requires::Or(a, b) => a.met(taints) || b.met(taints),
        }
    }

    /// The label alone that it asks for.
    pub fn plain(&self) -> Option<u16> {
        match self {
            Requires::Label(label) => Some(*label),
            _ => None,
        }
    }
}

struct Reader<'w, 'n> {
    words: &'w [&'w str],
    number: &'n mut dyn FnMut(&str) -> u16,
}

impl Reader<'_, '_> {
    fn take(&mut self, word: &str) -> bool {
        let there = self.words.first() == Some(&word);
        if there {
            self.words = &self.words[1..];
        }
        there
    }

    fn either(&mut self, depth: usize) -> Option<Requires> {
        let mut left = self.both(depth)?;
        while self.take("or") {
            left = Requires::Or(Box::new(left), Box::new(self.both(depth)?));
        }
        Some(left)
    }

    fn both(&mut self, depth: usize) -> Option<Requires> {
        let mut left = self.single(depth)?;
        while self.take("and") {
            left = Requires::And(Box::new(left), Box::new(self.single(depth)?));
        }
        Some(left)
    }

    fn single(&mut self, depth: usize) -> Option<Requires> {
        if depth > MAX_DEPTH {
            return None;
        }
        if self.take("not") {
            return Some(Requires::Not(Box::new(self.single(depth + 1)?)));
        }
        if self.take("(") {
            let inner = self.either(depth + 1)?;
            return self.take(")").then_some(inner);
        }
        let (word, rest) = self.words.split_first()?;
        let clean = |c: char| c.is_ascii_alphanumeric() || c == '_';
        if ["and", "or", ")"].contains(word) || !word.chars().all(clean) {
            return None;
        }
        self.words = rest;
        Some(match *word {
            "True" | "true" => Requires::True,
            name => Requires::Label((self.number)(name)),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::taints::{Atom, Origin};
    use super::*;

    fn met(text: &str, labels: &[u16]) -> bool {
        let mut taints = Taints::default();
        for label in labels {
            taints.insert(Atom {
                origin: Origin::Source(0),
                label: *label,
                trace: 0,
            });
        }
        let names = ["A", "B", "C"];
        let mut number = |name: &str| names.iter().position(|n| *n == name).unwrap_or(9) as u16;
        Requires::read(text, &mut number).expect(text).met(&taints)
    }

    #[test]
    fn and_binds_closer_than_or_and_not_closest() {
        assert!(met("A or B and C", &[0]));
        assert!(!met("(A or B) and C", &[0]));
        assert!(met("A and not B", &[0]) && !met("A and not B", &[0, 1]));
        assert!(met("not (A or B)", &[2]));
    }

    #[test]
    fn what_is_no_expression_is_refused() {
        for text in ["", "A and", "A B", "(A", "A &", "not"] {
            assert!(Requires::read(text, &mut |_| 0).is_err(), "{text}");
        }
    }
}
