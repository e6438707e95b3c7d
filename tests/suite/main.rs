//! The light tests: no model, no network. One binary, one module a subject.

mod advisory;
mod again;
mod bad_input;
mod baseline;
mod catalog;
mod cli;
mod config;
mod context;
mod desk;
mod editors;
mod eval;
mod exit_codes;
mod explain;
mod filters;
mod formats;
mod gguf;
mod git;
mod gpu;
mod ground;
#[cfg(unix)]
mod hook;
mod house;
mod http;
mod index;
mod injection;
#[cfg(target_os = "linux")]
mod jail;
mod lsp;
mod merge_command;
mod model_cmd;
mod packing;
mod passes;
mod patches;
mod patterns;
#[cfg(target_os = "linux")]
mod privacy;
mod reference;
mod remote;
mod repo;
mod review;
mod review_command;
mod review_sources;
mod rules;
mod rules_command;
mod sample;
mod scan_limits;
mod secrets;
mod shell;
mod stats;
mod store;
mod suppress;
mod taint;
mod tidy;
mod trees;
mod trust;
mod wire;
