//! What a review is about, gathered from the index, a range of commits or files on disk, with the
//! reason for everything left out. Reads; judges nothing.

use super::{CliError, Io};
use crate::config::Options;
use crate::git::{self, FileChange, GitError, Status};
use crate::review::{self, File};
use crate::syntax::Languages;
use crate::workspace::{self, Inactive, Privacy, Snapshot};
use std::collections::HashSet;
use std::path::{Path, PathBuf};

/// Where the change is.
#[derive(Clone, Copy, Debug)]
pub enum Source<'a> {
    Staged,
    /// `A..B` or `A...B`.
    Range(&'a str),
    /// One commit against its first parent.
    Commit(&'a str),
    /// All that the working tree changes against HEAD.
    Worktree,
    /// The bytes of a patch, for files below the root.
    Patch(&'a [u8]),
    /// Files and folders, of which every line counts as changed.
    Paths(&'a [PathBuf]),
}

/// Files to review, and what is not among them.
#[derive(Debug, Default)]
pub struct Gathered {
    pub files: Vec<File>,
    /// What was left out and why, a line each.
    pub notes: Vec<String>,
}

/// Gathers a change, seen from the working folder.
///
/// # Errors
/// When there is no repository, no such range or no such file, with the next step.
pub fn gather(
    io: &Io,
    source: Source<'_>,
    languages: &Languages,
    options: &Options,
) -> Result<Gathered, CliError> {
    let root = git::root(&io.cwd);
    let privacy = Privacy::new(
        Some(root.as_deref().unwrap_or(&io.cwd)),
        &options.privacy.exclude,
    )
    .map_err(|error| CliError::new(error.to_string()))?;
    let gatherer = Gatherer {
        root: root.unwrap_or_else(|| io.cwd.clone()),
        privacy,
        languages,
        max_bytes: options.server.max_file_bytes,
    };
    let mut gathered = Gathered::default();
    let left_out = match source {
        Source::Paths(paths) => {
            gatherer.paths(io, paths, &mut gathered)?;
            Vec::new()
        }
        Source::Staged => gatherer.changes(open(io)?.staged()?, &mut gathered),
        Source::Range(range) => gatherer.changes(open(io)?.range(range)?, &mut gathered),
        Source::Commit(name) => gatherer.changes(open(io)?.commit(name)?, &mut gathered),
        Source::Worktree => gatherer.changes(open(io)?.worktree()?, &mut gathered),
        Source::Patch(bytes) => {
            let patched = git::patched(bytes, &gatherer.root, &gatherer.below(&io.cwd))?;
            for (path, why) in &patched.misfits {
                let note = format!("{}: not read, {why}", path.display());
                gathered.notes.push(note);
            }
            if patched.files.is_empty() && !patched.misfits.is_empty() {
                return Err(CliError::new(gathered.notes.join("; "))
                    .hint("give the patch in a working tree that it was made for"));
            }
            gatherer.changes(patched.files, &mut gathered)
        }
    };
    if !left_out.is_empty() {
        let list = left_out.join(", ");
        gathered.notes.push(format!(
            "left out: {list}; name a file to have it reviewed all the same"
        ));
    }
    gathered.files.sort_by(|a, b| a.shown.cmp(&b.shown));
    Ok(gathered)
}

/// Adds the files of the project that are not there yet, none of their lines under review.
pub fn add_rest(
    io: &Io,
    languages: &Languages,
    options: &Options,
    gathered: &mut Gathered,
) -> Result<(), CliError> {
    let root = git::root(&io.cwd).unwrap_or_else(|| io.cwd.clone());
    let known: HashSet<PathBuf> = gathered
        .files
        .iter()
        .map(|file| file.shown.clone())
        .collect();
    let all = gather(io, Source::Paths(&[root]), languages, options)?;
    gathered.notes.extend(all.notes);
    for mut file in all.files {
        if !known.contains(&file.shown) {
            file.edits.clear();
            gathered.files.push(file);
        }
    }
    gathered.files.sort_by(|a, b| a.shown.cmp(&b.shown));
    Ok(())
}

/// The repository of the working folder, with the index that git gave to its hook.
fn open(io: &Io) -> Result<git::Repository, CliError> {
    let repository = git::open(&io.cwd)?;
    // Only git itself sets this for us; what surrounds a test is none of its business.
    let index = std::env::var_os("GIT_INDEX_FILE").filter(|_| io.system);
    if let Some(index) = index {
        repository.use_index(&io.cwd.join(index))?;
    }
    Ok(repository)
}

impl From<GitError> for CliError {
    fn from(error: GitError) -> Self {
        let said = CliError::new(error.to_string());
        match error.hint() {
            Some(hint) => said.hint(hint),
            None => said,
        }
    }
}

struct Gatherer<'a> {
    root: PathBuf,
    privacy: Privacy,
    languages: &'a Languages,
    max_bytes: usize,
}

impl Gatherer<'_> {
    /// The working folder as seen from the root.
    fn below(&self, cwd: &Path) -> PathBuf {
        let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
        let below = real(cwd)
            .strip_prefix(real(&self.root))
            .map(Path::to_path_buf);
        below.unwrap_or_default()
    }

    /// Takes the changed files; those that nobody reviews come back, with the reason.
    fn changes(&self, changes: Vec<FileChange>, gathered: &mut Gathered) -> Vec<String> {
        let mut left_out = Vec::new();
        for change in changes {
            let shown = change.path.display();
            if change.status == Status::Conflicted {
                gathered
                    .notes
                    .push(format!("{shown}: not read, its merge is not finished"));
                continue;
            }
            if let Some(why) = change.content.unread() {
                gathered.notes.push(format!("{shown}: not read, {why}"));
                continue;
            }
            let git::Content::Text(text) = &change.content else {
                continue;
            };
            if let Some(why) = review::why_left_out(&change.path, text) {
                left_out.push(format!("{shown} ({why})"));
                continue;
            }
            if let Some(document) = self.document(&change.path, text, gathered) {
                let file = File::changed(printable(&change.path), document, &change.hunks);
                gathered.files.push(self.gate(file, &change.path));
            }
        }
        left_out
    }

    fn paths(&self, io: &Io, paths: &[PathBuf], gathered: &mut Gathered) -> Result<(), CliError> {
        for path in paths {
            let path = io.cwd.join(path);
            if path.is_dir() {
                self.folder(&path, gathered);
            } else if path.exists() {
                self.file(&path, gathered);
            } else {
                let said = format!("there is no file or folder {}", path.display());
                return Err(CliError::new(said).hint("paths are seen from the working folder"));
            }
        }
        Ok(())
    }

    /// Files below a folder that no ignore file names and whose language is known.
    fn folder(&self, folder: &Path, gathered: &mut Gathered) {
        let mut walk = ignore::WalkBuilder::new(folder);
        walk.add_custom_ignore_filename(".inglenookignore");
        for entry in walk.build() {
            match entry {
                Ok(entry) => {
                    let file = entry.file_type().is_some_and(|kind| kind.is_file());
                    if file && self.languages.by_path(entry.path()).is_some() {
                        self.file(entry.path(), gathered);
                    }
                }
                Err(error) => gathered.notes.push(format!("not read: {error}")),
            }
        }
    }

    fn file(&self, path: &Path, gathered: &mut Gathered) {
        let shown = path.strip_prefix(&self.root).unwrap_or(path).to_path_buf();
        if gathered
            .files
            .iter()
            .any(|file| file.shown == printable(&shown))
        {
            return;
        }
        let text = match std::fs::read(path).map(String::from_utf8) {
            Ok(Ok(text)) => text,
            Ok(Err(_)) => {
                let note = format!("{}: not read, it is not UTF-8", shown.display());
                return gathered.notes.push(note);
            }
            Err(error) => {
                let note = format!("{}: not read, {error}", shown.display());
                return gathered.notes.push(note);
            }
        };
        if let Some(document) = self.document(&shown, &text, gathered) {
            let file = self.gate(File::whole(printable(&shown), document), &shown);
            gathered.files.push(file);
        }
    }

    fn document(&self, shown: &Path, text: &str, gathered: &mut Gathered) -> Option<Snapshot> {
        let document = workspace::document(self.languages, printable(shown), text, self.max_bytes);
        let why = match document.inactive {
            None => return Some(document),
            Some(Inactive::Binary) => "it is binary".to_string(),
            Some(Inactive::TooLarge) => format!(
                "it has more than {} bytes; server.max_file_bytes raises the limit",
                self.max_bytes
            ),
        };
        let shown = shown.display();
        gathered.notes.push(format!("{shown}: not read, {why}"));
        None
    }

    fn gate(&self, file: File, path: &Path) -> File {
        let why = self.privacy.excluded(&self.root.join(path));
        file.private(why)
    }
}

/// A path as reports show it: JSON takes no name that is not UTF-8.
fn printable(path: &Path) -> PathBuf {
    PathBuf::from(path.to_string_lossy().into_owned())
}
