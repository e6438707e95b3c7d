//! `inglenook complete`: the completion at a place in a file, or one for each row of a file.

mod batch;
mod explain;

use crate::cli::{CliError, Io, error::CLEAN, start};
use crate::complete::{Completion, Target, choices, layout};
use crate::config::{Flags, Options};
use crate::model::{Engine, Purpose};
use crate::syntax::Languages;
use crate::text::{Encoding, Position, position};
use crate::workspace::{Privacy, Snapshot, document};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tokio::runtime::Runtime;

/// Milliseconds that a completion on the command line may take: nobody waits at a cursor.
const PATIENCE_MS: u64 = 300_000;

/// The same for choices after the first.
const PATIENCE: Duration = Duration::from_millis(PATIENCE_MS);

#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  inglenook complete src/main.rs:12:8
  inglenook complete src/main.rs:12:8 --json
  inglenook complete src/main.rs:12:8 --explain
  inglenook complete src/main.rs:12:8 --choices 3
  inglenook complete --batch holes.jsonl --out answers.jsonl")]
pub struct Args {
    /// Where to complete: line and column count from 1, the column in characters
    #[arg(value_name = "FILE:LINE:COL", required_unless_present = "batch")]
    place: Option<String>,
    /// Print tokens, times and confidence too, as JSON
    #[arg(long)]
    json: bool,
    /// Print what of the project stood in the prompt, and why, above the completion
    #[arg(long, conflicts_with = "batch")]
    explain: bool,
    /// Complete each row {id, lang, path?, prefix, suffix, cross_file_context?} of a JSON Lines file
    #[arg(
        long,
        value_name = "IN.jsonl",
        requires = "out",
        conflicts_with = "place"
    )]
    batch: Option<PathBuf>,
    /// Where the rows {id, completion, …} of --batch go; rows already there are not asked again
    #[arg(long, value_name = "OUT.jsonl", requires = "batch")]
    out: Option<PathBuf>,
    /// Print up to so many choices that differ, the likeliest first
    #[arg(
        long,
        value_name = "N",
        default_value_t = 1,
        value_parser = clap::value_parser!(u8).range(1..=3),
        conflicts_with = "batch"
    )]
    choices: u8,
    /// Model to run: a name of `inglenook model list`, or a GGUF file
    #[arg(long, value_name = "NAME|PATH")]
    model: Option<String>,
}

impl Args {
    /// The options that the arguments come to.
    pub fn flags(&self, cwd: &Path) -> Flags {
        Flags::new().model(self.model.as_deref(), cwd)
    }
}

pub fn run(args: Args, io: &mut Io) -> Result<u8, CliError> {
    let place = args
        .place
        .as_deref()
        .map(|place| Place::parse(place, &io.cwd))
        .transpose()?;
    let root = place
        .as_ref()
        .map_or(io.cwd.clone(), |place| place.path.clone());
    let flags = args.flags(&io.cwd);
    let loaded = start::options(io, Some(&root), flags)?;
    for note in &loaded.notes {
        writeln!(io.err, "note: {note}")?;
    }
    let mut options = loaded.options;
    options.completion.deadline_ms = PATIENCE_MS;
    let runtime = Runtime::new()?;
    match (place, &args.batch, &args.out) {
        (Some(place), ..) => one(&place, &args, &options, &runtime, io)?,
        (None, Some(input), Some(out)) => {
            let rows = batch::Rows::open(&io.cwd.join(input), &io.cwd.join(out))?;
            let engine = match rows.left() {
                0 => None,
                _ => Some(load(&options, &runtime, io)?),
            };
            batch::run(rows, engine.as_ref(), &options, &runtime, io)?;
        }
        _ => return Err(CliError::new("--batch needs --out")),
    }
    Ok(CLEAN)
}

fn load(options: &Options, runtime: &Runtime, io: &mut Io) -> Result<Engine, CliError> {
    let _context = runtime.enter();
    let err = std::cell::RefCell::new(&mut io.err);
    start::engine(&io.dirs, options, Purpose::Completion, &|line| {
        if line.starts_with(start::NOTE) {
            // A closed pipe leaves nobody to tell.
            writeln!(err.borrow_mut(), "{line}").ok();
        }
    })
}

/// Completes at one place and prints what there is to show.
fn one(
    place: &Place,
    args: &Args,
    options: &Options,
    runtime: &Runtime,
    io: &mut Io,
) -> Result<(), CliError> {
    let text = place.read(options, &io.cwd)?;
    let document = place.document(options, &text)?;
    let offset = place.offset(&document)?;
    let engine = load(options, runtime, io)?;
    let context = explain::context(io, &engine, options, &document, offset)?;
    let target = Target {
        context: Some(&context),
        ..Target::new(&document, offset)
    };
    let count = usize::from(args.choices);
    let asked = choices(&engine, options, target, count, PATIENCE);
    let mut done = runtime.block_on(asked)?;
    if done.iter().any(|one| !one.text.is_empty()) {
        done.retain(|one| !one.text.is_empty());
    } else {
        writeln!(io.err, "note: the model has nothing to add here that fits")?;
    }
    let rows = args
        .explain
        .then(|| explain::rows(&context, &layout(&engine, options, &target)));
    print(io, &engine, &done, args.json, rows.as_deref())
}

fn print(
    io: &mut Io,
    engine: &Engine,
    all: &[Completion],
    json: bool,
    rows: Option<&[explain::Row]>,
) -> Result<(), CliError> {
    let Some(done) = all.first() else {
        return Ok(());
    };
    if !json {
        if let Some(rows) = rows {
            explain::table(io, rows, &done.usage)?;
        }
        if done.text.is_empty() {
            return Ok(());
        }
        for (number, done) in all.iter().enumerate() {
            if all.len() > 1 {
                writeln!(io.out, "--- {}", number + 1)?;
            }
            writeln!(io.out, "{}", done.text)?;
        }
        return Ok(());
    }
    let choices: Vec<&str> = all.iter().map(|done| done.text.as_str()).collect();
    let info = engine.model.info();
    let mut row = serde_json::json!({
        "completion": done.text,
        "choices": choices,
        "confidence": done.confidence,
        "prompt_tokens": done.usage.prompt_tokens,
        "cached_tokens": done.usage.cached_tokens,
        "completion_tokens": done.usage.completion_tokens,
        "ttft_ms": done.usage.ttft_ms,
        "total_ms": done.usage.total_ms,
        "model": info.name,
        "device": info.device,
    });
    if let Some(rows) = rows {
        row["context"] = serde_json::json!(rows);
    }
    writeln!(io.out, "{row:#}")?;
    Ok(())
}

/// A place on the command line.
struct Place {
    path: PathBuf,
    /// 1-based.
    line: u32,
    /// 1-based, in characters.
    column: u32,
}

impl Place {
    fn parse(place: &str, cwd: &Path) -> Result<Self, CliError> {
        let mut parts = place.rsplitn(3, ':');
        let (column, line, path) = (parts.next(), parts.next(), parts.next());
        let number = |part: Option<&str>| part?.parse().ok().filter(|number| *number > 0);
        match (path, number(line), number(column)) {
            (Some(path), Some(line), Some(column)) if !path.is_empty() => Ok(Self {
                path: cwd.join(path),
                line,
                column,
            }),
            _ => Err(CliError::new(format!("`{place}` is not FILE:LINE:COL"))
                .hint("line and column count from 1: `inglenook complete src/main.rs:12:8`")),
        }
    }

    /// The file's text, when it may stand in a prompt.
    fn read(&self, options: &Options, cwd: &Path) -> Result<String, CliError> {
        let shown = self.path.display();
        let privacy = Privacy::new(Some(cwd), &options.privacy.exclude)
            .map_err(|error| CliError::new(error.to_string()))?;
        if let Some(why) = privacy.excluded(&self.path) {
            return Err(CliError::new(format!(
                "{shown} is kept out of every prompt: {why}"
            )));
        }
        if self.path.is_dir() {
            return Err(CliError::new(format!("{shown} is a folder")).hint("name a file in it"));
        }
        let bytes = std::fs::read(&self.path).map_err(|error| {
            CliError::new(format!("{shown} cannot be read: {error}"))
                .hint("name a file that is there: `inglenook complete src/main.rs:12:8`")
        })?;
        String::from_utf8(bytes).map_err(|error| {
            let at = error.utf8_error().valid_up_to();
            CliError::new(format!(
                "{shown} is not UTF-8: byte {at} is no part of a character"
            ))
        })
    }

    fn document(&self, options: &Options, text: &str) -> Result<Snapshot, CliError> {
        let languages = Languages::embedded().map_err(|error| CliError::new(error.to_string()))?;
        let limit = options.server.max_file_bytes;
        let document = document(&languages, self.path.clone(), text, limit);
        match document.inactive {
            None => Ok(document),
            Some(_) => Err(CliError::new(format!(
                "{} is binary or larger than {limit} bytes",
                self.path.display()
            ))),
        }
    }

    /// The place as a byte offset.
    fn offset(&self, document: &Snapshot) -> Result<usize, CliError> {
        let lines = document.text.lines();
        if self.line as usize > lines {
            let shown = self.path.display();
            let said = format!("{shown} has {}, not {}", counted(lines, "line"), self.line);
            return Err(CliError::new(said));
        }
        let line = document.text.line(self.line as usize - 1);
        let long = line.trim_end_matches(['\n', '\r']).chars().count();
        if self.column as usize > long + 1 {
            let said = format!(
                "line {} of {} has {}, so that its last column is {}, not {}",
                self.line,
                self.path.display(),
                counted(long, "character"),
                long + 1,
                self.column
            );
            return Err(CliError::new(said));
        }
        let at = Position {
            line: self.line - 1,
            character: self.column - 1,
        };
        Ok(position::offset(&document.text, at, Encoding::Utf32))
    }
}

/// A number of things in words.
fn counted(number: usize, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}
