//! What the speed of an engine is measured with: sizes, numbers and who waits; no times.

use inglenook::eval::speed;
use inglenook::model::scripted::Scripted;
use inglenook::model::{Catalog, Engine, Lane, Prompt};
use std::collections::HashSet;
use std::sync::Arc;

fn engine() -> (Engine, Arc<Scripted>) {
    let model = Arc::new(Scripted::new(|_| "x".repeat(50)));
    let catalog = Catalog::embedded().expect("the embedded families are valid");
    let engine = Engine {
        lane: Lane::new(model.clone()),
        family: catalog.family("qwen2-coder").expect("the default").clone(),
        model: model.clone(),
    };
    (engine, model)
}

#[tokio::test]
async fn prompts_have_their_size_and_share_no_beginning() {
    let (engine, model) = engine();
    for wanted in [128, 1024] {
        speed::size(&engine, wanted, 3).await.expect("answers");
    }
    let mut beginnings = HashSet::new();
    for request in model.requests() {
        let Prompt::Parts(parts) = &request.prompt else {
            panic!("it is no chat");
        };
        let tokens = engine.model.encode(&request.prompt).expect("bytes").len() / 3;
        let [inglenook::model::Part::Text(text)] = parts.as_slice() else {
            panic!("one text");
        };
        assert!(beginnings.insert(text.lines().next().expect("a line").to_string()));
        assert!((70..=1024).contains(&tokens), "{tokens}");
    }
    assert_eq!(beginnings.len(), 6);
}

#[tokio::test]
async fn a_prompt_that_the_engine_cannot_take_is_skipped_with_the_reason() {
    let (engine, model) = engine();
    let done = speed::size(&engine, 32_768, 3).await.expect("no failure");
    assert!(done.skipped.expect("a reason").contains("32768"));
    assert!(model.requests().is_empty());
}

#[tokio::test]
async fn all_that_come_together_are_answered() {
    let (engine, model) = engine();
    let done = speed::together(&engine, 16).await.expect("answers");
    assert_eq!(model.requests().len(), 16);
    assert!(done.times.is_some() && done.tokens_s > 0.0);
}
