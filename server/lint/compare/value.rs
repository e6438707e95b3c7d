//! The values of comparisons and what signs make of two of them.

use super::Sign;
use crate::finding::Date;

/// What an expression gives.
#[derive(Clone, Debug)]
pub(in crate::lint) enum Value {
    Number(f64),
    /// A number without a fraction, which divides as one.
    Whole(i64),
    Text(String),
    Bool(bool),
    List(Vec<Value>),
}

/// Seconds from 1970 to the beginning of a day, written year, month, day; months and days may have one
/// digit.
pub(super) fn date(text: &str) -> Option<f64> {
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts.as_slice() else {
        return None;
    };
    let date = Date::parse(&format!("{year}-{month:0>2}-{day:0>2}"))?;
    Some(date.days() as f64 * 86_400.0)
}

/// Signs that only whole numbers have, and division of them, which rounds towards zero.
fn wholes(sign: Sign, a: i64, b: i64) -> Option<i64> {
    match sign {
        Sign::BitAnd => Some(a & b),
        Sign::BitOr => Some(a | b),
        Sign::BitXor => Some(a ^ b),
        Sign::ShiftLeft => a.checked_shl(u32::try_from(b).ok()?),
        Sign::ShiftRight => a.checked_shr(u32::try_from(b).ok()?),
        Sign::Plus => a.checked_add(b),
        Sign::Minus => a.checked_sub(b),
        Sign::Times => a.checked_mul(b),
        Sign::Divide => a.checked_div(b),
        Sign::Remainder => a.checked_rem(b),
        _ => None,
    }
}

impl Value {
    pub fn float(&self) -> Option<f64> {
        match self {
            Value::Number(number) => Some(*number),
            Value::Whole(number) => Some(*number as f64),
            _ => None,
        }
    }

    fn same(&self, other: &Value) -> bool {
        match (self, other) {
            (Value::Text(a), Value::Text(b)) => a == b,
            (Value::Bool(a), Value::Bool(b)) => a == b,
            (Value::List(a), Value::List(b)) => {
                a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.same(b))
            }
            (Value::Whole(a), Value::Whole(b)) => a == b,
            (a, b) => a.float().is_some() && a.float() == b.float(),
        }
    }
}

pub(super) fn two(sign: Sign, left: Value, right: Value) -> Option<Value> {
    match sign {
        Sign::Equal => return Some(Value::Bool(left.same(&right))),
        Sign::NotEqual => return Some(Value::Bool(!left.same(&right))),
        Sign::In | Sign::NotIn => {
            let inside = match (&left, &right) {
                (left, Value::List(items)) => items.iter().any(|item| item.same(left)),
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
    if let (Value::Whole(a), Value::Whole(b)) = (&left, &right)
        && let Some(number) = wholes(sign, *a, *b)
    {
        return Some(Value::Whole(number));
    }
    let (a, b) = (left.float()?, right.float()?);
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
        Sign::Remainder if b != 0.0 => Value::Number(a % b),
        _ => return None,
    })
}

/// A number as the languages write it: decimal, `0x`, `0o`, `0b`, with `_` and a type's suffix.
/// `base` counts where the number has no prefix of its own.
pub(in crate::lint) fn number(text: &str, base: u32) -> Option<Value> {
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
        let whole = u64::from_str_radix(&digits[..length], prefix).ok()?;
        return Some(i64::try_from(whole).map_or(Value::Number(whole as f64), Value::Whole));
    }
    let length = text
        .find(|c: char| !(c.is_ascii_digit() || c == '.' || c == '-'))
        .unwrap_or(text.len());
    let digits = &text[..length];
    let whole = digits.parse().map(Value::Whole);
    whole.or_else(|_| digits.parse().map(Value::Number)).ok()
}
