//! `inglenook config`: the effective configuration and where it came from.

use crate::cli::error::CLEAN;
use crate::cli::{CliError, Io, start};
use crate::config::{Flags, Loaded, Options, keys, load, project_root, trust};
use serde_json::json;
use std::io::Write;
use std::path::PathBuf;

/// Print the effective configuration and where each value came from. The output is a valid
/// inglenook.toml.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Folder of the project; the working folder when left out
    path: Option<PathBuf>,
    /// As JSON: options, their origins, files read, notes
    #[arg(long)]
    json: bool,
}

pub fn run(args: Args, io: &mut Io) -> Result<u8, CliError> {
    let root = args.path.map_or(io.cwd.clone(), |path| io.cwd.join(path));
    if !root.exists() {
        let said = format!("{}: there is no such folder", root.display());
        return Err(CliError::new(said).hint("name the folder of a project"));
    }
    let loaded = start::options(io, Some(&root), Flags::new())?;
    let user = io
        .config
        .clone()
        .unwrap_or_else(|| io.dirs.config.join(load::FILE));
    let project = project_root(&root).map(|root| root.join(load::FILE));
    let places = [
        ("your file", Some(user)),
        ("project file", project),
        ("trusted projects", Some(io.dirs.config.join(trust::FILE))),
        (
            "models",
            Some(
                start::store(&io.dirs, &loaded.options)
                    .folder()
                    .to_path_buf(),
            ),
        ),
    ];
    if args.json {
        let places: serde_json::Map<String, serde_json::Value> = places
            .into_iter()
            .map(|(name, path)| (name.replace(' ', "_"), json!(path)))
            .collect();
        let text = serde_json::to_string_pretty(&json!({
            "options": loaded.options,
            "origins": loaded.origins,
            "files": loaded.files,
            "notes": loaded.notes,
            "places": places,
        }))
        .map_err(anyhow::Error::from)?;
        writeln!(io.out, "{text}")?;
        return Ok(CLEAN);
    }
    for (name, path) in places {
        let said = match &path {
            Some(path) if path.exists() => path.display().to_string(),
            Some(path) => format!("{} (not there)", path.display()),
            None => "none: this folder is in no project".into(),
        };
        writeln!(io.out, "# {name}: {said}")?;
    }
    for note in &loaded.notes {
        writeln!(io.out, "# note: {note}")?;
    }
    write!(io.out, "{}", annotated(&loaded)?)?;
    Ok(CLEAN)
}

/// The options as TOML, each value with its origin behind it; unset options as comments.
fn annotated(loaded: &Loaded) -> Result<String, CliError> {
    let table = |options: &Options| {
        toml::Table::try_from(options).map_err(|error| CliError::new(error.to_string()))
    };
    let values = table(&loaded.options)?;
    let keys = keys::keys();
    let mut text = String::new();
    for (section, _) in keys::sections() {
        text.push_str(&format!("\n[{section}]\n"));
        let prefix = format!("{section}.");
        for key in keys.iter().filter(|key| key.name.starts_with(&prefix)) {
            let name = &key.name[prefix.len()..];
            let value = values.get(&section).and_then(|section| section.get(name));
            let origin = loaded.origins.get(&key.name).map(ToString::to_string);
            text.push_str(&match (value, origin) {
                (Some(value), Some(origin)) => format!("{name} = {value}  # {origin}\n"),
                (Some(value), None) => format!("{name} = {value}\n"),
                (None, _) => format!("# {name} is not set\n"),
            });
        }
    }
    Ok(text)
}
