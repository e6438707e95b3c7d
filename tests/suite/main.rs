//! The light tests: no model, no network. One binary, one module a subject.

mod config;
mod editors;
mod git;
mod ground;
mod house;
mod lsp;
mod reference;
mod repo;
mod tidy;
mod trust;
