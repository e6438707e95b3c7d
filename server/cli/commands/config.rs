//! `inglenook config`: the effective configuration and where it came from.

use crate::cli::{CliError, Io};

#[derive(Debug, clap::Args)]
pub struct Args {}

pub fn run(_args: Args, _io: &mut Io) -> Result<u8, CliError> {
    Err(CliError::new("not built yet"))
}
