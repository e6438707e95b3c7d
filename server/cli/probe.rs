//! A short probe of a loaded model for `doctor`: how fast it is, and whether it fills known holes.
//! Prints nothing and judges nothing.

use crate::model::{Engine, Event, ModelError, Priority, Request, Usage};
use crate::prompt::fim::{self, Hole};
use serde::Serialize;
use std::time::Duration;

/// A hole whose right answer is known: before, after, and what the answer has to contain.
const HOLES: &[(&str, &str, &str)] = &[
    (
        "def add(a, b):\n    return ",
        "\n\nprint(add(1, 2))\n",
        "a + b",
    ),
    ("function isEven(n) {\n  return n % 2 ", ";\n}\n", "== 0"),
    (
        "fn main() {\n    let names = [\"Ada\", \"Grace\"];\n    for name in ",
        " {\n        println!(\"{name}\");\n    }\n}\n",
        "names",
    ),
];
/// Code that the speed is measured on, some 20 tokens a line.
const LINE: &str =
    "    let total = items.iter().map(|item| item.price * item.count).sum::<u64>();\n";
const LINES: usize = 12;

/// What the model made of a known hole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Filled {
    pub expected: &'static str,
    pub got: String,
}

impl Filled {
    pub fn right(&self) -> bool {
        self.got.contains(self.expected)
    }
}

/// Tokens a second.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Speed {
    pub prompt: f64,
    pub generation: f64,
    /// Tokens of the prompt that it was measured on.
    pub prompt_tokens: usize,
}

/// Fills the known holes.
pub async fn holes(engine: &Engine) -> Result<Vec<Filled>, ModelError> {
    let mut filled = Vec::new();
    for (prefix, suffix, expected) in HOLES {
        let (got, _) = ask(engine, prefix, suffix, 12).await?;
        filled.push(Filled { expected, got });
    }
    Ok(filled)
}

/// Measures reading a prompt of some 250 tokens and writing 16; `None` where the backend tells no times.
pub async fn speed(engine: &Engine) -> Result<Option<Speed>, ModelError> {
    let prefix = format!("fn sums() {{\n{}    let ", LINE.repeat(LINES));
    let (_, usage) = ask(engine, &prefix, "\n}\n", 16).await?;
    let computed = usage.prompt_tokens.saturating_sub(usage.cached_tokens);
    let writing = usage.total_ms - usage.ttft_ms;
    if computed == 0 || usage.ttft_ms <= 0.0 || writing <= 0.0 {
        return Ok(None);
    }
    Ok(Some(Speed {
        prompt: computed as f64 * 1000.0 / usage.ttft_ms,
        generation: usage.completion_tokens.saturating_sub(1) as f64 * 1000.0 / writing,
        prompt_tokens: computed,
    }))
}

async fn ask(
    engine: &Engine,
    prefix: &str,
    suffix: &str,
    max_tokens: usize,
) -> Result<(String, Usage), ModelError> {
    let hole = Hole {
        prefix: prefix.into(),
        suffix: suffix.into(),
        ..Hole::default()
    };
    let rendered = fim::render(&engine.family, &hole);
    let request = Request {
        prompt: rendered.prompt,
        keep: 0,
        max_tokens,
        temperature: 0.0,
        schema: None,
        deadline: Duration::from_secs(60),
    };
    let mut stream = engine.lane.submit(Priority::Keystroke, None, request);
    let mut bytes = Vec::new();
    while let Some(event) = stream.recv().await {
        match event? {
            Event::Started { .. } => {}
            Event::Restarted => bytes.clear(),
            Event::Token { bytes: token, .. } => bytes.extend(token),
            Event::Done { usage, .. } => {
                return Ok((String::from_utf8_lossy(&bytes).into_owned(), usage));
            }
        }
    }
    Err(ModelError::Failed("it ended without a word".into()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::scripted::Scripted;
    use crate::model::{Catalog, Lane, Part, Prompt};
    use std::sync::Arc;

    fn engine(script: impl Fn(&Request) -> String + Send + Sync + 'static) -> Engine {
        let catalog = Catalog::embedded().expect("the embedded families are valid");
        let model = Arc::new(Scripted::new(script));
        Engine {
            lane: Lane::new(model.clone()),
            family: catalog.family("qwen2-coder").expect("the default").clone(),
            model,
        }
    }

    #[tokio::test]
    async fn right_and_wrong_answers_are_told_apart() {
        let engine = engine(|request| {
            let Prompt::Parts(parts) = &request.prompt else {
                return String::new();
            };
            let python = parts
                .iter()
                .any(|part| matches!(part, Part::Text(text) if text.starts_with("def ")));
            if python {
                "a + b".into()
            } else {
                "nothing".into()
            }
        });
        let filled = holes(&engine).await.expect("answers");
        let right: Vec<bool> = filled.iter().map(Filled::right).collect();
        assert_eq!(right, [true, false, false]);
    }
}
