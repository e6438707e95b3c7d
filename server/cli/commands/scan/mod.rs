//! `inglenook scan`: the security rules over files and folders.

mod advisories;
mod collect;
mod file;
mod gather;
mod history;
mod time;

use crate::cli::error::{CLEAN, FINDINGS};
use crate::cli::output::{self, Output};
use crate::cli::{CliError, Io, baseline, start};
use crate::config::{Flags, Options};
use crate::lint::secrets::Vault;
use crate::lint::{Problem, Rules};
use crate::report::Report;
use crate::syntax::Languages;
use collect::{All, collect};
use file::{One, Scan};
use gather::gather;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use rayon::prelude::*;
use std::collections::HashSet;
use std::path::PathBuf;
use std::time::Instant;
use time::Times;

/// Check files and folders with the security rules.
///
/// Folders are walked with their ignore files (.gitignore, .ignore, .inglenookignore) honoured;
/// a file that is named is always checked. No model is needed and nothing leaves the machine.
///
/// A comment silences a finding on its line or the line below:
///   # inglenook: ignore[python-shell-true] the command is a constant until 2027-01-01
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  inglenook scan                          this folder
  inglenook scan src lib/auth.py          a folder and a file
  inglenook scan --fail-on high           exit with 1 only from high severity on
  inglenook scan --rules team-rules/      with your own rules in Semgrep's syntax
  inglenook scan --baseline inglenook-baseline.json    only what is new since
  inglenook scan --history                credentials in the commits, too
  inglenook scan --advisories advisory-db locked dependencies with known weaknesses
  inglenook scan --time                   what each rule and the slowest files took
  inglenook scan --format sarif --output out.sarif     for code scanning

Exit codes: 0 nothing found, 1 findings, 2 could not run.")]
pub struct Args {
    /// Files and folders to check
    #[arg(default_value = ".", value_name = "PATH")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    output: Output,
    /// Least severity that makes the exit code 1
    #[arg(long, value_name = "SEVERITY", value_parser = SEVERITIES)]
    fail_on: Option<String>,
    /// Least severity that is reported
    #[arg(long, value_name = "SEVERITY", value_parser = SEVERITIES)]
    min_severity: Option<String>,
    /// Least confidence that is reported
    #[arg(long, value_name = "CONFIDENCE", value_parser = ["low", "medium", "high"])]
    min_confidence: Option<String>,
    /// Rule file or folder in Semgrep's syntax, read after the built-in rules; may be repeated.
    /// `--config` with a YAML file or a folder means the same
    #[arg(long, value_name = "PATH")]
    pub(in crate::cli) rules: Vec<PathBuf>,
    /// Run only your own rules, not the built-in ones
    #[arg(long)]
    no_built_in: bool,
    /// Leave out this rule; may be repeated
    #[arg(long, value_name = "RULE")]
    disable: Vec<String>,
    /// Report only what does not stand in this baseline file (see `inglenook baseline`)
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// Look for credentials in the commits of this repository as well
    #[arg(long)]
    history: bool,
    /// Newest commits that --history reads at most
    #[arg(
        long,
        value_name = "COUNT",
        default_value = "10000",
        requires = "history"
    )]
    max_commits: usize,
    /// Check locked dependencies against a folder of advisories (RustSec's or OSV's layout)
    #[arg(long, value_name = "FOLDER")]
    advisories: Option<PathBuf>,
    /// Print what each rule and the slowest files took, to the error stream
    #[arg(long)]
    time: bool,
}

pub(super) const SEVERITIES: [&str; 4] = ["low", "medium", "high", "critical"];

/// What to look at, and how.
#[derive(Default)]
pub(super) struct What<'a> {
    paths: &'a [PathBuf],
    rules: &'a [PathBuf],
    disable: &'a [String],
    flags: Flags,
    time: bool,
}

impl<'a> What<'a> {
    /// These files and folders, as the configuration says.
    pub fn paths(paths: &'a [PathBuf]) -> Self {
        Self {
            paths,
            ..Self::default()
        }
    }
}

/// What a scan came to.
pub(super) struct Found {
    pub report: Report,
    /// Paths of the files that were looked at, as findings show them.
    pub looked_at: Vec<PathBuf>,
    files: Vec<PathBuf>,
    options: Options,
    scan: Scan,
    vault: Vault,
}

pub fn run(args: Args, io: &mut Io) -> Result<u8, CliError> {
    let started = Instant::now();
    let flags = Flags::new()
        .maybe("lint.fail_on", args.fail_on.as_deref())
        .maybe("lint.min_severity", args.min_severity.as_deref())
        .maybe("lint.min_confidence", args.min_confidence.as_deref())
        .maybe("lint.baseline", text(args.baseline.as_deref()));
    let flags = flags.maybe("lint.built_in", args.no_built_in.then_some(false));
    let what = What {
        paths: &args.paths,
        rules: &args.rules,
        disable: &args.disable,
        flags,
        time: args.time,
    };
    let mut found = examine(&what, io)?;
    if args.history {
        history::add(&mut found, args.max_commits, io)?;
    }
    if let Some(folder) = &args.advisories {
        advisories::add(&mut found, folder, io)?;
    }
    let report = &mut found.report;
    let known = baseline::apply(
        found.options.lint.baseline.as_deref(),
        &mut report.findings,
        &mut report.suppressed,
        &mut report.notes,
    )?;
    if let Some(known) = known {
        let looked_at: HashSet<_> = found.looked_at.iter().map(PathBuf::as_path).collect();
        let gone = known.gone(&report.suppressed, &looked_at).len();
        if gone > 0 {
            report.notes.push(format!(
                "{gone} findings of the baseline are gone; `inglenook baseline prune` takes them out"
            ));
        }
    }
    report.seconds = started.elapsed().as_secs_f64();
    if args.output.lists_rules() {
        report.rules = output::described(&found.scan.rules);
    }
    args.output.write(report, io)?;
    if let Some(times) = &found.scan.times {
        times.print(io)?;
    }
    let report = &found.report;
    let failed = report
        .worst()
        .is_some_and(|worst| worst >= found.options.lint.fail_on);
    Ok(if failed { FINDINGS } else { CLEAN })
}

fn text(path: Option<&std::path::Path>) -> Option<String> {
    path.map(|path| path.to_string_lossy().into_owned())
}

/// Runs the rules; the baseline is not applied.
pub(super) fn examine(what: &What<'_>, io: &Io) -> Result<Found, CliError> {
    let loaded = options(what, io)?;
    let options = loaded.options;
    let languages = Languages::embedded().map_err(|error| CliError::new(error.to_string()))?;
    let mut notes = loaded.notes;
    let (rules, problems) = match options.lint.enabled {
        true => Rules::load(&languages, &options.lint),
        false => {
            notes.push("the rules are switched off by lint.enabled".into());
            (Rules::default(), Vec::new())
        }
    };
    let skipped = |problem: &Problem| format!("a rule was skipped: {problem}");
    notes.extend(problems.iter().map(skipped));
    let all = All {
        secrets: options.lint.secrets,
        rules: rules.covers_text(),
    };
    let files = collect(what.paths, &io.cwd, &languages, all, &mut notes)?;
    let bar = bar("scanning", "files", files.len(), io.terminal);
    let scan = Scan {
        languages,
        rules,
        max_bytes: options.server.max_file_bytes,
        cwd: io.cwd.clone(),
        times: what.time.then(Times::default),
    };
    let results: Vec<One> = files
        .par_iter()
        .map(|file| {
            let one = scan.file(file);
            bar.inc(1);
            one
        })
        .collect();
    bar.finish_and_clear();
    let mut found = Found {
        report: Report {
            command: "scan",
            notes,
            ..Report::default()
        },
        looked_at: Vec::new(),
        files,
        options,
        scan,
        vault: Vault::default(),
    };
    gather(results, &mut found);
    Ok(found)
}

/// The options with the flags over them.
fn options(what: &What<'_>, io: &Io) -> Result<crate::config::Loaded, CliError> {
    for path in what.rules {
        if !io.cwd.join(path).exists() {
            let message = format!("--rules: `{}` is not there", path.display());
            return Err(CliError::new(message).hint("name a YAML file or a folder of them"));
        }
    }
    let rules: Vec<String> = what
        .rules
        .iter()
        .filter_map(|path| text(Some(path)))
        .collect();
    let flags = what
        .flags
        .clone()
        .maybe("lint.rules", (!rules.is_empty()).then_some(rules));
    let mut loaded = start::options(io, Some(&io.cwd), flags)?;
    let disable = &mut loaded.options.lint.disable;
    disable.extend(what.disable.iter().cloned());
    Ok(loaded)
}

fn bar(what: &str, of: &str, total: usize, terminal: bool) -> ProgressBar {
    if !terminal {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::with_draw_target(Some(total as u64), ProgressDrawTarget::stderr());
    let style = ProgressStyle::with_template(&format!(
        "{what} {{bar:32}} {{pos}}/{{len}} {of} {{elapsed}}"
    ));
    bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}
