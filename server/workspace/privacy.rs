//! The privacy gate: which files may never stand in a prompt. Closed when it cannot be read.

use super::ignored::{self, IgnoreFiles};
use globset::{Glob, GlobSet, GlobSetBuilder};
use std::borrow::Cow;
use std::path::{Component, Path, PathBuf};

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
    /// The workspace, and the folder whose ignore files are the first to count for it.
    root: Option<(PathBuf, PathBuf)>,
    secrets: GlobSet,
    ignored: IgnoreFiles,
    closed: bool,
}

impl Privacy {
    /// `root`: the workspace. Its `.gitignore` and `.inglenookignore` files count, those of the folders
    /// between it and a file, and those above it up to the top of its repository; of a file elsewhere,
    /// those of the file's own repository. `exclude`: more globs.
    ///
    /// # Errors
    /// When one of the globs does not parse.
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
        let root = root.map(|root| {
            let top = ignored::repository(root).unwrap_or(root);
            (root.to_path_buf(), top.to_path_buf())
        });
        Ok(Self {
            root,
            secrets,
            ignored: IgnoreFiles::default(),
            closed: false,
        })
    }

    /// A gate that lets nothing through: for when the real one cannot be made.
    pub fn closed() -> Self {
        Self {
            root: None,
            secrets: GlobSet::empty(),
            ignored: IgnoreFiles::default(),
            closed: true,
        }
    }

    /// Why the file may not stand in a prompt, or `None` when it may. A relative path counts from the
    /// workspace. Looks at the ignore files on the way to the file as they are now.
    pub fn excluded(&self, path: &Path) -> Option<Cow<'static, str>> {
        if self.closed {
            return Some("the privacy settings cannot be read".into());
        }
        if self.secrets.is_match(path) {
            return Some("its name is one that holds secrets".into());
        }
        let path = match &self.root {
            Some((root, _)) => root.join(path),
            None => path.to_path_buf(),
        };
        let path = match path.components().any(|part| part == Component::ParentDir) {
            true => path.canonicalize().unwrap_or(path),
            false => path,
        };
        let top = match &self.root {
            Some((root, top)) if path.starts_with(root) => Some(top.as_path()),
            _ => path.parent().and_then(ignored::repository),
        };
        match self.ignored.names(top?, &path) {
            Ok(false) => None,
            Ok(true) => Some("an ignore file names it".into()),
            Err(why) => Some(format!("an ignore file cannot be read ({why})").into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for (name, text) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().expect("it has one")).expect("writable");
            fs::write(&path, text).expect("writable");
        }
        folder
    }

    fn gate(root: &Path) -> Privacy {
        Privacy::new(Some(root), &[]).expect("the globs are valid")
    }

    #[test]
    fn ignore_files_between_the_root_and_the_file_count() {
        let folder = folder(&[
            (".gitignore", "*.log\n"),
            ("sub/.inglenookignore", "keys.py\n"),
        ]);
        let gate = gate(folder.path());
        for (path, why) in [
            ("a.log", Some("an ignore file names it")),
            ("sub/keys.py", Some("an ignore file names it")),
            ("sub/deep/keys.py", Some("an ignore file names it")),
            ("keys.py", None),
            ("sub/main.py", None),
        ] {
            assert_eq!(
                gate.excluded(&folder.path().join(path)).as_deref(),
                why,
                "{path}"
            );
            assert_eq!(
                gate.excluded(Path::new(path)).as_deref(),
                why,
                "{path}, relative"
            );
        }
    }

    #[test]
    fn ignore_files_above_the_root_count_up_to_the_repository() {
        let folder = folder(&[
            (".gitignore", "*.py\n"),
            ("repository/.git/HEAD", ""),
            ("repository/.gitignore", "/sub/own.rs\n"),
            ("repository/sub/own.rs", ""),
        ]);
        let sub = folder.path().join("repository/sub");
        let inside = gate(&sub);
        assert!(inside.excluded(&sub.join("own.rs")).is_some());
        assert!(inside.excluded(&sub.join("other.rs")).is_none());
        assert!(
            inside.excluded(&sub.join("a.py")).is_none(),
            "above the repository"
        );
        // Opened from another workspace, or from none, the repository's own files count as well.
        let elsewhere = tempfile::tempdir().expect("a temporary folder");
        let nowhere = Privacy::new(None, &[]).expect("the globs are valid");
        for gate in [gate(elsewhere.path()), nowhere] {
            assert!(gate.excluded(&sub.join("own.rs")).is_some());
            assert!(gate.excluded(&sub.join("other.rs")).is_none());
        }
    }

    #[test]
    fn an_unreadable_ignore_file_closes_the_gate_and_says_why() {
        let folder = folder(&[("sub/main.py", ""), ("main.py", "")]);
        fs::create_dir(folder.path().join("sub/.gitignore")).expect("writable");
        let gate = gate(folder.path());
        let why = gate.excluded(&folder.path().join("sub/main.py"));
        let why = why.expect("the gate is closed");
        assert!(why.contains("sub/.gitignore cannot be read"), "{why}");
        assert_eq!(gate.excluded(&folder.path().join("main.py")), None);
    }

    #[test]
    fn secrets_are_kept_out_whatever_the_ignore_files_say() {
        let folder = folder(&[(".gitignore", "!.env\n")]);
        assert!(
            gate(folder.path())
                .excluded(&folder.path().join(".env"))
                .is_some()
        );
        let gate = Privacy::new(Some(folder.path()), &["**/internal/**".into()]);
        let gate = gate.expect("the glob is valid");
        assert!(
            gate.excluded(&folder.path().join("internal/a.rs"))
                .is_some()
        );
        assert!(gate.excluded(&folder.path().join("a.rs")).is_none());
        assert!(Privacy::closed().excluded(Path::new("a.rs")).is_some());
    }
}
