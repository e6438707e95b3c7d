//! What is remembered of every document while somebody types in it, and what edits and offers change of
//! that. Never waits; the lock around it is `live`'s.

use super::Completion;
use super::cache::Cache;
use super::flight::Flight;
use super::frame::Frame;
use super::learn::{Note, Outcome};
use super::live::{Offer, Source};
use super::place::{Key, Place};
use super::shown::{Edit, Fate, Shown};
use super::trigger::Pace;
use crate::workspace::Snapshot;
use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::time::Instant;
use tokio::task::AbortHandle;

/// Dismissed texts that are remembered.
const DISMISSED: usize = 500;

/// What is known of one document.
#[derive(Debug, Default)]
pub struct Page {
    pub flight: Option<Flight>,
    /// The completion after the shown one, on its way.
    pub ahead: Option<AbortHandle>,
    /// What prompts of the document share.
    pub frame: Option<Arc<Frame>>,
    pub pace: Pace,
    /// The last edit only took something away.
    pub deleting: bool,
    shown: Option<Shown>,
}

/// What is known of all of them.
#[derive(Debug, Default)]
pub struct State {
    pub cache: Cache,
    pub pages: HashMap<String, Page>,
    /// Usual time of an answer in milliseconds.
    pub usual: Option<f64>,
    pub notes: Vec<Note>,
    /// The number given last.
    numbers: u64,
    /// Places, and texts that were turned down there.
    dismissed: VecDeque<(Key, String)>,
}

impl Page {
    /// What is left of the text on the screen.
    pub fn shown(&self) -> Option<&str> {
        self.shown.as_ref().map(|shown| shown.text.as_str())
    }
}

impl State {
    pub fn page(&mut self, uri: &str) -> &mut Page {
        self.pages.entry(uri.to_string()).or_default()
    }

    pub fn number(&mut self) -> u64 {
        self.numbers += 1;
        self.numbers
    }

    /// A document was edited. `place` is where the edit ended.
    pub fn edited(&mut self, after: &Snapshot, edit: &Edit, place: Option<&Place>, now: Instant) {
        let page = self.pages.entry(after.uri.clone()).or_default();
        page.deleting = edit.inserted == 0 && !edit.range.is_empty();
        if edit.inserted > 0 {
            page.pace.typed(now);
        }
        if let (Some(flight), Some(place)) = (&page.flight, place)
            && !flight.agrees(place)
        {
            page.flight = None;
        }
        let Some(shown) = &mut page.shown else {
            return;
        };
        let outcome = match shown.edited(&after.text, edit) {
            Fate::Stays => return,
            Fate::Typed => Outcome::Left,
            Fate::Taken { text, whole } => {
                self.notes.push(Note::Taken {
                    uri: after.uri.clone(),
                    language: shown.language.clone(),
                    text,
                });
                if !whole {
                    return;
                }
                Outcome::Accepted
            }
            Fate::Gone => {
                if let Some(ahead) = page.ahead.take() {
                    ahead.abort();
                }
                if shown.read(now) {
                    let turned_down = (shown.key, shown.whole.clone());
                    self.dismissed.push_back(turned_down);
                    if self.dismissed.len() > DISMISSED {
                        self.dismissed.pop_front();
                    }
                }
                Outcome::Dismissed
            }
        };
        self.notes.extend(shown.end(outcome, now));
        page.shown = None;
    }

    /// Puts a completion on the screen in the place of what stood there.
    pub fn offer(
        &mut self,
        document: &Snapshot,
        place: &Place,
        completion: Completion,
        source: Source,
        now: Instant,
    ) -> Offer {
        let number = self.number();
        let page = self.pages.entry(document.uri.clone()).or_default();
        let offset = completion.range.start;
        let goes_on =
            |shown: &&mut Shown| shown.offset == offset && completion.text.starts_with(&shown.text);
        let number = match page.shown.as_mut().filter(goes_on) {
            // The same text, or one that extends it.
            Some(shown) => {
                shown.whole.push_str(&completion.text[shown.text.len()..]);
                shown.text = completion.text.clone();
                shown.number
            }
            None => {
                let shown = Shown {
                    number,
                    key: place.key(),
                    whole: completion.text.clone(),
                    text: completion.text.clone(),
                    offset,
                    language: language(document),
                    confidence: completion.confidence,
                    since: now,
                    taken: 0,
                };
                let before = page.shown.replace(shown);
                let ended = before.and_then(|before| before.end(Outcome::Left, now));
                self.notes.extend(ended);
                number
            }
        };
        Offer {
            completion,
            number,
            source,
        }
    }

    /// Whether a text was turned down at a place, or where typing led there from.
    pub fn turned_down(&self, place: &Place, text: &str) -> bool {
        !self.dismissed.is_empty()
            && place.earlier().any(|earlier| {
                let here = |(key, whole): &(Key, String)| {
                    *key == earlier.key && whole.strip_prefix(earlier.typed) == Some(text)
                };
                self.dismissed.iter().any(here)
            })
    }

    /// An offer was accepted; true when that was not known from the edits.
    pub fn accepted(&mut self, number: u64, now: Instant) -> bool {
        let of = |page: &&mut Page| {
            let shown = page.shown.as_ref();
            shown.is_some_and(|shown| shown.number == number)
        };
        let page = self.pages.values_mut().find(of);
        let Some(mut shown) = page.and_then(|page| page.shown.take()) else {
            return false;
        };
        shown.taken += shown.text.chars().count();
        self.notes.extend(shown.end(Outcome::Accepted, now));
        true
    }

    /// A document was closed, or opened anew.
    pub fn forget(&mut self, uri: &str, now: Instant) {
        let Some(page) = self.pages.remove(uri) else {
            return;
        };
        if let Some(ahead) = page.ahead {
            ahead.abort();
        }
        let ended = page.shown.and_then(|shown| shown.end(Outcome::Left, now));
        self.notes.extend(ended);
    }
}

/// The name that counts are kept by.
fn language(document: &Snapshot) -> String {
    match (&document.language, document.editor_language.as_str()) {
        (Some(language), _) => language.id.clone(),
        (None, "") => "other".into(),
        (None, named) => named.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::Languages;
    use crate::workspace::document;
    use std::time::Duration;

    fn open(text: &str) -> Snapshot {
        let languages = Languages::embedded().expect("the embedded languages are valid");
        document(&languages, "a.rs".into(), text, usize::MAX)
    }

    fn typed(range: std::ops::Range<usize>, inserted: usize) -> Edit {
        Edit { range, inserted }
    }

    fn ghost(text: &str, offset: usize) -> Completion {
        Completion {
            text: text.into(),
            range: offset..offset,
            ..Completion::default()
        }
    }

    #[test]
    fn what_was_read_and_typed_over_is_not_shown_there_again() {
        let begin = Instant::now();
        let mut state = State::default();
        let before = open("    x");
        let place = Place::new(&before, 5, 0);
        state.offer(&before, &place, ghost(" + b", 5), Source::Model, begin);
        assert!(!state.turned_down(&place, " + b"));
        // Typed through a little, read for a while, and then something else is typed.
        let later = begin + Duration::from_secs(2);
        let through = open("    x +");
        state.edited(&through, &typed(5..7, 2), None, later);
        state.edited(&open("    x +z"), &typed(7..7, 1), None, later);
        assert!(state.turned_down(&place, " + b"));
        let there = Place::new(&through, 7, 0);
        assert!(state.turned_down(&there, " b"), "also where it was left");
        assert!(!state.turned_down(&there, " c"));
        assert!(!state.turned_down(&Place::new(&open("    y"), 5, 0), " + b"));
    }

    #[test]
    fn a_slip_of_the_finger_turns_nothing_down() {
        let begin = Instant::now();
        let mut state = State::default();
        let before = open("    x");
        let place = Place::new(&before, 5, 0);
        state.offer(&before, &place, ghost(" + b", 5), Source::Model, begin);
        let soon = begin + Duration::from_millis(120);
        state.edited(&open("    xq"), &typed(5..5, 1), None, soon);
        assert!(!state.turned_down(&place, " + b"));
        assert_eq!(state.notes, [], "nobody saw it");
    }

    #[test]
    fn a_text_keeps_its_number_while_it_is_the_same_text() {
        let now = Instant::now();
        let mut state = State::default();
        let before = open("    x");
        let place = Place::new(&before, 5, 0);
        let mut offer = |text: &str| {
            let ghost = ghost(text, 5);
            state
                .offer(&before, &place, ghost, Source::Model, now)
                .number
        };
        let first = offer(" + b");
        assert_eq!(offer(" + b"), first);
        assert_eq!(offer(" + b;"), first, "one that extends it is the same");
        assert_ne!(offer(" - b"), first);
    }
}
