//! `inglenook trust`: lets a project name models, servers and rules.

use crate::cli::error::CLEAN;
use crate::cli::{CliError, Io};
use crate::config::load::FILE;
use crate::config::project_root;
use crate::config::trust::{self, State, Trusted};
use std::io::Write;
use std::path::PathBuf;

/// Let a project's inglenook.toml name models, servers and rules outside of it, as that file stands
/// now. When it changes it is to be trusted again.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Folder of the project; the working folder when left out
    path: Option<PathBuf>,
    /// Take the trust back
    #[arg(long, conflicts_with = "list")]
    remove: bool,
    /// Print the trusted projects
    #[arg(long, conflicts_with = "path")]
    list: bool,
}

pub fn run(args: Args, io: &mut Io) -> Result<u8, CliError> {
    let list = io.dirs.config.join(trust::FILE);
    let mut trusted = Trusted::read(&list)?;
    if args.list {
        for project in &trusted.projects {
            let state = match std::fs::read(&project.file) {
                Ok(contents) => match trusted.state(&project.file, &contents) {
                    State::Trusted => "",
                    _ => "  (changed since, so not trusted now)",
                },
                Err(_) => "  (not there)",
            };
            writeln!(io.out, "{}{state}", project.file.display())?;
        }
        if trusted.projects.is_empty() {
            writeln!(io.out, "no project is trusted")?;
        }
        return Ok(CLEAN);
    }
    let start = args.path.map_or(io.cwd.clone(), |path| io.cwd.join(path));
    let file = project_root(&start).unwrap_or(&start).join(FILE);
    if args.remove {
        let was = trusted.remove(&file);
        trusted.write(&list)?;
        let said = if was {
            "is trusted no longer"
        } else {
            "was not trusted"
        };
        writeln!(io.out, "{} {said}", file.display())?;
        return Ok(CLEAN);
    }
    let contents = std::fs::read(&file).map_err(|error| {
        CliError::new(format!("{}: {error}", file.display()))
            .hint("a project needs an inglenook.toml before it can be trusted")
    })?;
    trusted.add(&file, &contents);
    trusted.write(&list)?;
    writeln!(
        io.out,
        "{} is trusted as it stands now: it may name models, servers and rules outside the project.\n\
         `inglenook config` shows what it sets; `inglenook trust --remove` takes the trust back.",
        file.display()
    )?;
    Ok(CLEAN)
}
