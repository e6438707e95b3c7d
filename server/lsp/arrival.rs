//! What a request is given at its arrival: the document as it was then, and its turn.
//! Carried to the handler by a task-local, for the framework's handlers take only parameters.

use crate::workspace::Snapshot;
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use tokio::sync::oneshot;

tokio::task_local! {
    static ARRIVAL: Arrival;
}

/// What stood when a request arrived.
#[derive(Clone, Debug, Default)]
pub struct Arrival {
    /// The document that the request names; `None` when it names none or one that is not open.
    pub snapshot: Option<Snapshot>,
    turn: Arc<Mutex<Option<Turn>>>,
}

impl Arrival {
    pub fn new(snapshot: Option<Snapshot>, turn: Option<Turn>) -> Self {
        Self {
            snapshot,
            turn: Arc::new(Mutex::new(turn)),
        }
    }

    /// The arrival of the request that runs now; empty outside of requests.
    pub fn current() -> Self {
        ARRIVAL.try_with(Self::clone).unwrap_or_default()
    }

    /// Runs a handler with this arrival.
    pub async fn scope<F: Future>(self, handler: F) -> F::Output {
        ARRIVAL.scope(self, handler).await
    }

    /// The turn of a completion; the first who asks gets it.
    pub fn turn(&self) -> Option<Turn> {
        self.turn
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner())
            .take()
    }
}

/// The right to complete in a document, until a newer request, an edit or a close takes it.
#[derive(Debug)]
pub struct Turn(oneshot::Receiver<()>);

impl Turn {
    /// Waits until the turn is over.
    pub async fn over(self) {
        // Nothing is ever sent: the sender is dropped when the turn is over.
        self.0.await.ok();
    }
}

/// The turns of all documents: the newest request of each.
#[derive(Debug, Default)]
pub struct Turns(Mutex<HashMap<String, oneshot::Sender<()>>>);

impl Turns {
    /// A new turn; that of the older request of the same document is over.
    pub fn take(&self, uri: &str) -> Turn {
        let (sender, receiver) = oneshot::channel();
        self.lock().insert(uri.to_string(), sender);
        Turn(receiver)
    }

    /// Ends the turn of a document, if there is one.
    pub fn end(&self, uri: &str) {
        self.lock().remove(uri);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<String, oneshot::Sender<()>>> {
        self.0
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}
