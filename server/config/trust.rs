//! The list of projects whose own configuration may name models, servers and outside rules.
//! A project is trusted as it stands: when its file changes, it is to be trusted again.

use super::ConfigError;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::io::Write;
use std::path::{Path, PathBuf};

/// File name of the list in the user's configuration folder.
pub const FILE: &str = "trusted.toml";

/// One trusted project.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Project {
    /// The project's `inglenook.toml`, symbolic links resolved.
    pub file: PathBuf,
    /// SHA-256 of that file when it was trusted, hexadecimal.
    pub sha256: String,
}

/// Whether a project's file is trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Trusted,
    /// It was trusted with other contents.
    Changed,
    Unknown,
}

/// The list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Trusted {
    #[serde(default, rename = "project")]
    pub projects: Vec<Project>,
}

impl Trusted {
    /// Reads the list; a missing file is an empty list.
    pub fn read(path: &Path) -> Result<Self, ConfigError> {
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Ok(Self::default());
            }
            Err(error) => return Err(unusable(path, error.to_string())),
        };
        toml::from_str(&text).map_err(|error| unusable(path, error.message().to_string()))
    }

    /// Whether `file`, which holds `contents`, is trusted.
    pub fn state(&self, file: &Path, contents: &[u8]) -> State {
        let file = canonical(file);
        match self.projects.iter().find(|project| project.file == file) {
            Some(project) if project.sha256 == digest(contents) => State::Trusted,
            Some(_) => State::Changed,
            None => State::Unknown,
        }
    }

    /// Trusts `file` as it stands.
    pub fn add(&mut self, file: &Path, contents: &[u8]) {
        self.remove(file);
        self.projects.push(Project {
            file: canonical(file),
            sha256: digest(contents),
        });
        self.projects.sort_by(|a, b| a.file.cmp(&b.file));
    }

    /// Takes a project off the list; says whether it stood there.
    pub fn remove(&mut self, file: &Path) -> bool {
        let file = canonical(file);
        let before = self.projects.len();
        self.projects.retain(|project| project.file != file);
        self.projects.len() != before
    }

    /// Writes the list beside its final name first, so that nobody ever reads half of it.
    pub fn write(&self, path: &Path) -> Result<(), ConfigError> {
        let text = toml::to_string(self).map_err(|error| unusable(path, error.to_string()))?;
        let folder = path.parent().unwrap_or(Path::new("."));
        let write = || -> std::io::Result<()> {
            std::fs::create_dir_all(folder)?;
            // The words of that error would name the file beside.
            let file = tempfile::NamedTempFile::new_in(folder);
            let mut file = file.map_err(|error| std::io::Error::from(error.kind()))?;
            file.write_all(text.as_bytes())?;
            file.as_file().sync_all()?;
            file.persist(path)?;
            Ok(())
        };
        write().map_err(|error| unusable(path, error.to_string()))
    }
}

fn digest(contents: &[u8]) -> String {
    let bytes = Sha256::digest(contents);
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn canonical(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_path_buf())
}

fn unusable(path: &Path, why: String) -> ConfigError {
    ConfigError {
        place: path.display().to_string(),
        file: Some(path.to_path_buf()),
        line: None,
        why,
        hint: Some("mend or remove this file; `inglenook trust` writes it anew".into()),
    }
}
