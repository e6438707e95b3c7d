//! `inglenook merge`: the JSON reports of several runs put together.

use crate::cli::error::{CLEAN, FINDINGS};
use crate::cli::output::{self, Output};
use crate::cli::{CliError, Io, start};
use crate::config::Flags;
use crate::finding::{Confidence, Finding, Origin, Severity, finish};
use crate::lint::Rules;
use crate::report::{self, Report};
use crate::syntax::Languages;
use std::collections::HashSet;
use std::path::PathBuf;

/// Put the JSON reports of several runs together and write them in any format.
///
/// What several reports hold stands once. One report alone is only written in another format.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  inglenook review --range main...HEAD --shard 1/2 --format json --output 1.json    one runner
  inglenook review --range main...HEAD --shard 2/2 --format json --output 2.json    another
  inglenook merge 1.json 2.json --format sarif --output all.sarif

Exit codes: 0 nothing at or above --fail-on, 1 findings, 2 could not run.")]
pub struct Args {
    /// Reports that `scan` or `review` wrote with `--format json`
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    output: Output,
    /// Least severity that makes the exit code 1
    #[arg(long, value_name = "SEVERITY", value_parser = super::scan::SEVERITIES)]
    fail_on: Option<String>,
}

pub fn run(args: &Args, io: &mut Io) -> Result<u8, CliError> {
    let flags = Flags::new().maybe("review.fail_on", args.fail_on.as_deref());
    let options = start::options(io, Some(&io.cwd), flags)?.options;
    let mut merged = Report::default();
    for path in &args.files {
        let failed = |why: String| {
            CliError::new(format!("{}: {why}", path.display()))
                .hint("name a report of `inglenook scan` or `review` with `--format json`")
        };
        let text = std::fs::read_to_string(io.cwd.join(path))
            .map_err(|error| failed(error.to_string()))?;
        add(&mut merged, report::read(&text).map_err(failed)?);
    }
    finish(&mut merged.findings);
    finish(&mut merged.suppressed);
    let languages = Languages::embedded().map_err(|error| CliError::new(error.to_string()))?;
    let (rules, _) = Rules::load(&languages, &options.lint);
    merged.rules = output::described(&rules);
    let code = code(&merged.findings, options.review.fail_on);
    args.output.write(&merged, io)?;
    Ok(code)
}

fn add(merged: &mut Report, report: Report) {
    merged.command = match merged.command {
        // Of two kinds the stricter name: a review holds what a scan holds, and more.
        "review" => "review",
        _ => report.command,
    };
    merged.findings.extend(report.findings);
    merged.suppressed.extend(report.suppressed);
    merged.files += report.files;
    let known: HashSet<String> = merged.notes.iter().cloned().collect();
    let new = report
        .notes
        .into_iter()
        .filter(|note| !known.contains(note));
    merged.notes.extend(new);
}

/// Lints decide; so do remarks of a model that is large enough to be trusted with it.
pub(super) fn code(findings: &[Finding], fail_on: Severity) -> u8 {
    let decides = |finding: &&Finding| {
        finding.origin == Origin::Lint || finding.confidence >= Confidence::Medium
    };
    let mut deciding = findings.iter().filter(decides);
    match deciding.any(|finding| finding.severity >= fail_on) {
        true => FINDINGS,
        false => CLEAN,
    }
}
