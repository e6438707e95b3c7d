//! How fast an engine reads and writes here: prompts of given sizes, many requests at once, and
//! keystrokes beside a review. Knows requests and times, no device; judges nothing.

use crate::model::{Engine, Event, ModelError, Part, Priority, Prompt, Request, Role, Usage};
use serde::Serialize;
use std::time::{Duration, Instant};

/// Tokens that are written after each prompt.
const WRITTEN: usize = 32;
/// Keystrokes alone and as many beside a review, and the pause of a typist between them.
const KEYS: usize = 40;
const PAUSE: Duration = Duration::from_millis(150);
/// So often the typist stops to think, for longer than a review waits for quiet (`model/quiet.rs`):
/// the next key comes while the review has the engine.
const THINKS: usize = 10;
const THOUGHT: Duration = Duration::from_millis(2500);
/// Prompt of the keystrokes and of requests that come together, in tokens.
const USUAL: usize = 512;
/// Longest that one request may take.
const DEADLINE: Duration = Duration::from_secs(600);

/// Milliseconds of several requests.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Times {
    pub p50_ms: f64,
    pub p95_ms: f64,
}

impl Times {
    fn of(mut ms: Vec<f64>) -> Option<Self> {
        ms.sort_by(f64::total_cmp);
        let last = ms.len().checked_sub(1)?;
        let share = |share: f64| ms[(last as f64 * share).round() as usize];
        Some(Self {
            p50_ms: share(0.5),
            p95_ms: share(0.95),
        })
    }
}

/// One size of a prompt: the median of its runs by the time to the first token.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Size {
    pub wanted: usize,
    /// Why it was not run.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub skipped: Option<String>,
    pub prompt_tokens: usize,
    /// Milliseconds to the first token.
    pub first_ms: f64,
    pub read_tokens_s: f64,
    pub write_tokens_s: f64,
}

/// Requests that came at the same moment.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Together {
    pub requests: usize,
    /// From the moment that all came to the end of each.
    pub times: Option<Times>,
    /// Tokens written by all of them, a second.
    pub tokens_s: f64,
}

/// Keystrokes alone and beside a review: from the keystroke to its first token.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Beside {
    pub alone: Option<Times>,
    pub review: Option<Times>,
    /// Answers that the review got meanwhile.
    pub answers: usize,
}

/// Reads prompts of about so many tokens and writes after each, `runs` times each.
pub async fn size(engine: &Engine, wanted: usize, runs: usize) -> Result<Size, ModelError> {
    let mut done = Size {
        wanted,
        skipped: None,
        prompt_tokens: 0,
        first_ms: 0.0,
        read_tokens_s: 0.0,
        write_tokens_s: 0.0,
    };
    let context = engine.model.info().context;
    if context < wanted + WRITTEN {
        done.skipped = Some(format!("the engine takes {context} tokens here"));
        return Ok(done);
    }
    let mut all = Vec::new();
    for run in 0..runs.max(1) {
        let text = code(engine, &format!("size {wanted}, run {run}"), wanted);
        all.push(ask(engine, Priority::Keystroke, plain(text, WRITTEN)).await?);
    }
    all.sort_by(|a, b| a.ttft_ms.total_cmp(&b.ttft_ms));
    let usage = all[all.len() / 2];
    let new = usage.prompt_tokens.saturating_sub(usage.cached_tokens);
    done.prompt_tokens = usage.prompt_tokens;
    done.first_ms = usage.ttft_ms;
    done.read_tokens_s = rate(new, usage.ttft_ms);
    let writing = usage.total_ms - usage.ttft_ms;
    done.write_tokens_s = rate(usage.completion_tokens.saturating_sub(1), writing);
    Ok(done)
}

/// Asks so many requests at once, each for another text.
pub async fn together(engine: &Engine, requests: usize) -> Result<Together, ModelError> {
    let texts: Vec<String> = (0..requests)
        .map(|at| code(engine, &format!("request {at} of {requests}"), USUAL))
        .collect();
    let begun = Instant::now();
    let one = |text: String| async move {
        let usage = ask(engine, Priority::Keystroke, plain(text, WRITTEN)).await?;
        Ok::<_, ModelError>((begun.elapsed().as_secs_f64() * 1e3, usage.completion_tokens))
    };
    let done = futures::future::try_join_all(texts.into_iter().map(one)).await?;
    let written = done.iter().map(|(_, tokens)| tokens).sum();
    Ok(Together {
        requests,
        tokens_s: rate(written, begun.elapsed().as_secs_f64() * 1e3),
        times: Times::of(done.into_iter().map(|(ms, _)| ms).collect()),
    })
}

/// Types alone, and then while a review asks one thing after the other.
pub async fn beside(engine: &Engine) -> Result<Beside, ModelError> {
    let alone = typing(engine, "alone").await?;
    let answers = std::cell::Cell::new(0);
    let review = async {
        loop {
            let label = format!("part {}", answers.get());
            let request = Request {
                prompt: Prompt::Chat(vec![
                    (Role::System, "You review code.".into()),
                    (Role::User, code(engine, &label, USUAL)),
                ]),
                ..plain(String::new(), 2 * WRITTEN)
            };
            if let Err(error) = ask(engine, Priority::Review, request).await {
                return error;
            }
            answers.set(answers.get() + 1);
        }
    };
    let typed = async {
        // The review has the engine to itself first, as it would before somebody types.
        tokio::time::sleep(THOUGHT).await;
        typing(engine, "beside").await
    };
    let typed = tokio::select! {
        typed = typed => typed?,
        error = review => return Err(error),
    };
    Ok(Beside {
        alone: Times::of(alone),
        review: Times::of(typed),
        answers: answers.get(),
    })
}

/// Milliseconds to the first token of each keystroke after the first, which pays for the place.
async fn typing(engine: &Engine, label: &str) -> Result<Vec<f64>, ModelError> {
    const TYPED: &str =
        "    let mean = total / items.iter().filter(|item| item.count > 0).count();";
    let head = code(engine, label, USUAL);
    let mut times = Vec::new();
    for key in 0..=KEYS {
        let request = Request {
            prompt: Prompt::Parts(vec![
                Part::Text(head.clone()),
                Part::Text(TYPED.chars().take(8 + key).collect()),
            ]),
            keep: 1,
            ..plain(String::new(), 1)
        };
        let begun = Instant::now();
        ask(engine, Priority::Keystroke, request).await?;
        if key > 0 {
            times.push(begun.elapsed().as_secs_f64() * 1e3);
        }
        let thinks = key > 0 && key % THINKS == 0;
        tokio::time::sleep(if thinks { THOUGHT } else { PAUSE }).await;
    }
    Ok(times)
}

fn plain(text: String, max_tokens: usize) -> Request {
    Request {
        prompt: Prompt::Parts(vec![Part::Text(text)]),
        keep: 0,
        max_tokens,
        temperature: 0.0,
        schema: None,
        deadline: DEADLINE,
    }
}

/// Code of about so many tokens that begins like no other text here, so that nothing of it is kept.
fn code(engine: &Engine, label: &str, tokens: usize) -> String {
    let line = |at: usize| {
        format!("    let total_{at} = items.iter().map(|item| item.price * {at}).sum::<u64>();\n")
    };
    let head = format!("// {label}\nfn sums(items: &[Item]) {{\n");
    let each = engine.model.count(&line(100)).max(1);
    let lines = tokens.saturating_sub(engine.model.count(&head)) / each;
    let body: String = (100..100 + lines).map(line).collect();
    head + &body
}

async fn ask(engine: &Engine, priority: Priority, request: Request) -> Result<Usage, ModelError> {
    let mut stream = engine.lane.submit(priority, None, request);
    while let Some(event) = stream.recv().await {
        if let Event::Done { usage, .. } = event? {
            return Ok(usage);
        }
    }
    Err(ModelError::Failed("it ended without a word".into()))
}

fn rate(tokens: usize, ms: f64) -> f64 {
    match ms > 0.0 {
        true => tokens as f64 * 1e3 / ms,
        false => 0.0,
    }
}
