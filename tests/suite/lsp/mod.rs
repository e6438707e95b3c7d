//! The language server through an editor in memory: the eleven rules of the transport, documents,
//! completions, diagnostics and settings.

mod completion;
mod editor;
mod lifecycle;
mod loading;
mod server;
mod settings;
mod stopping;
mod sync;
