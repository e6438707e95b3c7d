//! `inglenook eval`: holes asked one after the other, written as they are done, reported at the end.

use super::{Args, finish::finish, reuse, set};
use crate::cli::error::{CLEAN, FAILED};
use crate::cli::{CliError, Io, start};
use crate::config::Options;
use crate::eval::around::{Projects, sources};
use crate::eval::punch::{Draw, punch, source};
use crate::eval::{Harness, Head, Hole, Kind, Log, Record, record};
use crate::model::{Engine, Purpose};
use crate::syntax::Languages;
use crate::workspace::Privacy;
use indicatif::{ProgressBar, ProgressStyle};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use tokio::runtime::Runtime;

/// Milliseconds that one completion may take, unless `completion.deadline_ms` is set for the run:
/// a slow machine is to be measured, not cut off.
const PATIENCE_MS: u64 = 300_000;
/// Seconds between lines of progress where no bar can move.
const TOLD_EVERY: Duration = Duration::from_secs(60);

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum KindArg {
    Line,
    Mid,
    Block,
}

impl KindArg {
    fn kind(self) -> Kind {
        match self {
            KindArg::Line => Kind::Line,
            KindArg::Mid => Kind::Mid,
            KindArg::Block => Kind::Block,
        }
    }
}

pub fn run(args: &Args, io: &mut Io) -> Result<u8, CliError> {
    let loaded = start::options(io, Some(&io.cwd), set::flags(args, &io.cwd)?)?;
    for note in &loaded.notes {
        writeln!(io.err, "note: {note}")?;
    }
    let mut options = loaded.options;
    if !set::has(args, "completion.deadline_ms") {
        options.completion.deadline_ms = PATIENCE_MS;
    }
    let languages = Languages::embedded().map_err(|error| CliError::new(error.to_string()))?;
    let holes = draw(args, &options, &languages, io)?;
    if args.list {
        return list(&holes, io);
    }
    let runtime = Runtime::new()?;
    let engine = engine(&options, &runtime, io)?;
    let head = head(args, &options, &engine)?;
    let reuse = reuse::read(args, &head, io)?;
    let (mut log, mut records) = open(args, &io.cwd, &head)?;
    let known = record::done(&records);
    let projects = Projects::new(&languages);
    let harness = Harness {
        engine: &engine,
        options: &options,
        languages: &languages,
        plain: args.plain,
        decided: args.decided,
        threshold: args.threshold,
        projects: Some(&projects),
    };
    let left: Vec<&Hole> = holes
        .iter()
        .filter(|hole| !known.contains(&hole.id))
        .collect();
    // A results file may hold more than was drawn this time.
    let drawn = record::ids(&holes);
    records.retain(|record| drawn.contains(&record.id));
    let left = match &reuse {
        Some(reuse) => reuse.take(&harness, left, &mut log, &mut records)?,
        None => left,
    };
    if reuse.is_some() {
        writeln!(io.err, "{} prompts differ", left.len())?;
    }
    let whole = ask(&harness, &left, &mut log, &mut records, &runtime, io)?;
    // A prompt under way cannot be interrupted, and nobody waits for it any more.
    runtime.shutdown_background();
    if records.is_empty() {
        return Ok(FAILED);
    }
    let code = finish(args, &head, &records, io)?;
    Ok(if whole { code } else { FAILED })
}

fn engine(options: &Options, runtime: &Runtime, io: &Io) -> Result<Engine, CliError> {
    let _context = runtime.enter();
    let say = |what: &str| {
        if io.system {
            anstream::eprintln!("{what}");
        }
    };
    start::engine(&io.dirs, options, Purpose::Completion, &say)
}

/// The holes of this run, from files that may stand in a prompt.
fn draw(
    args: &Args,
    options: &Options,
    languages: &Languages,
    io: &mut Io,
) -> Result<Vec<Hole>, CliError> {
    if let Some(id) = &args.lang {
        known(id, languages)?;
    }
    let paths: Vec<PathBuf> = args.paths.iter().map(|path| io.cwd.join(path)).collect();
    let gates = paths.iter().map(|path| gate(path, options));
    let privacies: Vec<Privacy> = gates.collect::<Result<_, _>>()?;
    let (mut sources, notes) = source::collect(&paths, languages, args.lang.as_deref());
    for note in notes {
        writeln!(io.err, "note: {note}")?;
    }
    let found = sources.len();
    sources.retain(|source| privacies[source.group].excluded(&source.path).is_none());
    let private = found - sources.len();
    let mut kinds: Vec<Kind> = args.kind.iter().map(|kind| kind.kind()).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let draw = Draw {
        holes: args.holes,
        kinds,
        seed: args.seed,
        max_per_file: args.max_per_file,
    };
    let (holes, mut skipped) = punch(sources, languages, &draw);
    if private > 0 {
        skipped.insert("kept out of every prompt", private);
    }
    let skipped: Vec<String> = skipped
        .iter()
        .map(|(why, count)| format!("{count} {why}"))
        .collect();
    if !skipped.is_empty() {
        writeln!(io.err, "of {found} files left out: {}", skipped.join(", "))?;
    }
    if holes.is_empty() {
        return Err(CliError::new("there is no code here to cut holes into")
            .hint("name files or folders with code of a known language"));
    }
    if holes.len() < args.holes {
        let why = "raise --max-per-file or name more files for more";
        writeln!(io.err, "note: the files give {} holes; {why}", holes.len())?;
    }
    Ok(holes)
}

/// Refuses a language that we do not have.
fn known(id: &str, languages: &Languages) -> Result<(), CliError> {
    if languages.by_id(id).is_some() {
        return Ok(());
    }
    let known: Vec<&str> = languages
        .iter()
        .map(|language| language.id.as_str())
        .collect();
    let hint = format!("it is one of {}", known.join(", "));
    Err(CliError::new(format!("--lang: there is no language `{id}`")).hint(hint))
}

/// The privacy gate of a folder, or of a file's folder.
fn gate(path: &Path, options: &Options) -> Result<Privacy, CliError> {
    let kind = std::fs::metadata(path)
        .map_err(|error| CliError::new(format!("{}: {error}", path.display())))?;
    let root = match kind.is_dir() {
        true => Some(path),
        false => path.parent(),
    };
    Privacy::new(root, &options.privacy.exclude).map_err(|error| CliError::new(error.to_string()))
}

fn list(holes: &[Hole], io: &mut Io) -> Result<u8, CliError> {
    for hole in holes {
        let row = serde_json::json!({
            "id": hole.id,
            "file": hole.file,
            "language": hole.language,
            "kind": hole.kind,
            "offset": hole.offset,
            "expected": hole.expected,
        });
        writeln!(io.out, "{row}")?;
    }
    Ok(CLEAN)
}

fn head(args: &Args, options: &Options, engine: &Engine) -> Result<Head, CliError> {
    let info = engine.model.info();
    Ok(Head {
        inglenook: env!("CARGO_PKG_VERSION").into(),
        model: info.name,
        device: info.device,
        plain: args.plain,
        seed: args.seed,
        set: set::spelt(args)?,
        context: if args.plain {
            String::new()
        } else {
            sources(options)
        },
        threshold: args.threshold,
    })
}

fn open(args: &Args, cwd: &Path, head: &Head) -> Result<(Option<Log>, Vec<Record>), CliError> {
    Ok(match (&args.json, &args.resume) {
        (Some(path), _) => (Some(Log::begin(&cwd.join(path), head)?), Vec::new()),
        (_, Some(path)) => {
            let (log, records) = Log::resume(&cwd.join(path), head)?;
            (Some(log), records)
        }
        _ => (None, Vec::new()),
    })
}

/// Asks for each hole until all are done or the user stops it; true when all are done.
fn ask(
    harness: &Harness,
    holes: &[&Hole],
    log: &mut Option<Log>,
    records: &mut Vec<Record>,
    runtime: &Runtime,
    io: &mut Io,
) -> Result<bool, CliError> {
    let bar = bar(io, records.len(), records.len() + holes.len());
    let mut told = Instant::now();
    for (number, hole) in holes.iter().enumerate() {
        let system = io.system;
        let asked = runtime.block_on(async {
            tokio::select! {
                record = harness.ask(hole) => Some(record),
                () = super::stopped(system) => None,
            }
        });
        let Some(record) = asked else {
            bar.finish_and_clear();
            let left = holes.len() - number;
            let said = match records.is_empty() {
                true => "nothing is done yet",
                false => "what is done follows",
            };
            writeln!(io.err, "stopped with {left} holes left; {said}")?;
            return Ok(false);
        };
        if let Some(log) = log {
            log.add(&record)?;
        }
        records.push(record);
        bar.inc(1);
        if !io.terminal && told.elapsed() > TOLD_EVERY {
            told = Instant::now();
            let right = records.iter().filter(|record| record.exact()).count();
            let all = records.len() + holes.len() - number - 1;
            writeln!(io.err, "{} of {all} holes, {right} exact", records.len())?;
        }
    }
    bar.finish_and_clear();
    Ok(true)
}

fn bar(io: &Io, done: usize, all: usize) -> ProgressBar {
    if !io.terminal {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{bar:32} {pos}/{len} holes, {eta} left")
        .expect("the template is constant");
    let bar = ProgressBar::new(all as u64).with_style(style);
    bar.set_position(done as u64);
    bar
}
