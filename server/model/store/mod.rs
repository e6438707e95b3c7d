//! The folder that holds model files: what is there and what it is known to be.
//! Fetching is `pull`'s business; nothing in this file opens a connection.

mod disk;
mod hub;
mod joined;
mod origin;
mod packages;
pub mod pull;

pub use origin::Reach;
pub use pull::{Pulled, Step, pull};

use super::family::{Catalog, Entry, Family};
use super::gguf::{self, GgufError, Header};
use super::safetensors;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// File of the store that records digests which the catalog does not know.
pub const DIGESTS: &str = "digests.toml";

/// Why a model of the store cannot be used; `mend` is the command that helps.
#[derive(Debug, thiserror::Error)]
#[error("{why}")]
pub struct StoreError {
    pub why: String,
    pub mend: Option<String>,
}

impl StoreError {
    pub(super) fn new(why: impl Into<String>) -> Self {
        Self {
            why: why.into(),
            mend: None,
        }
    }

    pub(super) fn mend(mut self, mend: impl Into<String>) -> Self {
        self.mend = Some(mend.into());
        self
    }
}

/// The folder.
#[derive(Clone, Debug)]
pub struct Store {
    folder: PathBuf,
}

impl Store {
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self {
            folder: folder.into(),
        }
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Where the model's file is, or would be.
    pub fn path(&self, entry: &Entry) -> PathBuf {
        self.folder.join(&entry.file)
    }

    /// Whether the file is there with the right size. Reads nothing of it.
    pub fn holds(&self, entry: &Entry) -> bool {
        std::fs::metadata(self.path(entry))
            .is_ok_and(|meta| meta.is_file() && entry.bytes.is_none_or(|bytes| bytes == meta.len()))
    }

    /// The file of a model with its header, checked for wholeness but not against its digest.
    pub fn locate(&self, entry: &Entry) -> Result<(PathBuf, Header), StoreError> {
        let path = self.path(entry);
        let pull = format!("run `inglenook model pull {}`", entry.name);
        let length = match std::fs::metadata(&path) {
            Ok(meta) => meta.len(),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Err(StoreError::new(format!(
                    "the model {} is not in the store {}",
                    entry.name,
                    self.folder.display()
                ))
                .mend(pull));
            }
            Err(error) => {
                return Err(StoreError::new(format!("{}: {error}", path.display())));
            }
        };
        if let Some(bytes) = entry.bytes.filter(|bytes| *bytes != length) {
            return Err(StoreError::new(format!(
                "the file of {} is damaged: {length} of {bytes} bytes are there ({})",
                entry.name,
                path.display()
            ))
            .mend(again(entry)));
        }
        let header = check(&path, again(entry))?;
        Ok((path, header))
    }

    /// Checks a model's file whole: header, size and digest. A digest that nobody knows is recorded.
    pub fn verify(&self, entry: &Entry) -> Result<Verified, StoreError> {
        let (path, _) = self.locate(entry)?;
        let sha256 = pull::digest(&path)
            .map_err(|error| StoreError::new(format!("{}: {error}", path.display())))?;
        match self.digest(entry)? {
            Some(known) if known != sha256 => Err(StoreError::new(format!(
                "its digest is {sha256}, and {known} is expected ({})",
                path.display()
            ))
            .mend(again(entry))),
            Some(_) => Ok(Verified {
                sha256,
                recorded: false,
            }),
            None => {
                self.record(&entry.file, Some(&sha256))?;
                Ok(Verified {
                    sha256,
                    recorded: true,
                })
            }
        }
    }

    /// Removes a model's file, what a pull left beside it, and its recorded digest; gives the bytes
    /// of the file, or `None` when it was not there.
    pub fn remove(&self, entry: &Entry) -> Result<Option<u64>, StoreError> {
        let path = self.path(entry);
        pull::clear(&path);
        let bytes = std::fs::metadata(&path).map(|meta| meta.len());
        let removed = match std::fs::remove_file(&path) {
            Ok(()) => bytes.ok(),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
            Err(error) => return Err(StoreError::new(format!("{}: {error}", path.display()))),
        };
        if self.records()?.digests.contains_key(&entry.file) {
            self.record(&entry.file, None)?;
        }
        Ok(removed)
    }

    /// The digest that a model's file must have: the catalog's, else the one recorded at the first pull.
    pub fn digest(&self, entry: &Entry) -> Result<Option<String>, StoreError> {
        if let Some(digest) = &entry.sha256 {
            return Ok(Some(digest.clone()));
        }
        Ok(self.records()?.digests.get(&entry.file).cloned())
    }

    /// Records the digest of a file that the catalog does not know.
    pub(super) fn record(&self, file: &str, digest: Option<&str>) -> Result<(), StoreError> {
        let mut records = self.records()?;
        match digest {
            Some(digest) => records.digests.insert(file.into(), digest.into()),
            None => records.digests.remove(file),
        };
        let path = self.folder.join(DIGESTS);
        let failed = |why: String| StoreError::new(format!("{}: {why}", path.display()));
        let text = toml::to_string(&records).map_err(|error| failed(error.to_string()))?;
        let write = || -> std::io::Result<()> {
            // The words of that error would name the file beside.
            let file = tempfile::NamedTempFile::new_in(&self.folder);
            let mut file = file.map_err(|error| std::io::Error::from(error.kind()))?;
            std::io::Write::write_all(&mut file, text.as_bytes())?;
            file.as_file().sync_all()?;
            file.persist(&path)?;
            Ok(())
        };
        write().map_err(|error| failed(error.to_string()))
    }

    fn records(&self) -> Result<Records, StoreError> {
        let path = self.folder.join(DIGESTS);
        let failed = |why: String| {
            StoreError::new(format!("{}: {why}", path.display()))
                .mend("remove that file, then run `inglenook model verify`")
        };
        match std::fs::read_to_string(&path) {
            Ok(text) => toml::from_str(&text).map_err(|error| failed(error.message().into())),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Records::default()),
            Err(error) => Err(failed(error.to_string())),
        }
    }
}

/// A file whose digest is right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    pub sha256: String,
    /// Nobody knew the digest before.
    pub recorded: bool,
}

fn again(entry: &Entry) -> String {
    format!(
        "run `inglenook model rm {0}` and `inglenook model pull {0}`",
        entry.name
    )
}

#[derive(Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Records {
    /// SHA-256 by file name.
    #[serde(default)]
    digests: BTreeMap<String, String>,
}

/// A GGUF file or a folder of safetensors that the user names: its header, checked, and its family.
///
/// The family is the one named, else the one whose architecture and control tokens the file has.
pub fn by_path(
    catalog: &Catalog,
    path: &Path,
    family: Option<&str>,
) -> Result<(Arc<Family>, Header), StoreError> {
    let header = match path.is_dir() {
        true => safetensors::read(path).map_err(|error| {
            StoreError::new(format!("{}: {error}", path.display())).mend(
                "give a GGUF file, or a folder with config.json, tokenizer.json and safetensors",
            )
        })?,
        false => check(
            path,
            "give a whole GGUF file of a model that the engine runs".into(),
        )?,
    };
    let names = || {
        let names: Vec<&str> = catalog
            .families()
            .map(|family| family.name.as_str())
            .collect();
        names.join(", ")
    };
    if let Some(name) = family {
        let family = catalog.family(name).ok_or_else(|| {
            StoreError::new(format!("there is no model family `{name}`"))
                .mend(format!("`model.family` takes one of {}", names()))
        })?;
        return Ok((family.clone(), header));
    }
    let found = catalog.families().find(|family| {
        family.architectures.contains(&header.architecture)
            && family
                .controls()
                .iter()
                .all(|token| header.has_token(token))
    });
    match found {
        Some(family) => Ok((family.clone(), header)),
        None => Err(StoreError::new(format!(
            "{}: it is of no known family: its vocabulary has no known fill-in-the-middle tokens",
            path.display()
        ))
        .mend(format!(
            "set `model.family` to one of {}, or choose another model",
            names()
        ))),
    }
}

fn check(path: &Path, mend: String) -> Result<Header, StoreError> {
    gguf::check(path).map_err(|error| {
        let mend = match &error {
            GgufError::Architecture(_) | GgufError::Weights(_) => {
                "choose another model: `inglenook model list`".into()
            }
            _ => mend,
        };
        StoreError::new(format!("{}: {error}", path.display())).mend(mend)
    })
}
