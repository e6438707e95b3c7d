//! Which part of a change is read first: what time does not suffice for should be what matters least.
//! Looks at words; decides nothing about right and wrong.

use super::change::File;
use super::pack::{Part, removed};

/// Words of dangerous places, each with its weight. A word counts where it stands in an identifier.
const WORDS: [(&str, u32); 44] = [
    ("unsafe", 6),
    ("eval", 5),
    ("exec", 5),
    ("system", 3),
    ("popen", 5),
    ("subprocess", 5),
    ("command", 3),
    ("shell", 5),
    ("deserialize", 5),
    ("pickle", 5),
    ("unmarshal", 3),
    ("yaml", 3),
    ("parse", 2),
    ("decode", 2),
    ("auth", 5),
    ("login", 4),
    ("password", 5),
    ("token", 3),
    ("session", 3),
    ("permission", 4),
    ("admin", 4),
    ("crypt", 4),
    ("cipher", 4),
    ("hash", 2),
    ("md5", 4),
    ("random", 3),
    ("secret", 4),
    ("sql", 5),
    ("query", 4),
    ("execute", 3),
    ("select ", 3),
    ("path", 2),
    ("filename", 3),
    ("upload", 4),
    ("redirect", 3),
    ("url", 2),
    ("innerhtml", 5),
    ("memcpy", 5),
    ("strcpy", 5),
    ("malloc", 3),
    ("free(", 4),
    ("transmute", 6),
    ("lock", 3),
    ("thread", 2),
];
/// What a finding of the rules weighs.
const LINT: u32 = 100;
/// What a changed head of a function weighs: its callers may be wrong now.
const SIGNATURE: u32 = 8;

/// How much a part matters that so many findings of the rules stand on.
pub(super) fn of(part: &Part, file: &File, lints: usize) -> u32 {
    let new = part.changed().map(|line| file.document.text.line(line));
    let (first, last) = part.span();
    let old = removed(file);
    let gone = old.range(first - 1..=last);
    let gone = gone.flat_map(|(_, lines)| lines.iter().cloned());
    let lines: Vec<String> = new.chain(gone).collect();
    risk(lines.iter().map(String::as_str), lints)
}

/// How much a part matters: its changed lines (`+` and `-`), the findings of the rules on it, and the
/// heads of functions among the changed lines.
fn risk<'a>(changed: impl Iterator<Item = &'a str>, lints: usize) -> u32 {
    let mut risk = LINT.saturating_mul(u32::try_from(lints).unwrap_or(u32::MAX));
    for line in changed {
        let line = line.to_lowercase();
        let words = WORDS.iter().filter(|(word, _)| line.contains(word));
        risk = risk.saturating_add(words.map(|(_, weight)| weight).sum());
        risk = risk.saturating_add(if is_head(&line) { SIGNATURE } else { 0 });
    }
    risk
}

/// Whether a line begins a function, by the words of the languages we know.
fn is_head(line: &str) -> bool {
    let line = line.trim_start();
    let starts = [
        "def ",
        "async def ",
        "func ",
        "fn ",
        "pub ",
        "function ",
        "public ",
        "private ",
    ];
    starts.iter().any(|start| line.starts_with(start)) && line.contains('(')
}

#[cfg(test)]
mod tests {
    use super::risk;

    #[test]
    fn rules_come_first_then_dangerous_words_then_the_rest() {
        let of = |lines: &[&str], lints| risk(lines.iter().copied(), lints);
        let quiet = of(&["let width = 3;"], 0);
        let head = of(&["def area(width, height):"], 0);
        let sql = of(&["cursor.execute(SQL)"], 0);
        assert_eq!(quiet, 0);
        assert!(head > quiet && sql > quiet);
        assert!(of(&["let width = 3;"], 1) > sql + head);
    }
}
