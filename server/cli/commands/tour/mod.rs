//! `inglenook tour`: the demo. Completions, findings and a review on a sample project and on the
//! user's own repository, made by the real model, and what to paste into an editor.

mod change;
mod ghost;
mod own;
mod setup;

use crate::cli::progress::Progress;
use crate::cli::sample::{self, Sample};
use crate::cli::{CliError, Io, error::CLEAN, fetch, start};
use crate::complete::{Completion, Target, ask};
use crate::config::{Flags, Options};
use crate::finding::Finding;
use crate::lint::{self, Rules};
use crate::model::{Catalog, Engine, Purpose};
use crate::report::{self, Layout, Report};
use crate::syntax::Languages;
use crate::workspace::{Snapshot, document};
use anstyle::{AnsiColor, Style};
use std::io::Write;
use std::path::Path;
use std::time::Instant;
use tokio::runtime::Runtime;

/// Milliseconds that a completion of the tour may take: the reader waits, and the machine may be slow.
const PATIENCE_MS: u64 = 300_000;
/// Columns that the tour is written for.
const WIDTH: usize = 80;

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();
const TITLE: Style = AnsiColor::Cyan.on_default().bold();

/// See completions, findings and a review on a sample project; fetches the model if needed
///
/// Takes no answers and changes nothing but the store of models. Everything it shows is made by the
/// model on this machine, while you watch.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Leave out your own repository
    #[arg(long)]
    sample_only: bool,
}

/// What every step of the tour needs.
struct Tour<'a> {
    io: &'a mut Io,
    options: Options,
    languages: Languages,
    rules: Rules,
    runtime: Runtime,
    engine: Engine,
}

pub fn run(args: Args, io: &mut Io) -> Result<u8, CliError> {
    io.width = io.width.min(WIDTH);
    let cwd = io.cwd.clone();
    let loaded = start::options(io, Some(&cwd), Flags::new())?;
    let mut options = loaded.options;
    options.completion.deadline_ms = PATIENCE_MS;
    options.review.model = true;
    writeln!(
        io.out,
        "{BOLD}inglenook{BOLD:#}: completions, security findings and reviews, made on this machine."
    )?;
    let runtime = Runtime::new()?;
    let engine = engine(io, &options, &runtime)?;
    let languages = Languages::embedded().map_err(|error| CliError::new(error.to_string()))?;
    let (rules, _) = Rules::load(&languages, &options.lint);
    let mut tour = Tour {
        io,
        options,
        languages,
        rules,
        runtime,
        engine,
    };
    let sample = Sample::embedded()?;
    let times = tour.completions(&sample)?;
    tour.findings(&sample)?;
    let reviewed = tour.review(&sample)?;
    if !args.sample_only {
        own::show(&mut tour, &cwd)?;
    }
    tour.summary(&times, reviewed)?;
    setup::show(tour.io)?;
    // A prompt under way cannot be interrupted, and nobody waits for it any more.
    tour.runtime.shutdown_background();
    Ok(CLEAN)
}

/// The model for completions, fetched when the store has none.
fn engine(io: &mut Io, options: &Options, runtime: &Runtime) -> Result<Engine, CliError> {
    if options.model.remote.is_none() && options.model.path.is_none() {
        let catalog = Catalog::embedded().map_err(|error| CliError::new(error.to_string()))?;
        let store = start::store(&io.dirs, options);
        let choice = start::choice(&catalog, &store, options, Purpose::Completion)?;
        if !store.holds(&choice.entry) {
            fetch::pull(io, &store, &choice.entry, None)?;
        }
    }
    let progress = Progress::new(io);
    let context = runtime.enter();
    let engine = start::engine(&io.dirs, options, Purpose::Completion, &|what| {
        progress.say(what)
    });
    drop(context);
    progress.end();
    let engine = engine?;
    let info = engine.model.info();
    writeln!(
        io.out,
        "{DIM}model {} on {}, loaded in {:.1} s{DIM:#}",
        info.name, info.device, info.load_s
    )?;
    Ok(engine)
}

impl Tour<'_> {
    fn title(&mut self, title: &str, under: &str) -> Result<(), CliError> {
        let line = "─".repeat(WIDTH.saturating_sub(title.chars().count() + 1));
        writeln!(self.io.out, "\n{TITLE}{title}{TITLE:#} {DIM}{line}{DIM:#}")?;
        if !under.is_empty() {
            writeln!(self.io.out, "{DIM}{under}{DIM:#}")?;
        }
        Ok(())
    }

    fn complete(&self, document: &Snapshot, offset: usize) -> Result<Completion, CliError> {
        let target = Target::new(document, offset);
        Ok(self
            .runtime
            .block_on(ask(&self.engine, &self.options, target))?)
    }

    /// Shows the sample's holes filled; the times of the completions in milliseconds.
    fn completions(&mut self, sample: &Sample) -> Result<Vec<f64>, CliError> {
        self.title(
            "1  Completions",
            "What you typed, and the ghost text that an editor shows: Tab takes it.",
        )?;
        let mut times = Vec::new();
        for hole in &sample.holes {
            let (text, offset) = sample::text(&hole.file)?;
            let document = self.document(&hole.file, &text);
            let offset =
                offset.ok_or_else(|| CliError::new(format!("{} has no mark", hole.file)))?;
            let began = Instant::now();
            let done = self.complete(&document, offset)?;
            times.push(began.elapsed().as_secs_f64() * 1e3);
            ghost::show(self.io, &hole.title, &document, &done)?;
        }
        Ok(times)
    }

    fn findings(&mut self, sample: &Sample) -> Result<(), CliError> {
        self.title(
            "2  Security findings",
            "By rules alone, while you type and in a commit hook; no model needed.",
        )?;
        let began = Instant::now();
        let mut found: Vec<Finding> = Vec::new();
        let files = sample.files();
        for file in &files {
            let (text, _) = sample::text(file)?;
            let document = self.document(file, &text);
            found.extend(lint::check(&self.rules, &document, Path::new(file)));
        }
        let report = Report {
            findings: found,
            notes: Vec::new(),
            files: files.len(),
            seconds: began.elapsed().as_secs_f64(),
            ..Report::default()
        };
        self.report(&report)
    }

    fn report(&mut self, report: &Report) -> Result<(), CliError> {
        let format = report::format("text").expect("text is the first of all formats");
        let layout = Layout {
            width: self.io.width,
        };
        report::write(format, report, layout, &mut self.io.out)?;
        Ok(())
    }

    fn summary(&mut self, times: &[f64], reviewed: f64) -> Result<(), CliError> {
        self.title("Times on this machine", "")?;
        let info = self.engine.model.info();
        let shown: Vec<String> = times
            .iter()
            .map(|ms| format!("{:.1} s", ms / 1e3))
            .collect();
        let out = &mut self.io.out;
        writeln!(out, "device             {}", info.device)?;
        writeln!(
            out,
            "model              {}, loaded in {:.1} s",
            info.name, info.load_s
        )?;
        writeln!(
            out,
            "completions        {} (each with a cold prompt)",
            shown.join(", ")
        )?;
        writeln!(out, "review             {reviewed:.1} s")?;
        writeln!(
            out,
            "more               `inglenook doctor` measures, `inglenook --help` lists all"
        )?;
        Ok(())
    }

    fn document(&self, path: &str, text: &str) -> Snapshot {
        document(
            &self.languages,
            path.into(),
            text,
            self.options.server.max_file_bytes,
        )
    }
}
