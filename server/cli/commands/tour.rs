//! The demo: completions, findings and a review on a small project, made by the real model.

use crate::cli::{CliError, Io};

#[derive(Debug, clap::Args)]
pub struct Args {}

pub fn run(_args: Args, _io: &mut Io) -> Result<u8, CliError> {
    Err(CliError::new("not built yet"))
}
