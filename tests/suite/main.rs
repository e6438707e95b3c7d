//! The light tests: no model, no network. One binary, one module a subject.

mod config;
mod desk;
mod editors;
mod git;
mod ground;
mod house;
#[cfg(target_os = "linux")]
mod jail;
mod lsp;
mod packing;
#[cfg(target_os = "linux")]
mod privacy;
mod reference;
mod repo;
mod review;
mod sample;
mod tidy;
mod trust;
mod wire;
