//! Where a repository keeps its hooks. Finds the folder; what stands in it is nobody's business here.

use super::{GitError, Repository};
use git2::ConfigLevel;
use std::path::PathBuf;

/// The folder that git looks for hooks in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hooks {
    pub folder: PathBuf,
    /// `core.hooksPath` of the user or of the machine names it: every repository runs these hooks.
    pub shared: bool,
}

impl Repository {
    /// The folder that git runs hooks from: `core.hooksPath`, seen from the root of the working tree
    /// as githooks(5) says, else `hooks` of the repository, which all its worktrees share.
    ///
    /// # Errors
    /// When the configuration cannot be read.
    pub fn hooks(&self) -> Result<Hooks, GitError> {
        let mut config = self.inner().config()?;
        let config = config.snapshot()?;
        let named = match config.get_path("core.hooksPath") {
            Ok(path) => path,
            Err(error) if error.code() == git2::ErrorCode::NotFound => {
                return Ok(Hooks {
                    folder: self.inner().commondir().join("hooks"),
                    shared: false,
                });
            }
            Err(error) => return Err(error.into()),
        };
        let level = config.get_entry("core.hooksPath")?.level();
        let own = matches!(
            level,
            ConfigLevel::Local | ConfigLevel::Worktree | ConfigLevel::App
        );
        let base = self.root().unwrap_or_else(|| self.inner().path());
        Ok(Hooks {
            folder: base.join(named),
            shared: !own,
        })
    }
}
