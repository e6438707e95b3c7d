//! `--set KEY=VALUE`: options of one run, by the layers that all options go through.

use super::Args;
use crate::cli::CliError;
use crate::config::Flags;
use std::path::Path;

/// The flags that the arguments come to.
pub fn flags(args: &Args, cwd: &Path) -> Result<Flags, CliError> {
    again(args, &spelt(args)?, cwd)
}

/// The flags of a run with the model of `args` and with options as the head of its results spells them.
pub fn again(args: &Args, spelt: &[String], cwd: &Path) -> Result<Flags, CliError> {
    let mut flags = Flags::new().model(args.model.as_deref(), cwd);
    for set in spelt {
        let (key, value) = pair(set)?;
        flags = flags.set(key, read(value));
    }
    Ok(flags)
}

/// What is set, as it stands in the head of a results file.
pub fn spelt(args: &Args) -> Result<Vec<String>, CliError> {
    let budget = args.budget_tokens;
    let mut spelt: Vec<String> = budget
        .iter()
        .map(|tokens| format!("completion.prompt_tokens={tokens}"))
        .collect();
    for set in &args.set {
        let (key, value) = pair(set)?;
        spelt.push(format!("{key}={value}"));
    }
    Ok(spelt)
}

/// Whether an option is set by hand.
pub fn has(args: &Args, key: &str) -> bool {
    args.set.iter().any(|set| {
        set.split_once('=')
            .is_some_and(|(name, _)| name.trim() == key)
    })
}

fn pair(set: &str) -> Result<(&str, &str), CliError> {
    let Some((key, value)) = set.split_once('=') else {
        return Err(CliError::new(format!("--set: `{set}` is not KEY=VALUE"))
            .hint("`inglenook config` prints all keys: --set completion.max_tokens=32"));
    };
    Ok((key.trim(), value.trim()))
}

/// A value as TOML reads it; what it cannot read is text.
fn read(value: &str) -> toml::Value {
    let table: Result<toml::Table, _> = toml::from_str(&format!("value = {value}"));
    let read = table.ok().and_then(|mut table| table.remove("value"));
    read.unwrap_or_else(|| value.into())
}
