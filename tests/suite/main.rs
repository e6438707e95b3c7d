//! The light tests: no model, no network. One binary, one module a subject.

mod config;
mod desk;
mod editors;
mod git;
mod ground;
mod house;
mod lsp;
mod packing;
mod reference;
mod repo;
mod review;
mod tidy;
mod trust;
