//! What is computed ahead of its use: the frame that the prompts of a document share, its prompt when it
//! rests, and the completion after the one that is shown. Answers no request.

use super::errand::{Errand, salt};
use super::frame::Frame;
use super::live::{Live, Question};
use super::place::Place;
use super::{Completion, Target, Way};
use crate::config::Options;
use crate::model::{Engine, Priority};
use crate::text::{Encoding, position};
use crate::workspace::{Change, Snapshot};
use std::sync::Arc;
use std::time::Duration;

/// Rest before the completion after the shown one is prepared.
const FOLLOW: Duration = Duration::from_millis(250);

impl Live {
    /// The frame that prompts of the document share, where it is true of this place.
    pub fn frame(&self, engine: &Engine, document: &Snapshot, offset: usize) -> Option<Arc<Frame>> {
        let offset = document.text.floor(offset);
        let held = self.lock().page(&document.uri).frame.clone();
        held.filter(|held| held.holds(engine, &document.text, offset))
    }

    /// Computes the prompt of a place ahead of its use, in a new frame where the old one is full or out
    /// of date. The old one stays in use until the new one is computed.
    pub async fn warm_up(&self, engine: &Engine, options: &Options, target: Target<'_>) {
        let (document, offset) = (target.document, target.document.text.floor(target.offset));
        let anew = Frame::new(engine, options, &Target { offset, ..target });
        let held = self.frame(engine, document, offset);
        let serves = |held: &Arc<Frame>| held.serves(&anew, engine, &document.text, offset);
        let frame = held.filter(serves).unwrap_or_else(|| Arc::new(anew));
        let target = Target {
            frame: Some(&frame),
            ..target
        };
        if super::warm_up(engine, options, target).await {
            self.lock().page(&document.uri).frame = Some(frame);
        }
    }

    /// Other files, or another gate: prompts begin anew.
    pub fn forget_frames(&self) {
        let pages = &mut self.lock().pages;
        pages.values_mut().for_each(|page| page.frame = None);
    }

    /// The frame for a question's prompt; a new one where none is true of its place any more.
    pub(super) fn framed(&self, question: &Question<'_>) -> Arc<Frame> {
        let Question {
            engine,
            options,
            target,
            ..
        } = *question;
        let offset = target.document.text.floor(target.offset);
        self.frame(engine, target.document, offset)
            .unwrap_or_else(|| {
                let frame = Arc::new(Frame::new(engine, options, &Target { offset, ..target }));
                self.lock().page(&target.document.uri).frame = Some(frame.clone());
                frame
            })
    }

    /// Computes the completion that comes after this one, for when it is accepted. Anything more
    /// urgent ends it.
    pub(super) fn prepare(&self, question: &Question<'_>, shown: &Completion) {
        let document = question.target.document;
        let at = |offset| position::position(&document.text, offset, Encoding::Utf8);
        let change = Change {
            range: Some((at(shown.range.start), at(shown.range.end))),
            text: shown.text.clone(),
        };
        let after = document.with(&change, Encoding::Utf8);
        let offset = shown.range.start + shown.text.len();
        // In a frame of its own it would push the one that is typed in out of the engine.
        let Some(frame) = self.frame(question.engine, &after, offset) else {
            return;
        };
        let mut own = Errand::of(question, frame);
        (own.document, own.offset) = (after, offset);
        let key = Place::new(&own.document, own.offset, salt(question.engine)).key();
        let live = self.clone();
        let way = Way {
            priority: Priority::WarmUp,
            ..Way::default()
        };
        let task = tokio::spawn(async move {
            tokio::time::sleep(FOLLOW).await;
            if let Ok(completion) = own.generate(way, &mut |_| {}).await {
                live.lock().cache.keep(key, completion);
            }
        });
        let before = self
            .lock()
            .page(&document.uri)
            .ahead
            .replace(task.abort_handle());
        if let Some(before) = before {
            before.abort();
        }
    }
}
