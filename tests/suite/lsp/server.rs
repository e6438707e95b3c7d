//! Servers as the tests set them up: quick, and with a model that says what it is told to.

use inglenook::config::Options;
use inglenook::lsp::{Settled, Setup};
use inglenook::model::{Catalog, Engine, Lane, Model, Slot, Stage};
use inglenook::syntax::Languages;
use serde_json::Value;
use std::sync::Arc;

/// A server without a model.
pub fn setup() -> Setup {
    Setup {
        languages: Languages::embedded().expect("the embedded languages are valid"),
        configure: Arc::new(|_, settings| {
            // Over the quick defaults, key by key, as the real loader does.
            let mut all = serde_json::to_value(quick()).expect("options are plain data");
            merge(&mut all, settings);
            let options = serde_json::from_value(all).map_err(|error| error.to_string())?;
            Ok(Settled {
                options,
                notes: Vec::new(),
            })
        }),
        start: Arc::new(|_, _| {}),
    }
}

/// A server whose model is ready at once.
pub fn with_model(model: Arc<dyn Model>) -> Setup {
    let start = move |_: &Options, slot: Slot| slot.set(Stage::Ready(engine(model.clone())));
    Setup {
        start: Arc::new(start),
        ..setup()
    }
}

/// A model with its lane and the family of the default model.
pub fn engine(model: Arc<dyn Model>) -> Engine {
    let families = Catalog::embedded().expect("the embedded families are valid");
    Engine {
        lane: Lane::new(model.clone()),
        family: families
            .family("qwen2-coder")
            .expect("it is the default")
            .clone(),
        model,
    }
}

/// The defaults without the pauses that are for people.
fn quick() -> Options {
    let mut options = Options::default();
    options.completion.debounce_ms = 0;
    options.lint.delay_ms = 0;
    options
}

fn merge(base: &mut Value, over: &Value) {
    match (base, over) {
        (_, Value::Null) => {}
        (Value::Object(base), Value::Object(over)) => {
            for (key, value) in over {
                merge(base.entry(key).or_insert(Value::Null), value);
            }
        }
        (base, over) => *base = over.clone(),
    }
}
