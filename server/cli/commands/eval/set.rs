//! `--set KEY=VALUE`: options of one run, by the layers that all options go through.

use super::Args;
use crate::cli::CliError;
use crate::config::Flags;
use std::path::Path;

/// The flags that the arguments come to.
pub fn flags(args: &Args, cwd: &Path) -> Result<Flags, CliError> {
    let mut flags = Flags::new().model(args.model.as_deref(), cwd);
    for (key, value) in pairs(args)? {
        flags = flags.set(&key, read(&value));
    }
    Ok(flags)
}

/// What is set, as it stands in the head of a results file.
pub fn spelt(args: &Args) -> Result<Vec<String>, CliError> {
    let spelt = |(key, value)| format!("{key}={value}");
    Ok(pairs(args)?.into_iter().map(spelt).collect())
}

/// Whether an option is set by hand.
pub fn has(args: &Args, key: &str) -> bool {
    args.set.iter().any(|set| {
        set.split_once('=')
            .is_some_and(|(name, _)| name.trim() == key)
    })
}

fn pairs(args: &Args) -> Result<Vec<(String, String)>, CliError> {
    let mut pairs = Vec::new();
    if let Some(tokens) = args.budget_tokens {
        pairs.push(("completion.prompt_tokens".into(), tokens.to_string()));
    }
    for set in &args.set {
        let Some((key, value)) = set.split_once('=') else {
            return Err(CliError::new(format!("--set: `{set}` is not KEY=VALUE"))
                .hint("`inglenook config` prints all keys: --set completion.max_tokens=32"));
        };
        pairs.push((key.trim().into(), value.trim().into()));
    }
    Ok(pairs)
}

/// A value as TOML reads it; what it cannot read is text.
fn read(value: &str) -> toml::Value {
    let table: Result<toml::Table, _> = toml::from_str(&format!("value = {value}"));
    let read = table.ok().and_then(|mut table| table.remove("value"));
    read.unwrap_or_else(|| value.into())
}
