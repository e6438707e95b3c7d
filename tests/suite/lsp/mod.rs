//! The language server through an editor in memory: the eleven rules of the transport, documents,
//! completions, diagnostics, reviews and settings.

mod actions;
mod completion;
mod diagnostics;
mod editor;
mod ending;
mod folders;
mod frame;
mod hover;
mod lifecycle;
mod loading;
mod project;
mod reuse;
mod reviews;
mod server;
mod settings;
mod staged;
#[cfg(target_os = "linux")]
mod stdout;
mod stopping;
mod sync;
mod warm;
