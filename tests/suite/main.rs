//! The light tests: no model, no network. One binary, one module a subject.

mod config;
mod ground;
mod reference;
mod tidy;
