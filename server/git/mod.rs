//! Repositories read as plain data: changes with their texts. The only home of `git2`, of which
//! nothing shows outside; it reads, and never writes to a repository.

mod diff;
mod history;
mod hooks;
mod names;
mod patch;
mod repository;
mod together;
mod unified;

pub use history::{Added, Commits};
pub use hooks::Hooks;
pub use patch::{Patched, patched};
pub use repository::{Repository, open, root};
pub use together::Together;

use std::ops::Range;
use std::path::PathBuf;

/// How a file changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    Added,
    Deleted,
    Modified,
    Renamed,
    /// A file became a link, a submodule or the reverse.
    TypeChanged,
    /// An unmerged entry of the index.
    Conflicted,
}

/// What the file holds after the change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    Text(String),
    /// As git decides it, by attributes or by a NUL byte.
    Binary,
    /// Text in another encoding than UTF-8.
    NotUtf8,
    /// A symbolic link.
    Link,
    Submodule,
    /// Nothing: the file is deleted or its merge is not finished.
    Gone,
}

impl Content {
    /// Why there is no text to read; `None` when there is, or when the file is gone.
    pub fn unread(&self) -> Option<&'static str> {
        match self {
            Content::Text(_) | Content::Gone => None,
            Content::Binary => Some("it is binary"),
            Content::NotUtf8 => Some("it is not UTF-8"),
            Content::Link => Some("it is a symbolic link"),
            Content::Submodule => Some("it is a submodule"),
        }
    }
}

/// Which side of a change a line stands on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// In both texts.
    Both,
    Added,
    Removed,
}

/// One line of a hunk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub side: Side,
    /// Without its line break; what is not UTF-8 is replaced.
    pub text: String,
    /// Bytes of the new text that the line covers, with its line break; for a removed line the
    /// empty range where it stood.
    pub bytes: Range<usize>,
}

/// A hunk of a change. Line numbers are git's: 1-based, lines ended by `\n` alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hunk {
    pub old_start: usize,
    pub old_lines: usize,
    pub new_start: usize,
    pub new_lines: usize,
    pub lines: Vec<Line>,
}

/// One changed file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileChange {
    /// Relative to the repository's root; where it stood when it is deleted.
    pub path: PathBuf,
    /// Where it stood before, when it was renamed.
    pub old_path: Option<PathBuf>,
    pub status: Status,
    /// File modes before and after (as git writes them, `0o100755`), when they differ and both are there.
    pub modes: Option<(u32, u32)>,
    pub content: Content,
    /// Empty when only name or mode changed, and when there is no text.
    pub hunks: Vec<Hunk>,
}

/// Where a repository stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Head {
    /// On a branch, at a commit (short id).
    Branch { name: String, commit: String },
    /// At a commit and on no branch.
    Detached { commit: String },
    /// On a branch without any commit.
    Unborn { name: String },
}

impl std::fmt::Display for Head {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Head::Branch { name, commit } => write!(f, "branch {name} at {commit}"),
            Head::Detached { commit } => write!(f, "detached at {commit}"),
            Head::Unborn { name } => write!(f, "branch {name}, no commit yet"),
        }
    }
}

/// Why a repository could not be read.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum GitError {
    #[error("{} is not in a git repository", .0.display())]
    NotARepository(PathBuf),
    #[error("the repository {} belongs to another user", .0.display())]
    Owner(PathBuf),
    #[error("the repository {} is bare: it has no index, so nothing is staged", .0.display())]
    Bare(PathBuf),
    #[error("`{0}` is not a range of commits")]
    NotARange(String),
    #[error("the repository has no commit called `{0}`")]
    UnknownRevision(String),
    #[error("`{0}` does not name one commit: it is ambiguous")]
    Ambiguous(String),
    #[error("this is no patch: {0}")]
    NotAPatch(String),
    #[error("`{0}` and `{1}` have no common ancestor")]
    NoMergeBase(String, String),
    #[error("git: {0}")]
    Other(String),
}

impl GitError {
    /// What the user can do about it.
    pub fn hint(&self) -> Option<String> {
        Some(match self {
            GitError::NotARepository(_) => {
                "run it inside a repository, or give the files to read: `inglenook review PATH`"
                    .into()
            }
            GitError::Owner(path) => format!(
                "if you trust it: git config --global --add safe.directory '{}'",
                path.display()
            ),
            GitError::Bare(_) => "review a range instead: --range A..B".into(),
            GitError::NotARange(_) => {
                "write A..B (from A to B) or A...B (what B did since it left A), such as \
                 `--range main...HEAD`"
                    .into()
            }
            GitError::UnknownRevision(_) => {
                "`git branch --all` and `git log --oneline` list the names; a shallow clone may \
                 need `git fetch --unshallow`"
                    .into()
            }
            GitError::NotAPatch(_) => {
                "give what `git diff`, `git format-patch --stdout` or `diff -u` writes".into()
            }
            GitError::Ambiguous(_) => "write more of the commit's id".into(),
            GitError::NoMergeBase(a, b) => {
                format!("compare the two as they are: --range {a}..{b}")
            }
            GitError::Other(_) => return None,
        })
    }
}

impl From<git2::Error> for GitError {
    fn from(error: git2::Error) -> Self {
        GitError::Other(error.message().to_string())
    }
}
