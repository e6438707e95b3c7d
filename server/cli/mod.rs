//! The command line: arguments, one file per command, errors with a hint and an exit code.
//! The only home of `clap`. Starts the other edges; nothing imports it.

mod answers;
mod baseline;
pub mod bench;
mod change;
mod commands;
pub mod device;
pub mod error;
pub mod fetch;
pub mod forms;
pub mod health;
pub mod health_engine;
pub mod health_gpu;
mod io;
pub mod machine;
mod output;
pub mod probe;
mod progress;
mod remote_plan;
pub mod sample;
mod shard;
pub mod start;

use crate::config::Flags;
use clap::{Parser, Subcommand};
use std::ffi::OsString;
use std::path::Path;

pub use error::CliError;
pub use io::{Dirs, Io};

/// Heading of the options that every command takes, so that they do not stand among its own.
const EVERYWHERE: &str = "Options of every command";

/// Inline completions, security lints and code reviews, on your own machine.
#[derive(Debug, Parser)]
#[command(name = "inglenook", version, about, max_term_width = 100)]
struct Cli {
    /// Read this configuration file instead of the user's
    #[arg(long, global = true, value_name = "FILE", help_heading = EVERYWHERE)]
    config: Vec<std::path::PathBuf>,
    /// When to colour the output: on a terminal unless NO_COLOR is set, always, or never
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", help_heading = EVERYWHERE)]
    color: io::Color,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// See completions, findings and a review on a sample project; fetches the model if needed
    Tour(commands::tour::Args),
    /// Run the language server
    Lsp(commands::lsp::Args),
    /// Print the completion at a place in a file
    Complete(commands::complete::Args),
    /// Check files and folders with the security rules
    Scan(commands::scan::Args),
    /// List, show, check, test and write security rules
    Rules(commands::rules::Args),
    /// Keep what is found today in a file, so that only new findings count
    Baseline(commands::baseline::Args),
    /// Review a change: the rules find, the model explains
    Review(Box<commands::review::Args>),
    /// Put the JSON reports of several runs together and write them in any format
    Merge(commands::merge::Args),
    /// Review each commit before it is made: install or take away git's own hook
    Hook(commands::hook::Args),
    /// Measure completions on your own code
    Eval(Box<commands::eval::Args>),
    /// List, fetch, check and remove models
    Model(commands::model::Args),
    /// Say what works here, what does not, and what to do about it
    Doctor(commands::doctor::Args),
    /// Show what became of completions on this machine, or erase the counts
    Stats(commands::stats::Args),
    /// Print the effective configuration and where each value came from
    Config(commands::config::Args),
    /// Let a project's own configuration name models, servers and rules
    Trust(commands::trust::Args),
    /// Print a script that lets a shell complete commands and options
    Completions(commands::completions::Args),
    /// Print the manual page, or write a page for each command
    Man(commands::man::Args),
}

impl Command {
    fn runs_a_model(&self) -> bool {
        match self {
            Command::Tour(_)
            | Command::Lsp(_)
            | Command::Complete(_)
            | Command::Review(_)
            | Command::Eval(_)
            | Command::Doctor(_) => true,
            Command::Scan(_)
            | Command::Baseline(_)
            | Command::Rules(_)
            | Command::Merge(_)
            | Command::Hook(_)
            | Command::Stats(_)
            | Command::Model(_)
            | Command::Config(_)
            | Command::Trust(_)
            | Command::Completions(_)
            | Command::Man(_) => false,
        }
    }
}

impl Command {
    /// What the command line sets of the options; nothing where it is wrong, which the command says.
    fn flags(&self, cwd: &Path) -> Flags {
        match self {
            Command::Complete(args) => args.flags(cwd),
            Command::Eval(args) => args.flags(cwd).unwrap_or_default(),
            _ => Flags::new(),
        }
    }
}

/// Runs the program; returns the exit code: 0 fine, 1 findings, 2 could not run.
pub fn main(args: impl IntoIterator<Item = OsString>, mut io: Io) -> u8 {
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(error) => return io.usage(&error),
    };
    io.color(cli.color);
    let mut command = cli.command;
    for path in cli.config {
        match &mut command {
            // Semgrep's users name rules so.
            Command::Scan(args) if rules(&io.cwd.join(&path)) => args.rules.push(path),
            _ => io.config = Some(path),
        }
    }
    if io.system && command.runs_a_model() {
        forms::prepare(&io, command.flags(&io.cwd));
    }
    let done = match command {
        Command::Tour(args) => commands::tour::run(args, &mut io),
        Command::Lsp(args) => commands::lsp::run(args, &mut io),
        Command::Complete(args) => commands::complete::run(args, &mut io),
        Command::Scan(args) => commands::scan::run(args, &mut io),
        Command::Rules(args) => commands::rules::run(args, &mut io),
        Command::Baseline(args) => commands::baseline::run(args, &mut io),
        Command::Review(args) => commands::review::run(&args, &mut io),
        Command::Merge(args) => commands::merge::run(&args, &mut io),
        Command::Hook(args) => commands::hook::run(&args, &mut io),
        Command::Eval(args) => commands::eval::run(&args, &mut io),
        Command::Model(args) => commands::model::run(args, &mut io),
        Command::Doctor(args) => commands::doctor::run(args, &mut io),
        Command::Stats(args) => commands::stats::run(args, &mut io),
        Command::Config(args) => commands::config::run(args, &mut io),
        Command::Trust(args) => commands::trust::run(args, &mut io),
        Command::Completions(args) => commands::completions::run(&args, &mut io),
        Command::Man(args) => commands::man::run(&args, &mut io),
    };
    match done {
        Ok(code) => code,
        Err(error) => io.fail(&error),
    }
}

/// Whether a path names rules and no configuration.
fn rules(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str());
    path.is_dir() || matches!(ending, Some("yaml" | "yml"))
}
