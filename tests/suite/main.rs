//! The light tests: no model, no network. One binary, one module a subject.

mod config;
mod ground;
mod house;
mod reference;
mod tidy;
mod trust;
