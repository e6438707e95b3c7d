//! The index of a project: definitions, imports and words of its files. Built in parallel, kept up to
//! date from edits and files, bounded in memory, kept on disk between runs. A file that the privacy
//! gate keeps out of prompts never gets in. Knows nothing of prompts and of no protocol.

mod build;
mod disk;
mod entry;
mod files;
pub mod imports;
mod modules;
mod resolve;
pub mod words;

pub use build::{Built, Skipped};
pub use disk::{DiskError, place};
pub use entry::{Definition, Entry, Stamp};
pub use resolve::Imported;

use crate::syntax::{Languages, Tree};
use crate::workspace::Privacy;
use files::Files;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{RwLock, RwLockReadGuard, RwLockWriteGuard};

/// Files and chunks that only edited documents may take, over the limits, and a tenth of the
/// definitions that they may.
const RESERVE: usize = 2_000;

/// What an index may cost. What is over a limit is left out and counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Folders and files that are looked at.
    pub entries: usize,
    /// Files that are read.
    pub files: usize,
    /// Bytes of one file.
    pub file_bytes: usize,
    /// Bytes of a line: above it a file is taken for data or minified code.
    pub line_bytes: usize,
    /// Definitions in all.
    pub definitions: usize,
    /// Chunks of 40 lines whose words are kept.
    pub chunks: usize,
    /// Threads that read files.
    pub threads: usize,
}

impl Default for Limits {
    /// About 200 MB at most, and half of the machine, at most four cores.
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Self {
            entries: 400_000,
            files: 40_000,
            file_bytes: 512 * 1024,
            line_bytes: 4_000,
            definitions: 400_000,
            chunks: 100_000,
            threads: (cores / 2).clamp(1, 4),
        }
    }
}

/// A definition and the file it stands in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Relative to the root, with `/`.
    pub path: String,
    pub definition: Definition,
    /// Texts of the members of a container, in order.
    pub members: Vec<Box<str>>,
    /// Files of the project that define this name, this one included.
    pub rivals: usize,
}

/// Lines of a file that are like a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Similar {
    pub path: String,
    /// 0-based lines, the last excluded.
    pub lines: Range<u32>,
    /// BM25: comparable within one answer only.
    pub score: f64,
}

/// How large an index is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Size {
    pub files: usize,
    pub definitions: usize,
    pub chunks: usize,
}

/// The index of one project. All methods take `&self` and hold a lock for milliseconds at most.
#[derive(Debug)]
pub struct Index {
    root: PathBuf,
    languages: Languages,
    limits: Limits,
    files: RwLock<Files>,
}

impl Index {
    /// An empty index of the files below `root`.
    pub fn new(root: &Path, languages: Languages, limits: Limits) -> Self {
        Self {
            root: root.to_path_buf(),
            languages,
            limits,
            files: RwLock::default(),
        }
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    pub fn size(&self) -> Size {
        self.read_files().size()
    }

    /// A file's path as the index writes it; `None` when it is not below the root.
    pub fn relative(&self, path: &Path) -> Option<String> {
        let below = path.strip_prefix(&self.root).ok()?;
        let parts: Option<Vec<&str>> = below.iter().map(|part| part.to_str()).collect();
        Some(parts?.join("/")).filter(|path| !path.is_empty())
    }

    /// Takes a text that an editor holds, instead of the file's. False when the file is not one for
    /// the index: then it is not in it any more either.
    pub fn update(&self, path: &Path, text: &str, tree: Option<&Tree>, privacy: &Privacy) -> bool {
        let Some(relative) = self.relative(path) else {
            return false;
        };
        let language = tree
            .map(|tree| tree.language().clone())
            .or_else(|| self.languages.by_path(path).cloned());
        let fits = build::text_fits(text, &self.limits).is_ok();
        let (Some(language), true, None) = (language, fits, privacy.excluded(path)) else {
            self.write_files().remove(&relative);
            return false;
        };
        let entry = Entry::read(relative, Stamp::default(), &language, text, tree);
        // What is being worked on gets in, also where the project alone fills the index.
        let limits = Limits {
            files: self.limits.files + RESERVE,
            definitions: self.limits.definitions + RESERVE * 10,
            chunks: self.limits.chunks + RESERVE,
            ..self.limits.clone()
        };
        self.write_files()
            .insert(entry, &language.folder_files, &limits);
        true
    }

    /// Reads files anew that were made, changed or removed on disk.
    pub fn refresh(&self, paths: &[PathBuf], privacy: &Privacy) {
        for path in paths {
            let Some(relative) = self.relative(path) else {
                continue;
            };
            let language = self.languages.by_path(path);
            let read = language
                .filter(|_| !relative.split('/').any(|part| part.starts_with('.')))
                .and_then(|language| {
                    build::read(path, &relative, language, &self.limits, privacy).ok()
                });
            let mut files = self.write_files();
            match (read, language) {
                (Some(entry), Some(language)) => {
                    files.insert(entry, &language.folder_files, &self.limits);
                }
                // A folder that is gone takes its files along.
                _ => files.remove_below(&relative),
            }
        }
    }

    /// Definitions of a name, nearest to the file `from` first; at most so many.
    pub fn defined(&self, name: &str, from: &str, most: usize) -> Vec<Found> {
        self.read_files().defined(name, from, most)
    }

    /// The definitions of a file.
    pub fn outline(&self, path: &str) -> Vec<Definition> {
        self.read_files().outline(path)
    }

    /// What a file imports of the project, in the order of the import's text.
    pub fn imports(&self, path: &str) -> Vec<Imported> {
        self.read_files().imports(path)
    }

    /// Chunks that are like a text, best first. `telling`: how many of its words are looked for.
    pub fn similar(&self, text: &str, telling: usize, most: usize) -> Vec<Similar> {
        self.read_files().similar(text, telling, most)
    }

    /// Lines of a file as it stands on disk; `None` when it has changed since it was read, and for
    /// one that an editor holds.
    pub fn lines(&self, path: &str, lines: Range<u32>) -> Option<String> {
        let stamp = self.read_files().stamp(path)?;
        let full = self.root.join(path);
        if build::stamp(&full.metadata().ok()?) != stamp {
            return None;
        }
        let text = std::fs::read_to_string(full).ok()?;
        let some = text.split_inclusive('\n').skip(lines.start as usize);
        Some(some.take(lines.len()).collect())
    }

    fn read_files(&self) -> RwLockReadGuard<'_, Files> {
        self.files
            .read()
            .unwrap_or_else(|poisoned| poisoned.into_inner())
    }

    fn write_files(&self) -> RwLockWriteGuard<'_, Files> {
        self.files
            .write()
            .unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}
