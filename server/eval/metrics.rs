//! Figures over records: what was right, what was shown, what it cost. Pure.

use super::Record;
use super::check::Fault;
use serde::Serialize;

/// Figures of a group of holes. Shares are 0 to 1.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Figures {
    pub holes: usize,
    /// Holes at which the engine failed; counted in nothing else but `holes`.
    pub failed: usize,
    pub shown: usize,
    /// Shown and exactly the hole's text.
    pub exact: usize,
    /// Shown with the hole's first line.
    pub first_line: usize,
    /// Mean normalised Levenshtein similarity of what was shown; 0 when nothing was.
    pub similarity: f64,
    /// Characters of the exact answers, and of all holes.
    pub saved: usize,
    pub characters: usize,
    pub ttft: Spread,
    pub total: Spread,
    pub prompt_tokens: usize,
    pub cached_tokens: usize,
    pub completion_tokens: usize,
    /// Shown answers with each fault, in the order of [`Fault::ALL`].
    pub faults: [usize; Fault::ALL.len()],
}

/// Median and 95th percentile in milliseconds, by nearest rank.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Spread {
    pub p50: f64,
    pub p95: f64,
}

impl Spread {
    pub fn of(values: impl IntoIterator<Item = f64>) -> Self {
        let mut values: Vec<f64> = values.into_iter().collect();
        values.sort_by(f64::total_cmp);
        Self {
            p50: rank(&values, 0.50),
            p95: rank(&values, 0.95),
        }
    }
}

/// The value below or at which a share of the sorted values lies; 0 when there are none.
fn rank(sorted: &[f64], share: f64) -> f64 {
    let at = (share * sorted.len() as f64).ceil() as usize;
    sorted.get(at.saturating_sub(1)).copied().unwrap_or(0.0)
}

impl Figures {
    pub fn of<'a>(records: impl IntoIterator<Item = &'a Record>) -> Self {
        let all: Vec<&Record> = records.into_iter().collect();
        let answered: Vec<&Record> = all.iter().copied().filter(|r| r.error.is_none()).collect();
        let shown: Vec<&Record> = answered.iter().copied().filter(|r| r.shown).collect();
        let count = |holds: fn(&Record) -> bool| shown.iter().filter(|r| holds(r)).count();
        let exact = shown.iter().filter(|record| record.exact());
        let length = |text: &str| text.trim_end().chars().count();
        let asked = || {
            answered
                .iter()
                .filter(|record| record.completion_tokens > 0)
        };
        let similar: f64 = shown.iter().map(|record| record.similarity()).sum();
        Self {
            holes: all.len(),
            failed: all.len() - answered.len(),
            shown: shown.len(),
            exact: count(Record::exact),
            first_line: count(Record::first_line),
            similarity: similar / shown.len().max(1) as f64,
            saved: exact.map(|record| length(&record.expected)).sum(),
            characters: all.iter().map(|record| length(&record.expected)).sum(),
            ttft: Spread::of(asked().map(|record| record.ttft_ms)),
            total: Spread::of(answered.iter().map(|record| record.wall_ms)),
            prompt_tokens: answered.iter().map(|record| record.prompt_tokens).sum(),
            cached_tokens: answered.iter().map(|record| record.cached_tokens).sum(),
            completion_tokens: answered.iter().map(|record| record.completion_tokens).sum(),
            faults: Fault::ALL.map(|fault| {
                let with = shown.iter().filter(|record| record.faults.contains(&fault));
                with.count()
            }),
        }
    }

    /// Shown completions that were exactly right, as a share of those shown.
    pub fn precision(&self) -> f64 {
        share(self.exact, self.shown)
    }

    pub fn shown_share(&self) -> f64 {
        share(self.shown, self.holes)
    }

    pub fn exact_share(&self) -> f64 {
        share(self.exact, self.holes)
    }

    pub fn first_share(&self) -> f64 {
        share(self.first_line, self.holes)
    }

    pub fn saved_share(&self) -> f64 {
        share(self.saved, self.characters)
    }

    pub fn cached_share(&self) -> f64 {
        share(self.cached_tokens, self.prompt_tokens)
    }
}

/// A part of a whole, 0 when there is no whole.
pub fn share(part: usize, whole: usize) -> f64 {
    part as f64 / whole.max(1) as f64
}

/// What a threshold would do.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Point {
    pub threshold: f64,
    /// Of all holes.
    pub shown: f64,
    /// Exactly right, of those shown; 1 when nothing is shown.
    pub precision: f64,
    /// First line right, of those shown.
    pub first_line: f64,
}

/// Precision and share shown at thresholds from 0 to 0.95 in steps of 0.05, whatever the run's own.
/// An answer whose confidence is unknown is shown at each of them.
pub fn curve<'a>(records: impl IntoIterator<Item = &'a Record>) -> Vec<Point> {
    let all: Vec<Record> = records.into_iter().cloned().collect();
    let point = |step: usize| {
        let threshold = step as f64 / 20.0;
        let at = all.iter().cloned().map(|record| Record {
            shown: !record.answer.trim().is_empty()
                && record.confidence.is_none_or(|sure| sure >= threshold),
            ..record
        });
        let at: Vec<Record> = at.collect();
        let figures = Figures::of(&at);
        let of_shown = |right: usize| match figures.shown {
            0 => 1.0,
            shown => share(right, shown),
        };
        Point {
            threshold,
            shown: figures.shown_share(),
            precision: of_shown(figures.exact),
            first_line: of_shown(figures.first_line),
        }
    };
    (0..20).map(point).collect()
}
