//! Findings written out: one file per output format, one table `FORMATS`.

use crate::finding::Finding;

/// What is written out.
#[derive(Clone, Debug, Default)]
pub struct Report {
    pub findings: Vec<Finding>,
    /// Things the reader should know: what was not read, dropped or left out, one line each.
    pub notes: Vec<String>,
    /// Files that were looked at.
    pub files: usize,
    /// Wall time in seconds.
    pub seconds: f64,
}
