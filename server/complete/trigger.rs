//! When the model is asked, and whether its answer is worth showing unasked: typing speed, measured
//! answers, probability. Asks nothing itself.

use crate::config::options::Show;
use crate::model::Family;
use crate::text::Text;
use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// Keystrokes that the typing speed is read from.
const KEYSTROKES: usize = 32;
/// A longer pause between two edits says nothing of the speed of typing.
const PAUSE: Duration = Duration::from_secs(2);
/// Milliseconds between keystrokes before any are known, and what is believed of them.
const USUAL: f64 = 180.0;
const BELIEVED: (f64, f64) = (60.0, 400.0);
/// Pauses between keystrokes that are waited for: in the worst place, and in the best.
const RATES: (f64, f64) = (1.5, 0.5);
/// The least pause, in milliseconds: shorter ones than this are no pause to anybody.
const LEAST: f64 = 20.0;
/// How much of the average a new answer's time makes up.
const NEW: f64 = 0.2;

/// How fast somebody types, and how fast answers come.
#[derive(Clone, Debug, Default)]
pub struct Pace {
    gaps: VecDeque<f64>,
    last: Option<Instant>,
}

impl Pace {
    /// Something was typed.
    pub fn typed(&mut self, now: Instant) {
        let gap = self.last.replace(now).map(|last| now - last);
        let Some(gap) = gap.filter(|gap| *gap < PAUSE) else {
            return;
        };
        if self.gaps.len() == KEYSTROKES {
            self.gaps.pop_front();
        }
        self.gaps.push_back(gap.as_secs_f64() * 1e3);
    }

    /// Milliseconds between two keystrokes.
    pub fn gap(&self) -> f64 {
        if self.gaps.is_empty() {
            return USUAL;
        }
        let mean = self.gaps.iter().sum::<f64>() / self.gaps.len() as f64;
        mean.clamp(BELIEVED.0, BELIEVED.1)
    }
}

/// What the place of a request says about how soon somebody may stop there.
#[derive(Clone, Copy, Debug, Default)]
pub struct Spot {
    /// Nothing but white space stands before the cursor on its line.
    pub fresh: bool,
    /// The character before the cursor is no part of a word.
    pub between_words: bool,
    pub line_end: bool,
    pub document_end: bool,
}

impl Spot {
    /// That of a byte offset.
    pub fn of(text: &Text, offset: usize) -> Self {
        let line = text.line_range(text.line_of(offset));
        let typed = text.slice(line.start..offset);
        Self {
            fresh: typed.trim().is_empty(),
            between_words: !typed.ends_with(word),
            line_end: text.slice(offset..line.end).trim().is_empty(),
            document_end: offset == text.len(),
        }
    }

    /// From 0 in the middle of everything to 1.
    fn score(self) -> f64 {
        let points = |there: bool, points: f64| if there { points } else { 0.0 };
        points(self.between_words, 0.5)
            + points(self.line_end, 0.4)
            + points(self.document_end, 0.1)
    }
}

/// The pause after a keystroke before the model is asked. `answers` is the usual time of an answer in
/// milliseconds: it is a pause too, for what is typed meanwhile is taken into account.
pub fn pause(pace: &Pace, spot: Spot, answers: Option<f64>, longest: Duration) -> Duration {
    if spot.fresh {
        return Duration::ZERO;
    }
    let (worst, best) = RATES;
    let rate = worst + (best - worst) * spot.score();
    let wanted = rate * pace.gap() - answers.unwrap_or_default();
    Duration::from_secs_f64(wanted.max(LEAST) / 1e3).min(longest)
}

/// The usual time of an answer after one more.
pub fn usual(before: Option<f64>, ms: f64) -> f64 {
    before.map_or(ms, |before| before + (ms - before) * NEW)
}

/// Whether a character is part of a word.
pub fn word(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

/// Whether an answer is worth showing to somebody who did not ask for it.
pub fn shows(family: &Family, show: Show, confidence: Option<f64>) -> bool {
    let least = match show {
        Show::Quiet => family.show.quiet,
        Show::Balanced => family.show.balanced,
        Show::Eager => family.show.eager,
    };
    confidence.is_none_or(|confidence| confidence >= least)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typing(gap: u64, times: usize) -> Pace {
        let mut pace = Pace::default();
        let start = Instant::now();
        for number in 0..times {
            pace.typed(start + Duration::from_millis(gap) * number as u32);
        }
        pace
    }

    fn ms(pause: Duration) -> u128 {
        pause.as_millis()
    }

    #[test]
    fn the_pause_follows_the_typing_the_place_and_the_model() {
        let longest = Duration::from_millis(500);
        let middle = Spot::default();
        let good = Spot {
            between_words: true,
            line_end: true,
            ..middle
        };
        let slow = typing(200, 20);
        // 1.5 gaps of 200 ms in the worst place; 0.9 of the way to 0.5 gaps in a good one.
        assert_eq!(ms(pause(&slow, middle, None, longest)), 300);
        assert_eq!(ms(pause(&slow, good, None, longest)), 120);
        assert_eq!(ms(pause(&typing(100, 20), middle, None, longest)), 150);
        // The model's own time is waiting enough.
        assert_eq!(ms(pause(&slow, middle, Some(250.0), longest)), 50);
        assert_eq!(ms(pause(&slow, middle, Some(900.0), longest)), 20);
        // Never longer than the option, and not at all on a fresh line.
        let short = Duration::from_millis(75);
        assert_eq!(ms(pause(&slow, middle, None, short)), 75);
        assert_eq!(ms(pause(&slow, middle, None, Duration::ZERO)), 0);
        let fresh = Spot {
            fresh: true,
            ..middle
        };
        assert_eq!(ms(pause(&slow, fresh, None, longest)), 0);
    }

    #[test]
    fn pauses_are_no_typing_speed() {
        let mut pace = typing(100, 3);
        let later = Instant::now() + Duration::from_secs(60);
        pace.typed(later);
        assert!((pace.gap() - 100.0).abs() < 1.0);
        assert!((Pace::default().gap() - USUAL).abs() < 1e-9);
        assert!((usual(Some(100.0), 200.0) - 120.0).abs() < 1e-9);
    }
}
