//! `inglenook baseline`: which findings were there before, kept in a file.

use super::scan::{self, What};
use crate::cli::error::CLEAN;
use crate::cli::{CliError, Io, baseline};
use crate::finding::Baseline;
use std::collections::{BTreeMap, HashSet};
use std::path::PathBuf;

/// Keep what is found today in a file, so that only new findings count.
///
/// The file holds fingerprints, rules and paths, no code and no secrets; commit it. A fingerprint
/// survives moved lines. `scan` and `review` take the file by --baseline or by the option
/// `lint.baseline`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  inglenook baseline write             what this folder holds today
  inglenook scan --baseline inglenook-baseline.json
  inglenook baseline prune             forget what has been mended since")]
pub struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// Write all findings of these files and folders
    Write(Where),
    /// Take out what is not found any more
    Prune(Where),
    /// Count what stands in the file, by rule
    Show {
        /// The baseline file
        #[arg(long, value_name = "FILE", default_value = baseline::FILE)]
        file: PathBuf,
    },
}

#[derive(Debug, clap::Args)]
struct Where {
    /// Files and folders to check
    #[arg(default_value = ".", value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// The baseline file
    #[arg(long, value_name = "FILE", default_value = baseline::FILE)]
    file: PathBuf,
}

pub fn run(args: Args, io: &mut Io) -> Result<u8, CliError> {
    match args.action {
        Action::Write(wanted) => write(&wanted, io),
        Action::Prune(wanted) => prune(&wanted, io),
        Action::Show { file } => show(&file, io),
    }
}

fn write(wanted: &Where, io: &mut Io) -> Result<u8, CliError> {
    let found = scan::examine(&What::paths(&wanted.paths), io)?;
    let baseline = Baseline::of(&found.report.findings);
    baseline::write(&io.cwd.join(&wanted.file), &baseline)?;
    let count = baseline.len();
    writeln!(
        io.out,
        "{count} findings written to {}",
        wanted.file.display()
    )?;
    Ok(CLEAN)
}

fn prune(wanted: &Where, io: &mut Io) -> Result<u8, CliError> {
    let path = io.cwd.join(&wanted.file);
    let baseline = read(&path, &wanted.file)?;
    let found = scan::examine(&What::paths(&wanted.paths), io)?;
    let looked_at: HashSet<_> = found.looked_at.iter().map(PathBuf::as_path).collect();
    let gone = baseline.gone(&found.report.findings, &looked_at);
    baseline::write(&path, &baseline.without(&gone))?;
    let (count, left) = (gone.len(), baseline.len() - gone.len());
    writeln!(io.out, "{count} findings taken out, {left} left")?;
    Ok(CLEAN)
}

fn show(file: &std::path::Path, io: &mut Io) -> Result<u8, CliError> {
    let baseline = read(&io.cwd.join(file), file)?;
    let mut rules: BTreeMap<&str, usize> = BTreeMap::new();
    for known in baseline.iter() {
        *rules.entry(&known.rule).or_default() += 1;
    }
    for (rule, count) in &rules {
        writeln!(io.out, "{count:6}  {rule}")?;
    }
    writeln!(io.out, "{:6}  in {} rules", baseline.len(), rules.len())?;
    Ok(CLEAN)
}

fn read(path: &std::path::Path, shown: &std::path::Path) -> Result<Baseline, CliError> {
    baseline::read(path)?.ok_or_else(|| {
        CliError::new(format!("there is no file {}", shown.display()))
            .hint("`inglenook baseline write` makes one")
    })
}
