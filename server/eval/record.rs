//! One line of a results file for each hole, written as it is known, read again to go on or to report.

use super::Kind;
use super::check::Fault;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

/// The first line of a results file: what was run.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Head {
    /// Version of inglenook.
    pub inglenook: String,
    pub model: String,
    pub device: String,
    /// Asked plainly, as the baseline.
    pub plain: bool,
    pub seed: u64,
    /// Options that were set for this run, `key=value`.
    pub set: Vec<String>,
    /// What gave pieces of other files; empty when nothing did.
    pub context: String,
    /// Least confidence at which an answer counts as shown.
    pub threshold: f64,
}

/// What became of one hole.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Record {
    pub id: String,
    pub file: String,
    pub language: String,
    pub kind: Kind,
    /// Byte at which the hole begins.
    pub offset: usize,
    pub expected: String,
    /// What the pipeline would put into the hole; empty when nothing.
    pub answer: String,
    /// Whether it is shown at the run's threshold.
    pub shown: bool,
    pub confidence: Option<f64>,
    /// Pieces of the project that were found for the prompt.
    pub pieces: usize,
    pub prompt_tokens: usize,
    pub cached_tokens: usize,
    pub new_tokens: usize,
    pub completion_tokens: usize,
    /// From the request's start in the engine.
    pub ttft_ms: f64,
    pub total_ms: f64,
    /// From the question to the answer, context and all.
    pub wall_ms: f64,
    /// What the independent check found in the answer, shown or not.
    pub faults: Vec<Fault>,
    /// Why there is no answer, when the engine failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

impl Record {
    /// Whether the answer is the hole's text; white space at the ends does not count.
    pub fn exact(&self) -> bool {
        self.shown && self.answer.trim_end() == self.expected.trim_end()
    }

    /// Whether the first lines are the same.
    pub fn first_line(&self) -> bool {
        let first = |text: &str| {
            text.lines()
                .next()
                .unwrap_or_default()
                .trim_end()
                .to_string()
        };
        self.shown && first(&self.answer) == first(&self.expected)
    }

    /// Normalised Levenshtein similarity of answer and hole, 0 to 1, by characters.
    pub fn similarity(&self) -> f64 {
        strsim::normalized_levenshtein(self.answer.trim_end(), self.expected.trim_end())
    }
}

/// What is wrong with a results file; names it.
#[derive(Debug, thiserror::Error)]
pub enum RecordError {
    #[error("{}: {error}", file.display())]
    Io {
        file: PathBuf,
        error: std::io::Error,
    },
    #[error("{}:{line}: {why}", file.display())]
    Invalid {
        file: PathBuf,
        line: usize,
        why: String,
    },
}

/// Reads a results file. A last line that was cut off half way is left out.
///
/// # Errors
/// When it cannot be read, or a line of it is no result.
pub fn read(file: &Path) -> Result<(Head, Vec<Record>), RecordError> {
    let text = std::fs::read_to_string(file).map_err(|error| at(file, error))?;
    let whole = &text[..text.rfind('\n').map_or(0, |at| at + 1)];
    let invalid = |line: usize, why: String| RecordError::Invalid {
        file: file.into(),
        line,
        why,
    };
    let mut lines = (1..).zip(whole.lines());
    let first = lines.next().map_or("", |(_, line)| line);
    let head = serde_json::from_str(first)
        .map_err(|error| invalid(1, format!("it does not say what was run: {error}")))?;
    let read = |(number, line): (usize, &str)| {
        serde_json::from_str(line).map_err(|error| invalid(number, error.to_string()))
    };
    Ok((head, lines.map(read).collect::<Result<_, _>>()?))
}

fn at(file: &Path, error: std::io::Error) -> RecordError {
    RecordError::Io {
        file: file.into(),
        error,
    }
}

/// A results file that grows.
pub struct Log {
    file: File,
    path: PathBuf,
}

impl Log {
    /// Begins a new file; one that is there already is an error.
    pub fn begin(path: &Path, head: &Head) -> Result<Self, RecordError> {
        let file = OpenOptions::new()
            .append(true)
            .create_new(true)
            .open(path)
            .map_err(|error| at(path, error))?;
        let mut log = Self {
            file,
            path: path.into(),
        };
        log.line(head)?;
        Ok(log)
    }

    /// Goes on with a file, which is begun when it is not there. Gives what it holds; holes at
    /// which the engine failed are asked again.
    ///
    /// # Errors
    /// Also when the file is of another run.
    pub fn resume(path: &Path, head: &Head) -> Result<(Self, Vec<Record>), RecordError> {
        if !path.exists() {
            return Ok((Self::begin(path, head)?, Vec::new()));
        }
        let (was, mut records) = read(path)?;
        if was != *head {
            return Err(RecordError::Invalid {
                file: path.into(),
                line: 1,
                why: format!(
                    "it is of another run ({} against {})",
                    to_json(&was),
                    to_json(head)
                ),
            });
        }
        records.retain(|record| record.error.is_none());
        // Written anew without what is left out, so that each hole stands in it once.
        let part = path.with_extension("part");
        std::fs::remove_file(&part).or_else(|error| match error.kind() {
            std::io::ErrorKind::NotFound => Ok(()),
            _ => Err(at(&part, error)),
        })?;
        let mut log = Self::begin(&part, head)?;
        for record in &records {
            log.line(record)?;
        }
        std::fs::rename(&part, path).map_err(|error| at(path, error))?;
        log.path = path.into();
        Ok((log, records))
    }

    pub fn add(&mut self, record: &Record) -> Result<(), RecordError> {
        self.line(record)
    }

    fn line(&mut self, row: &impl Serialize) -> Result<(), RecordError> {
        let line = to_json(row) + "\n";
        self.file
            .write_all(line.as_bytes())
            .map_err(|error| at(&self.path, error))
    }
}

fn to_json(row: &impl Serialize) -> String {
    serde_json::to_string(row).expect("plain fields have no keys that JSON cannot hold")
}

/// Ids of the holes that are done.
pub fn done(records: &[Record]) -> HashSet<String> {
    records.iter().map(|record| record.id.clone()).collect()
}

/// Ids of holes.
pub fn ids(holes: &[super::Hole]) -> HashSet<String> {
    holes.iter().map(|hole| hole.id.clone()).collect()
}
