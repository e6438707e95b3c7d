//! Regular expressions of rules: bounded in size, compiled when they are first held against a text.
//! Knows nothing of rules.

use regex::{Regex, RegexBuilder};
use std::ops::Range;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

/// Size of a compiled regular expression in bytes: one rule may not take all memory.
const MAX_SIZE: usize = 4 << 20;

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
    compiled: OnceLock<Result<Regex, String>>,
}

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

    /// The expression; `None` for one that does not compile, which [`Lazy::check`] tells of.
    pub fn get(&self) -> Option<&Regex> {
        self.compiled().as_ref().ok()
    }

    /// Up to `most` ranges that match, and whether the search came to its end: it stops when it has
    /// taken as long as `steps` of a rule may. One search cannot be interrupted, so a long text is
    /// not begun when its head says that it would take longer.
    pub fn all(&self, text: &str, steps: u64, most: usize) -> (Vec<Range<usize>>, bool) {
        let Some(regex) = self.get() else {
            return (Vec::new(), true);
        };
        let started = Instant::now();
        let limit = Duration::from_millis(steps / STEPS_PER_MS);
        let mut size = PROBE;
        while size < text.len() {
            let mut head = size;
            while !text.is_char_boundary(head) {
                head -= 1;
            }
            let begun = Instant::now();
            regex.find_iter(&text[..head]).take(PROBES).count();
            let share = (text.len() / size) as u32;
            if begun.elapsed() * share > limit {
                return (Vec::new(), false);
            }
            size *= 8;
        }
        let mut found = Vec::new();
        for one in regex.find_iter(text).take(most) {
            found.push(one.range());
            if started.elapsed() > limit {
                return (found, false);
            }
        }
        (found, true)
    }

    fn compiled(&self) -> &Result<Regex, String> {
        self.compiled.get_or_init(|| {
            RegexBuilder::new(&self.text)
                .multi_line(self.multi_line)
                .size_limit(MAX_SIZE)
                .build()
                .map_err(|fault| {
                    let why = fault.to_string();
                    let last = why.lines().last().unwrap_or_default().trim();
                    format!("the regular expression does not compile: {last}")
                })
        })
    }
}
