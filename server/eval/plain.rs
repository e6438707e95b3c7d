//! The baseline: the same model asked plainly, with nothing of ours but the tokens' spellings.
//! Shares nothing with `complete` but the number of tokens, so that it stays what it is.

use crate::complete::budget::budget;
use crate::config::Options;
use crate::model::{Engine, Event, ModelError, Priority, Request, Usage};
use crate::prompt::fim::{self, Hole};
use std::time::Duration;

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
/// # Errors
/// What the engine says.
pub async fn ask(
    engine: &Engine,
    options: &Options,
    before: &str,
    after: &str,
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
    let (mut bytes, mut plain) = (Vec::new(), Plain::default());
    let (mut sum, mut known) = (0.0, true);
    while let Some(event) = stream.recv().await {
        match event? {
            Event::Token {
                bytes: more,
                logprob,
            } => {
                bytes.extend(more);
                known &= logprob.is_some();
                sum += f64::from(logprob.unwrap_or_default());
            }
            Event::Restarted => {
                (sum, known) = (0.0, true);
                bytes.clear();
            }
            Event::Started { .. } => {}
            Event::Done { usage, .. } => plain.usage = usage,
        }
    }
    plain.text = String::from_utf8_lossy(&bytes).into_owned();
    plain.confidence = (known && !bytes.is_empty()).then(|| sum.exp());
    Ok(plain)
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
