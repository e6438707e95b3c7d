//! One command a file: its arguments and its run. Nothing here but the list.

pub mod baseline;
pub mod complete;
pub mod completions;
pub mod config;
pub mod doctor;
pub mod eval;
pub mod hook;
pub mod lsp;
pub mod man;
pub mod merge;
pub mod model;
pub mod review;
pub mod rules;
pub mod scan;
pub mod stats;
pub mod tour;
pub mod trust;
