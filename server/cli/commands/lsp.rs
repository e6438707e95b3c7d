//! `inglenook lsp`: starts the language server.

use crate::cli::{CliError, Io, start};
use crate::config::{self, Flags, Layers};
use crate::lsp::{self, Settled, Setup};
use crate::syntax::Languages;
use std::path::Path;
use std::sync::Arc;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Wait for one client on this port of the loopback interface instead, for debugging; 0 picks one
    #[arg(long, value_name = "PORT")]
    socket: Option<u16>,
    /// Speak on standard input and output, as always; editors pass it by habit
    #[arg(long, conflicts_with = "socket")]
    stdio: bool,
}

pub fn run(args: Args, io: &mut Io) -> Result<u8, CliError> {
    let Args { socket, stdio: _ } = args;
    let setup = setup(io)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    let served = runtime.block_on(async {
        match socket {
            Some(port) => lsp::socket(setup, port).await,
            None => lsp::stdio(setup).await,
        }
    });
    // The thread that reads standard input cannot be stopped; the process ends over it.
    runtime.shutdown_background();
    Ok(served?)
}

/// What the server needs of the rest: languages, options by layers, and a way to the model.
pub(super) fn setup(io: &Io) -> Result<Setup, CliError> {
    let (folder, user, cwd) = (io.dirs.config.clone(), io.config.clone(), io.cwd.clone());
    let configure = move |root: Option<&Path>, editor: &serde_json::Value| {
        let layers = Layers {
            folder: folder.clone(),
            user: user.clone(),
            root,
            editor: (!editor.is_null()).then_some(editor),
            flags: Flags::new(),
            cwd: cwd.clone(),
        };
        let loaded = config::load(layers).map_err(|error| match &error.hint {
            Some(hint) => format!("{error}; {hint}"),
            None => error.to_string(),
        })?;
        Ok(Settled {
            options: loaded.options,
            notes: loaded.notes,
        })
    };
    let dirs = io.dirs.clone();
    let cache = dirs.cache.clone();
    Ok(Setup {
        languages: Languages::embedded().map_err(|error| CliError::new(error.to_string()))?,
        configure: Arc::new(configure),
        data: Some(dirs.data.clone()),
        start: Arc::new(move |options, slot| start::spawn(options.clone(), dirs.clone(), slot)),
        cache: Some(cache),
    })
}
