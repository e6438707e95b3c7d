//! Ignore files: whether those between a base folder and a file name the file, as git reads them.
//! Read when somebody asks and kept until the files change; an unreadable one is an error, not silence.

use ignore::gitignore::{Gitignore, GitignoreBuilder};
use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::SystemTime;

/// The files of a folder that count; the later one wins where both speak.
const NAMES: [&str; 2] = [".gitignore", ".inglenookignore"];
/// Folders that are kept at most; above it all are forgotten and read anew.
const MOST_FOLDERS: usize = 4096;

/// The ignore files that were read so far.
#[derive(Debug, Default)]
pub struct IgnoreFiles(Mutex<HashMap<PathBuf, Folder>>);

/// The rules of one folder and the files they were read from. The error names the file.
#[derive(Clone, Debug)]
struct Folder {
    stamps: [Stamp; 2],
    rules: Result<Arc<Gitignore>, String>,
}

/// What changes when a file does; `None` where there is no file.
type Stamp = Option<(Option<SystemTime>, u64)>;

impl IgnoreFiles {
    /// Whether an ignore file in `base` or in a folder between it and the file names the file or a
    /// folder that it is in. `path` stands below `base`, both absolute or both relative.
    ///
    /// # Errors
    /// When one of these ignore files cannot be read: its path and the reason, for the user.
    pub fn names(&self, base: &Path, path: &Path) -> Result<bool, String> {
        let Ok(below) = path.strip_prefix(base) else {
            return Ok(false);
        };
        let mut folders = Vec::new();
        let mut here = base.to_path_buf();
        let mut parts = below.components().peekable();
        while let Some(part) = parts.next() {
            folders.push(self.folder(&here)?);
            here.push(part);
            let is_folder = parts.peek().is_some();
            // The nearest folder that has something to say about it decides.
            let said = folders.iter().rev().find_map(|rules| {
                let said = rules.matched(&here, is_folder);
                (!said.is_none()).then(|| said.is_ignore())
            });
            // What is in an ignored folder cannot be taken back further down.
            if said == Some(true) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn folder(&self, folder: &Path) -> Result<Arc<Gitignore>, String> {
        let stamps = NAMES.map(|name| stamp(&folder.join(name)));
        if stamps == [None, None] {
            return Ok(Arc::new(Gitignore::empty()));
        }
        if let Some(known) = self.lock().get(folder)
            && known.stamps == stamps
        {
            return known.rules.clone();
        }
        let rules = read(folder).map(Arc::new);
        let mut known = self.lock();
        if known.len() >= MOST_FOLDERS {
            known.clear();
        }
        let read = Folder {
            stamps,
            rules: rules.clone(),
        };
        known.insert(folder.to_path_buf(), read);
        rules
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<PathBuf, Folder>> {
        self.0
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}

/// The top of the repository that a folder is in: the nearest one with `.git` in it.
pub fn repository(folder: &Path) -> Option<&Path> {
    folder.ancestors().find(|at| at.join(".git").exists())
}

/// A file that cannot be looked at has a stamp too, so that reading it tells why.
fn stamp(path: &Path) -> Stamp {
    match path.metadata() {
        Ok(metadata) => Some((metadata.modified().ok(), metadata.len())),
        Err(error) if missing(&error) => None,
        Err(_) => Some((None, 0)),
    }
}

/// A file that is not there, or whose folder is not: an unsaved document, a deleted one.
fn missing(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
    )
}

fn read(folder: &Path) -> Result<Gitignore, String> {
    let mut rules = GitignoreBuilder::new(folder);
    for name in NAMES {
        let path = folder.join(name);
        let fault = |line: usize, why: String| format!("line {line} of {}: {why}", path.display());
        let text = match std::fs::read(&path) {
            Ok(bytes) => {
                String::from_utf8(bytes).map_err(|_| format!("{} is not UTF-8", path.display()))?
            }
            Err(error) if missing(&error) => continue,
            Err(error) => return Err(format!("{} cannot be read: {error}", path.display())),
        };
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        for (number, line) in (1..).zip(text.lines()) {
            rules
                .add_line(Some(path.clone()), line)
                .map_err(|error| fault(number, error.to_string()))?;
        }
    }
    let built = rules.build();
    built.map_err(|error| format!("the ignore files of {}: {error}", folder.display()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    /// A folder with these files; a name that ends in `/` is a folder.
    fn tree(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for (name, text) in files {
            let path = folder.path().join(name);
            let parent = path.parent().expect("it has one");
            fs::create_dir_all(parent).expect("writable");
            match name.strip_suffix('/') {
                Some(_) => fs::create_dir_all(&path).expect("writable"),
                None => fs::write(&path, text).expect("writable"),
            }
        }
        folder
    }

    fn named(folder: &tempfile::TempDir, path: &str) -> Result<bool, String> {
        IgnoreFiles::default().names(folder.path(), &folder.path().join(path))
    }

    #[test]
    fn each_folder_on_the_way_has_its_say_and_the_nearest_wins() {
        let folder = tree(&[
            (".gitignore", "*.log\n/out/\nlocal.py\n"),
            ("a/.gitignore", "!keep.log\nnotes.md\n"),
            ("a/b/.inglenookignore", "*.rs\n!main.rs\n"),
            ("c/.gitignore", "!x.py\n"),
            ("c/.inglenookignore", "x.py\n"),
        ]);
        for (path, expected) in [
            ("x.log", true),
            ("a/x.log", true),
            ("a/keep.log", false),
            ("keep.log", true),
            ("a/notes.md", true),
            ("notes.md", false),
            ("a/b/notes.md", true),
            ("a/b/lib.rs", true),
            ("a/b/main.rs", false),
            ("a/lib.rs", false),
            ("a/b/local.py", true),
            // Anchored to the folder of its file.
            ("out/x.py", true),
            ("a/out/x.py", false),
            // Of two in one folder ours wins.
            ("c/x.py", true),
        ] {
            assert_eq!(named(&folder, path), Ok(expected), "{path}");
        }
    }

    #[test]
    fn what_is_in_an_ignored_folder_cannot_be_taken_back() {
        let folder = tree(&[
            (".gitignore", "private\n"),
            ("private/.gitignore", "!*\n"),
            ("private/a/.inglenookignore", "!x.py\n"),
        ]);
        assert_eq!(named(&folder, "private/a/x.py"), Ok(true));
    }

    #[test]
    fn only_folders_up_to_the_base_count_and_only_those_on_the_way() {
        let folder = tree(&[
            (".gitignore", "*.py\n"),
            ("a/sub/.gitignore", "*\n"),
            ("a/x.py", ""),
        ]);
        let files = IgnoreFiles::default();
        let base = folder.path().join("a");
        assert_eq!(files.names(&base, &base.join("x.py")), Ok(false));
        assert_eq!(files.names(&base, folder.path()), Ok(false));
    }

    #[test]
    fn a_changed_file_counts_at_once() {
        let folder = tree(&[("a/x.py", "")]);
        let files = IgnoreFiles::default();
        let (list, path) = (
            folder.path().join("a/.gitignore"),
            folder.path().join("a/x.py"),
        );
        let asked = || files.names(folder.path(), &path);
        assert_eq!(asked(), Ok(false));
        fs::write(&list, "*.py\n").expect("writable");
        assert_eq!(asked(), Ok(true));
        fs::write(&list, "*.rs # other length\n").expect("writable");
        assert_eq!(asked(), Ok(false));
        fs::write(&list, "*\n").expect("writable");
        assert_eq!(asked(), Ok(true));
        fs::remove_file(&list).expect("writable");
        assert_eq!(asked(), Ok(false));
    }

    #[test]
    fn an_ignore_file_that_cannot_be_read_is_told() {
        let folder = tree(&[
            ("a/.gitignore/", ""),
            ("b/.inglenookignore", "fine\n[z-a]\n"),
        ]);
        fs::create_dir(folder.path().join("c")).expect("writable");
        fs::write(folder.path().join("c/.gitignore"), b"caf\xe9\n").expect("writable");
        for (path, told) in [
            ("a/x.py", "cannot be read"),
            ("b/x.py", "line 2 of"),
            ("c/deep/x.py", "is not UTF-8"),
        ] {
            let why = named(&folder, path).expect_err(path);
            assert!(why.contains(told) && why.contains("ignore"), "{why}");
        }
        assert_eq!(named(&folder, "d/x.py"), Ok(false), "others are not shut");
    }
}
