//! `inglenook scan`: the security rules over files and folders.

mod collect;
mod file;

use crate::cli::error::{CLEAN, FINDINGS};
use crate::cli::output::{self, Output};
use crate::cli::{CliError, Io, start};
use crate::config::{Flags, Loaded};
use crate::finding;
use crate::lint::secrets::Vault;
use crate::lint::{Problem, Rules};
use crate::report::Report;
use crate::syntax::Languages;
use collect::collect;
use file::{One, Scan};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use rayon::prelude::*;
use std::path::PathBuf;
use std::time::Instant;

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
  inglenook scan --format sarif --output out.sarif    for code scanning
  inglenook scan --format json            for programs

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
    /// Rule file or folder in Semgrep's syntax, read after the built-in rules; may be repeated
    #[arg(long, value_name = "PATH")]
    rules: Vec<PathBuf>,
    /// Leave out this rule; may be repeated
    #[arg(long, value_name = "RULE")]
    disable: Vec<String>,
}

const SEVERITIES: [&str; 4] = ["low", "medium", "high", "critical"];

pub fn run(args: Args, io: &mut Io) -> Result<u8, CliError> {
    let started = Instant::now();
    let loaded = options(&args, io)?;
    let options = &loaded.options;
    let languages = Languages::embedded().map_err(|error| CliError::new(error.to_string()))?;
    let mut notes = loaded.notes.clone();
    let (rules, problems) = match options.lint.enabled {
        true => Rules::load(&languages, &options.lint),
        false => {
            notes.push("the rules are switched off by lint.enabled".into());
            (Rules::default(), Vec::new())
        }
    };
    let skipped = |problem: &Problem| format!("a rule was skipped: {problem}");
    notes.extend(problems.iter().map(skipped));
    let files = collect(
        &args.paths,
        &io.cwd,
        &languages,
        options.lint.secrets,
        &mut notes,
    )?;
    let bar = bar(files.len(), io.terminal);
    let scan = Scan {
        languages,
        rules,
        max_bytes: options.server.max_file_bytes,
        cwd: io.cwd.clone(),
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
    let mut report = Report {
        command: "scan",
        rules: output::described(&scan.rules),
        notes,
        ..Report::default()
    };
    gather(results, &scan, &mut report);
    report.seconds = started.elapsed().as_secs_f64();
    args.output.write(&report, io)?;
    let failed = report
        .worst()
        .is_some_and(|worst| worst >= options.lint.fail_on);
    Ok(if failed { FINDINGS } else { CLEAN })
}

/// Puts the results of all files together.
fn gather(results: Vec<One>, scan: &Scan, report: &mut Report) {
    let mut vault = Vault::default();
    let mut large = 0;
    for one in results {
        report.findings.extend(one.checked.findings);
        report.suppressed.extend(one.checked.suppressed);
        report.notes.extend(one.note);
        report.files += usize::from(one.looked_at);
        large += usize::from(one.large_data);
        vault.extend(one.checked.vault);
        for rule in one.checked.stopped {
            let shown = one.shown.display();
            report.notes.push(format!(
                "{shown}: rule {rule} was stopped: it took too long on this file"
            ));
        }
    }
    if large > 0 {
        let limit = scan.max_bytes;
        report.notes.push(format!(
            "{large} files of other kinds are larger than {limit} bytes and were not checked for \
             credentials (server.max_file_bytes)"
        ));
    }
    for findings in [&mut report.findings, &mut report.suppressed] {
        // A flow may show lines of another file.
        for finding in findings
            .iter_mut()
            .filter(|finding| !finding.flow.is_empty())
        {
            vault.redact(finding);
        }
        finding::finish(findings);
    }
}

/// The options with the flags over them.
fn options(args: &Args, io: &Io) -> Result<Loaded, CliError> {
    for path in &args.rules {
        if !io.cwd.join(path).exists() {
            let message = format!("--rules: `{}` is not there", path.display());
            return Err(CliError::new(message).hint("name a YAML file or a folder of them"));
        }
    }
    let rules: Vec<String> = args
        .rules
        .iter()
        .map(|path| path.to_string_lossy().into_owned())
        .collect();
    let flags = Flags::new()
        .maybe("lint.rules", (!rules.is_empty()).then_some(rules))
        .maybe("lint.fail_on", args.fail_on.as_deref())
        .maybe("lint.min_severity", args.min_severity.as_deref())
        .maybe("lint.min_confidence", args.min_confidence.as_deref());
    let mut loaded = start::options(io, Some(&io.cwd), flags)?;
    let disable = &mut loaded.options.lint.disable;
    disable.extend(args.disable.iter().cloned());
    Ok(loaded)
}

fn bar(files: usize, terminal: bool) -> ProgressBar {
    if !terminal {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::with_draw_target(Some(files as u64), ProgressDrawTarget::stderr());
    let style = ProgressStyle::with_template("scanning {bar:32} {pos}/{len} files {elapsed}");
    bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}
