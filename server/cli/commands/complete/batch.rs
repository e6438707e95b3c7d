//! Completions for the rows of a JSON Lines file, written as they finish, going on where it stopped.

use crate::cli::{CliError, Io};
use crate::complete::{Target, ask};
use crate::config::Options;
use crate::model::Engine;
use crate::syntax::Languages;
use crate::workspace::document;
use indicatif::{ProgressBar, ProgressStyle};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use tokio::runtime::Runtime;

#[derive(Deserialize)]
struct Row {
    id: serde_json::Value,
    lang: String,
    #[serde(default)]
    path: Option<String>,
    prefix: String,
    suffix: String,
    #[serde(default)]
    cross_file_context: Vec<Piece>,
}

#[derive(Deserialize)]
struct Piece {
    path: String,
    text: String,
}

#[derive(Serialize)]
struct Answer<'a> {
    id: &'a serde_json::Value,
    completion: &'a str,
    prompt_tokens: usize,
    cached_tokens: usize,
    ttft_ms: f64,
    total_ms: f64,
}

/// Rows still to be asked, and where their answers go.
pub struct Rows {
    rows: Vec<Row>,
    done: usize,
    out: PathBuf,
}

impl Rows {
    /// Reads both files. A row that is no row is an error naming file and line; a last answer that
    /// was cut off half way is written again.
    pub fn open(input: &Path, out: &Path) -> Result<Self, CliError> {
        let done = finished(out)?;
        let shown = input.display();
        let file = File::open(input)
            .map_err(|error| CliError::new(format!("{shown} cannot be read: {error}")))?;
        let mut rows = Vec::new();
        for (number, line) in BufReader::new(file).lines().enumerate() {
            let wrong = |why: &dyn std::fmt::Display| {
                CliError::new(format!("{shown}:{}: {why}", number + 1))
            };
            let line = line.map_err(|error| wrong(&error))?;
            if line.trim().is_empty() {
                continue;
            }
            let row: Row = serde_json::from_str(&line).map_err(|error| wrong(&error))?;
            if !done.contains(&row.id.to_string()) {
                rows.push(row);
            }
        }
        Ok(Self {
            rows,
            done: done.len(),
            out: out.to_path_buf(),
        })
    }

    pub fn left(&self) -> usize {
        self.rows.len()
    }
}

/// Ids of the whole rows of an answer file; what follows the last whole row is cut off.
fn finished(out: &Path) -> Result<HashSet<String>, CliError> {
    let text = match std::fs::read(out) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(HashSet::new()),
        Err(error) => {
            return Err(CliError::new(format!(
                "{} cannot be read: {error}",
                out.display()
            )));
        }
    };
    let whole = text
        .iter()
        .rposition(|byte| *byte == b'\n')
        .map_or(0, |at| at + 1);
    let mut ids = HashSet::new();
    for (number, line) in text[..whole].split(|byte| *byte == b'\n').enumerate() {
        if line.is_empty() {
            continue;
        }
        let row: serde_json::Value = serde_json::from_slice(line).map_err(|error| {
            CliError::new(format!("{}:{}: {error}", out.display(), number + 1))
                .hint("it is not a file of answers; name another with --out")
        })?;
        ids.insert(row["id"].to_string());
    }
    if whole < text.len() {
        OpenOptions::new()
            .write(true)
            .open(out)?
            .set_len(whole as u64)?;
    }
    Ok(ids)
}

/// Asks for each row and appends its answer.
pub fn run(
    rows: Rows,
    engine: Option<&Engine>,
    options: &Options,
    runtime: &Runtime,
    io: &mut Io,
) -> Result<(), CliError> {
    let languages = Languages::embedded().map_err(|error| CliError::new(error.to_string()))?;
    let mut out = OpenOptions::new()
        .create(true)
        .append(true)
        .open(&rows.out)?;
    let bar = bar(io, rows.done, rows.rows.len());
    for (row, engine) in rows.rows.iter().zip(std::iter::repeat(engine).flatten()) {
        let language = languages
            .iter()
            .find(|language| language.id == row.lang || language.editor_ids.contains(&row.lang));
        let ending = language.and_then(|language| language.extensions.first());
        let path = row
            .path
            .clone()
            .unwrap_or_else(|| format!("hole.{}", ending.map_or("txt", String::as_str)));
        let text = format!("{}{}", row.prefix, row.suffix);
        let document = document(&languages, path.into(), &text, usize::MAX);
        let files: Vec<(String, String)> = row
            .cross_file_context
            .iter()
            .map(|piece| (piece.path.clone(), piece.text.clone()))
            .collect();
        let target = Target {
            files: &files,
            ..Target::new(&document, row.prefix.len())
        };
        let done = runtime.block_on(ask(engine, options, target))?;
        let answer = Answer {
            id: &row.id,
            completion: &done.text,
            prompt_tokens: done.usage.prompt_tokens,
            cached_tokens: done.usage.cached_tokens,
            ttft_ms: done.usage.ttft_ms,
            total_ms: done.usage.total_ms,
        };
        let mut line = serde_json::to_string(&answer).map_err(|e| CliError::new(e.to_string()))?;
        line.push('\n');
        out.write_all(line.as_bytes())?;
        bar.inc(1);
    }
    bar.finish_and_clear();
    let all = rows.done + rows.rows.len();
    writeln!(
        io.err,
        "{all} rows in {}, {} of them from before",
        rows.out.display(),
        rows.done
    )?;
    Ok(())
}

fn bar(io: &Io, done: usize, left: usize) -> ProgressBar {
    if !io.terminal {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{bar:32} {pos}/{len} rows, {eta} left")
        .expect("the template is constant");
    let bar = ProgressBar::new((done + left) as u64).with_style(style);
    bar.set_position(done as u64);
    bar
}
