//! `inglenook doctor`: what works here, what does not, and what to do about it.

use crate::cli::error::{CLEAN, FINDINGS};
use crate::cli::health::{self, Check, State};
use crate::cli::{CliError, Io, health_engine, health_gpu, start};
use crate::config::{Flags, Loaded};
use crate::model::Purpose;
use serde_json::json;
use std::io::Write;

/// Say what works here, what does not, and what to do about it. Exit code 1 when there is a problem.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// As JSON
    #[arg(long)]
    json: bool,
    /// Load no model: skip its speed and the known holes
    #[arg(long)]
    no_model: bool,
}

pub fn run(args: Args, io: &mut Io) -> Result<u8, CliError> {
    let mut checks = vec![health::build(), health::cpu(), health::memory()];
    let cwd = io.cwd.clone();
    let loaded = match start::options(io, Some(&cwd), Flags::new()) {
        Ok(loaded) => loaded,
        Err(error) => {
            checks.push(Check::failed("configuration", &error));
            Loaded::default()
        }
    };
    checks.extend(health::configuration(&loaded));
    for purpose in [Purpose::Completion, Purpose::Review] {
        checks.push(health::model(&io.dirs, &loaded.options, purpose));
    }
    checks.extend(health_gpu::card(
        &health_engine::gpu(&io.dirs, &loaded.options),
        cfg!(feature = "cuda"),
        loaded.options.model.device,
    ));
    if !args.no_model && cfg!(feature = "mistral") || loaded.options.model.remote.is_some() {
        checks.extend(health_engine::probe(&io.dirs, &loaded.options)?);
    }
    checks.push(health::git(&cwd));
    checks.push(health::privacy(&cwd, &loaded.options));
    let problem = checks.iter().any(|check| check.state == State::Problem);
    if args.json {
        let text = serde_json::to_string_pretty(&json!({ "checks": checks }))
            .map_err(anyhow::Error::from)?;
        writeln!(io.out, "{text}")?;
    } else {
        for check in &checks {
            print(check, io)?;
        }
    }
    Ok(if problem { FINDINGS } else { CLEAN })
}

fn print(check: &Check, io: &mut Io) -> std::io::Result<()> {
    let (word, colour) = match check.state {
        State::Ok => ("ok", anstyle::AnsiColor::Green),
        State::Warning => ("warning", anstyle::AnsiColor::Yellow),
        State::Problem => ("problem", anstyle::AnsiColor::Red),
    };
    let style = colour.on_default();
    writeln!(
        io.out,
        "{style}{word:8}{style:#} {:14} {}",
        check.name, check.said
    )?;
    match &check.todo {
        Some(todo) => writeln!(io.out, "{:24}{todo}", ""),
        None => Ok(()),
    }
}
