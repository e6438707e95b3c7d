//! `inglenook eval --trace`: files typed again into the real server, in this process.

use super::{Args, set};
use crate::cli::commands::lsp;
use crate::cli::error::{CLEAN, FAILED};
use crate::cli::{CliError, Io, start};
use crate::config::Options;
use crate::config::load::project_root;
use crate::eval::punch::random;
use crate::eval::trace::{
    Client, Meter, Played, Script, TraceError, figures, pipe, play, typist::Typist,
};
use crate::lsp::{Settled, Setup, serve};
use crate::model::{Engine, Purpose, Stage};
use crate::syntax::Languages;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;
use tokio::runtime::Runtime;

impl From<TraceError> for CliError {
    fn from(error: TraceError) -> Self {
        CliError::new(format!("the trace stopped: {error}"))
    }
}

pub fn run(args: &Args, io: &mut Io) -> Result<u8, CliError> {
    let loaded = start::options(io, Some(&io.cwd), set::flags(args, &io.cwd)?)?;
    for note in &loaded.notes {
        writeln!(io.err, "note: {note}")?;
    }
    let options = loaded.options;
    let scripts = scripts(args, io)?;
    let runtime = Runtime::new()?;
    let engine = {
        let _context = runtime.enter();
        start::engine(&io.dirs, &options, Purpose::Completion, &|_| {})?
    };
    let (engine, meter) = Meter::of(engine);
    let begun = Instant::now();
    let mut played = Vec::new();
    for script in &scripts {
        let setup = setup(io, &options, &engine)?;
        let one = one(script, setup, &meter, args);
        let system = io.system;
        let done = runtime.block_on(async {
            tokio::select! {
                done = one => Some(done),
                () = super::stopped(system) => None,
            }
        });
        let Some(done) = done else {
            let said = match played.is_empty() {
                true => "no file is typed to its end",
                false => "what is typed follows",
            };
            writeln!(io.err, "stopped; {said}")?;
            break;
        };
        let done = done?;
        writeln!(
            io.err,
            "{}: {} keys in {:.0} s",
            done.file,
            done.keys,
            done.took_ms / 1e3
        )?;
        played.push(done);
    }
    runtime.shutdown_background();
    if let Some(export) = &args.export {
        write(&io.cwd.join(export), &played, begun)?;
    }
    if !played.is_empty() {
        io.out.write_all(figures::table(&played).as_bytes())?;
    }
    Ok(match played.len() < scripts.len() {
        true => FAILED,
        false => CLEAN,
    })
}

fn scripts(args: &Args, io: &Io) -> Result<Vec<Script>, CliError> {
    let languages = Languages::embedded().map_err(|error| CliError::new(error.to_string()))?;
    let one = |path: &PathBuf| {
        let full = io.cwd.join(path);
        let full = full.canonicalize().unwrap_or(full);
        let shown = path.display().to_string();
        Script::new(&full, &shown, &languages, args.characters, args.seed)
            .map_err(|why| CliError::new(format!("{shown} cannot be typed: {why}")))
    };
    args.trace.iter().map(one).collect()
}

/// The server as `inglenook lsp` sets it up, but for these options and this model.
fn setup(io: &Io, options: &Options, engine: &Engine) -> Result<Setup, CliError> {
    let (options, engine) = (options.clone(), engine.clone());
    let configure = move |_: Option<&Path>, _: &serde_json::Value| {
        Ok(Settled {
            options: options.clone(),
            notes: Vec::new(),
        })
    };
    Ok(Setup {
        configure: Arc::new(configure),
        start: Arc::new(move |_, slot| slot.set(Stage::Ready(engine.clone()))),
        data: None,
        ..lsp::setup(io)?
    })
}

async fn one(
    script: &Script,
    setup: Setup,
    meter: &Meter,
    args: &Args,
) -> Result<Played, TraceError> {
    let (near, reader, writer) = pipe();
    let server = tokio::spawn(serve(setup, reader, writer));
    let mut client = Client::new(near);
    let folder = script.path.parent().unwrap_or(&script.path);
    let root = project_root(folder).unwrap_or(folder);
    client.begin(&format!("file://{}", root.display())).await?;
    let typist = Typist::new(random(args.seed, &script.shown), args.pace);
    let played = play(script, &mut client, meter, typist, args.pace).await?;
    client.end().await?;
    // It has said goodbye; how it ends is its own business.
    server.await.ok();
    Ok(played)
}

fn write(path: &Path, played: &[Played], begun: Instant) -> Result<(), CliError> {
    let mut text = String::new();
    for row in played.iter().flat_map(|one| one.export(begun)) {
        text.push_str(&row.to_string());
        text.push('\n');
    }
    std::fs::write(path, text)
        .map_err(|error| CliError::new(format!("{}: {error}", path.display())))
}
