//! Credentials that a repository's commits hold and its files no longer do.

use super::{Found, bar};
use crate::cli::{CliError, Io};
use crate::finding;
use crate::git;
use std::collections::HashSet;
use std::ops::ControlFlow;

/// Adds the credentials of the newest `most` commits, each with the first of these commits that held it.
/// Those that stand in the files now are found there.
///
/// # Errors
/// When there is no repository, or it cannot be read.
pub(super) fn add(found: &mut Found, most: usize, io: &Io) -> Result<(), CliError> {
    let repository = git::open(&io.cwd)?;
    let commits = repository.commits(most)?;
    if commits.more {
        found.report.notes.push(format!(
            "--history read the newest {most} commits; --max-commits raises the limit"
        ));
    }
    let progress = bar("reading", "commits", commits.ids.len(), io.terminal);
    let mut seen: HashSet<String> = HashSet::new();
    let mut findings = Vec::new();
    let limit = found.scan.max_bytes;
    for id in &commits.ids {
        repository.added(id, limit, &mut |added| {
            let lines: Vec<&str> = added.lines.iter().map(|(_, line)| line.as_str()).collect();
            let text = lines.join("\n");
            let checked = found.scan.rules.secrets(&text, &added.path);
            for mut one in checked.findings {
                // Of a key the range holds its first line, which all keys share.
                let secret = text.get(one.range.start..).unwrap_or_default();
                let length = if one.rule == "secret-private-key" {
                    300
                } else {
                    one.range.len()
                };
                let secret: String = secret.chars().take(length).collect();
                if found.vault.holds(&secret) || !seen.insert(secret) {
                    continue;
                }
                let line = |line: usize| {
                    added
                        .lines
                        .get(line - 1)
                        .map_or(line, |(number, _)| *number)
                };
                one.start.line = line(one.start.line);
                one.end.line = line(one.end.line);
                one.symbol = format!("commit {}", added.commit);
                one.message.push_str(&format!(
                    " It came with commit {} of {}; the files hold it no longer, the history does.",
                    added.commit, added.day
                ));
                one.fingerprint.clear();
                findings.push(one);
            }
            ControlFlow::<()>::Continue(())
        })?;
        progress.inc(1);
    }
    progress.finish_and_clear();
    finding::finish(&mut findings);
    found.report.findings.extend(findings);
    finding::finish(&mut found.report.findings);
    Ok(())
}
