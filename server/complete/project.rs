//! The project around one file, read as a whole for commands that complete without an editor: its
//! index and its history, and the context of a place. A server keeps its own up to date instead.

use crate::config::options;
use crate::git::{self, GitError, Together};
use crate::index::{Built, Index, Limits, place};
use crate::prompt::context::{Around, Context, gather};
use crate::syntax::Languages;
use crate::workspace::{Privacy, Snapshot};
use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

/// Commits that are read of the history, and for how long.
const COMMITS: usize = 2_000;
const HISTORY: Duration = Duration::from_secs(3);
/// Files of the history that are looked at for one file.
const FILES: usize = 6;

/// Which files are committed together, as seen from a folder of the repository.
#[derive(Clone, Debug, Default)]
pub struct History {
    together: Together,
    /// The folder below the top of its repository, with a `/` at the end; empty at the top itself.
    prefix: String,
}

impl History {
    /// Reads the history of the repository that `root` stands in: 2,000 commits or 3 s of it.
    ///
    /// # Errors
    /// When `root` is in no repository, or its history cannot be read.
    pub fn read(root: &Path) -> Result<Self, GitError> {
        let repository = git::open(root)?;
        let below = repository.root().and_then(|top| {
            let (top, root) = (top.canonicalize().ok()?, root.canonicalize().ok()?);
            let parts = root.strip_prefix(top).ok()?.iter();
            let parts: Option<Vec<&str>> = parts.map(|part| part.to_str()).collect();
            Some(parts?.iter().map(|part| format!("{part}/")).collect())
        });
        Ok(match below {
            Some(prefix) => Self {
                together: repository.together(COMMITS, Instant::now() + HISTORY)?,
                prefix,
            },
            None => Self::default(),
        })
    }

    /// Files below the folder that are committed together with one of its files, with the share of
    /// commits, the most often first. Paths as the index writes them.
    pub fn with(&self, path: &str) -> Vec<(String, f64)> {
        let full = format!("{}{path}", self.prefix);
        let found = self.together.with(&full, FILES).into_iter();
        let inside = found.filter_map(|(path, share)| {
            let path = path.strip_prefix(&self.prefix)?;
            Some((path.to_string(), share))
        });
        inside.collect()
    }
}

/// A project that was read once.
pub struct Project {
    pub index: Index,
    pub history: History,
    pub built: Built,
    privacy: Privacy,
}

impl Project {
    /// Reads the project below `root`. `cache`: the user's cache folder, where the index is kept
    /// between runs. `progress` gets files done and files in all. A cache that cannot be written is
    /// made again next time.
    pub fn read(
        root: &Path,
        languages: &Languages,
        privacy: Privacy,
        cache: Option<&Path>,
        progress: &(dyn Fn(usize, usize) + Sync),
    ) -> Self {
        let index = Index::new(root, languages.clone(), Limits::default());
        let saved = cache.map(|cache| place(cache, root));
        let stop = AtomicBool::new(false);
        let built = index.build(&privacy, saved.as_deref(), progress, &stop);
        if let Some(saved) = saved.filter(|_| built.kept < built.files) {
            index.save(&saved).ok();
        }
        Self {
            index,
            // Without a repository there is no history to learn from.
            history: History::read(root).unwrap_or_default(),
            built,
            privacy,
        }
    }

    /// The context of a byte offset of a document below the root, from the sources that are on.
    /// The document counts as it is given, whatever stands on disk.
    pub fn context(
        &self,
        sources: &options::Context,
        document: &Snapshot,
        offset: usize,
        count: &dyn Fn(&str) -> usize,
    ) -> Context {
        let (index, file) = (&self.index, document.path.as_deref());
        let path = file.and_then(|file| index.relative(file));
        if let (Some(file), Some(_)) = (file, &path) {
            index.update(
                file,
                &document.text.to_string(),
                document.tree(),
                &self.privacy,
            );
        }
        let path = path.unwrap_or_default();
        gather(&Around {
            document,
            path: &path,
            offset,
            index: Some(index),
            recent: &[],
            together: &self.history.with(&path),
            sources,
            read: &|other, lines| match other == path {
                true => {
                    let text = &document.text;
                    let line = |line: u32| text.line_start(line as usize);
                    Some(text.slice(line(lines.start)..line(lines.end)))
                }
                false => index.lines(other, lines),
            },
            allowed: &|path| self.privacy.excluded(&index.root().join(path)).is_none(),
            count,
            until: None,
        })
    }
}
