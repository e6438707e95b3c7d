//! What a run of holes comes to: the table, the page, and whether it is within its bounds.

use super::Args;
use crate::cli::error::{CLEAN, FINDINGS};
use crate::cli::{CliError, Io};
use crate::eval::metrics::Figures;
use crate::eval::{Head, Record, record, report, table};
use std::io::Write;
use std::path::Path;

/// Reports on a results file.
pub fn again(args: &Args, file: &Path, io: &mut Io) -> Result<u8, CliError> {
    let (head, records) = record::read(file)?;
    finish(args, &head, &records, io)
}

/// The report, and whether the figures are within the bounds that were given.
pub fn finish(args: &Args, head: &Head, records: &[Record], io: &mut Io) -> Result<u8, CliError> {
    io.out.write_all(table::run(head, records).as_bytes())?;
    if let Some(html) = &args.html {
        let page = report::html(head, records).map_err(|error| CliError::new(error.to_string()))?;
        let path = io.cwd.join(html);
        std::fs::write(&path, page)
            .map_err(|error| CliError::new(format!("{}: {error}", path.display())))?;
        writeln!(io.err, "report: {}", path.display())?;
    }
    let figures = Figures::of(records);
    let exact = figures.exact_share();
    let wanted = args.min_exact.filter(|least| exact < *least);
    if let Some(least) = wanted {
        let (exact, least) = (table::percent(exact), table::percent(least));
        writeln!(
            io.err,
            "{exact} of the holes are matched exactly, not {least}"
        )?;
    }
    let faulty = args.no_faults && figures.faults.iter().any(|count| *count > 0);
    if faulty {
        writeln!(
            io.err,
            "the independent check found faults in what is shown:"
        )?;
        for record in records
            .iter()
            .filter(|record| record.shown && !record.faults.is_empty())
        {
            let what: Vec<&str> = record.faults.iter().map(|fault| fault.words()).collect();
            writeln!(
                io.err,
                "  {}: {}: {:?}",
                record.id,
                what.join(", "),
                record.answer
            )?;
        }
    }
    let failed = wanted.is_some() || faulty || (args.no_faults && figures.failed > 0);
    Ok(if failed { FINDINGS } else { CLEAN })
}
