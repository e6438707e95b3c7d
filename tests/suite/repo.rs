//! A git repository in a folder of its own, for tests. Made by libgit2: no git program is run.

use std::path::Path;

/// A repository in a folder of its own.
pub struct Repo {
    dir: tempfile::TempDir,
    pub git: git2::Repository,
}

impl Repo {
    pub fn new() -> Self {
        Self::made(false)
    }

    pub fn made(bare: bool) -> Self {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let mut options = git2::RepositoryInitOptions::new();
        let options = options.bare(bare).initial_head("main");
        let git = git2::Repository::init_opts(dir.path(), options).expect("init");
        let mut config = git.config().expect("config");
        config.set_bool("core.autocrlf", false).expect("autocrlf");
        Self { dir, git }
    }

    pub fn path(&self) -> &Path {
        self.dir.path()
    }

    pub fn write(&self, path: impl AsRef<Path>, content: impl AsRef<[u8]>) -> &Self {
        let path = self.path().join(path);
        std::fs::create_dir_all(path.parent().expect("it stands in a folder")).expect("folder");
        std::fs::write(path, content).expect("write");
        self
    }

    pub fn stage(&self, path: impl AsRef<Path>) -> &Self {
        let mut index = self.git.index().expect("index");
        let path = path.as_ref();
        if self.path().join(path).symlink_metadata().is_ok() {
            index.add_path(path).expect("add");
        } else {
            index.remove_path(path).expect("remove");
        }
        index.write().expect("write index");
        self
    }

    pub fn commit(&self, message: &str) -> git2::Oid {
        let mut index = self.git.index().expect("index");
        let tree = index.write_tree().expect("tree");
        let tree = self.git.find_tree(tree).expect("tree");
        let who = git2::Signature::now("A", "a@example.org").expect("signature");
        let parent = self
            .git
            .head()
            .ok()
            .and_then(|head| head.peel_to_commit().ok());
        let parents: Vec<&git2::Commit<'_>> = parent.iter().collect();
        self.git
            .commit(Some("HEAD"), &who, &who, message, &tree, &parents)
            .expect("commit")
    }

    /// Writes, stages and commits one file.
    pub fn add(&self, path: &str, content: &str) -> git2::Oid {
        self.write(path, content).stage(path).commit(path)
    }
}
