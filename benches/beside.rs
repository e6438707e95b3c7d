//! Completions while a review runs, against completions alone: the same keystrokes, in one process.
//! Needs the default model in the store. Prints milliseconds from keystroke to answer.

use inglenook::complete::{Target, ask};
use inglenook::config::Options;
use inglenook::model::{Catalog, Engine, Place, Priority, Prompt, Request, Role, Spec, tune};
use inglenook::syntax::Languages;
use inglenook::workspace::document;
use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

const MODEL: &str = "qwen2.5-coder-0.5b-instruct";
const SOURCE: &str = include_str!("../server/text/mod.rs");
/// What is typed, before this function of the source.
const BEFORE: &str = "    pub fn line_start";
const TYPED: &str =
    "    /// The last line.\n    pub fn last_line(&self) -> usize {\n        self.lines()";
/// Most tokens of an answer: a line.
const TOKENS: usize = 16;
/// Pause of a typist between two keystrokes.
const PAUSE: Duration = Duration::from_millis(150);

fn main() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime can be made");
    let engine = {
        let _context = runtime.enter();
        engine()
    };
    let alone = runtime.block_on(typing(&engine));
    let ended = Arc::new(AtomicBool::new(false));
    let reviewed = Arc::new(AtomicUsize::new(0));
    let review = runtime.spawn(review(engine.clone(), ended.clone(), reviewed.clone()));
    // The review has the engine to itself first, as it would before somebody types.
    std::thread::sleep(Duration::from_secs(3));
    let beside = runtime.block_on(typing(&engine));
    ended.store(true, Ordering::SeqCst);
    // What it holds of the engine is given back when its stream is dropped.
    review.abort();
    let (a, b) = (share(&alone, 0.95), share(&beside, 0.95));
    println!("{} keystrokes", alone.len());
    println!(
        "alone:            p50 {:.0} ms, p95 {a:.0} ms",
        share(&alone, 0.5)
    );
    println!(
        "beside a review:  p50 {:.0} ms, p95 {b:.0} ms",
        share(&beside, 0.5)
    );
    println!(
        "p95 ratio {:.2}; answers of the review meanwhile: {}",
        b / a,
        reviewed.load(Ordering::SeqCst)
    );
    runtime.shutdown_background();
}

/// Types the text a character at a time; milliseconds to each answer.
async fn typing(engine: &Engine) -> Vec<f64> {
    let languages = Languages::embedded().expect("the embedded languages are valid");
    let (before, after) = SOURCE.split_at(SOURCE.find(BEFORE).expect("the source has it"));
    let mut options = Options::default();
    options.completion.max_tokens = TOKENS;
    let mut times = Vec::new();
    for typed in 0..=TYPED.len() {
        let text = format!("{before}{}\n\n{after}", &TYPED[..typed]);
        let document = document(&languages, "mod.rs".into(), &text, usize::MAX);
        let target = Target::new(&document, before.len() + typed);
        let begun = Instant::now();
        ask(engine, &options, target)
            .await
            .expect("the model answers");
        // The first two pay for the place, not for a keystroke.
        if typed > 1 {
            times.push(begun.elapsed().as_secs_f64() * 1e3);
        }
        tokio::time::sleep(PAUSE).await;
    }
    times
}

/// Asks what a review asks, again and again.
async fn review(engine: Engine, ended: Arc<AtomicBool>, reviewed: Arc<AtomicUsize>) {
    let mut number = 0;
    while !ended.load(Ordering::SeqCst) {
        number += 1;
        let code: String = SOURCE.chars().skip(number * 97 % 2000).take(1600).collect();
        let request = Request {
            prompt: Prompt::Chat(vec![
                (Role::System, "You review code.".into()),
                (Role::User, format!("What is wrong with this?\n{code}")),
            ]),
            keep: 0,
            max_tokens: 64,
            temperature: 0.0,
            schema: None,
            deadline: Duration::from_secs(120),
        };
        let mut stream = engine.lane.submit(Priority::Review, None, request);
        while stream.recv().await.is_some() {}
        reviewed.fetch_add(1, Ordering::SeqCst);
    }
}

/// The value below which this share of the times lies.
fn share(times: &[f64], share: f64) -> f64 {
    let mut times = times.to_vec();
    times.sort_by(f64::total_cmp);
    times[((times.len() - 1) as f64 * share).round() as usize]
}

fn engine() -> Engine {
    let output = Command::new(env!("CARGO_BIN_EXE_inglenook"))
        .args(["model", "path", MODEL])
        .output()
        .expect("the program starts");
    assert!(
        output.status.success(),
        "run `inglenook model pull {MODEL}` first"
    );
    let path = PathBuf::from(String::from_utf8_lossy(&output.stdout).trim());
    let folder = path.parent().expect("a file has a folder").to_path_buf();
    let catalog = Catalog::embedded().expect("the embedded families are valid");
    let (family, _) = catalog
        .entry(MODEL)
        .expect("the default model is in the list");
    let spec = Spec {
        name: MODEL.into(),
        family: family.clone(),
        place: Place::File {
            path,
            gpu: Some(false),
            cache_mib: None,
        },
    };
    tune::load(spec, &folder).expect("the default model loads")
}
