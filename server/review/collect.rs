//! An answer collected from a stream, until it ends, time is up or somebody says stop.

use crate::model::{Event, Finish, ModelError, Stream};
use std::future::Future;
use std::pin::Pin;
use tokio::time::Instant;

/// How an answer came to its end.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Collected {
    /// As the model gave it; `cut` when it was not done.
    Answer {
        text: String,
        cut: bool,
    },
    Failed(ModelError),
    /// Time was up before the answer was whole; what there was of it.
    Late(String),
    Stopped,
}

/// Collects a stream. Dropping it at the end stops the engine.
pub(super) async fn collect<F: Future<Output = ()>>(
    mut stream: Stream,
    until: Instant,
    mut stop: Pin<&mut F>,
) -> Collected {
    let mut bytes = Vec::new();
    loop {
        let event = tokio::select! {
            biased;
            () = &mut stop => return Collected::Stopped,
            event = stream.recv() => event,
            () = tokio::time::sleep_until(until) => return Collected::Late(text(&bytes)),
        };
        match event {
            Some(Ok(Event::Started { .. })) => {}
            Some(Ok(Event::Restarted)) => bytes.clear(),
            Some(Ok(Event::Token { bytes: token, .. })) => bytes.extend(token),
            Some(Ok(Event::Done { finish, .. })) => {
                return match finish {
                    Finish::Deadline => Collected::Late(text(&bytes)),
                    Finish::Length => answer(&bytes, true),
                    Finish::Stop => answer(&bytes, false),
                };
            }
            Some(Err(error)) => return Collected::Failed(error),
            None => {
                let why = "it ended without a word".to_string();
                return Collected::Failed(ModelError::Failed(why));
            }
        }
    }
}

fn answer(bytes: &[u8], cut: bool) -> Collected {
    Collected::Answer {
        text: text(bytes),
        cut,
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
