//! Files that are committed together, read from the history as plain data. Bounded by commits, by
//! files of a commit and by time.

use super::{GitError, Repository};
use git2::{DiffOptions, Sort};
use std::collections::HashMap;
use std::time::Instant;

/// Commits with more files say nothing about any two of them: reformatting, renames, imports.
const MOST_FILES: usize = 24;
/// Commits after which one counts half: what went together lately is what counts.
const HALF: f64 = 200.0;

/// Which files the commits of a history changed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Together {
    /// Relative to the repository's root, with `/`.
    paths: Vec<String>,
    /// The newest first: how many commits before HEAD it is, and its files' places in `paths`.
    commits: Vec<(usize, Vec<u32>)>,
    /// Commits of each file, by its place.
    of: HashMap<String, Vec<usize>>,
}

impl Repository {
    /// The files of the last so many commits, read until `until`; merges are left out.
    ///
    /// # Errors
    /// When the history cannot be read. A repository without commits has no history and no error.
    pub fn together(&self, commits: usize, until: Instant) -> Result<Together, GitError> {
        let mut together = Together::default();
        if self.0.head().is_err() {
            return Ok(together);
        }
        let mut walk = self.0.revwalk()?;
        walk.set_sorting(Sort::TIME)?;
        walk.push_head()?;
        let mut numbers: HashMap<String, u32> = HashMap::new();
        for (age, id) in walk.take(commits).enumerate() {
            if Instant::now() >= until {
                break;
            }
            let commit = self.0.find_commit(id?)?;
            if commit.parent_count() > 1 {
                continue;
            }
            let old = match commit.parent(0) {
                Ok(parent) => Some(parent.tree()?),
                Err(_) => None,
            };
            let mut options = DiffOptions::new();
            options.skip_binary_check(true).ignore_submodules(true);
            let new = commit.tree()?;
            let diff = self
                .0
                .diff_tree_to_tree(old.as_ref(), Some(&new), Some(&mut options))?;
            if diff.deltas().len() > MOST_FILES {
                continue;
            }
            let mut files = Vec::new();
            for delta in diff.deltas() {
                let path = delta.new_file().path().and_then(|path| path.to_str());
                let Some(path) = path else { continue };
                let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
                files.push(*numbers.entry(path.replace('\\', "/")).or_insert(next));
            }
            together.commits.push((age, files));
        }
        together.finish(numbers);
        Ok(together)
    }
}

impl Together {
    fn finish(&mut self, numbers: HashMap<String, u32>) {
        let mut paths: Vec<(u32, String)> = numbers.into_iter().map(|(a, b)| (b, a)).collect();
        paths.sort();
        self.paths = paths.into_iter().map(|(_, path)| path).collect();
        for (at, (_, files)) in self.commits.iter().enumerate() {
            for file in files {
                if let Some(path) = self.paths.get(*file as usize) {
                    self.of.entry(path.clone()).or_default().push(at);
                }
            }
        }
    }

    /// Commits that were read.
    pub fn commits(&self) -> usize {
        self.commits.len()
    }

    /// Files that were committed together with one, with the share of its commits (the newer the
    /// more) that held them, 0 to 1, at most so many, the most often first. Two commits at least.
    pub fn with(&self, path: &str, most: usize) -> Vec<(String, f64)> {
        let Some(commits) = self.of.get(path) else {
            return Vec::new();
        };
        let mut all = 0.0;
        let mut shares: HashMap<u32, (usize, f64)> = HashMap::new();
        for at in commits {
            let (age, files) = &self.commits[*at];
            let weight = HALF / (HALF + *age as f64);
            all += weight;
            for file in files {
                let (count, share) = shares.entry(*file).or_default();
                *count += 1;
                *share += weight;
            }
        }
        let mut found: Vec<(String, f64)> = shares
            .into_iter()
            .filter(|(_, (count, _))| *count > 1)
            .filter_map(|(file, (_, share))| Some((self.paths.get(file as usize)?, share / all)))
            .filter(|(other, _)| *other != path)
            .map(|(other, share)| (other.clone(), share))
            .collect();
        found.sort_by(|(a, x), (b, y)| y.total_cmp(x).then_with(|| a.cmp(b)));
        found.truncate(most);
        found
    }
}
