//! The index on disk: one file for each project in the user's cache folder, readable by the user
//! alone. Anything but a whole file of this version and these grammars is refused, and so rebuilt.

use super::Index;
use super::entry::{Definition, Entry, Stamp};
use super::words::Chunk;
use crate::syntax::{KINDS, tags_digest};
use sha2::{Digest, Sha256};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Opens each file.
const MAGIC: &[u8; 8] = b"INGLIDX\n";
/// Raised with each change of what follows.
const VERSION: u32 = 2;
const HEAD: usize = MAGIC.len() + 4 + 32 + 32;

/// Why a file is of no use.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum DiskError {
    #[error("there is none")]
    Missing,
    #[error("the saved index cannot be read: {0}")]
    Unreadable(String),
    #[error("the saved index is of another version")]
    Version,
    #[error("the saved index was made with other grammars")]
    Grammars,
    #[error("the saved index is damaged")]
    Damaged,
}

/// The file of a project below the cache folder.
pub fn place(cache: &Path, root: &Path) -> PathBuf {
    let digest = Sha256::digest(root.as_os_str().as_encoded_bytes());
    let name: String = digest[..8]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    cache.join("index").join(name)
}

impl Index {
    /// Writes the index: beside the file first, then in its place, so that it is whole or not there.
    ///
    /// # Errors
    /// When the folder cannot be made or written.
    pub fn save(&self, file: &Path) -> io::Result<()> {
        let entries = self.read_files().entries();
        let mut payload = Writer::default();
        // What an editor held is read from disk next time.
        for entry in entries.iter().filter(|one| one.stamp != Stamp::default()) {
            payload.entry(entry);
        }
        let folder = file.parent().unwrap_or(Path::new("."));
        std::fs::create_dir_all(folder)?;
        let mut beside = tempfile::NamedTempFile::new_in(folder)?;
        beside.write_all(MAGIC)?;
        beside.write_all(&VERSION.to_le_bytes())?;
        beside.write_all(&tags_digest())?;
        beside.write_all(&Sha256::digest(&payload.0))?;
        beside.write_all(&payload.0)?;
        beside.persist(file).map_err(|error| error.error)?;
        Ok(())
    }
}

/// Reads what [`Index::save`] wrote.
///
/// # Errors
/// When it is not there, or not what this build writes.
pub fn load(file: &Path) -> Result<Vec<Entry>, DiskError> {
    let bytes = std::fs::read(file).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => DiskError::Missing,
        _ => DiskError::Unreadable(error.to_string()),
    })?;
    let (head, payload) = bytes.split_at_checked(HEAD).ok_or(DiskError::Damaged)?;
    let (magic, head) = head.split_at(MAGIC.len());
    let (version, head) = head.split_at(4);
    let (grammars, digest) = head.split_at(32);
    if magic != MAGIC {
        return Err(DiskError::Damaged);
    }
    if version != VERSION.to_le_bytes() {
        return Err(DiskError::Version);
    }
    if grammars != tags_digest() {
        return Err(DiskError::Grammars);
    }
    if digest != Sha256::digest(payload).as_slice() {
        return Err(DiskError::Damaged);
    }
    let mut reader = Reader(payload);
    let mut entries = Vec::new();
    while !reader.0.is_empty() {
        entries.push(reader.entry().ok_or(DiskError::Damaged)?);
    }
    Ok(entries)
}

/// Numbers as LEB128, texts with their length before them.
#[derive(Default)]
struct Writer(Vec<u8>);

impl Writer {
    fn number(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.0.push(number.to_le_bytes()[0] | 0x80);
            number >>= 7;
        }
        self.0.push(number.to_le_bytes()[0]);
    }

    fn count(&mut self, count: usize) {
        self.number(count as u64);
    }

    fn text(&mut self, text: &str) {
        self.count(text.len());
        self.0.extend_from_slice(text.as_bytes());
    }

    fn range(&mut self, range: &std::ops::Range<u32>) {
        self.number(range.start.into());
        self.number(range.end.into());
    }

    fn entry(&mut self, entry: &Entry) {
        self.text(&entry.path);
        self.number(entry.stamp.modified);
        self.number(entry.stamp.length);
        self.count(entry.definitions.len());
        for one in &entry.definitions {
            let kind = KINDS.iter().position(|(_, kind)| *kind == one.kind);
            self.count(kind.unwrap_or(0));
            self.text(&one.name);
            self.text(&one.text);
            self.range(&one.bytes);
            self.range(&one.lines);
            // 0 is none, so that a parent's place counts from 1.
            self.number(one.parent.map_or(0, |parent| u64::from(parent) + 1));
        }
        self.count(entry.imports.len());
        entry.imports.iter().for_each(|import| self.text(import));
        self.count(entry.chunks.len());
        for chunk in &entry.chunks {
            self.range(&chunk.lines);
            self.number(chunk.length.into());
            self.count(chunk.words.len());
            let mut before = 0;
            for (word, count) in &chunk.words {
                self.number((word - before).into());
                self.0.push(*count);
                before = *word;
            }
        }
    }
}

/// The reverse; `None` when the bytes do not hold what they should.
struct Reader<'a>(&'a [u8]);

impl Reader<'_> {
    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    fn number(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    fn small(&mut self) -> Option<u32> {
        u32::try_from(self.number()?).ok()
    }

    /// A number of things that take a byte each at least: never more than there are bytes.
    fn count(&mut self) -> Option<usize> {
        let count = usize::try_from(self.number()?).ok()?;
        (count <= self.0.len()).then_some(count)
    }

    fn text(&mut self) -> Option<String> {
        let length = self.count()?;
        let (text, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        String::from_utf8(text.to_vec()).ok()
    }

    fn range(&mut self) -> Option<std::ops::Range<u32>> {
        Some(self.small()?..self.small()?)
    }

    fn list<T>(&mut self, mut one: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let count = self.count()?;
        (0..count).map(|_| one(self)).collect()
    }

    fn entry(&mut self) -> Option<Entry> {
        Some(Entry {
            path: self.text()?,
            stamp: Stamp {
                modified: self.number()?,
                length: self.number()?,
            },
            definitions: self.list(Self::definition)?,
            imports: self.list(|reader| Some(reader.text()?.into()))?,
            chunks: self.list(Self::chunk)?,
        })
    }

    fn definition(&mut self) -> Option<Definition> {
        let (_, kind) = KINDS.get(usize::try_from(self.number()?).ok()?)?;
        Some(Definition {
            kind: *kind,
            name: self.text()?.into(),
            text: self.text()?.into(),
            bytes: self.range()?,
            lines: self.range()?,
            parent: self.small()?.checked_sub(1),
        })
    }

    fn chunk(&mut self) -> Option<Chunk> {
        let lines = self.range()?;
        let length = self.small()?;
        let mut before = 0u32;
        let words = self.list(|reader| {
            before = before.checked_add(reader.small()?)?;
            Some((before, reader.byte()?))
        })?;
        Some(Chunk {
            lines,
            length,
            words,
        })
    }
}
