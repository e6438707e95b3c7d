//! `inglenook completions`: a script that lets a shell complete our commands and options.

use crate::cli::error::CLEAN;
use crate::cli::{Cli, CliError, Io};
use clap::{Command, CommandFactory};
use clap_complete::Shell;
use std::io::Write;

/// Print a script that lets a shell complete inglenook's commands and options.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  inglenook completions bash > ~/.local/share/bash-completion/completions/inglenook
  inglenook completions zsh > ~/.zfunc/_inglenook          with ~/.zfunc in $fpath before compinit
  inglenook completions fish > ~/.config/fish/completions/inglenook.fish
  inglenook completions powershell >> $PROFILE
  inglenook completions elvish >> ~/.config/elvish/rc.elv

New shells have it.")]
pub struct Args {
    /// The shell to write for
    shell: Shell,
}

pub fn run(args: &Args, io: &mut Io) -> Result<u8, CliError> {
    let mut script = Vec::new();
    clap_complete::generate(
        args.shell,
        &mut shown(&Cli::command()),
        "inglenook",
        &mut script,
    );
    io.out.write_all(&script)?;
    Ok(CLEAN)
}

/// A command without what is hidden from the help, which the scripts would offer.
fn shown(command: &Command) -> Command {
    let args = command.get_arguments().filter(|arg| !arg.is_hide_set());
    let below = command.get_subcommands().filter(|one| !one.is_hide_set());
    let copy = Command::new(command.get_name().to_string())
        .about(command.get_about().cloned().unwrap_or_default())
        .groups(command.get_groups().cloned())
        .args(args.cloned())
        .subcommands(below.map(shown));
    match command.get_version() {
        Some(version) => copy.version(version.to_string()),
        None => copy,
    }
}
