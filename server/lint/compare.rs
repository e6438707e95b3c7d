//! `metavariable-comparison`: an expression over metavariables, as Semgrep reads it: numbers, texts,
//! lists, arithmetic, comparisons, `in`, `and`, `or`, `not`, `int()`, `float()`, `str()`, `re.match()`.

mod read;

use super::pattern::Var;
use regex::Regex;

pub(super) use read::read;

#[derive(Debug)]
pub(super) enum Comparison {
    Number(f64),
    Text(String),
    Bool(bool),
    List(Vec<Comparison>),
    Var(Var),
    Call(Function, Box<Comparison>),
    /// `re.match`
    Match(Box<Regex>, Box<Comparison>),
    Not(Box<Comparison>),
    Negative(Box<Comparison>),
    Two(Sign, Box<Comparison>, Box<Comparison>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Function {
    Int,
    Float,
    Str,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    Or,
    And,
    In,
    NotIn,
    LessOrEqual,
    GreaterOrEqual,
    Equal,
    NotEqual,
    Less,
    Greater,
    Plus,
    Minus,
    Power,
    Times,
    Divide,
    Remainder,
}

/// What an expression gives.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    Number(f64),
    Text(String),
    Bool(bool),
    List(Vec<Value>),
}

impl Comparison {
    /// Whether it holds; `code` gives a metavariable's code. What makes no sense does not hold.
    pub fn holds(&self, code: &dyn Fn(Var) -> Option<Value>) -> bool {
        matches!(self.value(code), Some(Value::Bool(true)))
    }

    fn value(&self, code: &dyn Fn(Var) -> Option<Value>) -> Option<Value> {
        Some(match self {
            Comparison::Number(number) => Value::Number(*number),
            Comparison::Text(text) => Value::Text(text.clone()),
            Comparison::Bool(value) => Value::Bool(*value),
            Comparison::List(items) => {
                let items: Option<Vec<Value>> = items.iter().map(|item| item.value(code)).collect();
                Value::List(items?)
            }
            Comparison::Var(var) => code(*var)?,
            Comparison::Call(function, inner) => called(*function, inner.value(code)?)?,
            Comparison::Match(regex, inner) => match inner.value(code)? {
                Value::Text(text) => {
                    Value::Bool(regex.find(&text).is_some_and(|found| found.start() == 0))
                }
                _ => return None,
            },
            Comparison::Not(inner) => match inner.value(code)? {
                Value::Bool(value) => Value::Bool(!value),
                _ => return None,
            },
            Comparison::Negative(inner) => match inner.value(code)? {
                Value::Number(number) => Value::Number(-number),
                _ => return None,
            },
            Comparison::Two(sign, left, right) => {
                let left = left.value(code);
                match (sign, &left) {
                    (Sign::Or, Some(Value::Bool(true))) => return left,
                    (Sign::Or, _) => return right.value(code),
                    (Sign::And, Some(Value::Bool(true))) => return right.value(code),
                    (Sign::And, _) => return Some(Value::Bool(false)),
                    _ => two(*sign, left?, right.value(code)?)?,
                }
            }
        })
    }
}

fn called(function: Function, value: Value) -> Option<Value> {
    Some(match (function, value) {
        (Function::Str, Value::Number(number)) => Value::Text(number.to_string()),
        (Function::Str, value @ Value::Text(_)) => value,
        (Function::Int, Value::Number(number)) => Value::Number(number.trunc()),
        (Function::Int, Value::Text(text)) => Value::Number(number(&text, 10)?.trunc()),
        (Function::Float, Value::Text(text)) => Value::Number(number(&text, 10)?),
        (Function::Float, value @ Value::Number(_)) => value,
        _ => return None,
    })
}

fn two(sign: Sign, left: Value, right: Value) -> Option<Value> {
    match sign {
        Sign::Equal => return Some(Value::Bool(left == right)),
        Sign::NotEqual => return Some(Value::Bool(left != right)),
        Sign::In | Sign::NotIn => {
            let inside = match (&left, &right) {
                (left, Value::List(items)) => items.contains(left),
                (Value::Text(part), Value::Text(whole)) => whole.contains(part.as_str()),
                _ => return None,
            };
            return Some(Value::Bool(inside == (sign == Sign::In)));
        }
        _ => {}
    }
    if let (Value::Text(a), Value::Text(b)) = (&left, &right) {
        return Some(match sign {
            Sign::Plus => Value::Text(format!("{a}{b}")),
            Sign::Less => Value::Bool(a < b),
            Sign::LessOrEqual => Value::Bool(a <= b),
            Sign::Greater => Value::Bool(a > b),
            Sign::GreaterOrEqual => Value::Bool(a >= b),
            _ => return None,
        });
    }
    let (Value::Number(a), Value::Number(b)) = (left, right) else {
        return None;
    };
    Some(match sign {
        Sign::Less => Value::Bool(a < b),
        Sign::LessOrEqual => Value::Bool(a <= b),
        Sign::Greater => Value::Bool(a > b),
        Sign::GreaterOrEqual => Value::Bool(a >= b),
        Sign::Plus => Value::Number(a + b),
        Sign::Minus => Value::Number(a - b),
        Sign::Times => Value::Number(a * b),
        Sign::Power => Value::Number(a.powf(b)),
        Sign::Divide if b != 0.0 => Value::Number(a / b),
        Sign::Remainder if b != 0.0 => Value::Number(a.rem_euclid(b)),
        _ => return None,
    })
}

/// A number as the languages write it: decimal, `0x`, `0o`, `0b`, with `_` and a type's suffix.
/// `base` counts where the number has no prefix of its own.
pub(super) fn number(text: &str, base: u32) -> Option<f64> {
    let text = text.trim().replace('_', "").to_ascii_lowercase();
    let (prefix, digits) = match text.get(..2) {
        Some("0x") => (16, &text[2..]),
        Some("0o") => (8, &text[2..]),
        Some("0b") => (2, &text[2..]),
        _ => (base, text.as_str()),
    };
    if prefix != 10 {
        let length = digits
            .find(|c: char| !c.is_digit(prefix))
            .unwrap_or(digits.len());
        return Some(u64::from_str_radix(&digits[..length], prefix).ok()? as f64);
    }
    let length = text
        .find(|c: char| !(c.is_ascii_digit() || c == '.' || c == '-'))
        .unwrap_or(text.len());
    text[..length].parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(text: &str, code: Value) -> bool {
        let comparison = read(text, &mut |name| (name == "$X").then_some(0)).expect(text);
        comparison.holds(&|_| Some(code.clone()))
    }

    #[test]
    fn signs_bind_as_in_python() {
        let number = Value::Number(4.0);
        assert!(holds("$X + 1 * 2 == 6 and not $X > 5", number.clone()));
        assert!(holds("$X % 2 == 0 or $X == 1", number.clone()));
        assert!(!holds("not $X == 4", number.clone()));
        assert!(holds("$X in [1, 4] and $X not in [5]", number.clone()));
        assert!(holds("2 ** 2 == $X and -$X < 0", number));
        let text = Value::Text("12".to_string());
        assert!(holds("int($X) == 12 and re.match('1.', $X)", text.clone()));
        assert!(holds("str($X) == \"12\"", text.clone()));
        assert!(!holds("$X > 3", text));
    }

    #[test]
    fn what_is_no_such_expression_is_refused() {
        for text in ["", "$X >", "len($X) > 1", "$Y", "today() > 1", "$X 1"] {
            let read = read(text, &mut |name| (name == "$X").then_some(0));
            assert!(read.is_none(), "{text}");
        }
    }
}
