//! Completions while somebody types: what was answered before, what is on its way, what stands on the
//! screen, how fast the user and the model are. One for all documents of a session. Knows no protocol.

use super::choices;
use super::errand::{Errand, salt};
use super::flight::{End, Flight, Growth, forsaken, wait};
use super::learn::Note;
use super::lexical::Marks;
use super::place::{Key, Place};
use super::post::close;
pub use super::question::{Offer, Question, Source};
use super::shown::Edit;
use super::state::State;
use super::trigger::{self, Spot};
use super::{Completion, Target, Way};
use crate::model::{Engine, ModelError};
use crate::workspace::Snapshot;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, Instant};
use tokio::sync::watch;

/// All that is remembered between requests. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Live(Arc<Mutex<State>>);

impl Live {
    /// The completion at a place: what is left of an earlier answer, the answer on its way, or a new
    /// one after a pause. `None` when there is nothing to show. Dropping the future leaves the request
    /// to whoever asks next; after a moment without one the engine stops.
    ///
    /// # Errors
    /// Those of the model.
    pub async fn ask(&self, question: &Question<'_>) -> Result<Option<Offer>, ModelError> {
        let document = question.target.document;
        let offset = document.text.floor(question.target.offset);
        if question.automatic && self.deleting(document, offset) {
            return Ok(None);
        }
        let place = Place::new(document, offset, salt(question.engine));
        let (found, source) = self.answer(question, &place, offset).await?;
        let completion = Completion {
            range: offset..offset + found.range.len(),
            ..found
        };
        if !self.fit(question, &place, &completion) {
            return Ok(None);
        }
        if source != Source::Kept && question.options.completion.follow_up {
            self.prepare(question, &completion);
        }
        let now = Instant::now();
        let offer = self.lock().offer(document, &place, completion, source, now);
        Ok(Some(offer))
    }

    /// Whether the answer at a place is there or on its way.
    pub fn knows(&self, engine: &Engine, document: &Snapshot, offset: usize) -> bool {
        let offset = document.text.floor(offset);
        let place = Place::new(document, offset, salt(engine));
        self.find(document, &place, offset).is_some() || self.join(&document.uri, &place).is_some()
    }

    /// Other choices beside an offer, drawn until `patience` has passed.
    pub async fn others(
        &self,
        question: &Question<'_>,
        offer: &Offer,
        patience: Duration,
    ) -> Vec<Completion> {
        let mut all = vec![offer.completion.clone()];
        let Question {
            engine,
            options,
            target,
            ..
        } = *question;
        let count = options.completion.choices;
        let frame = self.frame(engine, target.document, target.offset);
        let target = Target {
            frame: frame.as_deref(),
            ..target
        };
        choices::more(engine, options, target, count, patience, &mut all).await;
        all.split_off(1)
    }

    /// A document was edited by one edit of a range; what does not agree with it any more ends.
    pub fn edited(&self, after: &Snapshot, edit: &Edit, engine: Option<&Engine>) {
        let place = engine.map(|engine| Place::new(after, edit.end(), salt(engine)));
        self.lock()
            .edited(after, edit, place.as_ref(), Instant::now());
    }

    /// The editor says that an offer was accepted; true when that was not known from its edits.
    pub fn accepted(&self, number: u64) -> bool {
        self.lock().accepted(number, Instant::now())
    }

    /// A document was closed, or opened anew.
    pub fn forget(&self, uri: &str) {
        self.lock().forget(uri, Instant::now());
    }

    /// What is to be counted since it was asked last.
    pub fn notes(&self) -> Vec<Note> {
        std::mem::take(&mut self.lock().notes)
    }

    async fn answer(
        &self,
        question: &Question<'_>,
        place: &Place,
        offset: usize,
    ) -> Result<(Completion, Source), ModelError> {
        let uri = &question.target.document.uri;
        let mut source = Source::Kept;
        let mut paused = !question.automatic;
        loop {
            if let Some(found) = self.find(question.target.document, place, offset) {
                return Ok((found, source));
            }
            if let Some((key, grown)) = self.join(uri, place) {
                if source == Source::Kept {
                    source = Source::Joined;
                }
                match wait(key, grown, place).await {
                    End::Done => {}
                    End::Apart => self.part(uri, key),
                    End::Failed(error) => return Err(error),
                }
            } else if paused {
                source = Source::Model;
                self.start(question, place.key());
            } else {
                paused = true;
                tokio::time::sleep(self.pause(question, offset)).await;
            }
        }
    }

    /// What is left of an earlier answer.
    fn find(&self, document: &Snapshot, place: &Place, offset: usize) -> Option<Completion> {
        let text = &document.text;
        let line = text.line_range(text.line_of(offset));
        let typed = text.slice(line.start..offset);
        let rest = text.slice(offset..line.end.max(offset));
        let marks = Marks::of(document.language.as_deref());
        let closes = |candidate: &str| close::covered(&marks, &typed, &rest, candidate);
        let mut state = self.lock();
        let shown = state.page(&document.uri).shown().map(str::to_string);
        state.cache.find(place, shown.as_deref(), &closes)
    }

    fn join(&self, uri: &str, place: &Place) -> Option<(Key, watch::Receiver<Growth>)> {
        let mut state = self.lock();
        let flight = state.page(uri).flight.as_ref()?;
        let agrees = flight.agrees(place);
        agrees.then(|| (flight.key, flight.grown.subscribe()))
    }

    /// Ends a flight that what was typed has parted from.
    fn part(&self, uri: &str, key: Key) {
        let mut state = self.lock();
        let page = state.page(uri);
        if page.flight.as_ref().is_some_and(|flight| flight.key == key) {
            page.flight = None;
        }
    }

    /// Asks the model, in a task of its own that whoever waits can leave to another.
    fn start(&self, question: &Question<'_>, key: Key) {
        let frame = self.framed(question);
        let (live, own) = (self.clone(), Errand::of(question, frame));
        let grown = Arc::new(watch::Sender::new(Growth::default()));
        let growing = grown.clone();
        let mut state = self.lock();
        let number = state.number();
        let patience = Duration::from_millis(question.options.completion.latency_ms);
        let way = Way {
            patience: question.automatic.then_some(patience),
            ..Way::default()
        };
        let task = tokio::spawn(async move {
            let began = Instant::now();
            let mut grows = |text: &str| {
                growing.send_modify(|growth| growth.text = text.to_string());
            };
            let result = tokio::select! {
                result = own.generate(way, &mut grows) => result,
                () = forsaken(&growing) => Err(ModelError::Superseded),
            };
            let ended = result.as_ref().map(|_| ()).map_err(Clone::clone);
            let mut state = live.lock();
            if let Ok(completion) = result {
                let ms = began.elapsed().as_secs_f64() * 1e3;
                state.usual = Some(trigger::usual(state.usual, ms));
                state.cache.keep(key, completion);
            }
            growing.send_modify(|growth| growth.done = Some(ended));
            let page = state.page(&own.document.uri);
            if page
                .flight
                .as_ref()
                .is_some_and(|flight| flight.number == number)
            {
                page.flight = None;
            }
        });
        state.page(&question.target.document.uri).flight = Some(Flight {
            number,
            key,
            grown,
            task: task.abort_handle(),
        });
    }

    /// Whether a completion may be shown: there is one, and to somebody who did not ask for it only
    /// what is likely and was not turned down before.
    fn fit(&self, question: &Question<'_>, place: &Place, completion: &Completion) -> bool {
        let show = question.options.completion.show;
        let likely = trigger::shows(&question.engine.family, show, completion.confidence);
        !completion.text.is_empty()
            && (!question.automatic
                || (likely && !self.lock().turned_down(place, &completion.text)))
    }

    fn pause(&self, question: &Question<'_>, offset: usize) -> Duration {
        let spot = Spot::of(&question.target.document.text, offset);
        let longest = Duration::from_millis(question.options.completion.debounce_ms);
        let mut state = self.lock();
        let usual = state.usual;
        let pace = &state.page(&question.target.document.uri).pace;
        trigger::pause(pace, spot, usual, longest)
    }

    /// Whether the user is taking a word away.
    fn deleting(&self, document: &Snapshot, offset: usize) -> bool {
        let before = document.text.slice(offset.saturating_sub(4)..offset);
        before.ends_with(trigger::word) && self.lock().page(&document.uri).deleting
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, State> {
        self.0
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}
