//! The light tests: no model, no network. One binary, one module a subject.

mod ground;
mod tidy;
