//! `inglenook review`: a change read by the rules and the model.

mod lints;
mod read;

use super::merge;
use crate::cli::change::{Gathered, Source, add_rest, gather};
use crate::cli::error::{CLEAN, FAILED};
use crate::cli::output::Output;
use crate::cli::shard::Shard;
use crate::cli::{CliError, Io, baseline, start};
use crate::config::Flags;
use crate::report::Report;
use crate::syntax::Languages;
use lints::{Lints, lints};
use read::read;
use std::io::Read as _;
use std::path::PathBuf;
use std::time::Instant;

/// Review a change: the rules find, the model explains
///
/// Without arguments the staged change is reviewed. The rules run on changed lines. A model of two
/// billion parameters or more judges what they find and reads each part of the change with the
/// function around it; what it says must stand on a changed line and quote it. A smaller one, such
/// as the default model, is asked with `--depth judge` only: its verdicts are guesses. Files that
/// privacy settings or ignore files name never reach the model.
#[derive(Debug, clap::Args)]
#[command(after_long_help = AFTER)]
pub struct Args {
    #[command(flatten)]
    what: What,
    #[command(flatten)]
    output: Output,
    /// Least severity that makes the exit code 1
    #[arg(long, value_name = "SEVERITY", value_parser = super::scan::SEVERITIES)]
    fail_on: Option<String>,
    /// Where findings of the rules count
    #[arg(long, value_name = "WHERE", default_value = "added")]
    filter: Filter,
    /// Review one of N parts of the change, which `inglenook merge` puts together
    #[arg(long, value_name = "I/N")]
    shard: Option<Shard>,
    /// Seconds for the whole review; what the model has not reached by then is listed
    #[arg(long, value_name = "SECONDS")]
    budget: Option<i64>,
    /// What the model is asked (`review.depth`)
    #[arg(long, value_name = "DEPTH", value_parser = ["auto", "judge", "full"])]
    depth: Option<String>,
    /// Report only what does not stand in this baseline file (see `inglenook baseline`)
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// Use the rules alone
    #[arg(long)]
    no_model: bool,
}

/// What is under review.
#[derive(Debug, clap::Args)]
#[group(multiple = false)]
struct What {
    /// Review what is staged, as the index holds it
    #[arg(long)]
    staged: bool,
    /// Review what the working tree changes, staged or not, new files among it
    #[arg(long)]
    worktree: bool,
    /// Review what a range of commits changes: A..B, or A...B for what B did since it left A
    #[arg(long, value_name = "A..B")]
    range: Option<String>,
    /// Review what one commit changed
    #[arg(long, value_name = "REVISION")]
    commit: Option<String>,
    /// Review a patch for the files here, applied or not; `-` reads it from the input
    #[arg(long, value_name = "FILE")]
    patch: Option<PathBuf>,
    /// Review whole files, and the files of folders
    paths: Vec<PathBuf>,
}

/// Where findings of the rules count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Filter {
    /// On added lines
    Added,
    /// On added lines and three lines around them
    Context,
    /// Anywhere in the changed files
    File,
    /// Anywhere in the project
    All,
}

const AFTER: &str = "\
Examples:
  inglenook review                          what is staged
  inglenook review --range main...HEAD      what this branch did
  inglenook review --worktree               what is changed here, staged or not
  inglenook review --commit HEAD~2          what one commit did
  git diff | inglenook review --patch -     a patch; `diff -ru OLD NEW` writes them as well
  inglenook review src/login.py             a whole file
  inglenook review --staged --no-model --fail-on high      in a commit hook

Under pre-commit, `--staged` reviews the range that `--from-ref` and `--to-ref` name, if they do.

Exit codes: 0 nothing at or above --fail-on, 1 findings, 2 could not run or was interrupted.
Remarks of a model below 7 billion parameters are suggestions: they never decide the exit code.";

pub fn run(args: &Args, io: &mut Io) -> Result<u8, CliError> {
    let began = Instant::now();
    let loaded = start::options(io, Some(&io.cwd), flags(args))?;
    let options = &loaded.options;
    let languages = Languages::embedded().map_err(|error| CliError::new(error.to_string()))?;
    let mut gathered = args.what.gather(io, &languages, options)?;
    if args.filter == Filter::All {
        add_rest(io, &languages, options, &mut gathered)?;
    }
    let Gathered { mut files, notes } = gathered;
    let nothing = files.is_empty() && notes.is_empty();
    if nothing && args.what.is_nothing() {
        return Err(CliError::new("nothing is staged").hint(
            "stage something with `git add`, or name what to review: --worktree, \
             --range main...HEAD, or files",
        ));
    }
    let mut all_notes = loaded.notes.clone();
    all_notes.extend(notes);
    if nothing {
        all_notes.push("there is nothing to review".into());
    }
    if let Some(shard) = args.shard {
        files = shard.keep(files);
    }
    let Lints {
        open,
        mut suppressed,
        rules,
        vault,
    } = lints(&files, &languages, options, args.filter, &mut all_notes);
    let mut outcome = read(io, &files, open, options, began, &mut all_notes)?;
    // The model may quote what it has read.
    for finding in &mut outcome.findings {
        vault.redact(finding);
    }
    all_notes.extend(outcome.notes);
    baseline::apply(
        options.lint.baseline.as_deref(),
        &mut outcome.findings,
        &mut suppressed,
        &mut all_notes,
    )?;
    let code = merge::code(&outcome.findings, options.review.fail_on);
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
    let stopped = outcome.stopped && code == CLEAN;
    Ok(if stopped { FAILED } else { code })
}

/// What the command line sets of the options.
fn flags(args: &Args) -> Flags {
    let baseline = args.baseline.as_ref();
    let baseline = baseline.map(|path| path.to_string_lossy().into_owned());
    Flags::new()
        .maybe("review.fail_on", args.fail_on.as_deref())
        .maybe("review.budget_s", args.budget)
        .maybe("review.depth", args.depth.as_deref())
        .maybe("lint.baseline", baseline)
        .maybe("review.model", args.no_model.then_some(false))
}

impl What {
    /// Whether the command line says nothing about it.
    fn is_nothing(&self) -> bool {
        let named = [&self.range, &self.commit];
        !(self.staged || self.worktree || self.patch.is_some())
            && named.iter().all(|name| name.is_none())
            && self.paths.is_empty()
    }

    fn gather(
        &self,
        io: &Io,
        languages: &Languages,
        options: &crate::config::Options,
    ) -> Result<Gathered, CliError> {
        let bytes;
        let pushed = pushed(io);
        let source = if let Some(range) = &self.range {
            Source::Range(range)
        } else if let Some(name) = &self.commit {
            Source::Commit(name)
        } else if self.worktree {
            Source::Worktree
        } else if let Some(path) = &self.patch {
            bytes = patch(io, path)?;
            Source::Patch(&bytes)
        } else if !self.paths.is_empty() {
            Source::Paths(&self.paths)
        } else if let (true, Some(range)) = (self.staged, &pushed) {
            Source::Range(range)
        } else {
            Source::Staged
        };
        gather(io, source, languages, options)
    }
}

/// The range that pre-commit was started for: its own variables, set for a push or `--from-ref`.
fn pushed(io: &Io) -> Option<String> {
    let variable = |name: &str| {
        let value = std::env::var(name).ok().filter(|_| io.system)?;
        (!value.is_empty()).then_some(value)
    };
    let from = variable("PRE_COMMIT_FROM_REF")?;
    let to = variable("PRE_COMMIT_TO_REF")?;
    Some(format!("{from}...{to}"))
}

fn patch(io: &Io, path: &std::path::Path) -> Result<Vec<u8>, CliError> {
    let mut bytes = Vec::new();
    let read = if path == std::path::Path::new("-") {
        std::io::stdin().lock().read_to_end(&mut bytes).map(|_| ())
    } else {
        std::fs::read(io.cwd.join(path)).map(|read| bytes = read)
    };
    read.map_err(|error| {
        CliError::new(format!("{}: {error}", path.display()))
            .hint("name a file that `git diff` wrote, or `-` for the input")
    })?;
    Ok(bytes)
}
