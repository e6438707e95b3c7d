//! Regular expressions of rules: bounded in size and in time, compiled when they are first held against
//! a text. Knows nothing of rules.

mod perl;

use regex::{Regex, RegexBuilder};
use std::ops::Range;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

/// Size of a compiled regular expression in bytes: one rule may not take all memory.
const MAX_SIZE: usize = 4 << 20;
/// Ways that one search with look-around or back-references may try before it is given up; so many took
/// 0.24 s.
const MAX_BACKTRACKS: usize = 10_000_000;

/// Bytes of a text after which an expression's speed is known.
const PROBE: usize = 1 << 14;
/// Matches that tell it.
const PROBES: usize = 100;
/// Steps of a rule for each millisecond that a search may take. A step takes a quarter of that: a slow
/// machine must not stop what is fine.
const STEPS_PER_MS: u64 = 5_000;

/// A regular expression that is compiled on first use.
#[derive(Debug)]
pub(super) struct Lazy {
    text: String,
    multi_line: bool,
    compiled: OnceLock<Result<Engine, String>>,
}

/// The plain engine, which takes time linear in the text, wherever the expression allows it.
#[derive(Debug)]
enum Engine {
    Plain(Regex),
    Backtracking(Box<fancy_regex::Regex>),
}

/// Where a group of an expression matched; `None` for one that took no part.
pub(super) type Groups = Vec<Option<Range<usize>>>;

/// A search that took too many steps.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct TooLong;

impl Lazy {
    /// `multi_line`: `^` and `$` stand at lines' ends as well. Compiles nothing yet.
    pub fn new(text: &str, multi_line: bool) -> Self {
        Self {
            text: text.to_string(),
            multi_line,
            compiled: OnceLock::new(),
        }
    }

    /// Compiles it now.
    ///
    /// # Errors
    /// Why it does not compile, or that it is too large.
    pub fn check(&self) -> Result<(), String> {
        self.compiled().as_ref().map(|_| ()).map_err(Clone::clone)
    }

    /// The names of its groups, by their numbers from 1 on; found without compiling it.
    pub fn groups(&self) -> Vec<Option<String>> {
        let mut groups = Vec::new();
        let mut rest = self.text.as_str();
        let mut set = false;
        while let Some(at) = rest.find(['\\', '(', '[', ']']) {
            let after = &rest[at + 1..];
            match &rest[at..=at] {
                "\\" => {
                    let skipped = after.chars().next().map_or(0, char::len_utf8);
                    rest = &after[skipped..];
                    continue;
                }
                "[" => set = true,
                "]" => set = false,
                _ if set => {}
                _ => {
                    let named = ["?P<", "?<", "?'"].iter().find_map(|head| {
                        let name = after.strip_prefix(head)?;
                        let end = name.find(['>', '\''])?;
                        (!name.starts_with(['=', '!'])).then(|| name[..end].to_string())
                    });
                    if named.is_some() || !after.starts_with(['?', '*']) {
                        groups.push(named);
                    }
                }
            }
            rest = after;
        }
        groups
    }

    /// Whether it matches anywhere in the text.
    ///
    /// # Errors
    /// When the search took too long.
    pub fn is_match(&self, text: &str) -> Result<bool, TooLong> {
        match self.get() {
            None => Ok(false),
            Some(Engine::Plain(regex)) => Ok(regex.is_match(text)),
            Some(Engine::Backtracking(regex)) => regex.is_match(text).map_err(|_| TooLong),
        }
    }

    /// Its groups where it matches from the start of the text on, the whole as the first.
    ///
    /// # Errors
    /// When the search took too long.
    pub fn at_start(&self, text: &str) -> Result<Option<Groups>, TooLong> {
        let groups = match self.get() {
            None => None,
            Some(Engine::Plain(regex)) => regex.captures(text).map(|found| {
                let groups = found.iter();
                groups.map(|group| group.map(|one| one.range())).collect()
            }),
            Some(Engine::Backtracking(regex)) => {
                let found = regex.captures(text).map_err(|_| TooLong)?;
                found.map(|found| backtracked(&found))
            }
        };
        let first =
            |groups: &Groups| matches!(groups.first(), Some(Some(whole)) if whole.start == 0);
        Ok(groups.filter(first))
    }

    /// The text with up to `count` matches replaced, all of them for 0; `replacement` names groups as
    /// `${1}`. The text as it was where the search took too long.
    pub fn replaced(&self, text: &str, count: usize, replacement: &str) -> String {
        match self.get() {
            None => text.to_string(),
            Some(Engine::Plain(regex)) => regex.replacen(text, count, replacement).into_owned(),
            Some(Engine::Backtracking(regex)) => regex
                .try_replacen(text, count, replacement)
                .map_or_else(|_| text.to_string(), |new| new.into_owned()),
        }
    }

    /// Up to `most` matches, with their groups where they are asked for, and whether the search came to its end: it stops when it
    /// has taken as long as `steps` of a rule may. One search cannot be interrupted, so a long text is
    /// not begun when its head says that it would take longer.
    pub fn all(
        &self,
        text: &str,
        groups: bool,
        (steps, most): (u64, usize),
    ) -> (Vec<Groups>, bool) {
        let Some(engine) = self.get() else {
            return (Vec::new(), true);
        };
        let limit = Duration::from_millis(steps / STEPS_PER_MS);
        let mut size = PROBE;
        while size < text.len() {
            let mut head = size;
            while !text.is_char_boundary(head) {
                head -= 1;
            }
            let begun = Instant::now();
            let fine = engine.each(&text[..head], false, &mut Vec::new(), PROBES, None);
            let share = (text.len() / size) as u32;
            if !fine || begun.elapsed() * share > limit {
                return (Vec::new(), false);
            }
            size *= 8;
        }
        let mut found = Vec::new();
        let done = engine.each(text, groups, &mut found, most, Some(limit));
        (found, done)
    }

    fn get(&self) -> Option<&Engine> {
        self.compiled().as_ref().ok()
    }

    fn compiled(&self) -> &Result<Engine, String> {
        self.compiled.get_or_init(|| {
            let text = perl::rewritten(&self.text);
            let plain = RegexBuilder::new(&text)
                .multi_line(self.multi_line)
                .size_limit(MAX_SIZE)
                .build();
            match plain {
                Ok(regex) if !perl::possessive(&self.text) => return Ok(Engine::Plain(regex)),
                Err(regex::Error::CompiledTooBig(_)) => {
                    return Err("the regular expression is too large".to_string());
                }
                _ => {}
            }
            let flag = if self.multi_line { "(?m)" } else { "" };
            fancy_regex::RegexBuilder::new(&format!("{flag}{text}"))
                .backtrack_limit(MAX_BACKTRACKS)
                .delegate_size_limit(MAX_SIZE)
                .build()
                .map(|regex| Engine::Backtracking(Box::new(regex)))
                .map_err(|fault| format!("the regular expression does not compile: {fault}"))
        })
    }
}

impl Engine {
    /// Notes up to `most` matches; false when the search took longer than the limit.
    fn each(
        &self,
        text: &str,
        groups: bool,
        found: &mut Vec<Groups>,
        most: usize,
        limit: Option<Duration>,
    ) -> bool {
        let begun = Instant::now();
        let late = || limit.is_some_and(|limit| begun.elapsed() > limit);
        match self {
            Engine::Plain(regex) if !groups => {
                for one in regex.find_iter(text).take(most) {
                    found.push(vec![Some(one.range())]);
                    if late() {
                        return false;
                    }
                }
            }
            Engine::Plain(regex) => {
                for one in regex.captures_iter(text).take(most) {
                    let ranges = one.iter().map(|group| group.map(|one| one.range()));
                    found.push(ranges.collect());
                    if late() {
                        return false;
                    }
                }
            }
            Engine::Backtracking(regex) => {
                for one in regex.captures_iter(text).take(most) {
                    let Ok(one) = one else { return false };
                    found.push(backtracked(&one));
                    if late() {
                        return false;
                    }
                }
            }
        }
        true
    }
}

fn backtracked(found: &fancy_regex::Captures<'_>) -> Groups {
    let groups = found.iter();
    groups.map(|group| group.map(|one| one.range())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_are_counted_and_named_without_compiling() {
        let groups = |text: &str| Lazy::new(text, false).groups();
        let named = |name: &str| Some(name.to_string());
        assert_eq!(
            groups(r"a(b)(?<C>d)(?P<E>f)"),
            [None, named("C"), named("E")]
        );
        assert!(groups(r"\((?:a)(?=b)(?<!c)(?<=d)[(]").is_empty());
    }

    #[test]
    fn looking_around_and_back_is_bounded() {
        let around = Lazy::new(r"(?<!f\()b(?=\d)", true);
        assert!(around.check().is_ok());
        let (found, done) = around.all("f(b1) b2 b", false, (5_000_000, 10));
        assert_eq!((found, done), (vec![vec![Some(6..7)]], true));
        assert_eq!(
            Lazy::new(r"(.)\1", false)
                .at_start("aab")
                .map(|found| found.is_some()),
            Ok(true)
        );
        let endless = Lazy::new(r"(?!x)(a|a?)+$", false);
        let text = format!("{}b", "a".repeat(60));
        assert_eq!(endless.is_match(&text), Err(TooLong));
        assert!(!endless.all(&text, false, (5_000_000, 10)).1);
    }
}
