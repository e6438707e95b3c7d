//! `inglenook eval --reuse FILE`: reads the run whose answers are taken over.

use super::{Args, set};
use crate::cli::{CliError, Io, start};
use crate::eval::{Head, Reuse, record};

/// The run that `args` name, if they name one. It has to be of the same model and threshold as `head`.
pub fn read(args: &Args, head: &Head, io: &Io) -> Result<Option<Reuse>, CliError> {
    let Some(path) = &args.reuse else {
        return Ok(None);
    };
    let path = io.cwd.join(path);
    let (was, records) = record::read(&path)?;
    let kind = |head: &Head| (head.model.clone(), head.plain, head.threshold);
    if kind(&was) != kind(head) {
        let why = "it is of another model, way of asking or threshold";
        return Err(CliError::new(format!("{}: {why}", path.display()))
            .hint("--reuse takes a run that differs by --set alone"));
    }
    let flags = set::again(args, &was.set, &io.cwd)?;
    let options = start::options(io, Some(&io.cwd), flags)?.options;
    Ok(Some(Reuse::new(options, records)))
}
