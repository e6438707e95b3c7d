//! Which files of the project a file's imports mean. Knows paths and names; no build system.

use super::files::{File, Files, calls};
use super::imports;
use super::modules::ANCHORS;
use super::words::word;

/// An import of a file and the file of the project that it means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    /// As in [`Entry::imports`], without the place where it begins.
    pub import: String,
    pub path: String,
    /// The definition that it names in that file; `None` when it names the file alone.
    pub name: Option<String>,
}

impl Files {
    /// See [`super::Index::imports`].
    pub fn imports(&self, path: &str) -> Vec<Imported> {
        let Some(file) = self.file(path) else {
            return Vec::new();
        };
        let mut out: Vec<Imported> = file
            .imports
            .iter()
            .filter_map(|import| self.resolve(import, path))
            .collect();
        out.dedup();
        out
    }

    /// The file that fits the longest part of an import, read from as far out as possible: what
    /// comes before (the project's own name, the host of a repository) may be left out where the
    /// rest fits all the better. Of equal ones the nearest.
    ///
    /// What begins at a place of its own crate is looked for there, and only there.
    fn resolve(&self, import: &str, from: &str) -> Option<Imported> {
        let parts: Vec<&str> = import.split('/').collect();
        let Some((module, below)) = self.anchor(&parts, from) else {
            let anchors = parts.iter().take_while(|part| ANCHORS.contains(part));
            return self.nearest(&parts[anchors.count()..], from, &|_| true);
        };
        let meant = self.below(&module, below, from);
        meant.or_else(|| self.nearest(below, from, &|path| module.holds(path)))
    }

    fn nearest(
        &self,
        parts: &[&str],
        from: &str,
        within: &dyn Fn(&str) -> bool,
    ) -> Option<Imported> {
        let mut best: Option<(Fit<'_>, Option<&str>)> = None;
        let numbers = parts.iter().filter_map(|part| self.called.get(&word(part)));
        for number in numbers.flatten() {
            let Some(file) = self
                .at(*number)
                .filter(|file| &*file.path != from && within(&file.path))
            else {
                continue;
            };
            let names = calls(file);
            for skip in 0..parts.len() {
                let Some((used, defines)) = fit(file, &names, &parts[skip..], skip) else {
                    continue;
                };
                let length = std::cmp::Reverse(used * 2 + usize::from(defines));
                let far = imports::distance(from, &file.path);
                let fit = (skip, length, far, &*file.path);
                let name = parts.get(skip + used).filter(|_| defines).copied();
                if best.as_ref().is_none_or(|(known, _)| fit < *known) {
                    best = Some((fit, name));
                }
            }
        }
        let ((.., path), name) = best?;
        Some(Imported {
            import: parts.join("/"),
            path: path.to_string(),
            name: name.map(str::to_string),
        })
    }
}

/// How well a file fits an import: parts left out before, length, distance, path.
type Fit<'a> = (usize, std::cmp::Reverse<usize>, usize, &'a str);

/// How many parts of an import lead to a file and whether it defines the part after them; `None`
/// when it is not what the import means.
fn fit(file: &File, names: &[Vec<&str>], parts: &[&str], skipped: usize) -> Option<(usize, bool)> {
    let mut best = None;
    for name in names {
        let used = imports::fits(parts, name);
        let rest = parts.get(used);
        let defines = rest.is_some_and(|rest| file.definitions.iter().any(|d| *d.name == **rest));
        let whole = rest.is_none() && (skipped == 0 || name.len() == used);
        if used > 0 && (defines || whole || (skipped == 0 && used > 1)) {
            best = best.max(Some((used, defines)));
        }
    }
    best
}
