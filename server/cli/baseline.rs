//! The baseline file of a project: read, applied to what was found, written. Finds nothing itself.

use super::{CliError, output};
use crate::finding::{Baseline, Finding};
use std::path::Path;

/// Where a baseline is written when no other file is named.
pub const FILE: &str = "inglenook-baseline.json";

/// Reads a baseline; `None` when the file is not there, which is no error: a new branch or a fresh
/// clone may be without it.
///
/// # Errors
/// When the file is there and cannot be read.
pub fn read(path: &Path) -> Result<Option<Baseline>, CliError> {
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(failed(path, &error.to_string())),
    };
    let baseline = Baseline::parse(&text).map_err(|why| failed(path, &why))?;
    Ok(Some(baseline))
}

/// Replaces a baseline file.
///
/// # Errors
/// When it cannot be written.
pub fn write(path: &Path, baseline: &Baseline) -> Result<(), CliError> {
    output::replace(path, baseline.text().as_bytes())
}

/// Moves what stands in the baseline from `open` to `suppressed`; notes when there is no file.
///
/// # Errors
/// When the file is there and cannot be read.
pub fn apply(
    path: Option<&Path>,
    open: &mut Vec<Finding>,
    suppressed: &mut Vec<Finding>,
    notes: &mut Vec<String>,
) -> Result<Option<Baseline>, CliError> {
    let Some(path) = path else {
        return Ok(None);
    };
    let Some(baseline) = read(path)? else {
        let shown = path
            .file_name()
            .unwrap_or(path.as_os_str())
            .to_string_lossy();
        notes.push(format!(
            "there is no baseline {shown}: all findings count; `inglenook baseline write` makes one"
        ));
        return Ok(None);
    };
    let (new, old) = baseline.split(std::mem::take(open));
    *open = new;
    suppressed.extend(old);
    crate::finding::finish(suppressed);
    Ok(Some(baseline))
}

fn failed(path: &Path, why: &str) -> CliError {
    CliError::new(format!("{}: {why}", path.display()))
        .hint("write it again: `inglenook baseline write`")
}
