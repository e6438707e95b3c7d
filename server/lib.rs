//! inglenook: inline completions, security lints and code reviews on the user's own machine.
//! This file lists the rooms in reading order, from the ground up, and holds nothing else.
//! `server/README.md` is the map; `tests/suite/tidy.rs` keeps the walls.

pub mod text;

pub mod syntax;

pub mod workspace;

pub mod config;
pub mod finding;

pub mod advisory;
pub mod git;
pub mod index;
pub mod model;
pub mod prompt;
pub mod report;

pub mod complete;
pub mod lint;
pub mod review;

pub mod cli;
pub mod eval;
pub mod lsp;

pub mod testing;
