//! `inglenook review`: a change read by the rules and the model.

use crate::cli::change::{Gathered, Source, gather};
use crate::cli::error::{CLEAN, FAILED, FINDINGS};
use crate::cli::output::{self, Output};
use crate::cli::progress::Progress;
use crate::cli::{CliError, Io, baseline, start};
use crate::config::{Flags, Options};
use crate::finding::{Confidence, Finding, Origin, Severity, finish};
use crate::lint::secrets::Vault;
use crate::model::{Engine, Purpose};
use crate::prompt::task::Task;
use crate::report::{self, Report};
use crate::review::{File, Outcome, Review, on_changes};
use crate::syntax::Languages;
use crate::{lint, review};
use rayon::prelude::*;
use std::path::PathBuf;
use std::time::Instant;

/// Review a change: the rules find, the model explains
///
/// Without arguments the staged change is reviewed. The rules run on changed lines, and the model
/// reads each part of the change with the function around it; what it says must stand on a changed
/// line and quote it. Files that privacy settings or ignore files name never reach the model.
#[derive(Debug, clap::Args)]
#[command(after_long_help = AFTER)]
pub struct Args {
    /// Review what is staged, as the index holds it
    #[arg(long, conflicts_with_all = ["range", "paths"])]
    staged: bool,
    /// Review what a range of commits changes: A..B, or A...B for what B did since it left A
    #[arg(long, value_name = "A..B", conflicts_with = "paths")]
    range: Option<String>,
    /// Review whole files, and the files of folders
    paths: Vec<PathBuf>,
    #[command(flatten)]
    output: Output,
    /// Least severity that makes the exit code 1
    #[arg(long, value_name = "SEVERITY", value_parser = ["low", "medium", "high", "critical"])]
    fail_on: Option<String>,
    /// Seconds for the model; what is not reached by then is listed
    #[arg(long, value_name = "SECONDS")]
    budget: Option<i64>,
    /// Report only what does not stand in this baseline file (see `inglenook baseline`)
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// Use the rules alone
    #[arg(long)]
    no_model: bool,
}

const AFTER: &str = "\
Examples:
  inglenook review                          what is staged
  inglenook review --range main...HEAD      what this branch did
  inglenook review src/login.py             a whole file
  inglenook review --staged --no-model --fail-on high      in a commit hook

Exit codes: 0 nothing at or above --fail-on, 1 findings, 2 could not run or was interrupted.
Remarks of a model below 7 billion parameters are suggestions: they never decide the exit code.";

pub fn run(args: Args, io: &mut Io) -> Result<u8, CliError> {
    let began = Instant::now();
    let known = args
        .baseline
        .as_ref()
        .map(|path| path.to_string_lossy().into_owned());
    let flags = Flags::new()
        .maybe("review.fail_on", args.fail_on.as_deref())
        .maybe("review.budget_s", args.budget)
        .maybe("lint.baseline", known)
        .maybe("review.model", args.no_model.then_some(false));
    let loaded = start::options(io, Some(&io.cwd), flags)?;
    let options = &loaded.options;
    let languages = Languages::embedded().map_err(|error| CliError::new(error.to_string()))?;
    let source = match (&args.range, args.paths.is_empty()) {
        (Some(range), _) => Source::Range(range),
        (None, false) => Source::Paths(&args.paths),
        (None, true) => Source::Staged,
    };
    let Gathered { files, notes } = gather(io, source, &languages, options)?;
    let nothing = files.is_empty() && notes.is_empty();
    if nothing && args.range.is_none() && args.paths.is_empty() && !args.staged {
        return Err(CliError::new("nothing is staged").hint(
            "stage something with `git add`, or name what to review: --range main...HEAD, or files",
        ));
    }
    let mut all_notes = loaded.notes.clone();
    all_notes.extend(notes);
    if nothing {
        all_notes.push("there is nothing to review".into());
    }
    let Lints {
        open,
        suppressed,
        rules,
        vault,
    } = lints(&files, &languages, options, &mut all_notes);
    let mut outcome = read(io, &files, open, options, &mut all_notes)?;
    // The model may quote what it has read.
    for finding in &mut outcome.findings {
        vault.redact(finding);
    }
    all_notes.extend(outcome.notes);
    let mut suppressed = suppressed;
    baseline::apply(
        options.lint.baseline.as_deref(),
        &mut outcome.findings,
        &mut suppressed,
        &mut all_notes,
    )?;
    let code = code(&outcome.findings, options.review.fail_on, outcome.stopped);
    let report = Report {
        command: "review",
        findings: outcome.findings,
        suppressed,
        rules,
        notes: all_notes,
        files: files.len(),
        seconds: began.elapsed().as_secs_f64(),
    };
    args.output.write(&report, io)?;
    Ok(code)
}

/// What the rules find on changed lines, and what they say of themselves.
#[derive(Default)]
struct Lints {
    open: Vec<Finding>,
    suppressed: Vec<Finding>,
    rules: Vec<report::Rule>,
    /// What nobody may read.
    vault: Vault,
}

fn lints(
    files: &[File],
    languages: &Languages,
    options: &Options,
    notes: &mut Vec<String>,
) -> Lints {
    if !options.lint.enabled {
        notes.push("the rules are switched off by lint.enabled".into());
        return Lints::default();
    }
    let (rules, problems) = lint::Rules::load(languages, &options.lint);
    for problem in problems {
        notes.push(format!("{}: rule not used: {}", problem.place, problem.why));
    }
    let checked: Vec<(Vec<Finding>, Vec<Finding>, Vault)> = files
        .par_iter()
        .map(|file| {
            let checked = lint::examine(&rules, &file.document, &file.shown);
            let changed = |findings| on_changes(file, findings);
            let (open, suppressed) = (changed(checked.findings), changed(checked.suppressed));
            (open, suppressed, checked.vault)
        })
        .collect();
    let mut lints = Lints {
        rules: output::described(&rules),
        ..Lints::default()
    };
    for (open, suppressed, vault) in checked {
        lints.vault.extend(vault);
        lints.open.extend(open);
        lints.suppressed.extend(suppressed);
    }
    lints
}

/// Lets the model read the change, where there is one and something to read.
fn read(
    io: &mut Io,
    files: &[File],
    mut lints: Vec<Finding>,
    options: &Options,
    notes: &mut Vec<String>,
) -> Result<Outcome, CliError> {
    let readable = |file: &File| file.private.is_none() && !file.edits.is_empty();
    let why = if !options.review.model {
        Some("as asked".to_string())
    } else if !files.iter().any(readable) {
        None
    } else {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .build()?;
        let context = runtime.enter();
        let progress = Progress::new(io);
        match start::engine(&io.dirs, options, Purpose::Review, &|what| {
            progress.say(what);
        }) {
            Ok(engine) => {
                let interrupt = io.system;
                let asked = ask(&engine, files, &lints, options, progress, interrupt);
                let outcome = runtime.block_on(asked);
                drop(context);
                // A prompt under way cannot be interrupted, and nobody waits for it any more.
                runtime.shutdown_background();
                return outcome;
            }
            Err(error) => Some(match error.hint {
                Some(hint) => format!("{}; {hint}", error.message),
                None => error.message,
            }),
        }
    };
    if let Some(why) = why {
        notes.push(format!("read by the rules alone, without a model: {why}"));
    }
    finish(&mut lints);
    Ok(Outcome {
        findings: lints,
        ..Outcome::default()
    })
}

async fn ask(
    engine: &Engine,
    files: &[File],
    lints: &[Finding],
    options: &Options,
    progress: Progress,
    interrupt: bool,
) -> Result<Outcome, CliError> {
    let task = Task::embedded("review").map_err(|error| CliError::new(error.to_string()))?;
    let explain = Task::embedded("explain").map_err(|error| CliError::new(error.to_string()))?;
    let review = Review {
        files,
        lints,
        options: &options.review,
        task: &task,
        explain: &explain,
    };
    let stop = async {
        if !interrupt || tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    let mut step = |step: review::Step| progress.step(step.done, step.total, &step.place);
    let outcome = review::run(engine, &review, &mut step, stop).await;
    progress.end();
    outcome.map_err(|error| CliError::new(error.to_string()))
}

/// Lints decide; so do remarks of a model that is large enough to be trusted with it.
fn code(findings: &[Finding], fail_on: Severity, stopped: bool) -> u8 {
    let decides = |finding: &&Finding| {
        finding.origin == Origin::Lint || finding.confidence >= Confidence::Medium
    };
    let mut deciding = findings.iter().filter(decides);
    if deciding.any(|finding| finding.severity >= fail_on) {
        FINDINGS
    } else if stopped {
        FAILED
    } else {
        CLEAN
    }
}
