//! `inglenook hook`: git's own pre-commit hook, installed beside what is there and taken away again.

use super::scan::SEVERITIES;
use crate::cli::error::CLEAN;
use crate::cli::{CliError, Io, output};
use crate::git;
use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

/// Review each commit before it is made: install or take away git's own hook.
///
/// The hook reviews what is staged, as the index holds it, and ends a commit that holds findings. It
/// takes no longer than its budget: what the model has not read by then is listed. A hook that is
/// there already goes on running, before ours. `git commit --no-verify` leaves hooks out once.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  inglenook hook install                         rules, and the model for ten seconds at most
  inglenook hook install --no-model --fail-on high
  inglenook hook uninstall                       and the hook that was there before is back

Exit codes: 0 done, 2 could not run.")]
pub struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// Write the hook; a hook that is there is kept and runs first
    Install(Install),
    /// Take the hook away and put back what was there before
    Uninstall {
        /// Also where `core.hooksPath` names a folder for all repositories
        #[arg(long)]
        shared: bool,
    },
}

#[derive(Debug, clap::Args)]
struct Install {
    /// Seconds that a commit may wait for the model
    #[arg(long, value_name = "SECONDS", default_value_t = 10)]
    budget: u64,
    /// Use the rules alone
    #[arg(long)]
    no_model: bool,
    /// Least severity that ends a commit
    #[arg(long, value_name = "SEVERITY", value_parser = SEVERITIES)]
    fail_on: Option<String>,
    /// Also where `core.hooksPath` names a folder for all repositories
    #[arg(long)]
    shared: bool,
}

/// The hook's file, and what a hook that was there before is called.
const NAME: &str = "pre-commit";
const BEFORE: &str = "pre-commit.before-inglenook";
/// By this line we know our own.
const MARK: &str =
    "# Written by `inglenook hook install`; `inglenook hook uninstall` takes it away.";

pub fn run(args: &Args, io: &mut Io) -> Result<u8, CliError> {
    match &args.action {
        Action::Install(wanted) => install(wanted, io),
        Action::Uninstall { shared } => uninstall(*shared, io),
    }
}

fn install(wanted: &Install, io: &mut Io) -> Result<u8, CliError> {
    let folder = folder(io, wanted.shared)?;
    fs::create_dir_all(&folder).map_err(|error| failed(&folder, &error))?;
    let (hook, before) = (folder.join(NAME), folder.join(BEFORE));
    let there = exists(&hook);
    let chained = there && !is_ours(&hook)?;
    if chained {
        if exists(&before) {
            return Err(
                CliError::new(format!("{} is there already", before.display()))
                    .hint("move one of the two hooks away; ours keeps one hook and runs it first"),
            );
        }
        fs::rename(&hook, &before).map_err(|error| failed(&hook, &error))?;
    }
    let text = script(wanted, &std::env::current_exe().unwrap_or_default());
    let written = output::replace(&hook, text.as_bytes()).and_then(|()| executable(&hook));
    if written.is_err() && chained {
        // Nobody is to lose a hook because the disk is full.
        fs::rename(&before, &hook).map_err(|error| failed(&before, &error))?;
    }
    written?;
    writeln!(io.out, "installed {}", hook.display())?;
    if exists(&before) {
        writeln!(
            io.out,
            "the hook that was there runs first: {}",
            before.display()
        )?;
    }
    Ok(CLEAN)
}

fn uninstall(shared: bool, io: &mut Io) -> Result<u8, CliError> {
    let folder = folder(io, shared)?;
    let (hook, before) = (folder.join(NAME), folder.join(BEFORE));
    if !exists(&hook) || !is_ours(&hook)? {
        writeln!(
            io.out,
            "there is no hook of inglenook in {}",
            folder.display()
        )?;
        return Ok(CLEAN);
    }
    fs::remove_file(&hook).map_err(|error| failed(&hook, &error))?;
    if exists(&before) {
        fs::rename(&before, &hook).map_err(|error| failed(&before, &error))?;
        writeln!(
            io.out,
            "{} is the hook that was there before",
            hook.display()
        )?;
    } else {
        writeln!(io.out, "removed {}", hook.display())?;
    }
    Ok(CLEAN)
}

fn folder(io: &Io, shared: bool) -> Result<PathBuf, CliError> {
    let hooks = git::open(&io.cwd)?.hooks()?;
    if hooks.shared && !shared {
        return Err(CliError::new(format!(
            "core.hooksPath of your own git configuration names {} for all repositories",
            hooks.folder.display()
        ))
        .hint("`--shared` installs or removes the hook there, for all of them"));
    }
    Ok(hooks.folder)
}

/// Whether something stands there, a broken link included.
fn exists(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}

fn is_ours(hook: &Path) -> Result<bool, CliError> {
    match fs::read(hook) {
        Ok(bytes) => Ok(String::from_utf8_lossy(&bytes)
            .lines()
            .any(|line| line == MARK)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        Err(error) => Err(failed(hook, &error)),
    }
}

fn failed(path: &Path, error: &std::io::Error) -> CliError {
    CliError::new(format!("{}: {error}", path.display()))
        .hint("the folder of hooks must be yours to write")
}

/// Runs what was there, then the review; only findings end a commit, not a program that is missing
/// or cannot run.
fn script(wanted: &Install, program: &Path) -> String {
    let mut review = format!("review --staged --budget {}", wanted.budget);
    if wanted.no_model {
        review.push_str(" --no-model");
    }
    if let Some(severity) = &wanted.fail_on {
        review.push_str(&format!(" --fail-on {severity}"));
    }
    let program = quoted(&program.to_string_lossy());
    format!(
        r#"#!/bin/sh
{MARK}
# What stood here before runs first.
before="$(dirname "$0")/{BEFORE}"
if [ -x "$before" ]; then
    "$before" "$@" || exit $?
fi
inglenook={program}
if [ ! -x "$inglenook" ]; then
    inglenook=$(command -v inglenook) || {{
        echo "inglenook is not where it was and not on the PATH: this commit is not reviewed" >&2
        exit 0
    }}
fi
"$inglenook" {review}
status=$?
if [ "$status" -eq 2 ]; then
    echo "inglenook could not review this commit; it goes on" >&2
    exit 0
fi
exit "$status"
"#
    )
}

/// A word of the shell that means exactly this.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

#[cfg(unix)]
fn executable(path: &Path) -> Result<(), CliError> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(0o755))
        .map_err(|error| failed(path, &error))
}

#[cfg(not(unix))]
fn executable(_: &Path) -> Result<(), CliError> {
    // Git for Windows runs hooks by their first line.
    Ok(())
}
