//! Inline completion: when to ask, what to ask, and what of the answer is fit to be shown.
//! Knows no protocol; positions are byte offsets of the snapshot.

use crate::config::Options;
use crate::model::{Engine, ModelError, Usage};
use crate::workspace::Snapshot;
use std::ops::Range;

/// A completion to show.
#[derive(Clone, Debug, PartialEq)]
pub struct Completion {
    /// Text that replaces `range`.
    pub text: String,
    /// Bytes of the snapshot, on the cursor's line.
    pub range: Range<usize>,
    /// Joint probability of the tokens shown, 0 to 1, where the backend tells it.
    pub confidence: Option<f64>,
    pub usage: Usage,
}

/// Completes at a byte offset. `None` when there is nothing worth showing.
/// Dropping the future cancels the request.
pub async fn run(
    _engine: &Engine,
    _options: &Options,
    _snapshot: &Snapshot,
    _offset: usize,
) -> Result<Option<Completion>, ModelError> {
    Ok(None)
}
