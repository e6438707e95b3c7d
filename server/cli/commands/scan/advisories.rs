//! Locked dependencies of the scanned folders against a folder of advisories.

use super::Found;
use crate::advisory::{self, Database, Package};
use crate::cli::{CliError, Io};
use crate::finding;
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// Advisories' broken files that are named; the rest are counted.
const NAMED: usize = 5;

/// Adds what the advisories of `folder` say of the lock files among the scanned files.
///
/// # Errors
/// When the folder is not there or holds no advisory.
pub(super) fn add(found: &mut Found, folder: &Path, io: &Io) -> Result<(), CliError> {
    let database = read(folder, &mut found.report.notes, io)?;
    let locks = locks(found);
    if locks.is_empty() {
        found
            .report
            .notes
            .push("no lock file that we read is among the scanned files".into());
    }
    let mut names: Vec<String> = locks
        .iter()
        .flat_map(|(_, packages)| advisory::functions(&database, packages))
        .collect();
    names.sort_unstable();
    names.dedup();
    let calls = calls(&names, found);
    let lint = &found.options.lint;
    for (shown, packages) in &locks {
        let called = |name: &str| calls.get(name).cloned();
        let mut findings = advisory::check(&database, packages, shown, &called);
        findings.retain(|finding| {
            !lint.disable.contains(&finding.rule)
                && finding.severity >= lint.min_severity
                && finding.confidence >= lint.min_confidence
        });
        found.report.findings.extend(findings);
    }
    finding::finish(&mut found.report.findings);
    Ok(())
}

/// The advisories of a folder; notes name some of the files that could not be read.
fn read(folder: &Path, notes: &mut Vec<String>, io: &Io) -> Result<Database, CliError> {
    let full = io.cwd.join(folder);
    if !full.is_dir() {
        return Err(
            CliError::new(format!("--advisories: {} is no folder", folder.display()))
                .hint("name a clone of RustSec's advisory-db, or a folder of OSV's JSON files"),
        );
    }
    let database = Database::read(&full);
    if database.count == 0 {
        return Err(CliError::new(format!(
            "--advisories: {} holds no advisory",
            folder.display()
        ))
        .hint("it takes RustSec's .md files and OSV's .json files, at any depth"));
    }
    let broken = database.notes.len();
    notes.extend(database.notes.iter().take(NAMED).cloned());
    if broken > NAMED {
        let more = broken - NAMED;
        notes.push(format!("and {more} more advisories could not be read"));
    }
    Ok(database)
}

/// The lock files among the scanned files, by the path that is shown; notes name those that cannot be
/// read.
fn locks(found: &mut Found) -> Vec<(PathBuf, Vec<Package>)> {
    let mut locks = Vec::new();
    for file in &found.files {
        // Only lock files are read again.
        if advisory::packages(file, "").is_none() {
            continue;
        }
        let shown = found.scan.shown(file);
        let notes = &mut found.report.notes;
        let text = match std::fs::read_to_string(file) {
            Ok(text) => text,
            Err(error) => {
                notes.push(format!("{}: not read, {error}", shown.display()));
                continue;
            }
        };
        match advisory::packages(file, &text) {
            Some(Ok(packages)) => locks.push((shown, packages)),
            Some(Err(why)) => notes.push(format!("{}: {why}", shown.display())),
            None => {}
        }
    }
    locks
}

/// Where functions of these names are called first, `src/a.rs:3`, in the files that have a language.
fn calls(names: &[String], found: &Found) -> HashMap<String, String> {
    let mut calls = HashMap::new();
    if names.is_empty() {
        return calls;
    }
    for file in &found.files {
        if found.scan.languages.by_path(file).is_none() {
            continue;
        }
        // What cannot be read was noted when it was scanned.
        let Ok(text) = std::fs::read_to_string(file) else {
            continue;
        };
        for name in names {
            if calls.contains_key(name) {
                continue;
            }
            if let Some(at) = call(&text, name) {
                let line = text[..at].matches('\n').count() + 1;
                let shown = found.scan.shown(file);
                calls.insert(name.clone(), format!("{}:{line}", shown.display()));
            }
        }
    }
    calls
}

/// Where `name` stands as a word of its own with a bracket behind it, perhaps after type arguments.
fn call(text: &str, name: &str) -> Option<usize> {
    let word = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(name).map(|(at, _)| at).find(|at| {
        let before = text[..*at].chars().next_back();
        let after = text[at + name.len()..].trim_start();
        let after = after.strip_prefix('!').unwrap_or(after);
        !before.is_some_and(word) && (after.starts_with('(') || after.starts_with("::<"))
    })
}
