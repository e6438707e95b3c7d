//! Where an option's value came from, for people and for programs. Decides nothing.

use serde::Serialize;
use std::fmt;
use std::path::PathBuf;

/// Where an option's value came from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "from", rename_all = "lowercase")]
pub enum Origin {
    Default,
    User { file: PathBuf, line: usize },
    Project { file: PathBuf, line: usize },
    Editor,
    Flag,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Origin::Default => f.write_str("default"),
            Origin::User { file, line } | Origin::Project { file, line } => {
                write!(f, "{}:{line}", file.display())
            }
            Origin::Editor => f.write_str("the editor's settings"),
            Origin::Flag => f.write_str("the command line"),
        }
    }
}
