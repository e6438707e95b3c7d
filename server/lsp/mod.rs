//! The language server: transport, document order, one file per method. The only home of `tower_lsp`.
//! What it serves is made below: documents in `workspace`, completions in `complete`, findings in `lint`.

mod arrival;
mod backend;
mod body;
mod capabilities;
mod configuration;
mod convert;
mod diagnostics;
mod folders;
mod frame;
mod handlers;
mod learn;
mod loading;
mod ordered;
mod outbox;
mod parent;
mod progress;
mod project;
mod protocol;
mod reviewing;
mod session;
mod staged;
mod stdout;
mod suggest;
mod transport;
mod warm;

use crate::config::Options;
use crate::model::Slot;
use crate::syntax::Languages;
use backend::Backend;
use ordered::Ordered;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::watch;
use tower_lsp::LspService;

/// Makes options from the workspace's root and the editor's settings (an object in the form of
/// [`Options`], or null). The error is for the user and names the key.
pub type Configure =
    dyn Fn(Option<&Path>, &serde_json::Value) -> Result<Settled, String> + Send + Sync;

/// Options, and what the user should know about how they came about.
#[derive(Clone, Debug, Default)]
pub struct Settled {
    pub options: Options,
    pub notes: Vec<String>,
}

/// Loads the completion model into the slot. May block; it is called on a thread for that, inside
/// the runtime's context.
pub type Start = dyn Fn(&Options, Slot) + Send + Sync;

/// What the command line gives the server.
#[derive(Clone)]
pub struct Setup {
    pub languages: Languages,
    pub configure: Arc<Configure>,
    pub start: Arc<Start>,
    /// The user's cache folder, for what can be made again; `None` keeps nothing.
    pub cache: Option<PathBuf>,
    /// The user's data folder, where what becomes of completions is counted; `None` counts nothing.
    pub data: Option<PathBuf>,
}

/// Serves one client until it says `exit` or goes away. Gives the process's exit code: 0 when a
/// `shutdown` that was granted came before `exit`, else 1.
pub async fn serve<R, W>(setup: Setup, reader: R, writer: W) -> u8
where
    R: AsyncRead + Unpin,
    W: AsyncWrite + Unpin + Send + 'static,
{
    let (end, ended) = watch::channel(false);
    let (service, socket) = LspService::build(|client| Backend::new(client, setup, end))
        .custom_method("textDocument/inlineCompletion", Backend::inline_completion)
        .custom_method("inglenook/text", Backend::text)
        .custom_method("window/workDoneProgress/cancel", Backend::cancel)
        .finish();
    transport::run(Ordered::new(service), socket, reader, writer, ended).await
}

/// Serves on standard input and output. From now on the rest of the process prints to standard error.
///
/// # Errors
/// When standard output cannot be duplicated.
pub async fn stdio(setup: Setup) -> io::Result<u8> {
    let output = tokio::fs::File::from_std(stdout::take()?);
    Ok(serve(setup, tokio::io::stdin(), output).await)
}

/// Waits for one client on a port of the loopback interface, for debugging, and serves it.
/// Port 0 lets the system choose; the address is told on standard error.
///
/// # Errors
/// When the port cannot be had.
pub async fn socket(setup: Setup, port: u16) -> io::Result<u8> {
    let listener = tokio::net::TcpListener::bind((std::net::Ipv4Addr::LOCALHOST, port)).await?;
    eprintln!("waiting for a client on {}", listener.local_addr()?);
    let (stream, _) = listener.accept().await?;
    let (reader, writer) = stream.into_split();
    Ok(serve(setup, reader, writer).await)
}
