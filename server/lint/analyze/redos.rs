//! Regular expressions that may backtrack without end: a repeat of what holds a repeat, with something
//! after it that may fail. The bounds are those that Semgrep 1.182 was seen to keep to.

/// Deepest nesting of groups that is looked at.
const MAX_DEPTH: usize = 50;
/// A repeat of at least so many counts like one without end.
const MANY: u32 = 4;

/// One part of a sequence, and how often it stands.
struct Item {
    /// The alternatives of a group; none for a character, a set or an assertion.
    group: Option<Vec<Vec<Item>>>,
    least: u32,
    most: u32,
    possessive: bool,
}

/// Whether the expression backtracks so; false for what is none.
pub(super) fn backtracks(text: &str) -> bool {
    let mut reader = Reader {
        rest: text.chars().collect(),
        at: 0,
    };
    let read = reader.alternatives(0);
    read.is_some_and(|all| reader.at == reader.rest.len() && bad(&all, false))
}

/// `followed`: something stands behind the alternatives.
fn bad(all: &[Vec<Item>], followed: bool) -> bool {
    all.iter().any(|items| {
        let mut after = followed;
        items.iter().rev().any(|item| {
            let behind = after;
            after |= !item.empty();
            let Some(group) = &item.group else {
                return false;
            };
            let again = item.most >= MANY && !item.possessive;
            behind && again && repeats(group) || bad(group, behind)
        })
    })
}

/// Whether something in it stands now more often, now less.
fn repeats(all: &[Vec<Item>]) -> bool {
    all.iter().flatten().any(|item| {
        let varies = item.most >= MANY && item.least != item.most && !item.possessive;
        varies || item.group.as_ref().is_some_and(|group| repeats(group))
    })
}

impl Item {
    fn empty(&self) -> bool {
        let items = |group: &Vec<Vec<Item>>| group.iter().flatten().all(Item::empty);
        self.group.as_ref().is_some_and(items)
    }
}

struct Reader {
    rest: Vec<char>,
    at: usize,
}

impl Reader {
    fn peek(&self) -> Option<char> {
        self.rest.get(self.at).copied()
    }

    fn take(&mut self, wanted: char) -> bool {
        let there = self.peek() == Some(wanted);
        self.at += usize::from(there);
        there
    }

    /// Up to the end or to the bracket that closes.
    fn alternatives(&mut self, depth: usize) -> Option<Vec<Vec<Item>>> {
        if depth > MAX_DEPTH {
            return None;
        }
        let mut all = vec![Vec::new()];
        while let Some(next) = self.peek() {
            match next {
                ')' => break,
                '|' => {
                    self.at += 1;
                    all.push(Vec::new());
                }
                _ => {
                    let item = self.item(depth)?;
                    all.last_mut()?.push(item);
                }
            }
        }
        Some(all)
    }

    fn item(&mut self, depth: usize) -> Option<Item> {
        let first = self.peek()?;
        self.at += 1;
        let group = match first {
            '(' => {
                self.head();
                let all = self.alternatives(depth + 1)?;
                if !self.take(')') {
                    return None;
                }
                Some(all)
            }
            '[' => {
                self.set()?;
                None
            }
            '\\' => {
                self.peek()?;
                self.at += 1;
                None
            }
            '*' | '+' | '?' => return None,
            _ => None,
        };
        let times = self.quantifier();
        let (least, most) = times.unwrap_or((1, 1));
        // `a+?` tries the other way round, `a++` only one.
        let lazy = times.is_some() && self.take('?');
        let possessive = times.is_some() && !lazy && self.take('+');
        Some(Item {
            group,
            least,
            most,
            possessive,
        })
    }

    /// `?:`, `?=`, `?<name>`, `?i` and the like, behind a bracket.
    fn head(&mut self) {
        if !self.take('?') {
            return;
        }
        while let Some(next) = self.peek() {
            if next == ')' {
                return;
            }
            self.at += 1;
            let behind = next == '<' && matches!(self.peek(), Some('=' | '!'));
            if matches!(next, ':' | '=' | '!' | '>') && !behind {
                return;
            }
        }
    }

    fn set(&mut self) -> Option<()> {
        self.take('^');
        self.take(']');
        loop {
            let next = self.peek()?;
            self.at += 1;
            match next {
                ']' => return Some(()),
                '\\' => self.at += 1,
                _ => {}
            }
        }
    }

    fn quantifier(&mut self) -> Option<(u32, u32)> {
        let simple = match self.peek()? {
            '*' => (0, u32::MAX),
            '+' => (1, u32::MAX),
            '?' => (0, 1),
            '{' => return self.counted(),
            _ => return None,
        };
        self.at += 1;
        Some(simple)
    }

    fn counted(&mut self) -> Option<(u32, u32)> {
        let length = self.rest[self.at..].iter().position(|c| *c == '}')?;
        let inside: String = self.rest[self.at + 1..self.at + length].iter().collect();
        let (least, most) = match inside.split_once(',') {
            None => (inside.parse().ok()?, inside.parse().ok()?),
            Some((least, "")) => (least.parse().ok()?, u32::MAX),
            Some((least, most)) => (least.parse().ok()?, most.parse().ok()?),
        };
        self.at += length + 1;
        Some((least, most))
    }
}

#[cfg(test)]
mod tests {
    use super::backtracks;

    /// Each as Semgrep 1.182 has it.
    #[test]
    fn nested_repeats_backtrack() {
        let bad = r"(.*)*x ([a-z]+)*@ ^(\d+)+$ (ab+c)*d (.*a){20}b (x+x+)+y (?:a+)+b (\w+\s?)*$
            (a{1,}){2,}b (a+){10}b (a+){4}b (a+){0,20}b (a{2,9})+b ((a+))+b (a+|b+)*c ((a)*)*b (.+?)+x
            ((a+)+)b (a+)+b? (a+)+(?=b) (?=(a+)+)b (?<n>a+)+b (?>a+)+b (a+)+\1 a|(b+)+c ((a|b)+)+c";
        for text in bad.split_whitespace() {
            assert!(backtracks(text), "{text}");
        }
        let fine = r"a+b+ (a|b)*c (a+)+ (a+)?b (a|aa)+$ a*a*b (.|a)+b (a?)*b (a?b?)*c (foo|foobar)*x
            (a+){3}b (a+){2,3}b (a{10})+b ((a+)+) (a+)+|b (a+)+() [(a+)+]b (a+)++b (a++)+b ((a+)+b";
        for text in fine.split_whitespace() {
            assert!(!backtracks(text), "{text}");
        }
    }
}
