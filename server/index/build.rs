//! Fills an index from a folder: walks it, reads files on a bounded number of threads, takes from the
//! last run what has not changed. Says what it left out; decides nothing about ranking.

use super::{Entry, Index, Limits, Stamp, disk};
use crate::syntax::Language;
use crate::workspace::Privacy;
use rayon::prelude::*;
use std::collections::HashMap;
use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant, UNIX_EPOCH};

/// Files that are read between two looks at the lock, the progress and the wish to stop.
const BATCH: usize = 128;

/// How many files were left out, and why.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Skipped {
    /// Ignored, or named like secrets.
    pub private: usize,
    pub too_large: usize,
    /// With lines so long that they are data or minified.
    pub long_lines: usize,
    /// Not text, or not UTF-8.
    pub binary: usize,
    pub unreadable: usize,
    /// Over the limit of files, definitions or chunks: left out, or only in part there.
    pub over_limit: usize,
    /// The folder holds more than is looked at: the rest is unknown.
    pub folder_too_large: bool,
}

impl std::fmt::Display for Skipped {
    /// What was left out in words; empty when nothing was.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let counted = [
            (self.too_large, "too large"),
            (self.long_lines, "with very long lines (minified or data)"),
            (self.binary, "not text"),
            (self.unreadable, "unreadable"),
            (self.over_limit, "over the limit of the index"),
        ];
        let mut parts: Vec<String> = counted
            .iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, why)| format!("{count} {why}"))
            .collect();
        if self.folder_too_large {
            parts.push("and the folder holds more files than are looked at".into());
        }
        f.write_str(&parts.join(", "))
    }
}

/// What a build came to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Built {
    /// Files in the index now.
    pub files: usize,
    /// Of these, taken over from the last run.
    pub kept: usize,
    pub skipped: Skipped,
    /// Why the last run's index could not be used, when there was one.
    pub rebuilt: Option<String>,
    pub seconds: f64,
    /// Told to stop before the end.
    pub stopped: bool,
}

/// Why a file is not in the index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    Private,
    TooLarge,
    LongLines,
    Binary,
    Unreadable,
}

impl Index {
    /// Fills the index with the files below its root. `saved`: the file of an earlier run, see
    /// [`disk::place`]. `progress` gets files done and files in all; `stop` ends it early.
    pub fn build(
        &self,
        privacy: &Privacy,
        saved: Option<&Path>,
        progress: &(dyn Fn(usize, usize) + Sync),
        stop: &AtomicBool,
    ) -> Built {
        let started = Instant::now();
        let mut built = Built::default();
        let mut known = HashMap::new();
        match saved.map(disk::load) {
            Some(Ok(entries)) => {
                known.extend(entries.into_iter().map(|one| (one.path.clone(), one)));
            }
            Some(Err(disk::DiskError::Missing)) | None => {}
            Some(Err(error)) => built.rebuilt = Some(error.to_string()),
        }
        let files = self.walk(&mut built.skipped, stop);
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(self.limits.threads)
            .thread_name(|_| "index".into())
            .build();
        for (number, batch) in files.chunks(BATCH).enumerate() {
            if stop.load(Ordering::Relaxed) {
                built.stopped = true;
                break;
            }
            progress(number * BATCH, files.len());
            let work: Vec<(&Candidate, Option<Entry>)> = batch
                .iter()
                .map(|one| (one, known.remove(&one.relative)))
                .collect();
            let read = |(one, old): (&Candidate, Option<Entry>)| self.one(one, old, privacy);
            // Without threads of its own the work is done on this one.
            let done: Vec<_> = match &pool {
                Ok(pool) => pool.install(|| work.into_par_iter().map(read).collect()),
                Err(_) => work.into_iter().map(read).collect(),
            };
            self.take(batch, done, &mut built);
        }
        progress(files.len(), files.len());
        let mut held = self.write_files();
        held.shrink();
        built.files = held.size().files;
        built.seconds = started.elapsed().as_secs_f64();
        built
    }

    /// A file's entry, the old one when the file is still what it was, and whether it is that.
    fn one(
        &self,
        file: &Candidate,
        old: Option<Entry>,
        privacy: &Privacy,
    ) -> Result<(Entry, bool), Why> {
        let path = self.root.join(&file.relative);
        if let Some(old) = old {
            let metadata = path.metadata().map_err(|_| Why::Unreadable)?;
            if old.stamp != Stamp::default() && stamp(&metadata) == old.stamp {
                return match privacy.excluded(&path) {
                    None => Ok((old, true)),
                    Some(_) => Err(Why::Private),
                };
            }
        }
        let entry = read(&path, &file.relative, &file.language, &self.limits, privacy)?;
        Ok((entry, false))
    }

    fn take(&self, batch: &[Candidate], done: Vec<Result<(Entry, bool), Why>>, built: &mut Built) {
        let mut files = self.write_files();
        for (one, result) in batch.iter().zip(done) {
            match result {
                Ok((entry, kept)) => {
                    // What an editor holds is newer than what stands on disk.
                    if files.stamp(&entry.path) == Some(Stamp::default()) {
                        continue;
                    }
                    built.kept += usize::from(kept);
                    let whole = files.insert(entry, &one.language.folder_files, &self.limits);
                    built.skipped.over_limit += usize::from(!whole);
                }
                Err(Why::Private) => built.skipped.private += 1,
                Err(Why::TooLarge) => built.skipped.too_large += 1,
                Err(Why::LongLines) => built.skipped.long_lines += 1,
                Err(Why::Binary) => built.skipped.binary += 1,
                Err(Why::Unreadable) => built.skipped.unreadable += 1,
            }
        }
    }

    /// Files with a language, in the order of their paths. Links are not followed, so no loop of
    /// them can lead anywhere.
    fn walk(&self, skipped: &mut Skipped, stop: &AtomicBool) -> Vec<Candidate> {
        let walk = ignore::WalkBuilder::new(&self.root)
            .require_git(false)
            .follow_links(false)
            .add_custom_ignore_filename(".inglenookignore")
            .sort_by_file_name(Ord::cmp)
            .build();
        let mut files = Vec::new();
        for (count, entry) in walk.enumerate() {
            if stop.load(Ordering::Relaxed) {
                break;
            }
            if count >= self.limits.entries {
                skipped.folder_too_large = true;
                break;
            }
            let Ok(entry) = entry else {
                skipped.unreadable += 1;
                continue;
            };
            let is_file = entry.file_type().is_some_and(|kind| kind.is_file());
            let language = self.languages.by_path(entry.path());
            let (true, Some(language), Some(relative)) =
                (is_file, language, self.relative(entry.path()))
            else {
                continue;
            };
            if files.len() >= self.limits.files {
                skipped.over_limit += 1;
                continue;
            }
            files.push(Candidate {
                relative,
                language: language.clone(),
            });
        }
        files
    }
}

/// A file that may go in.
struct Candidate {
    relative: String,
    language: Arc<Language>,
}

/// Reads a file through the privacy gate.
pub fn read(
    path: &Path,
    relative: &str,
    language: &Arc<Language>,
    limits: &Limits,
    privacy: &Privacy,
) -> Result<Entry, Why> {
    if privacy.excluded(path).is_some() {
        return Err(Why::Private);
    }
    // A link may lead out of the project, or to a file that is kept out by its own name.
    let metadata = path.symlink_metadata().map_err(|_| Why::Unreadable)?;
    if !metadata.is_file() {
        return Err(Why::Unreadable);
    }
    if metadata.len() > limits.file_bytes as u64 {
        return Err(Why::TooLarge);
    }
    let bytes = std::fs::read(PathBuf::from(path)).map_err(|_| Why::Unreadable)?;
    let text = String::from_utf8(bytes).map_err(|_| Why::Binary)?;
    text_fits(&text, limits)?;
    let stamp = stamp(&metadata);
    Ok(Entry::read(relative.into(), stamp, language, &text, None))
}

/// Whether a text is code of a size that one works with.
pub fn text_fits(text: &str, limits: &Limits) -> Result<(), Why> {
    if text.len() > limits.file_bytes {
        return Err(Why::TooLarge);
    }
    if text.as_bytes().contains(&0) {
        return Err(Why::Binary);
    }
    if text.split('\n').any(|line| line.len() > limits.line_bytes) {
        return Err(Why::LongLines);
    }
    Ok(())
}

/// What a file looks like from outside.
pub fn stamp(metadata: &Metadata) -> Stamp {
    let modified = metadata.modified().ok();
    let since = modified.and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    let nanoseconds = since.map(|since: Duration| since.as_nanos());
    Stamp {
        // Never that of an editor's text: an empty file of 1970 counts as a nanosecond younger.
        modified: nanoseconds
            .and_then(|time| u64::try_from(time).ok())
            .unwrap_or(0)
            .max(1),
        length: metadata.len(),
    }
}
