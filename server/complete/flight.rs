//! A request that is on its way to the model and whoever waits for it. It outlives the editor's request
//! that began it: as long as what is typed agrees with what the model writes, the next one takes it over.

use super::place::{Key, Place};
use crate::model::ModelError;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::AbortHandle;

/// How long a request goes on when nobody waits for it any more: editors cancel at each keystroke and
/// ask anew a moment later.
const GRACE: Duration = Duration::from_millis(400);

/// What is known of an answer on its way.
#[derive(Clone, Debug, Default)]
pub struct Growth {
    pub text: String,
    pub done: Option<Result<(), ModelError>>,
}

/// A request on its way.
#[derive(Debug)]
pub struct Flight {
    pub number: u64,
    pub key: Key,
    pub grown: Arc<watch::Sender<Growth>>,
    pub task: AbortHandle,
}

/// How waiting ended.
#[derive(Debug, PartialEq)]
pub enum End {
    /// The answer is kept now.
    Done,
    /// What was typed is not what the model writes.
    Apart,
    Failed(ModelError),
}

impl Flight {
    /// Whether what has been typed since may still be what the model writes.
    pub fn agrees(&self, place: &Place) -> bool {
        typed(place, self.key).is_some_and(|typed| agree(&self.grown.borrow().text, typed))
    }
}

/// Dropping a flight stops the engine at its next token.
impl Drop for Flight {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Waits until a flight of `key` has come to its end, or parts from what was typed up to `place`.
pub async fn wait(key: Key, mut grown: watch::Receiver<Growth>, place: &Place) -> End {
    loop {
        {
            let growth = grown.borrow_and_update();
            match &growth.done {
                Some(Ok(())) => return End::Done,
                Some(Err(error)) => return End::Failed(error.clone()),
                None => {}
            }
            if !typed(place, key).is_some_and(|typed| agree(&growth.text, typed)) {
                return End::Apart;
            }
        }
        if grown.changed().await.is_err() {
            return End::Failed(ModelError::Superseded);
        }
    }
}

/// Comes back when nobody has waited for a while.
pub async fn forsaken(grown: &watch::Sender<Growth>) {
    loop {
        grown.closed().await;
        tokio::time::sleep(GRACE).await;
        if grown.receiver_count() == 0 {
            return;
        }
    }
}

fn typed(place: &Place, key: Key) -> Option<&str> {
    let here = place.earlier().find(|earlier| earlier.key == key);
    here.map(|earlier| earlier.typed)
}

fn agree(text: &str, typed: &str) -> bool {
    text.starts_with(typed) || typed.starts_with(text)
}
