//! Constants folded: what two known values give. Anything unsure is unknown.

use super::ir::{Const, Operator};

/// Longest text that folding makes, in bytes.
const MAX_TEXT: usize = 10_000;

pub(super) fn fold(operator: Operator, left: &Const, right: &Const) -> Option<Const> {
    use Operator::{And, Equal, NotEqual, Or};
    match (left, right) {
        (Const::Int(a), Const::Int(b)) => integers(operator, *a, *b),
        (Const::Text(a), Const::Text(b)) => match operator {
            Operator::Add if a.len() + b.len() <= MAX_TEXT => {
                Some(Const::Text(format!("{a}{b}").into()))
            }
            Equal => Some(Const::Bool(a == b)),
            NotEqual => Some(Const::Bool(a != b)),
            _ => None,
        },
        (Const::Bool(a), Const::Bool(b)) => match operator {
            And => Some(Const::Bool(*a && *b)),
            Or => Some(Const::Bool(*a || *b)),
            Equal => Some(Const::Bool(a == b)),
            NotEqual => Some(Const::Bool(a != b)),
            _ => None,
        },
        _ => None,
    }
}

fn integers(operator: Operator, a: i64, b: i64) -> Option<Const> {
    let number = |value: Option<i64>| value.map(Const::Int);
    match operator {
        Operator::Add => number(a.checked_add(b)),
        Operator::Sub => number(a.checked_sub(b)),
        Operator::Mul => number(a.checked_mul(b)),
        // Languages differ on the sign of a division's remainder and on fractions.
        Operator::Div if a >= 0 && b > 0 && a % b == 0 => number(Some(a / b)),
        Operator::Rem if a >= 0 && b > 0 => number(Some(a % b)),
        Operator::Less => Some(Const::Bool(a < b)),
        Operator::LessEqual => Some(Const::Bool(a <= b)),
        Operator::Greater => Some(Const::Bool(a > b)),
        Operator::GreaterEqual => Some(Const::Bool(a >= b)),
        Operator::Equal => Some(Const::Bool(a == b)),
        Operator::NotEqual => Some(Const::Bool(a != b)),
        _ => None,
    }
}

/// Whether a condition of this value is taken, where that is sure.
pub(super) fn truth(value: &Const) -> Option<bool> {
    match value {
        Const::Bool(value) => Some(*value),
        Const::Int(value) => Some(*value != 0),
        Const::Text(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arithmetic_and_comparison() {
        let int = Const::Int;
        assert_eq!(fold(Operator::Mul, &int(7), &int(18)), Some(int(126)));
        assert_eq!(
            fold(Operator::Greater, &int(232), &int(200)),
            Some(Const::Bool(true))
        );
        assert_eq!(fold(Operator::Div, &int(7), &int(2)), None);
        assert_eq!(fold(Operator::Add, &int(i64::MAX), &int(1)), None);
        assert_eq!(fold(Operator::Rem, &int(1), &int(0)), None);
    }
}
