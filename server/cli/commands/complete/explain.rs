//! `inglenook complete --explain`: what of the project stands in the prompt, and why.

use crate::cli::{CliError, Io};
use crate::complete::Layout;
use crate::complete::project::Project;
use crate::config::{Options, project_root};
use crate::model::{Engine, Usage};
use crate::prompt::context::{Context, Source};
use crate::syntax::Languages;
use crate::workspace::{Privacy, Snapshot};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde::Serialize;
use std::io::Write;
use std::path::Path;

/// A piece that was found, in the prompt or not.
#[derive(Serialize)]
pub struct Row {
    /// Its place among all pieces, from 1.
    rank: usize,
    /// Its place in the prompt, from 1.
    prompt: Option<usize>,
    source: Source,
    sources: Vec<Source>,
    path: String,
    /// 1-based lines, both included.
    lines: (u32, u32),
    /// Of the text that stands in the prompt, else of the shortest.
    tokens: usize,
    score: f64,
    why: String,
    text: String,
}

/// The context of a place, with the project read around it; empty where no source is on or the file
/// stands in no project.
pub fn context(
    io: &Io,
    engine: &Engine,
    options: &Options,
    document: &Snapshot,
    offset: usize,
) -> Result<Context, CliError> {
    let sources = &options.completion.context;
    let folder = document.path.as_deref().and_then(Path::parent);
    let root = folder.and_then(project_root);
    let (Some(root), true) = (root, Source::ALL.iter().any(|source| source.on(sources))) else {
        return Ok(Context::default());
    };
    let languages = Languages::embedded().map_err(|error| CliError::new(error.to_string()))?;
    let privacy = Privacy::new(Some(root), &options.privacy.exclude)
        .map_err(|error| CliError::new(error.to_string()))?;
    let bar = bar(io);
    let progress = |done: usize, all: usize| {
        bar.set_length(all as u64);
        bar.set_position(done as u64);
    };
    let cache = Some(io.dirs.cache.as_path());
    let project = Project::read(root, &languages, privacy, cache, &progress);
    bar.finish_and_clear();
    let count = |text: &str| engine.model.count(text);
    Ok(project.context(sources, document, offset, &count))
}

/// All pieces, those of the prompt first and in its order.
pub fn rows(context: &Context, layout: &Layout) -> Vec<Row> {
    let chosen = context.choose(layout.files_tokens, layout.lines.clone());
    let row = |rank: usize, prompt: Option<usize>, form: usize| {
        let piece = &context.pieces[rank - 1];
        let form = piece.forms.get(form);
        Row {
            rank,
            prompt,
            source: piece.source,
            sources: piece.sources.clone(),
            path: piece.path.clone(),
            lines: (piece.lines.start + 1, piece.lines.end),
            tokens: form.map_or(0, |form| form.tokens),
            score: piece.score,
            why: piece.why.clone(),
            text: form.map(|form| form.text.clone()).unwrap_or_default(),
        }
    };
    let mut rows: Vec<Row> = (1..)
        .zip(&chosen)
        .map(|(at, one)| row(one.rank, Some(at), one.form))
        .collect();
    let left = 1..=context.pieces.len();
    let left = left.filter(|rank| chosen.iter().all(|one| one.rank != *rank));
    rows.extend(left.map(|rank| row(rank, None, 0)));
    rows
}

/// Prints the pieces as a table.
pub fn table(io: &mut Io, rows: &[Row], usage: &Usage) -> Result<(), CliError> {
    let bold = anstyle::Style::new().bold();
    let dim = anstyle::Style::new().dimmed();
    let there = rows.iter().filter(|row| row.prompt.is_some());
    let tokens: usize = there.clone().map(|row| row.tokens).sum();
    writeln!(
        io.out,
        "{bold}The prompt has {} tokens, {tokens} of them in {} of the project.{bold:#}",
        usage.prompt_tokens,
        super::counted(there.clone().count(), "piece")
    )?;
    let other = |row: &Row| row.source != Source::Enclosing;
    if rows.iter().any(other) && !there.clone().any(other) {
        writeln!(
            io.out,
            "In a prompt this short the file's own lines are worth more than what was found elsewhere; \
             `completion.cold_ms` makes it longer."
        )?;
    }
    let place = |row: &Row| format!("{}:{}-{}", row.path, row.lines.0, row.lines.1);
    let width = rows.iter().map(|row| place(row).chars().count()).max();
    let width = width.unwrap_or(5).clamp(5, 44);
    if !rows.is_empty() {
        writeln!(
            io.out,
            "{dim}in  rank  source       tokens  {:width$}  why{dim:#}",
            "place"
        )?;
    }
    for row in rows {
        let (style, at) = match row.prompt {
            Some(at) => (anstyle::Style::new(), at.to_string()),
            None => (dim, "-".into()),
        };
        let others: Vec<&str> = row.sources.iter().map(|source| source.name()).collect();
        let also = match others.len() {
            0 | 1 => String::new(),
            _ => format!(" ({})", others.join(" + ")),
        };
        writeln!(
            io.out,
            "{style}{at:>2}  {:>4}  {:<11}  {:>6}  {:width$}  {}{also}{style:#}",
            row.rank,
            row.source.name(),
            row.tokens,
            place(row),
            row.why
        )?;
    }
    writeln!(io.out)?;
    Ok(())
}

fn bar(io: &Io) -> ProgressBar {
    if !io.terminal {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::stderr());
    let style = ProgressStyle::with_template("reading the project {bar:32} {pos}/{len} files");
    bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}
