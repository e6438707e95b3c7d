//! One file of a scan: read, checked, and the reason when it was not.

use super::time::Times;
use crate::lint::{self, Checked, Rules};
use crate::syntax::Languages;
use crate::workspace::{self, Inactive};
use std::path::{Path, PathBuf};
use std::time::Instant;

/// What files are checked with.
pub(super) struct Scan {
    pub languages: Languages,
    pub rules: Rules,
    pub max_bytes: usize,
    pub cwd: PathBuf,
    /// Where time is counted, if it is.
    pub times: Option<Times>,
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
        let started = Instant::now();
        let mut one = self.checked(file);
        if let Some(times) = &self.times {
            times.add(&one.checked, &one.shown, started.elapsed());
        }
        one.checked.times = Vec::new();
        one
    }

    fn checked(&self, file: &Path) -> One {
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
            Ok((text, encoding)) => {
                let lossy = encoding != Encoding::Utf8;
                if known {
                    one.note = encoding.said().map(|said| format!("{name}: {said}"));
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
    fn read(&self, file: &Path) -> Result<(String, Encoding), String> {
        let size = self.size(file)?;
        if size > self.max_bytes as u64 {
            let limit = self.max_bytes;
            return Err(format!(
                "it is larger than {limit} bytes (server.max_file_bytes)"
            ));
        }
        let bytes = std::fs::read(file).map_err(|error| error.to_string())?;
        Ok(decoded(bytes))
    }
}

/// How a file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Encoding {
    Utf8,
    Utf16,
    Unknown,
}

impl Encoding {
    /// What the reader should know of it. Byte ranges count in the text as it was read.
    fn said(self) -> Option<&'static str> {
        match self {
            Encoding::Utf8 => None,
            Encoding::Utf16 => Some("is UTF-16; checked, without fixes"),
            Encoding::Unknown => {
                Some("is not UTF-8; checked with the odd bytes replaced, without fixes")
            }
        }
    }
}

/// The text of a file: UTF-8, or UTF-16 where it begins with its mark; other bytes are replaced.
fn decoded(bytes: Vec<u8>) -> (String, Encoding) {
    let unit: Option<fn([u8; 2]) -> u16> = match bytes.as_slice() {
        [0xff, 0xfe, ..] => Some(u16::from_le_bytes),
        [0xfe, 0xff, ..] => Some(u16::from_be_bytes),
        _ => None,
    };
    if let Some(unit) = unit {
        let units = bytes[2..]
            .chunks_exact(2)
            .map(|pair| unit([pair[0], pair[1]]));
        let text: String = char::decode_utf16(units)
            .map(|one| one.unwrap_or(char::REPLACEMENT_CHARACTER))
            .collect();
        // By chance the first two bytes of something else are the mark: then this is no text.
        if !text.contains('\0') {
            return (text, Encoding::Utf16);
        }
    }
    match String::from_utf8(bytes) {
        Ok(text) => (text, Encoding::Utf8),
        Err(error) => {
            let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
            (text, Encoding::Unknown)
        }
    }
}
