//! One file of a scan: read, checked, and the reason when it was not.

use crate::lint::{self, Checked, Rules};
use crate::syntax::Languages;
use crate::workspace::{self, Inactive};
use std::path::{Path, PathBuf};

/// What files are checked with.
pub(super) struct Scan {
    pub languages: Languages,
    pub rules: Rules,
    pub max_bytes: usize,
    pub cwd: PathBuf,
}

/// One file's result.
pub(super) struct One {
    pub shown: PathBuf,
    pub checked: Checked,
    pub note: Option<String>,
    pub looked_at: bool,
    /// Left out without a note of its own: a large file without a language.
    pub large_data: bool,
}

impl Scan {
    pub fn file(&self, file: &Path) -> One {
        let shown = self.shown(file);
        let mut one = One {
            checked: Checked::default(),
            note: None,
            looked_at: false,
            large_data: false,
            shown,
        };
        let name = one.shown.display().to_string();
        let known = self.languages.by_path(file).is_some();
        if !known
            && self
                .size(file)
                .is_ok_and(|size| size > self.max_bytes as u64)
        {
            one.large_data = true;
            return one;
        }
        match self.read(file) {
            Err(why) => one.note = Some(format!("{name}: not checked, {why}")),
            Ok((text, lossy)) => {
                if lossy && known {
                    one.note = Some(format!(
                        "{name}: is not UTF-8; checked with the odd bytes replaced, without fixes"
                    ));
                }
                let document =
                    workspace::document(&self.languages, file.into(), &text, self.max_bytes);
                match document.inactive {
                    Some(Inactive::Binary) if !known => {}
                    Some(Inactive::Binary) => {
                        one.note = Some(format!("{name}: not checked, it is binary"));
                    }
                    Some(Inactive::TooLarge) => one.note = Some(self.too_large(&name)),
                    None => {
                        one.checked = lint::examine(&self.rules, &document, &one.shown);
                        one.looked_at = true;
                        if lossy {
                            // Byte ranges count in the replaced text, not in the file.
                            for finding in &mut one.checked.findings {
                                finding.fix = None;
                            }
                        }
                    }
                }
            }
        }
        one
    }

    /// The path that findings of a file carry.
    pub fn shown(&self, file: &Path) -> PathBuf {
        let shown = file.strip_prefix(&self.cwd).unwrap_or(file);
        shown.strip_prefix(".").unwrap_or(shown).to_path_buf()
    }

    fn size(&self, file: &Path) -> Result<u64, String> {
        let about = std::fs::metadata(file).map_err(|error| error.to_string())?;
        Ok(about.len())
    }

    fn too_large(&self, name: &str) -> String {
        let limit = self.max_bytes;
        format!("{name}: not checked, it is larger than {limit} bytes (server.max_file_bytes)")
    }

    /// The file's text, and whether bytes had to be replaced.
    fn read(&self, file: &Path) -> Result<(String, bool), String> {
        let size = self.size(file)?;
        if size > self.max_bytes as u64 {
            let limit = self.max_bytes;
            return Err(format!(
                "it is larger than {limit} bytes (server.max_file_bytes)"
            ));
        }
        let bytes = std::fs::read(file).map_err(|error| error.to_string())?;
        Ok(match String::from_utf8(bytes) {
            Ok(text) => (text, false),
            Err(error) => (String::from_utf8_lossy(error.as_bytes()).into_owned(), true),
        })
    }
}
