//! Completions while a review runs, against completions alone: the same keys pressed in the language
//! server, which has the real model. Needs the default model in the store.
//! `cargo bench --bench beside`.

use inglenook::config::Options;
use inglenook::eval::trace::typist::Typist;
use inglenook::eval::trace::{Client, Meter, Played, Script, TraceError, figures, pipe, play};
use inglenook::lsp::{Settled, Setup, serve};
use inglenook::model::{
    Catalog, Engine, Place, Priority, Prompt, Request, Role, Slot, Spec, Stage, tune,
};
use inglenook::syntax::Languages;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

const MODEL: &str = "qwen2.5-coder-0.5b-instruct";
/// What the review reads.
const SOURCE: &str = include_str!("../server/text/mod.rs");
/// Files of which a part is typed again.
const TYPED: [&str; 3] = [
    "server/text/mod.rs",
    "server/model/kept.rs",
    "server/finding/date.rs",
];
/// Characters typed of each.
const CHARACTERS: usize = 150;
const SEED: u64 = 7;

fn main() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime can be made");
    let (engine, meter) = {
        let _context = runtime.enter();
        Meter::of(engine())
    };
    let alone = runtime.block_on(typing(&engine, &meter));
    let ended = Arc::new(AtomicBool::new(false));
    let reviewed = Arc::new(AtomicUsize::new(0));
    let review = runtime.spawn(review(engine.clone(), ended.clone(), reviewed.clone()));
    // The review has the engine to itself first, as it would before somebody types.
    std::thread::sleep(Duration::from_secs(3));
    let beside = runtime.block_on(typing(&engine, &meter));
    ended.store(true, Ordering::SeqCst);
    // What it holds of the engine is given back when its stream is dropped.
    review.abort();
    println!("alone:\n{}", figures::table(&alone));
    println!("beside a review:\n{}", figures::table(&beside));
    let (alone, beside) = (figures::Sum::of(&alone), figures::Sum::of(&beside));
    println!(
        "beside over alone: first token p50 {:.2}, p95 {:.2}; ghost text with the model p50 {:.2}, p95 {:.2}; \
         answers of the review meanwhile: {}",
        beside.warm_ttft.p50 / alone.warm_ttft.p50,
        beside.warm_ttft.p95 / alone.warm_ttft.p95,
        beside.warm.p50 / alone.warm.p50,
        beside.warm.p95 / alone.warm.p95,
        reviewed.load(Ordering::SeqCst)
    );
    runtime.shutdown_background();
}

/// Types a part of each file again.
async fn typing(engine: &Engine, meter: &Meter) -> Vec<Played> {
    let mut played = Vec::new();
    for file in TYPED {
        played.push(one(file, engine, meter).await.expect("the server serves"));
    }
    played
}

async fn one(file: &str, engine: &Engine, meter: &Meter) -> Result<Played, TraceError> {
    let languages = Languages::embedded().expect("the embedded languages are valid");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let script = Script::new(&root.join(file), file, &languages, CHARACTERS, SEED)
        .expect("the file can be typed");
    let engine = engine.clone();
    let setup = Setup {
        languages,
        configure: Arc::new(|_, _| {
            Ok(Settled {
                options: Options::default(),
                notes: Vec::new(),
            })
        }),
        start: Arc::new(move |_, slot: Slot| slot.set(Stage::Ready(engine.clone()))),
        cache: None,
        data: None,
    };
    let (near, reader, writer) = pipe();
    let server = tokio::spawn(serve(setup, reader, writer));
    let mut client = Client::new(near);
    client.begin(&format!("file://{}", root.display())).await?;
    let typist = Typist::new(fastrand::Rng::with_seed(SEED), 1.0);
    let played = play(&script, &mut client, meter, typist, 1.0).await?;
    client.end().await?;
    // It has said goodbye; how it ends is its own business.
    server.await.ok();
    Ok(played)
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
