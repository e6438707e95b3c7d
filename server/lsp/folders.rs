//! The folders that the client has open, and which of them a document belongs to: each has options, rules,
//! a privacy gate, an index and a history of its own. Makes none of these.

use super::configuration::Current;
use super::convert;
use super::project::Known;
use super::session::lock;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

/// One folder of the workspace, or the only one of a session without.
#[derive(Default)]
pub struct Folder {
    pub root: Option<PathBuf>,
    /// The editor's settings for this folder alone, over those for all.
    pub settings: Mutex<Value>,
    pub current: Mutex<Option<Arc<Current>>>,
    pub known: Mutex<Option<Known>>,
    /// Ends the reading of the folder.
    pub stop: Arc<AtomicBool>,
}

impl Folder {
    fn new(root: &Path) -> Arc<Self> {
        Arc::new(Self {
            root: Some(root.to_path_buf()),
            ..Self::default()
        })
    }

    /// Index and history, when there are any.
    pub fn known(&self) -> Option<Known> {
        lock(&self.known).clone()
    }
}

/// The folders in the client's order; never none.
pub struct Folders(Mutex<Vec<Arc<Folder>>>);

impl Default for Folders {
    fn default() -> Self {
        Self(Mutex::new(vec![Arc::default()]))
    }
}

impl Folders {
    /// The folders that the client begins with.
    pub fn set(&self, roots: &[PathBuf]) {
        *lock(&self.0) = filled(roots.iter().map(|root| Folder::new(root)).collect());
    }

    /// Takes folders away and adds others; one that is there already stays as it is. Gives those that
    /// are new.
    pub fn change(&self, removed: &[PathBuf], added: &[PathBuf]) -> Vec<Arc<Folder>> {
        let mut folders = lock(&self.0);
        let before = folders.clone();
        let is = |folder: &Folder, roots: &[PathBuf]| {
            let root = folder.root.as_ref();
            root.is_none_or(|root| roots.contains(root))
        };
        for folder in before.iter().filter(|folder| is(folder, removed)) {
            folder.stop.store(true, Ordering::Relaxed);
        }
        let mut now: Vec<Arc<Folder>> = before
            .iter()
            .filter(|folder| !is(folder, removed))
            .cloned()
            .collect();
        for root in added {
            if !now.iter().any(|folder| folder.root.as_ref() == Some(root)) {
                now.push(Folder::new(root));
            }
        }
        *folders = filled(now);
        let known = |folder: &Arc<Folder>| before.iter().any(|one| Arc::ptr_eq(one, folder));
        folders.iter().filter(|one| !known(one)).cloned().collect()
    }

    pub fn all(&self) -> Vec<Arc<Folder>> {
        lock(&self.0).clone()
    }

    /// The one whose options count for what belongs to no document: the model, the server's own.
    pub fn first(&self) -> Arc<Folder> {
        lock(&self.0)[0].clone()
    }

    /// The innermost folder that holds a path; the first for what lies in none.
    pub fn of_path(&self, path: &Path) -> Arc<Folder> {
        let folders = lock(&self.0);
        let depth = |folder: &&Arc<Folder>| {
            let root = folder.root.as_ref();
            root.map_or(0, |root| root.components().count())
        };
        let holding = folders.iter().filter(|folder| {
            let root = folder.root.as_ref();
            root.is_some_and(|root| path.starts_with(root))
        });
        holding.max_by_key(depth).unwrap_or(&folders[0]).clone()
    }

    /// The folder of a document.
    pub fn of(&self, uri: &str) -> Arc<Folder> {
        self.of_path(&convert::judged_path(uri))
    }
}

/// One without a root when there is none.
fn filled(folders: Vec<Arc<Folder>>) -> Vec<Arc<Folder>> {
    match folders.is_empty() {
        true => vec![Arc::default()],
        false => folders,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_belongs_to_the_innermost_folder() {
        let folders = Folders::default();
        assert_eq!(folders.of("file:///a/x.rs").root, None);
        folders.set(&["/a".into(), "/a/b".into(), "/c".into()]);
        let root = |uri: &str| folders.of(uri).root.clone().expect("it has one");
        assert_eq!(root("file:///a/b/x.rs"), Path::new("/a/b"));
        assert_eq!(root("file:///a/bc/x.rs"), Path::new("/a"));
        assert_eq!(root("file:///c/x.rs"), Path::new("/c"));
        assert_eq!(root("untitled:Untitled-1"), Path::new("/a"));
        let kept = folders.of("file:///c/x.rs");
        let new = folders.change(&["/a/b".into(), "/a".into()], &["/c".into(), "/d".into()]);
        assert_eq!(new.len(), 1, "/c was there");
        assert!(Arc::ptr_eq(&kept, &folders.first()));
        assert_eq!(root("file:///a/b/x.rs"), Path::new("/c"));
        assert_eq!(folders.change(&["/c".into(), "/d".into()], &[]).len(), 1);
        assert_eq!(folders.first().root, None);
    }
}
