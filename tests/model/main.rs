//! Tests that run the real default model. They need the `mistral` feature and `--release`, and
//! fetch the model with `inglenook model pull` when the store has none.

mod complete;
mod engine;
mod load;
mod memory;

use inglenook::complete::{Completion, Target, ask};
use inglenook::config::Options;
use inglenook::model::{Catalog, Engine, Event, Place, Request, Spec, Stream, load};
use inglenook::syntax::Languages;
use inglenook::workspace::{Snapshot, document};
use std::path::PathBuf;
use std::process::Command;
use std::sync::{LazyLock, Mutex, MutexGuard};
use tokio::runtime::Runtime;

const DEFAULT: &str = "qwen2.5-coder-0.5b-instruct";

/// One engine for all tests, one test at a time: times and memory mean something only so.
struct Desk {
    runtime: Runtime,
    engine: Engine,
}

static DESK: LazyLock<Mutex<Desk>> = LazyLock::new(|| {
    let runtime = Runtime::new().expect("a runtime can be made");
    let engine = open(&runtime, model_file());
    Mutex::new(Desk { runtime, engine })
});

fn desk() -> MutexGuard<'static, Desk> {
    DESK.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
}

fn open(runtime: &Runtime, path: PathBuf) -> Engine {
    let _context = runtime.enter();
    let catalog = Catalog::embedded().expect("the embedded families are valid");
    let (family, _) = catalog
        .entry(DEFAULT)
        .expect("the default model is in the list");
    load(Spec {
        name: DEFAULT.into(),
        family: family.clone(),
        place: Place::File {
            path,
            gpu: Some(false),
            cache_mib: None,
        },
    })
    .expect("the default model loads")
}

/// The default model's file, fetched if need be.
fn model_file() -> PathBuf {
    let inglenook = |args: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_inglenook"))
            .args(args)
            .output()
            .expect("the program starts");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        (
            output.status.success(),
            String::from_utf8_lossy(&output.stdout).into_owned(),
            said,
        )
    };
    let (found, path, _) = inglenook(&["model", "path", DEFAULT]);
    if found && PathBuf::from(path.trim()).is_file() {
        return path.trim().into();
    }
    let (pulled, _, said) = inglenook(&["model", "pull", DEFAULT]);
    assert!(pulled, "the default model cannot be fetched:\n{said}");
    inglenook(&["model", "path", DEFAULT]).1.trim().into()
}

impl Desk {
    fn submit(&self, key: Option<&str>, request: Request) -> Stream {
        let _context = self.runtime.enter();
        self.engine
            .lane
            .submit(inglenook::model::Priority::Keystroke, key, request)
    }

    /// Runs a request to its end; all its events.
    fn all(&self, request: Request) -> Vec<Event> {
        let mut stream = self.submit(None, request);
        let mut events = Vec::new();
        while let Some(event) = self.runtime.block_on(stream.recv()) {
            events.push(event.expect("the model answers"));
        }
        events
    }

    /// Completes at the mark `$0`.
    fn complete(&self, path: &str, marked: &str) -> Completion {
        let (text, offset) = inglenook::testing::cursor(marked);
        let document = self.document(path, &text);
        let target = Target::new(&document, offset);
        let options = patient();
        self.runtime
            .block_on(ask(&self.engine, &options, target))
            .expect("the model answers")
    }

    fn document(&self, path: &str, text: &str) -> Snapshot {
        let languages = Languages::embedded().expect("the embedded languages are valid");
        document(&languages, path.into(), text, usize::MAX)
    }
}

/// The default options without a deadline that a busy machine could miss.
fn patient() -> Options {
    let mut options = Options::default();
    options.completion.deadline_ms = 600_000;
    options
}

fn text(events: &[Event]) -> String {
    let bytes = events.iter().filter_map(|event| match event {
        Event::Token { bytes, .. } => Some(bytes.clone()),
        _ => None,
    });
    String::from_utf8(bytes.flatten().collect()).expect("the answer is UTF-8")
}
