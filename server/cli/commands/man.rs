//! `inglenook man`: the manual as pages for `man`.

use crate::cli::error::CLEAN;
use crate::cli::{Cli, CliError, Io};
use clap::CommandFactory;
use std::io::Write;
use std::path::PathBuf;

/// Print the manual page, or write a page for each command into a folder.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  inglenook man | man -l -                        read it
  inglenook man ~/.local/share/man/man1           then: man inglenook, man inglenook-review")]
pub struct Args {
    /// Folder for a page of each command; made when it is not there
    #[arg(value_name = "FOLDER")]
    folder: Option<PathBuf>,
}

pub fn run(args: &Args, io: &mut Io) -> Result<u8, CliError> {
    let Some(folder) = &args.folder else {
        let mut page = Vec::new();
        clap_mangen::Man::new(Cli::command()).render(&mut page)?;
        io.out.write_all(&page)?;
        return Ok(CLEAN);
    };
    let full = io.cwd.join(folder);
    let written = std::fs::create_dir_all(&full)
        .and_then(|()| clap_mangen::generate_to(Cli::command(), &full));
    written.map_err(|error| {
        CliError::new(format!("{}: {error}", folder.display()))
            .hint("name a folder that may be written")
    })?;
    writeln!(io.err, "wrote the pages into {}", folder.display())?;
    Ok(CLEAN)
}
