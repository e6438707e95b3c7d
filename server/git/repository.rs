//! A repository: found, asked where it stands, and for its changes. What a change is made of
//! lives in `diff`.

use super::{FileChange, GitError, Head, diff};
use git2::{DiffOptions, ErrorCode, Object, Tree};
use std::path::{Path, PathBuf};

/// A repository opened for reading.
pub struct Repository(pub(super) git2::Repository);

/// Opens the repository that `path` stands in.
///
/// # Errors
/// [`GitError::NotARepository`], and [`GitError::Owner`] where git's own check of owners refuses it.
pub fn open(path: &Path) -> Result<Repository, GitError> {
    git2::Repository::discover(path)
        .map(Repository)
        .map_err(|error| match error.code() {
            ErrorCode::NotFound => GitError::NotARepository(path.to_path_buf()),
            ErrorCode::Owner => GitError::Owner(path.to_path_buf()),
            _ => error.into(),
        })
}

/// The root of the working tree that `path` stands in, if it stands in one.
pub fn root(path: &Path) -> Option<PathBuf> {
    Some(open(path).ok()?.root()?.to_path_buf())
}

impl Repository {
    pub(super) fn inner(&self) -> &git2::Repository {
        &self.0
    }

    /// Reads this index file instead of the repository's own, as git tells its hooks to by
    /// `GIT_INDEX_FILE` during `git commit --all` and `git commit PATH`.
    ///
    /// # Errors
    /// When the file is no index.
    pub fn use_index(&self, path: &Path) -> Result<(), GitError> {
        let mut index = git2::Index::open(path)?;
        Ok(self.0.set_index(&mut index)?)
    }

    /// Root of the working tree; `None` in a bare repository.
    pub fn root(&self) -> Option<&Path> {
        self.0.workdir()
    }

    /// Where the repository stands.
    ///
    /// # Errors
    /// When HEAD cannot be read.
    pub fn head(&self) -> Result<Head, GitError> {
        let head = match self.0.head() {
            Ok(head) => head,
            Err(error) if error.code() == ErrorCode::UnbornBranch => {
                let head = self.0.find_reference("HEAD")?;
                let target = head.symbolic_target_bytes().unwrap_or(b"refs/heads/?");
                let target = String::from_utf8_lossy(target);
                let name = target.strip_prefix("refs/heads/").unwrap_or(&target);
                return Ok(Head::Unborn { name: name.into() });
            }
            Err(error) => return Err(error.into()),
        };
        let id = head.peel(git2::ObjectType::Commit)?.short_id()?;
        let commit = String::from_utf8_lossy(&id).into_owned();
        if self.0.head_detached()? {
            return Ok(Head::Detached { commit });
        }
        let name = String::from_utf8_lossy(head.shorthand_bytes()).into_owned();
        Ok(Head::Branch { name, commit })
    }

    /// What is staged: the index against HEAD, or against nothing before the first commit. Texts
    /// are the index's, never those of the working tree.
    ///
    /// # Errors
    /// [`GitError::Bare`] without an index, else what libgit2 says.
    pub fn staged(&self) -> Result<Vec<FileChange>, GitError> {
        if self.0.is_bare() {
            return Err(GitError::Bare(self.0.path().to_path_buf()));
        }
        let head = match self.0.head() {
            Ok(head) => Some(head.peel_to_tree()?),
            Err(error) if error.code() == ErrorCode::UnbornBranch => None,
            Err(error) => return Err(error.into()),
        };
        let index = self.0.index()?;
        let mut options = options();
        let diff = self
            .0
            .diff_tree_to_index(head.as_ref(), Some(&index), Some(&mut options))?;
        diff::files(&self.0, diff, None)
    }

    /// What a range changes. `A..B`: from A to B; `A...B`: from where B left A, to B. A side left
    /// out is HEAD.
    ///
    /// # Errors
    /// [`GitError::NotARange`], and errors that name the side which is no commit.
    pub fn range(&self, range: &str) -> Result<Vec<FileChange>, GitError> {
        let (split, merge_base) = match range.split_once("...") {
            Some(sides) => (Some(sides), true),
            None => (range.split_once(".."), false),
        };
        let (from, to) = split.ok_or_else(|| GitError::NotARange(range.into()))?;
        if from.is_empty() && to.is_empty() {
            return Err(GitError::NotARange(range.into()));
        }
        let mut old = self.revision(from)?;
        let new = self.revision(to)?;
        if merge_base {
            let base =
                self.0
                    .merge_base(old.id(), new.id())
                    .map_err(|error| match error.code() {
                        ErrorCode::NotFound => GitError::NoMergeBase(from.into(), to.into()),
                        _ => error.into(),
                    })?;
            old = self.0.find_object(base, None)?;
        }
        let mut options = options();
        let diff =
            self.0
                .diff_tree_to_tree(Some(&tree(&old)?), Some(&tree(&new)?), Some(&mut options))?;
        diff::files(&self.0, diff, None)
    }

    /// What one commit changed: against its first parent, or against nothing for a first commit.
    ///
    /// # Errors
    /// When there is no such commit.
    pub fn commit(&self, name: &str) -> Result<Vec<FileChange>, GitError> {
        let object = self.revision(name)?;
        let commit = object.peel_to_commit()?;
        let old = match commit.parent(0) {
            Ok(parent) => Some(parent.tree()?),
            Err(error) if error.code() == ErrorCode::NotFound => None,
            Err(error) => return Err(error.into()),
        };
        let new = commit.tree()?;
        let mut options = options();
        let diff = self
            .0
            .diff_tree_to_tree(old.as_ref(), Some(&new), Some(&mut options))?;
        diff::files(&self.0, diff, None)
    }

    /// What the working tree changes against HEAD, staged or not, files that git does not know yet
    /// among them.
    ///
    /// # Errors
    /// [`GitError::Bare`] without a working tree, else what libgit2 or a file says.
    pub fn worktree(&self) -> Result<Vec<FileChange>, GitError> {
        let root = self
            .root()
            .ok_or_else(|| GitError::Bare(self.0.path().to_path_buf()))?;
        let head = match self.0.head() {
            Ok(head) => Some(head.peel_to_tree()?),
            Err(error) if error.code() == ErrorCode::UnbornBranch => None,
            Err(error) => return Err(error.into()),
        };
        let mut options = options();
        options
            .include_untracked(true)
            .recurse_untracked_dirs(true)
            .show_untracked_content(true);
        let diff = self
            .0
            .diff_tree_to_workdir_with_index(head.as_ref(), Some(&mut options))?;
        diff::files(&self.0, diff, Some(root))
    }

    /// The commit of a name; HEAD when it is empty.
    fn revision(&self, name: &str) -> Result<Object<'_>, GitError> {
        let name = if name.is_empty() { "HEAD" } else { name };
        let object = self
            .0
            .revparse_single(name)
            .map_err(|error| match error.code() {
                ErrorCode::NotFound | ErrorCode::InvalidSpec | ErrorCode::UnbornBranch => {
                    GitError::UnknownRevision(name.into())
                }
                ErrorCode::Ambiguous => GitError::Ambiguous(name.into()),
                _ => error.into(),
            })?;
        object
            .peel(git2::ObjectType::Commit)
            .map_err(|_| GitError::UnknownRevision(name.into()))
    }
}

fn tree<'a>(commit: &Object<'a>) -> Result<Tree<'a>, GitError> {
    Ok(commit.peel_to_tree()?)
}

fn options() -> DiffOptions {
    let mut options = DiffOptions::new();
    options
        .context_lines(3)
        .include_typechange(true)
        .indent_heuristic(true);
    options
}
