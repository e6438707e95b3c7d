//! A short probe of a loaded model for `doctor`: whether it fills known holes.
//! Prints nothing and judges nothing.

use crate::model::{Engine, Event, ModelError, Priority, Request};
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

/// Fills the known holes.
pub async fn holes(engine: &Engine) -> Result<Vec<Filled>, ModelError> {
    let mut filled = Vec::new();
    for (prefix, suffix, expected) in HOLES {
        let got = ask(engine, prefix, suffix, 12).await?;
        filled.push(Filled { expected, got });
    }
    Ok(filled)
}

async fn ask(
    engine: &Engine,
    prefix: &str,
    suffix: &str,
    max_tokens: usize,
) -> Result<String, ModelError> {
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
            Event::Done { .. } => return Ok(String::from_utf8_lossy(&bytes).into_owned()),
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
