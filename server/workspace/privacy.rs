//! The privacy gate: which files may never stand in a prompt. Closed when it cannot be read.

use globset::{Glob, GlobSet, GlobSetBuilder};
use ignore::gitignore::{Gitignore, GitignoreBuilder};
use std::path::{Path, PathBuf};

/// File names that hold secrets by convention.
const SECRETS: &[&str] = &[
    "**/.env",
    "**/.env.*",
    "**/*.env",
    "**/*.pem",
    "**/*.key",
    "**/*.p12",
    "**/*.pfx",
    "**/*.jks",
    "**/*.keystore",
    "**/*.kdbx",
    "**/*.ppk",
    "**/*.asc",
    "**/*.crt",
    "**/*.cer",
    "**/*.der",
    "**/id_rsa*",
    "**/id_dsa*",
    "**/id_ecdsa*",
    "**/id_ed25519*",
    "**/.npmrc",
    "**/.pypirc",
    "**/.netrc",
    "**/_netrc",
    "**/.htpasswd",
    "**/.pgpass",
    "**/.git-credentials",
    "**/.aws/**",
    "**/.ssh/**",
    "**/.gnupg/**",
    "**/.kube/config",
    "**/.docker/config.json",
    "**/credentials",
    "**/credentials.json",
    "**/secrets.y*ml",
    "**/secrets.json",
    "**/secrets.toml",
    "**/*.tfstate",
    "**/*.tfvars",
];

/// A glob of the user's that does not parse.
#[derive(Debug, thiserror::Error)]
#[error("privacy.exclude: `{glob}` is not a glob: {why}")]
pub struct PrivacyError {
    glob: String,
    why: String,
}

/// Decides by path whether a file may stand in a prompt.
#[derive(Debug)]
pub struct Privacy {
    root: Option<PathBuf>,
    secrets: GlobSet,
    ignored: Gitignore,
    closed: bool,
}

impl Privacy {
    /// `root`: the workspace, whose `.gitignore` and `.inglenookignore` count; `exclude`: more globs.
    pub fn new(root: Option<&Path>, exclude: &[String]) -> Result<Self, PrivacyError> {
        let mut globs = GlobSetBuilder::new();
        for glob in SECRETS
            .iter()
            .copied()
            .chain(exclude.iter().map(String::as_str))
        {
            let parsed = Glob::new(glob).map_err(|error| PrivacyError {
                glob: glob.to_string(),
                why: error.kind().to_string(),
            })?;
            globs.add(parsed);
        }
        let secrets = globs.build().map_err(|error| PrivacyError {
            glob: exclude.join(", "),
            why: error.to_string(),
        })?;
        let mut ignored = GitignoreBuilder::new(root.unwrap_or(Path::new("")));
        if let Some(root) = root {
            for name in [".gitignore", ".inglenookignore"] {
                // A missing file is no error; an unreadable line is reported by `ignore` and skipped.
                ignored.add(root.join(name));
            }
        }
        Ok(Self {
            root: root.map(Path::to_path_buf),
            secrets,
            ignored: ignored.build().unwrap_or_else(|_| Gitignore::empty()),
            closed: false,
        })
    }

    /// A gate that lets nothing through: for when the real one cannot be made.
    pub fn closed() -> Self {
        Self {
            root: None,
            secrets: GlobSet::empty(),
            ignored: Gitignore::empty(),
            closed: true,
        }
    }

    /// Why the file may not stand in a prompt, or `None` when it may.
    pub fn excluded(&self, path: &Path) -> Option<&'static str> {
        if self.closed {
            return Some("the privacy settings cannot be read");
        }
        if self.secrets.is_match(path) {
            return Some("its name is one that holds secrets");
        }
        let relative = match &self.root {
            Some(root) => path.strip_prefix(root).unwrap_or(path),
            None => path,
        };
        let inside = self.root.is_some() && relative.is_relative();
        if inside
            && self
                .ignored
                .matched_path_or_any_parents(relative, false)
                .is_ignore()
        {
            return Some("an ignore file names it");
        }
        None
    }
}
