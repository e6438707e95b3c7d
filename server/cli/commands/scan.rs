//! `inglenook scan`: the security rules over files and folders.

use crate::cli::error::{CLEAN, FINDINGS};
use crate::cli::output::Output;
use crate::cli::{CliError, Io, start};
use crate::config::{Flags, Loaded};
use crate::finding::{self, Severity};
use crate::lint::{self, Checked, Problem, Rules};
use crate::report::Report;
use crate::syntax::Languages;
use crate::workspace::{self, Inactive};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use rayon::prelude::*;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Check files and folders with the security rules.
///
/// Folders are walked with their ignore files (.gitignore, .ignore, .inglenookignore) honoured;
/// a file that is named is always checked. No model is needed and nothing leaves the machine.
///
/// A comment silences a finding on its line or the line below:
///   # inglenook: ignore[python-shell-true] the command is a constant
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
    #[arg(long, value_name = "SEVERITY", default_value = "low")]
    fail_on: Level,
    /// Rule file or folder in Semgrep's syntax, read after the built-in rules; may be repeated
    #[arg(long, value_name = "PATH")]
    rules: Vec<PathBuf>,
    /// Leave out this rule; may be repeated
    #[arg(long, value_name = "RULE")]
    disable: Vec<String>,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Level {
    Low,
    Medium,
    High,
    Critical,
}

impl Level {
    fn severity(self) -> Severity {
        match self {
            Level::Low => Severity::Low,
            Level::Medium => Severity::Medium,
            Level::High => Severity::High,
            Level::Critical => Severity::Critical,
        }
    }
}

pub fn run(args: Args, io: &mut Io) -> Result<u8, CliError> {
    let started = Instant::now();
    let loaded = options(&args, io)?;
    let options = &loaded.options;
    let languages = Languages::embedded().map_err(|error| CliError::new(error.to_string()))?;
    let (rules, problems) = Rules::load(&languages, &options.lint);
    let mut notes = loaded.notes.clone();
    let skipped = |problem: &Problem| format!("a rule was skipped: {problem}");
    notes.extend(problems.iter().map(skipped));
    let files = collect(&args.paths, &io.cwd, &languages, &mut notes)?;
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
        rules: start::described(&scan.rules),
        notes,
        ..Report::default()
    };
    for one in results {
        report.findings.extend(one.checked.findings);
        report.suppressed.extend(one.checked.suppressed);
        report.notes.extend(one.note);
        report.files += usize::from(one.looked_at);
        for rule in one.checked.stopped {
            let shown = one.shown.display();
            report.notes.push(format!(
                "{shown}: rule {rule} was stopped: it took too long on this file"
            ));
        }
    }
    finding::finish(&mut report.findings);
    finding::finish(&mut report.suppressed);
    report.seconds = started.elapsed().as_secs_f64();
    args.output.write(&report, io)?;
    let failed = report
        .worst()
        .is_some_and(|worst| worst >= args.fail_on.severity());
    Ok(if failed { FINDINGS } else { CLEAN })
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
    let flags = Flags::new().maybe("lint.rules", (!rules.is_empty()).then_some(rules));
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

/// Files to check, in order: those named, and those in folders that have a language.
fn collect(
    paths: &[PathBuf],
    cwd: &Path,
    languages: &Languages,
    notes: &mut Vec<String>,
) -> Result<Vec<PathBuf>, CliError> {
    let mut files = Vec::new();
    let mut folders = Vec::new();
    for path in paths {
        let full = cwd.join(path);
        let kind = std::fs::metadata(&full).map_err(|error| {
            CliError::new(format!("{}: {error}", path.display()))
                .hint("name files or folders that are there")
        })?;
        if kind.is_dir() {
            folders.push(full);
        } else {
            if languages.by_path(&full).is_none() {
                notes.push(format!(
                    "{}: not checked, no rules for this kind of file",
                    path.display()
                ));
            }
            files.push(full);
        }
    }
    if let Some((first, more)) = folders.split_first() {
        let mut walk = ignore::WalkBuilder::new(first);
        more.iter().for_each(|folder| {
            walk.add(folder);
        });
        walk.require_git(false)
            .add_custom_ignore_filename(".inglenookignore");
        for entry in walk.build() {
            match entry {
                Ok(entry) => {
                    let file = entry.file_type().is_some_and(|kind| kind.is_file());
                    if file && languages.by_path(entry.path()).is_some() {
                        files.push(entry.into_path());
                    }
                }
                Err(error) => notes.push(format!("not read: {error}")),
            }
        }
    }
    files.sort();
    files.dedup();
    Ok(files)
}

struct Scan {
    languages: Languages,
    rules: Rules,
    max_bytes: usize,
    cwd: PathBuf,
}

/// One file's result.
struct One {
    shown: PathBuf,
    checked: Checked,
    note: Option<String>,
    looked_at: bool,
}

impl Scan {
    fn file(&self, file: &Path) -> One {
        let shown = file.strip_prefix(&self.cwd).unwrap_or(file);
        let shown = shown.strip_prefix(".").unwrap_or(shown).to_path_buf();
        let mut one = One {
            checked: Checked::default(),
            note: None,
            looked_at: false,
            shown,
        };
        let name = one.shown.display().to_string();
        match self.read(file) {
            Err(why) => one.note = Some(format!("{name}: not checked, {why}")),
            Ok((text, lossy)) => {
                if lossy {
                    one.note = Some(format!(
                        "{name}: is not UTF-8; checked with the odd bytes replaced, without fixes"
                    ));
                }
                let document =
                    workspace::document(&self.languages, file.into(), &text, self.max_bytes);
                match document.inactive {
                    Some(Inactive::Binary) => {
                        one.note = Some(format!("{name}: not checked, it is binary"));
                    }
                    Some(Inactive::TooLarge) => one.note = Some(self.too_large(&name)),
                    None => {
                        one.checked = lint::examine(&self.rules, &document, &one.shown);
                        one.looked_at = true;
                        if lossy {
                            // Byte ranges count in the replaced text, not in the file.
                            for finding in &mut one.checked.findings {
                                finding.fix = None;
                            }
                        }
                    }
                }
            }
        }
        one
    }

    fn too_large(&self, name: &str) -> String {
        let limit = self.max_bytes;
        format!("{name}: not checked, it is larger than {limit} bytes (server.max_file_bytes)")
    }

    /// The file's text, and whether bytes had to be replaced.
    fn read(&self, file: &Path) -> Result<(String, bool), String> {
        let size = std::fs::metadata(file)
            .map_err(|error| error.to_string())?
            .len();
        if size > self.max_bytes as u64 {
            let limit = self.max_bytes;
            return Err(format!(
                "it is larger than {limit} bytes (server.max_file_bytes)"
            ));
        }
        let bytes = std::fs::read(file).map_err(|error| error.to_string())?;
        Ok(match String::from_utf8(bytes) {
            Ok(text) => (text, false),
            Err(error) => (String::from_utf8_lossy(error.as_bytes()).into_owned(), true),
        })
    }
}
