//! `inglenook lsp`: starts the language server.

use crate::cli::{CliError, Io};
use crate::config::Options;
use crate::lsp::{self, Setup};
use crate::model::Stage;
use crate::syntax::Languages;
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

pub fn run(args: Args, _io: &mut Io) -> Result<u8, CliError> {
    let Args { socket, stdio: _ } = args;
    let setup = Setup {
        languages: Languages::embedded().map_err(|error| CliError::new(error.to_string()))?,
        configure: Arc::new(|_, settings| match settings {
            serde_json::Value::Null => Ok(Options::default()),
            settings => serde_json::from_value(settings.clone()).map_err(|error| error.to_string()),
        }),
        start: Arc::new(|_, slot| {
            slot.set(Stage::Failed("no model can be loaded yet".into()));
        }),
    };
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
