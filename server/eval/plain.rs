//! The baseline: the same model asked plainly, with nothing of ours but the tokens' spellings.
//! Shares nothing with `complete` but the number of tokens, so that it stays what it is.

use crate::complete::budget::budget;
use crate::config::Options;
use crate::model::{Engine, Event, ModelError, Priority, Request, Usage};
use crate::prompt::fim::{self, Hole};
use std::time::{Duration, Instant};

/// What the model said.
#[derive(Clone, Debug, Default)]
pub struct Plain {
    /// All of it, up to a stop token or the limit of tokens.
    pub text: String,
    /// Joint probability of its tokens.
    pub confidence: Option<f64>,
    pub usage: Usage,
}

/// Asks plainly, at the product's own budget for this machine: the lines of the file before the cursor
/// that fit, the cursor's line up to the cursor with them, the lines after it that fit, in the family's
/// own order with the whole prefix in its place. Greedy, at most `completion.max_tokens`, nothing cut
/// off but stop tokens.
///
/// `until`: the hole's text, to end an answer as soon as it is decided whether it is that text and
/// whether its first line is; what follows then cannot change either.
///
/// # Errors
/// What the engine says.
pub async fn ask(
    engine: &Engine,
    options: &Options,
    before: &str,
    after: &str,
    until: Option<&str>,
) -> Result<Plain, ModelError> {
    let completion = &options.completion;
    let count = |text: &str| engine.model.count(text);
    let budget = budget(engine, completion);
    let hole = Hole {
        prefix: end_of(before, budget.files + budget.prefix, &count).to_string(),
        suffix: start_of(after, budget.suffix, &count).to_string(),
        ..Hole::default()
    };
    let request = Request {
        prompt: fim::render(&engine.family, &hole).prompt,
        keep: 0,
        max_tokens: completion.max_tokens,
        temperature: 0.0,
        schema: None,
        deadline: Duration::from_millis(completion.deadline_ms),
    };
    let mut stream = engine.lane.submit(Priority::Keystroke, None, request);
    let mut heard = Heard::new();
    while let Some(event) = stream.recv().await {
        heard.take(event?);
        let text = String::from_utf8_lossy(&heard.bytes);
        if until.is_some_and(|expected| decided(&text, expected)) {
            break;
        }
    }
    Ok(heard.plain())
}

/// What has come of an answer so far.
struct Heard {
    bytes: Vec<u8>,
    /// Sum of the tokens' log probabilities, and whether each of them is known.
    sum: f64,
    known: bool,
    begun: Instant,
    usage: Usage,
}

impl Heard {
    fn new() -> Self {
        Self {
            bytes: Vec::new(),
            sum: 0.0,
            known: true,
            begun: Instant::now(),
            usage: Usage::default(),
        }
    }

    fn take(&mut self, event: Event) {
        match event {
            Event::Token {
                bytes: more,
                logprob,
            } => {
                self.bytes.extend(more);
                self.known &= logprob.is_some();
                self.sum += f64::from(logprob.unwrap_or_default());
                let now = self.begun.elapsed().as_secs_f64() * 1e3;
                if self.usage.completion_tokens == 0 {
                    self.usage.ttft_ms = now;
                }
                self.usage.completion_tokens += 1;
                self.usage.total_ms = now;
            }
            Event::Restarted => {
                (self.sum, self.known) = (0.0, true);
                self.bytes.clear();
            }
            Event::Started {
                prompt_tokens,
                cached_tokens,
            } => {
                self.begun = Instant::now();
                self.usage = Usage {
                    prompt_tokens,
                    cached_tokens,
                    ..Usage::default()
                };
            }
            Event::Done { usage, .. } => self.usage = usage,
        }
    }

    fn plain(self) -> Plain {
        Plain {
            text: String::from_utf8_lossy(&self.bytes).into_owned(),
            confidence: (self.known && !self.bytes.is_empty()).then(|| self.sum.exp()),
            usage: self.usage,
        }
    }
}

/// Whether nothing that follows can make an answer the hole's text, or its first line the hole's.
fn decided(answer: &str, expected: &str) -> bool {
    let line = |text: &'_ str| {
        text.lines()
            .next()
            .unwrap_or_default()
            .trim_end()
            .to_string()
    };
    // White space at the end does not count, so an answer may still be right with more of it.
    let open = |answer: &str, expected: &str| {
        let rest = answer.strip_prefix(expected);
        expected.starts_with(answer) || rest.is_some_and(|rest| rest.trim().is_empty())
    };
    let first = answer.contains('\n') || !open(answer, &line(expected));
    first && !open(answer, expected.trim_end())
}

/// The last whole lines that fit, and always what stands of the last one.
fn end_of<'a>(text: &'a str, budget: usize, count: &dyn Fn(&str) -> usize) -> &'a str {
    let mut start = text.rfind('\n').map_or(0, |at| at + 1);
    let mut tokens = count(&text[start..]);
    while start > 0 {
        let above = text[..start - 1].rfind('\n').map_or(0, |at| at + 1);
        tokens += count(&text[above..start]);
        if tokens > budget {
            break;
        }
        start = above;
    }
    &text[start..]
}

/// The first whole lines that fit.
fn start_of<'a>(text: &'a str, budget: usize, count: &dyn Fn(&str) -> usize) -> &'a str {
    let (mut end, mut tokens) = (0, 0);
    for line in text.split_inclusive('\n') {
        tokens += count(line);
        if tokens > budget {
            break;
        }
        end += line.len();
    }
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One token a line, so that budgets read as lines.
    fn lines(text: &str) -> usize {
        text.lines().count()
    }

    #[test]
    fn an_answer_is_decided_when_nothing_can_change_it() {
        assert!(!decided("", "a;\nb;"));
        assert!(!decided("a", "a;\nb;"));
        assert!(decided("x", "a;\nb;"));
        // Right so far, and the first line is.
        assert!(!decided("a;\n", "a;\nb;"));
        assert!(decided("a;\nc", "a;\nb;"));
        // A blank at the end of a line does not make the line wrong, but the text.
        assert!(!decided("a; ", "a;\nb;"));
        assert!(decided("a; \n", "a;\nb;"));
        assert!(!decided("a;\nb;\n \n", "a;\nb;"));
        assert!(decided("a;\nb;\n}", "a;\nb;"));
    }

    #[test]
    fn windows_are_whole_lines_around_the_cursor() {
        assert_eq!(end_of("a\nb\nc\nd", 3, &lines), "b\nc\nd");
        assert_eq!(end_of("a\nb\nc\n", 2, &lines), "b\nc\n");
        assert_eq!(end_of("a\nb", 9, &lines), "a\nb");
        assert_eq!(end_of("long", 0, &lines), "long");
        assert_eq!(end_of("", 5, &lines), "");
        assert_eq!(start_of("\nb\nc\nd", 3, &lines), "\nb\nc\n");
        assert_eq!(start_of("", 3, &lines), "");
    }
}
