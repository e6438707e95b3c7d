//! What became of the completions of this session, on its way to the counts: looked at again after a
//! while, written now and then. Switched off by a setting, and then nothing is kept at all.

use super::configuration;
use super::session::{Session, lock};
use crate::complete::learn::{Note, kept};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tokio::runtime::Handle;
use tower_lsp::lsp_types::MessageType;

/// Seconds after which accepted text is looked for again.
const LOOKS: [u64; 2] = [30, 300];
/// Least time between two times that the file is written.
const EVERY: Duration = Duration::from_secs(30);

/// When the file was written last.
#[derive(Default)]
pub struct Saved(Mutex<Option<Instant>>);

/// Counts what has come about since the last time.
pub fn take(session: &Arc<Session>) {
    let notes = session.live.notes();
    if notes.is_empty() || !configuration::current(session).options.completion.learn {
        return;
    }
    session.learn.count(&notes);
    for note in notes {
        if let Note::Taken {
            uri,
            language,
            text,
        } = note
        {
            look(session, uri, language, text);
        }
    }
    let mut saved = lock(&session.saved.0);
    if saved.is_none_or(|saved| saved.elapsed() >= EVERY) {
        *saved = Some(Instant::now());
        let session = session.clone();
        if let Ok(runtime) = Handle::try_current() {
            runtime.spawn_blocking(move || save(&session));
        }
    }
}

/// Writes what was counted. Blocks.
pub fn save(session: &Session) {
    if let Err(error) = session.learn.save()
        && session.once("learn")
    {
        let text = format!("inglenook: the counts of completions could not be written: {error}");
        session.outbox.log(MessageType::WARNING, text);
    }
}

/// Looks after a while how much of an accepted text still stands in its document. The text stays in
/// memory and goes with this task.
fn look(session: &Arc<Session>, uri: String, language: String, text: String) {
    let Ok(runtime) = Handle::try_current() else {
        return;
    };
    let session = session.clone();
    runtime.spawn(async move {
        let mut waited = 0;
        for after_s in LOOKS {
            tokio::time::sleep(Duration::from_secs(after_s - waited)).await;
            waited = after_s;
            let Some(snapshot) = session.workspace.snapshot(&uri) else {
                return;
            };
            let (of, left) = kept(&text, &snapshot.text.to_string());
            session.learn.count(&[Note::Kept {
                language: language.clone(),
                after_s,
                of,
                left,
            }]);
        }
    });
}
