//! `inglenook eval --compare`: two results files side by side.

use crate::cli::error::CLEAN;
use crate::cli::{CliError, Io};
use crate::eval::{record, table};
use std::io::Write;
use std::path::Path;

pub fn run(a: &Path, b: &Path, seed: u64, io: &mut Io) -> Result<u8, CliError> {
    let ((head_a, a), (head_b, b)) = (record::read(a)?, record::read(b)?);
    let text = table::comparison((&head_a, &a), (&head_b, &b), seed);
    io.out.write_all(text.as_bytes())?;
    Ok(CLEAN)
}
