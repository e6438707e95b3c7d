//! Reading a comparison's text. What it means is the parent's.

use super::super::pattern::Var;
use super::super::regexes::Lazy;
use super::{Comparison, Function, Sign, number};

/// Deepest nesting of brackets and signs.
const MAX_DEPTH: usize = 30;

/// Reads an expression; `var` numbers its metavariables. `None` when it is not one that we know.
pub(in crate::lint) fn read(
    text: &str,
    var: &mut dyn FnMut(&str) -> Option<Var>,
) -> Option<Comparison> {
    let mut reader = Reader { rest: text, var };
    let comparison = reader.level(0, 0)?;
    reader.rest.trim_start().is_empty().then_some(comparison)
}

struct Reader<'t, 'v> {
    rest: &'t str,
    var: &'v mut dyn FnMut(&str) -> Option<Var>,
}

/// Signs by how loosely they bind; longer ones before those they begin with.
const LEVELS: &[&[(&str, Sign)]] = &[
    &[("or", Sign::Or)],
    &[("and", Sign::And)],
    &[
        ("not in", Sign::NotIn),
        ("in", Sign::In),
        ("<=", Sign::LessOrEqual),
        (">=", Sign::GreaterOrEqual),
        ("==", Sign::Equal),
        ("!=", Sign::NotEqual),
        ("<", Sign::Less),
        (">", Sign::Greater),
    ],
    &[("|", Sign::BitOr)],
    &[("^", Sign::BitXor)],
    &[("&", Sign::BitAnd)],
    &[("<<", Sign::ShiftLeft), (">>", Sign::ShiftRight)],
    &[("+", Sign::Plus), ("-", Sign::Minus)],
    &[
        ("**", Sign::Power),
        ("*", Sign::Times),
        ("/", Sign::Divide),
        ("%", Sign::Remainder),
    ],
];
/// `not` stands between `and` and the comparisons.
const NOT_LEVEL: usize = 2;

impl Reader<'_, '_> {
    fn take(&mut self, word: &str) -> bool {
        let rest = self.rest.trim_start();
        let Some(after) = rest.strip_prefix(word) else {
            return false;
        };
        let letters = word.ends_with(|c: char| c.is_alphabetic());
        if letters && after.starts_with(|c: char| c.is_alphanumeric() || c == '_') {
            return false;
        }
        self.rest = after;
        true
    }

    fn level(&mut self, level: usize, depth: usize) -> Option<Comparison> {
        if depth > MAX_DEPTH {
            return None;
        }
        if level == NOT_LEVEL && self.take("not") {
            let inner = self.level(level, depth + 1)?;
            return Some(Comparison::Not(Box::new(inner)));
        }
        let Some(signs) = LEVELS.get(level) else {
            return self.atom(depth + 1);
        };
        let mut left = self.level(level + 1, depth)?;
        while let Some((_, sign)) = signs.iter().find(|(word, _)| self.take(word)) {
            let right = self.level(level + 1, depth)?;
            left = Comparison::Two(*sign, Box::new(left), Box::new(right));
        }
        Some(left)
    }

    fn atom(&mut self, depth: usize) -> Option<Comparison> {
        if self.take("(") {
            let inner = self.level(0, depth)?;
            return self.take(")").then_some(inner);
        }
        if self.take("[") {
            let mut items = Vec::new();
            while !self.take("]") {
                items.push(self.level(0, depth)?);
                self.take(",");
            }
            return Some(Comparison::List(items));
        }
        if self.take("-") {
            let inner = self.atom(depth + 1)?;
            return Some(Comparison::Negative(Box::new(inner)));
        }
        if self.take("~") {
            let inner = self.atom(depth + 1)?;
            return Some(Comparison::Inverted(Box::new(inner)));
        }
        if self.take("today") {
            let bare = self.take("(") && self.take(")");
            return bare.then_some(Comparison::Today);
        }
        if self.take("re.match") && self.take("(") {
            let Comparison::Text(text) = self.atom(depth + 1)? else {
                return None;
            };
            let regex = Lazy::new(&text, false);
            regex.check().ok()?;
            self.take(",");
            let inner = self.level(0, depth)?;
            let matched = Comparison::Match(Box::new(regex), Box::new(inner));
            return self.take(")").then_some(matched);
        }
        let functions = [
            ("int", Function::Int),
            ("float", Function::Float),
            ("str", Function::Str),
            ("strptime", Function::Date),
        ];
        for (name, function) in functions {
            if self.take(name) {
                let inner = self.take("(").then(|| self.level(0, depth))??;
                let call = Comparison::Call(function, Box::new(inner));
                return self.take(")").then_some(call);
            }
        }
        for (name, value) in [
            ("True", true),
            ("true", true),
            ("False", false),
            ("false", false),
        ] {
            if self.take(name) {
                return Some(Comparison::Bool(value));
            }
        }
        self.word()
    }

    /// A text, a metavariable or a number.
    fn word(&mut self) -> Option<Comparison> {
        let rest = self.rest.trim_start();
        let first = rest.chars().next()?;
        if first == '"' || first == '\'' {
            let end = rest[1..].find(first)? + 1;
            self.rest = &rest[end + 1..];
            return Some(Comparison::Text(rest[1..end].to_string()));
        }
        let part = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '.';
        let start = usize::from(first == '$');
        let length = rest[start..]
            .find(|c| !part(c))
            .map_or(rest.len(), |at| at + start);
        let (word, after) = rest.split_at(length);
        self.rest = after;
        if first == '$' {
            return (self.var)(word).map(Comparison::Var);
        }
        first
            .is_ascii_digit()
            .then(|| number(word, 10).map(Comparison::Number))?
    }
}
