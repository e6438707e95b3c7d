//! The model's answers to reviews, kept in the user's cache folder for the user alone. What cannot be
//! written or read is asked again: no review fails by its cache.

use crate::review::Answers;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// Answers that are kept; of more the oldest go.
const MOST: usize = 4_000;

/// A folder of answers.
pub struct Kept(PathBuf);

impl Kept {
    /// Those below the user's cache folder.
    pub fn new(cache: &Path) -> Self {
        Self(cache.join("answers"))
    }

    fn file(&self, key: &str) -> PathBuf {
        self.0.join(key).with_extension("json")
    }

    fn write(&self, key: &str, answer: &str) -> std::io::Result<()> {
        if !self.0.is_dir() {
            let mut builder = std::fs::DirBuilder::new();
            #[cfg(unix)]
            std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
            builder.recursive(true).create(&self.0)?;
        }
        let mut file = tempfile::NamedTempFile::new_in(&self.0)?;
        std::io::Write::write_all(&mut file, answer.as_bytes())?;
        file.persist(self.file(key)).map_err(|error| error.error)?;
        self.prune()
    }

    /// Takes the oldest tenth away when there are too many.
    fn prune(&self) -> std::io::Result<()> {
        let entries: Vec<_> = std::fs::read_dir(&self.0)?.collect::<Result<_, _>>()?;
        if entries.len() <= MOST {
            return Ok(());
        }
        let mut aged: Vec<(SystemTime, PathBuf)> = Vec::with_capacity(entries.len());
        for entry in entries {
            aged.push((entry.metadata()?.modified()?, entry.path()));
        }
        aged.sort();
        for (_, path) in aged.into_iter().take(MOST / 10) {
            std::fs::remove_file(path)?;
        }
        Ok(())
    }
}

impl Answers for Kept {
    fn get(&self, key: &str) -> Option<String> {
        std::fs::read_to_string(self.file(key)).ok()
    }

    fn put(&self, key: &str, answer: &str) {
        // A full disk or two runs at once: the answer is asked for again next time.
        self.write(key, answer).ok();
    }
}
