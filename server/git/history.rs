//! What the commits of a repository added, line by line. Reads; keeps nothing.

use super::{GitError, Repository};
use git2::{DiffOptions, Patch, Sort};
use std::ops::ControlFlow;
use std::path::PathBuf;

/// Commits by id.
#[derive(Clone, Debug, Default)]
pub struct Commits {
    /// The oldest first.
    pub ids: Vec<String>,
    /// There are older ones than these.
    pub more: bool,
}

/// Lines that a commit added to one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Added {
    /// The commit's id, short.
    pub commit: String,
    /// The day it was made, `2026-01-31`.
    pub day: String,
    /// Relative to the repository's root.
    pub path: PathBuf,
    /// 1-based line in the new file, and its text without its line break; what is not UTF-8 is replaced.
    pub lines: Vec<(usize, String)>,
}

impl Repository {
    /// The newest `most` commits that HEAD leads to, merges left out: what they merge is there.
    ///
    /// # Errors
    /// When the commits cannot be read; before the first commit there are none.
    pub fn commits(&self, most: usize) -> Result<Commits, GitError> {
        let git = self.inner();
        let mut walk = git.revwalk()?;
        walk.set_sorting(Sort::TOPOLOGICAL | Sort::TIME)?;
        if git.head().is_err() {
            return Ok(Commits::default());
        }
        walk.push_head()?;
        let mut commits = Commits::default();
        for id in walk {
            let id = id?;
            if git.find_commit(id)?.parent_count() > 1 {
                continue;
            }
            if commits.ids.len() == most {
                commits.more = true;
                break;
            }
            commits.ids.push(id.to_string());
        }
        commits.ids.reverse();
        Ok(commits)
    }

    /// Gives `visit` what a commit added to each text file, files above `max_bytes` left out, until it
    /// breaks off.
    ///
    /// # Errors
    /// When the commit cannot be read.
    pub fn added<B>(
        &self,
        id: &str,
        max_bytes: usize,
        visit: &mut dyn FnMut(Added) -> ControlFlow<B>,
    ) -> Result<(), GitError> {
        let git = self.inner();
        let commit = git.find_commit(git2::Oid::from_str(id)?)?;
        let old = match commit.parent_count() {
            0 => None,
            _ => Some(commit.parent(0)?.tree()?),
        };
        let mut options = DiffOptions::new();
        options
            .context_lines(0)
            .max_size(i64::try_from(max_bytes).unwrap_or(i64::MAX));
        let diff =
            git.diff_tree_to_tree(old.as_ref(), Some(&commit.tree()?), Some(&mut options))?;
        let short: String = id.chars().take(10).collect();
        let seconds = u64::try_from(commit.time().seconds()).unwrap_or(0);
        let day = crate::finding::Date::from_days(seconds / 86_400).to_string();
        for index in 0..diff.deltas().len() {
            // Binary and overlong files have no patch.
            let Some(patch) = Patch::from_diff(&diff, index)? else {
                continue;
            };
            let Some(path) = patch.delta().new_file().path().map(PathBuf::from) else {
                continue;
            };
            let lines = lines(&patch)?;
            if lines.is_empty() {
                continue;
            }
            let added = Added {
                commit: short.clone(),
                day: day.clone(),
                path,
                lines,
            };
            if visit(added).is_break() {
                break;
            }
        }
        Ok(())
    }
}

fn lines(patch: &Patch<'_>) -> Result<Vec<(usize, String)>, GitError> {
    let mut lines = Vec::new();
    for hunk in 0..patch.num_hunks() {
        for line in 0..patch.num_lines_in_hunk(hunk)? {
            let line = patch.line_in_hunk(hunk, line)?;
            let number = line.new_lineno();
            if line.origin() == '+'
                && let Some(number) = number
            {
                let text = String::from_utf8_lossy(line.content());
                let text = text.trim_end_matches(['\n', '\r']).to_string();
                lines.push((number as usize, text));
            }
        }
    }
    Ok(lines)
}
