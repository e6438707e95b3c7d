//! What became of completions, counted on this machine for its user: numbers by language and day, never
//! text. The only file of this room that is written to disk.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

/// Name of the file in the user's data folder.
const FILE: &str = "completions.json";
/// Days that are kept one by one.
const DAYS: usize = 60;
const SECONDS_A_DAY: u64 = 86_400;
/// The form of the file; another one is not read, and not written over.
const VERSION: u32 = 1;

/// How a completion that was seen ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// All or a part was put in at once.
    Accepted,
    /// The user typed or deleted something else.
    Dismissed,
    /// Typed letter by letter, or left behind.
    Left,
}

/// Something to count.
#[derive(Clone, Debug, PartialEq)]
pub enum Note {
    /// A completion was seen and is gone.
    Seen {
        language: String,
        outcome: Outcome,
        confidence: Option<f64>,
        /// Characters that were put in.
        saved: usize,
    },
    /// Text was put in; whether it stays is looked at later. It is never written down.
    Taken {
        uri: String,
        language: String,
        text: String,
    },
    /// So many of the characters that were put in still stood there after so many seconds.
    Kept {
        language: String,
        after_s: u64,
        of: usize,
        left: usize,
    },
}

/// Counts of one language.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Counts {
    /// Completions that were seen.
    pub shown: u64,
    pub accepted: u64,
    pub dismissed: u64,
    /// Characters put in by accepting.
    pub saved: u64,
    /// Characters looked at after 30 and after 300 seconds, and those that still stood there.
    pub looked_30: u64,
    pub kept_30: u64,
    pub looked_300: u64,
    pub kept_300: u64,
    /// Shown and accepted by tenth of the probability that the model gave them.
    pub shown_by_confidence: [u64; 10],
    pub accepted_by_confidence: [u64; 10],
}

impl Counts {
    fn add(&mut self, from: &Counts) {
        self.shown += from.shown;
        self.accepted += from.accepted;
        self.dismissed += from.dismissed;
        self.saved += from.saved;
        self.looked_30 += from.looked_30;
        self.kept_30 += from.kept_30;
        self.looked_300 += from.looked_300;
        self.kept_300 += from.kept_300;
        for tenth in 0..10 {
            self.shown_by_confidence[tenth] += from.shown_by_confidence[tenth];
            self.accepted_by_confidence[tenth] += from.accepted_by_confidence[tenth];
        }
    }
}

/// Counts of one day, all languages together.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Day {
    pub shown: u64,
    pub accepted: u64,
    pub saved: u64,
}

/// All counts.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Record {
    version: u32,
    pub languages: BTreeMap<String, Counts>,
    /// By day since 1970-01-01, UTC.
    pub days: BTreeMap<u64, Day>,
}

impl Record {
    /// Counts a note of a day.
    pub fn count(&mut self, note: &Note, day: u64) {
        match note {
            Note::Seen {
                language,
                outcome,
                confidence,
                saved,
            } => {
                let accepted = u64::from(*outcome == Outcome::Accepted);
                let counts = self.languages.entry(language.clone()).or_default();
                counts.shown += 1;
                counts.accepted += accepted;
                counts.dismissed += u64::from(*outcome == Outcome::Dismissed);
                counts.saved += *saved as u64;
                if let Some(confidence) = confidence {
                    let tenth = ((confidence * 10.0) as usize).min(9);
                    counts.shown_by_confidence[tenth] += 1;
                    counts.accepted_by_confidence[tenth] += accepted;
                }
                let today = self.days.entry(day).or_default();
                today.shown += 1;
                today.accepted += accepted;
                today.saved += *saved as u64;
            }
            Note::Kept {
                language,
                after_s,
                of,
                left,
            } => {
                let counts = self.languages.entry(language.clone()).or_default();
                let (looked, kept) = match after_s {
                    30 => (&mut counts.looked_30, &mut counts.kept_30),
                    _ => (&mut counts.looked_300, &mut counts.kept_300),
                };
                *looked += *of as u64;
                *kept += *left as u64;
            }
            Note::Taken { .. } => {}
        }
    }

    /// The counts of all languages together.
    pub fn all(&self) -> Counts {
        let mut all = Counts::default();
        self.languages.values().for_each(|counts| all.add(counts));
        all
    }

    /// Adds the counts of another record.
    pub fn add(&mut self, other: &Record) {
        for (language, from) in &other.languages {
            self.languages
                .entry(language.clone())
                .or_default()
                .add(from);
        }
        for (day, from) in &other.days {
            let to = self.days.entry(*day).or_default();
            to.shown += from.shown;
            to.accepted += from.accepted;
            to.saved += from.saved;
        }
        while self.days.len() > DAYS {
            self.days.pop_first();
        }
    }
}

/// The day it is, since 1970-01-01, UTC.
pub fn today() -> u64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    now.map_or(0, |now| now.as_secs() / SECONDS_A_DAY)
}

/// Characters of an accepted text that still stand in a document, line by line.
pub fn kept(text: &str, document: &str) -> (usize, usize) {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let (mut of, mut left) = (0, 0);
    for line in lines {
        let length = line.chars().count();
        of += length;
        left += if document.contains(line) { length } else { 0 };
    }
    (of, left)
}

/// Counts on their way to the file.
#[derive(Debug, Default)]
pub struct Learn {
    folder: Option<PathBuf>,
    waiting: Mutex<Record>,
    writing: Mutex<()>,
}

impl Learn {
    /// Counts go to a file in `folder`, the user's data folder; nowhere without one.
    pub fn new(folder: Option<PathBuf>) -> Self {
        Self {
            folder,
            ..Self::default()
        }
    }

    /// Counts notes; the file is written by [`Learn::save`].
    pub fn count(&self, notes: &[Note]) {
        let day = today();
        let mut waiting = self.lock();
        for note in notes {
            waiting.count(note, day);
        }
    }

    /// Adds what was counted so far to the file, or tries again next time. Blocks.
    pub fn save(&self) -> io::Result<()> {
        let Some(folder) = &self.folder else {
            return Ok(());
        };
        // What another thread is writing is there, too, when this returns.
        let _writing = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let counted = std::mem::take(&mut *self.lock());
        if counted == Record::default() {
            return Ok(());
        }
        let added = change(folder, |record| record.add(&counted));
        if added.is_err() {
            self.lock().add(&counted);
        }
        added
    }

    fn lock(&self) -> MutexGuard<'_, Record> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The counts in a folder; none when there is no file yet.
///
/// # Errors
/// When the file cannot be read or is none of ours; it is left as it is.
pub fn read(folder: &Path) -> io::Result<Record> {
    let text = match std::fs::read(folder.join(FILE)) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Record::default()),
        Err(error) => return Err(error),
    };
    let record: Record = serde_json::from_slice(&text).map_err(io::Error::other)?;
    if record.version != VERSION {
        let why = format!("it has version {}, not {VERSION}", record.version);
        return Err(io::Error::other(why));
    }
    Ok(record)
}

/// Erases the counts of a folder; false when there were none.
pub fn reset(folder: &Path) -> io::Result<bool> {
    match std::fs::remove_file(folder.join(FILE)) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

/// Where the counts of a folder stand.
pub fn file(folder: &Path) -> PathBuf {
    folder.join(FILE)
}

/// Changes the file whole or not at all, one process at a time.
fn change(folder: &Path, with: impl FnOnce(&mut Record)) -> io::Result<()> {
    std::fs::create_dir_all(folder)?;
    let lock = File::create(folder.join(format!("{FILE}.lock")))?;
    lock.lock()?;
    let mut record = read(folder)?;
    with(&mut record);
    record.version = VERSION;
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    serde_json::to_writer(&mut file, &record).map_err(io::Error::other)?;
    file.write_all(b"\n")?;
    file.persist(folder.join(FILE))
        .map_err(|error| error.error)?;
    lock.unlock()
}
