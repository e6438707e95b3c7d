//! The sample project of the tour, embedded from `prompts/tour`: files, holes, planted faults and a
//! change. Shows and runs nothing.

use super::CliError;
use include_dir::{Dir, include_dir};
use serde::Deserialize;

static TOUR: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/prompts/tour");
/// Stands where the cursor of a hole is.
const MARK: &str = "$0";

/// What `tour.toml` lists.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sample {
    #[serde(rename = "hole")]
    pub holes: Vec<Hole>,
    #[serde(rename = "fault")]
    pub faults: Vec<Fault>,
    pub change: Change,
}

/// A place for a completion.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hole {
    /// Path below `prompts/tour`.
    pub file: String,
    /// What a completion should do there, in a few words.
    pub title: String,
}

/// Something that the rules should find.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    pub file: String,
    /// Code that stands once in the file.
    pub code: String,
    /// Weakness, `CWE-78`.
    pub cwe: String,
}

/// A change of one file, to be reviewed.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// Path that the review shows.
    pub path: String,
    /// Files below `prompts/tour` with the text before and after.
    pub before: String,
    pub after: String,
    /// Starts of changed lines that are wrong.
    pub wrong: Vec<String>,
}

impl Sample {
    /// The embedded sample.
    ///
    /// # Errors
    /// When `tour.toml` does not parse: a mistake in this build.
    pub fn embedded() -> Result<Self, CliError> {
        toml::from_str(raw("tour.toml")?)
            .map_err(|error| CliError::new(format!("prompts/tour/tour.toml: {error}")))
    }

    /// Paths of the project's files, each once, in the order of the holes.
    pub fn files(&self) -> Vec<&str> {
        let mut files: Vec<&str> = Vec::new();
        for hole in &self.holes {
            if !files.contains(&hole.file.as_str()) {
                files.push(&hole.file);
            }
        }
        files
    }
}

/// A file's text without its mark, and the byte offset where the mark stood, if it has one.
///
/// # Errors
/// When there is no such file: a mistake in this build.
pub fn text(file: &str) -> Result<(String, Option<usize>), CliError> {
    let raw = raw(file)?;
    Ok((raw.replacen(MARK, "", 1), raw.find(MARK)))
}

fn raw(file: &str) -> Result<&'static str, CliError> {
    TOUR.get_file(file)
        .and_then(|file| file.contents_utf8())
        .ok_or_else(|| CliError::new(format!("this build has no prompts/tour/{file}")))
}
