//! The model's part of a review: loaded and asked on the clock that began with the command, so that
//! nobody waits longer than the budget.

use crate::cli::answers::Kept;
use crate::cli::progress::Progress;
use crate::cli::{CliError, Dirs, Io, start};
use crate::config::Options;
use crate::finding::{Finding, finish};
use crate::git;
use crate::index::{self, Index, Limits};
use crate::model::{Catalog, Engine, Purpose, tune};
use crate::review::{self, Check, File, Outcome, Review, Tasks};
use crate::syntax::Languages;
use crate::workspace::Privacy;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use tokio::sync::oneshot;

/// Left of the budget for the report and the end of the program: to give back the memory of a model
/// takes some tenths of a second.
const ENDING: Duration = Duration::from_millis(600);
/// Below this budget the forms of a model's weights are not measured: that takes 40 seconds, once.
const MEASURING: u64 = 60;

/// Lets the model read the change, where there is one and something to read.
///
/// # Errors
/// When a task file is broken.
pub(super) fn read(
    io: &Io,
    files: &[File],
    lints: Vec<Finding>,
    options: &Options,
    began: Instant,
    notes: &mut Vec<String>,
) -> Result<Outcome, CliError> {
    let readable = |file: &File| file.private.is_none() && !file.edits.is_empty();
    let budget = Duration::from_secs(options.review.budget_s);
    let until = began + budget - ENDING.min(budget / 4);
    let why = if !options.review.model || !files.iter().any(readable) {
        // As somebody wants it: nothing to say.
        return Ok(alone(lints));
    } else if let Some(why) = passed_over(&io.dirs, options) {
        notes.push(why);
        return Ok(alone(lints));
    } else {
        let checks = checks(io, notes);
        // Why not on the GPU; what hinders the plan itself is said when it is loaded.
        notes.extend(
            start::plan(&io.dirs, options, Purpose::Review)
                .ok()
                .and_then(|plan| plan.note),
        );
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .build()?;
        let done = runtime.block_on(work(io, files, &lints, &checks, options, until));
        // A prompt under way cannot be interrupted, and nobody waits for it any more.
        runtime.shutdown_background();
        match done? {
            Ok(outcome) => return Ok(outcome),
            Err(why) => why,
        }
    };
    notes.push(format!("read by the rules alone, without a model: {why}"));
    Ok(Outcome {
        stopped: why == INTERRUPTED,
        ..alone(lints)
    })
}

/// What the rules found, and no more.
fn alone(mut lints: Vec<Finding>) -> Outcome {
    finish(&mut lints);
    Outcome {
        findings: lints,
        ..Outcome::default()
    }
}

/// Why the model that would read is asked nothing, known before it is loaded or even there.
fn passed_over(dirs: &Dirs, options: &Options) -> Option<String> {
    let chosen = options.model.remote.is_none() && options.model.path.is_none();
    let (name, family) = if chosen {
        let catalog = Catalog::embedded().ok()?;
        let store = start::store(dirs, options);
        let choice = start::choice(&catalog, &store, options, Purpose::Review).ok()?;
        (choice.entry.name, choice.family)
    } else {
        let spec = start::plan(dirs, options, Purpose::Review).ok()?.spec;
        (spec.name, spec.family)
    };
    review::passed_over(&name, &family, options.review.depth)
}

const INTERRUPTED: &str = "interrupted while it was loaded";

/// The team's own checks, `checks/*.md` at the root of the repository. One that cannot be read is
/// noted, the others are asked.
fn checks(io: &Io, notes: &mut Vec<String>) -> Vec<Check> {
    let root = git::root(&io.cwd).unwrap_or_else(|| io.cwd.clone());
    let Ok(entries) = std::fs::read_dir(root.join("checks")) else {
        return Vec::new();
    };
    let paths = entries.flatten().map(|entry| entry.path());
    let mut paths: Vec<PathBuf> = paths
        .filter(|path| path.extension().is_some_and(|ending| ending == "md"))
        .collect();
    paths.sort();
    let mut checks = Vec::new();
    for path in paths {
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        let read = std::fs::read_to_string(&path).map_err(|error| error.to_string());
        match read.and_then(|text| Check::parse(&name, &text)) {
            Ok(check) => checks.push(check),
            Err(why) => notes.push(format!("checks/{name}.md: check not asked: {why}")),
        }
    }
    checks
}

/// What the model came to, or why there is none.
async fn work(
    io: &Io,
    files: &[File],
    lints: &[Finding],
    checks: &[Check],
    options: &Options,
    until: Instant,
) -> Result<Result<Outcome, String>, CliError> {
    let progress = Progress::new(io);
    let tasks = Tasks::embedded().map_err(|error| CliError::new(error.to_string()))?;
    let loaded = tokio::select! {
        biased;
        () = interrupt(io.system) => return Ok(Err(INTERRUPTED.into())),
        loaded = load(io, options, &progress) => loaded,
        () = tokio::time::sleep_until(until.into()) => return Ok(Err(format!(
            "it was not loaded within the budget of {} s; `--budget` or review.budget_s raises it",
            options.review.budget_s
        ))),
    };
    let engine = match loaded {
        Ok(engine) => engine,
        Err(error) => {
            return Ok(Err(match error.hint {
                Some(hint) => format!("{}; {hint}", error.message),
                None => error.message,
            }));
        }
    };
    let answers = Kept::new(&io.dirs.cache);
    // What stands around a part is only asked about by a model that reads parts.
    let index = match review::looks(&engine, options.review.depth) {
        true => index(io, options, &progress, until),
        false => None,
    };
    let review = Review {
        files,
        lints,
        options: &options.review,
        tasks: &tasks,
        answers: &answers,
        checks,
        index: index.as_ref(),
        until,
    };
    let mut step = |step: review::Step| progress.step(step.done, step.total, &step.place);
    let outcome = review::run(&engine, &review, &mut step, interrupt(io.system)).await;
    progress.end();
    outcome
        .map(Ok)
        .map_err(|error| CliError::new(error.to_string()))
}

/// The index of the project, from the cache folder but for what has changed; `None` outside a
/// repository. When time is up it is as far as it got.
fn index(io: &Io, options: &Options, progress: &Progress, until: Instant) -> Option<Index> {
    let root = git::root(&io.cwd)?;
    let privacy = Privacy::new(Some(&root), &options.privacy.exclude).ok()?;
    let languages = Languages::embedded().ok()?;
    progress.say("reading the project");
    let index = Index::new(&root, languages, Limits::default());
    let saved = index::place(&io.dirs.cache, &root);
    let stop = AtomicBool::new(false);
    // Two thirds of what is left are for the model.
    let enough = Instant::now() + until.saturating_duration_since(Instant::now()) / 3;
    let tell = |_: usize, _: usize| {
        if Instant::now() >= enough {
            stop.store(true, Ordering::Relaxed);
        }
    };
    let built = index.build(&privacy, Some(&saved), &tell, &stop);
    if built.kept < built.files {
        // It is made again next time.
        index.save(&saved).ok();
    }
    Some(index)
}

/// Loads on a thread of its own: loading blocks, and cannot be interrupted.
async fn load(io: &Io, options: &Options, progress: &Progress) -> Result<Engine, CliError> {
    let (sender, receiver) = oneshot::channel();
    let (dirs, options) = (io.dirs.clone(), options.clone());
    let runtime = tokio::runtime::Handle::current();
    progress.say("loading the model");
    std::thread::spawn(move || {
        let _context = runtime.enter();
        let loaded = engine(&dirs, &options);
        // Nobody listens any more when time is up.
        sender.send(loaded).ok();
    });
    match receiver.await {
        Ok(loaded) => loaded,
        Err(_) => Err(
            CliError::new("the engine broke down while loading the model")
                .hint("run `inglenook doctor`"),
        ),
    }
}

fn engine(dirs: &Dirs, options: &Options) -> Result<Engine, CliError> {
    let mut plan = start::plan(dirs, options, Purpose::Review)?;
    if let (Some(folder), Some(file)) = (&plan.copies, tune::on_cpu(&plan.spec))
        && options.review.budget_s < MEASURING
        && tune::measured(folder, &file).is_none()
    {
        plan.copies = None;
    }
    start::load(&plan, &|_| {})
}

/// Waits for Ctrl-C.
async fn interrupt(system: bool) {
    if !system || tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}
