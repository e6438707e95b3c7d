//! The tour in the user's own repository: one completion and what the rules find there.

use super::{Tour, ghost};
use crate::cli::CliError;
use crate::finding::Finding;
use crate::git;
use crate::lint;
use crate::report::Report;
use crate::workspace::{Privacy, Snapshot, document};
use ignore::WalkBuilder;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

/// Seconds for reading the repository; a tour is no full scan.
const TIME: Duration = Duration::from_secs(10);
/// Findings shown.
const SHOWN: usize = 3;
/// Lines that a file needs to be worth a completion.
const LINES: usize = 20;

/// Shows the tour's steps in the repository that `cwd` stands in, if it stands in one.
pub fn show(tour: &mut Tour<'_>, cwd: &Path) -> Result<(), CliError> {
    let Some(root) = git::root(cwd) else {
        return Ok(());
    };
    let name = root
        .file_name()
        .map(|name| name.to_string_lossy().into_owned());
    let title = format!("4  Your repository: {}", name.unwrap_or_default());
    tour.title(&title, "")?;
    let privacy = Privacy::new(Some(&root), &tour.options.privacy.exclude)
        .map_err(|error| CliError::new(error.to_string()))?;
    let began = Instant::now();
    let mut report = Report::default();
    let mut newest: Option<(SystemTime, Snapshot)> = None;
    for path in files(&root) {
        if began.elapsed() > TIME {
            report.notes.push(format!(
                "stopped after {} s: run `inglenook scan`",
                TIME.as_secs()
            ));
            break;
        }
        let Some(document) = read(tour, &root, &path) else {
            continue;
        };
        report.files += 1;
        let shown = path.strip_prefix(&root).unwrap_or(&path);
        report
            .findings
            .extend(lint::check(&tour.rules, &document, shown));
        let modified = path.metadata().and_then(|metadata| metadata.modified());
        let time = modified.unwrap_or(SystemTime::UNIX_EPOCH);
        let fit = document.text.lines() >= LINES && privacy.excluded(&path).is_none();
        if fit && newest.as_ref().is_none_or(|(newest, _)| time > *newest) {
            newest = Some((time, document));
        }
    }
    report.seconds = began.elapsed().as_secs_f64();
    if let Some((_, document)) = newest
        && let Some((text, offset)) = hole(&document)
    {
        let shown = document.path.clone().unwrap_or_default();
        let cut = tour.document(&shown.to_string_lossy(), &text);
        let done = tour.complete(&cut, offset)?;
        ghost::show(
            tour.io,
            "one line taken out of your newest file",
            &cut,
            &done,
        )?;
    }
    worst_first(&mut report);
    tour.report(&report)
}

/// Keeps the worst few findings and says how many more there are.
fn worst_first(report: &mut Report) {
    let all = report.findings.len();
    report
        .findings
        .sort_by_key(|finding: &Finding| std::cmp::Reverse(finding.severity));
    report.findings.truncate(SHOWN);
    if all > SHOWN {
        report
            .notes
            .push(format!("{} more: run `inglenook scan`", all - SHOWN));
    }
}

fn files(root: &Path) -> impl Iterator<Item = PathBuf> {
    let walk = WalkBuilder::new(root)
        .add_custom_ignore_filename(".inglenookignore")
        .build();
    // What cannot be read is what `inglenook scan` reports; the tour goes on without it.
    walk.filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_some_and(|kind| kind.is_file()))
        .map(ignore::DirEntry::into_path)
}

/// A file in a language we know, that is text and not too large.
fn read(tour: &Tour<'_>, root: &Path, path: &Path) -> Option<Snapshot> {
    tour.languages.by_path(path)?;
    let text = std::fs::read_to_string(path).ok()?;
    let shown = path.strip_prefix(root).unwrap_or(path).to_path_buf();
    let document = document(
        &tour.languages,
        shown,
        &text,
        tour.options.server.max_file_bytes,
    );
    document.inactive.is_none().then_some(document)
}

/// The text without one line of code from its middle, and the offset where that line stood.
fn hole(document: &Snapshot) -> Option<(String, usize)> {
    let text = &document.text;
    let language = document.language.as_ref()?;
    let middle = text.lines() / 2;
    let line = (middle..text.lines()).find(|line| {
        let line = text.line(*line);
        let code = line.trim();
        let indented = line.starts_with([' ', '\t']);
        indented
            && code.len() > 12
            && !code.starts_with(&language.line_comment)
            && !code.starts_with(['"', '\'', '*', '/'])
    })?;
    let range = text.line_range(line);
    let indent = text.line(line).len() - text.line(line).trim_start().len();
    let offset = range.start + indent;
    let whole = text.to_string();
    Some((
        format!("{}{}", &whole[..offset], &whole[range.end..]),
        offset,
    ))
}
