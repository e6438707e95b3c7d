//! Options: declared once in `options`, layered by `load`. Plain data that any room may read.
//! Holds no defaults of other rooms and starts nothing.

mod depth;
pub mod keys;
mod layer;
pub mod load;
pub mod options;
mod origin;
mod paths;
pub mod reference;
pub mod trust;

pub use load::{Flags, Layers, Loaded, load, project_root};
pub use options::Options;
pub use origin::Origin;

use std::path::PathBuf;

/// A configuration that cannot be used: where it stands, what is wrong and the next step.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {why}")]
pub struct ConfigError {
    /// `path/inglenook.toml:3`, `the editor's settings`, `the command line`.
    pub place: String,
    /// The file, where the configuration stands in one.
    pub file: Option<PathBuf>,
    /// 1-based line in `file`.
    pub line: Option<usize>,
    pub why: String,
    /// What to do about it.
    pub hint: Option<String>,
}
