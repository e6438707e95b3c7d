//! `metavariable-comparison`: an expression over metavariables, as Semgrep reads it: numbers, texts,
//! lists, arithmetic, comparisons, `in`, `and`, `or`, `not`, `int()`, `float()`, `str()`, `re.match()`,
//! `today()`, `strptime()`.

mod read;
mod value;

use super::pattern::Var;
use super::regexes::{Lazy, TooLong};
use std::time::{SystemTime, UNIX_EPOCH};

pub(super) use read::read;
pub(super) use value::{Value, number};
use value::{date, two};

#[derive(Debug)]
pub(super) enum Comparison {
    Number(Value),
    Text(String),
    Bool(bool),
    List(Vec<Comparison>),
    Var(Var),
    Call(Function, Box<Comparison>),
    /// `re.match`
    Match(Box<Lazy>, Box<Comparison>),
    Not(Box<Comparison>),
    Negative(Box<Comparison>),
    /// `~`
    Inverted(Box<Comparison>),
    /// `today()`: now, in seconds since 1970.
    Today,
    Two(Sign, Box<Comparison>, Box<Comparison>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Function {
    Int,
    Float,
    Str,
    /// `strptime`: the first second of a day such as 2026-11-24, in UTC.
    Date,
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
    BitAnd,
    BitOr,
    BitXor,
    ShiftLeft,
    ShiftRight,
}

/// What a comparison asks for: a metavariable's code, and what a search comes to that took too long.
struct Given<'g> {
    code: &'g dyn Fn(Var) -> Option<Value>,
    sure: &'g dyn Fn(Result<bool, TooLong>) -> bool,
}

impl Comparison {
    /// Whether it holds; `code` gives a metavariable's code, `sure` says what a search comes to that
    /// may have taken too long. What makes no sense does not hold.
    pub fn holds(
        &self,
        code: &dyn Fn(Var) -> Option<Value>,
        sure: &dyn Fn(Result<bool, TooLong>) -> bool,
    ) -> bool {
        matches!(self.value(&Given { code, sure }), Some(Value::Bool(true)))
    }

    fn value(&self, given: &Given<'_>) -> Option<Value> {
        Some(match self {
            Comparison::Number(number) => number.clone(),
            Comparison::Text(text) => Value::Text(text.clone()),
            Comparison::Bool(value) => Value::Bool(*value),
            Comparison::List(items) => {
                let items = items.iter().map(|item| item.value(given));
                Value::List(items.collect::<Option<_>>()?)
            }
            Comparison::Var(var) => (given.code)(*var)?,
            Comparison::Call(function, inner) => called(*function, inner.value(given)?)?,
            Comparison::Match(regex, inner) => match inner.value(given)? {
                Value::Text(text) => {
                    let found = regex.at_start(&text).map(|found| found.is_some());
                    Value::Bool((given.sure)(found))
                }
                _ => return None,
            },
            Comparison::Not(inner) => match inner.value(given)? {
                Value::Bool(value) => Value::Bool(!value),
                _ => return None,
            },
            Comparison::Negative(inner) => match inner.value(given)? {
                Value::Number(number) => Value::Number(-number),
                Value::Whole(number) => Value::Whole(number.checked_neg()?),
                _ => return None,
            },
            Comparison::Inverted(inner) => match inner.value(given)? {
                Value::Whole(number) => Value::Whole(!number),
                _ => return None,
            },
            Comparison::Today => {
                let now = SystemTime::now().duration_since(UNIX_EPOCH).ok()?;
                Value::Number(now.as_secs_f64())
            }
            Comparison::Two(sign, left, right) => {
                let left = left.value(given);
                match (sign, &left) {
                    (Sign::Or, Some(Value::Bool(true))) => return left,
                    (Sign::Or, _) => return right.value(given),
                    (Sign::And, Some(Value::Bool(true))) => return right.value(given),
                    (Sign::And, _) => return Some(Value::Bool(false)),
                    _ => two(*sign, left?, right.value(given)?)?,
                }
            }
        })
    }
}

fn called(function: Function, value: Value) -> Option<Value> {
    Some(match (function, value) {
        (Function::Str, Value::Number(number)) => Value::Text(number.to_string()),
        (Function::Str, Value::Whole(number)) => Value::Text(number.to_string()),
        (Function::Str, value @ Value::Text(_)) => value,
        (Function::Int, Value::Number(number)) => Value::Whole(number as i64),
        (Function::Int, value @ Value::Whole(_)) => value,
        (Function::Int, Value::Text(text)) => match number(&text, 10)? {
            Value::Number(number) => Value::Whole(number as i64),
            whole => whole,
        },
        (Function::Float, Value::Text(text)) => Value::Number(number(&text, 10)?.float()?),
        (Function::Float, value) => Value::Number(value.float()?),
        (Function::Date, Value::Text(text)) => Value::Number(date(&text)?),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(text: &str, code: Value) -> bool {
        let comparison = read(text, &mut |name| (name == "$X").then_some(0)).expect(text);
        comparison.holds(&|_| Some(code.clone()), &|found| found == Ok(true))
    }

    #[test]
    fn signs_bind_as_in_python() {
        let number = Value::Whole(4);
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
    fn bits_whole_numbers_and_dates_as_semgrep_has_them() {
        let number = Value::Whole(5);
        assert!(holds("$X / 2 == 2 and $X / 2.0 == 2.5", number.clone()));
        assert!(holds("$X & 1 == 1 and $X | 2 == 7", number.clone()));
        assert!(holds("$X ^ 1 == 4 and ~$X == -6", number.clone()));
        assert!(holds("$X << 1 == 10 and $X >> 1 == 2", number));
        assert!(holds("$X / 2 == -2 and $X % 2 == -1", Value::Whole(-5)));
        let day = Value::Text("2020-1-2".to_string());
        assert!(holds("strptime($X) == strptime('2020-01-02')", day.clone()));
        assert!(holds(
            "strptime($X) - strptime('2020-01-01') == 86400",
            day.clone()
        ));
        assert!(holds("strptime($X) < today()", day));
        assert!(!holds(
            "strptime($X) > 0",
            Value::Text("2020-13-77".to_string())
        ));
    }

    #[test]
    fn what_is_no_such_expression_is_refused() {
        for text in ["", "$X >", "len($X) > 1", "$Y", "today(1) > 1", "$X 1"] {
            let read = read(text, &mut |name| (name == "$X").then_some(0));
            assert!(read.is_none(), "{text}");
        }
    }
}
