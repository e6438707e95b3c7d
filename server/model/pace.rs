//! How fast a model reads and writes here: measured on real requests, so always true of this machine.

use super::Event;
use std::time::Instant;

/// Weight of the newest measurement in the running mean.
const NEWEST: f64 = 0.2;
/// New prompt tokens below which a request says nothing about the speed of reading.
const ENOUGH: usize = 24;
/// A speed that prompts were sized by is kept until the truth differs by this factor: each change of
/// size costs a prompt from the beginning.
const DRIFT: f64 = 1.6;

/// Tokens a second.
#[derive(Clone, Copy, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Speed {
    /// Of a prompt that is read.
    pub prompt: f64,
    /// Of an answer that is written.
    pub generation: f64,
}

impl Speed {
    /// Milliseconds for so many new prompt tokens and so many tokens of an answer.
    pub fn ms(&self, prompt: usize, answer: usize) -> f64 {
        1e3 * (prompt as f64 / self.prompt + answer as f64 / self.generation)
    }
}

/// A running mean of a model's speed.
#[derive(Clone, Copy, Debug, Default)]
pub struct Pace {
    prompt: Option<f64>,
    generation: Option<f64>,
    settled: Option<Speed>,
}

impl Pace {
    /// Begins with a speed that was measured before.
    pub fn known(speed: Speed) -> Self {
        Self {
            prompt: Some(speed.prompt),
            generation: Some(speed.generation),
            settled: Some(speed),
        }
    }

    /// The speed to size prompts by: steady, until the truth has moved far from it. `None` before
    /// anything was measured.
    pub fn settled(&self) -> Option<Speed> {
        self.settled
    }

    /// `new` prompt tokens were read within so many milliseconds.
    pub fn read(&mut self, new: usize, ms: f64) {
        if new >= ENOUGH && ms > 0.0 {
            mean(&mut self.prompt, new as f64 * 1e3 / ms);
            self.settle();
        }
    }

    /// `tokens` were written within so many milliseconds.
    pub fn wrote(&mut self, tokens: usize, ms: f64) {
        if tokens > 0 && ms > 0.0 {
            mean(&mut self.generation, tokens as f64 * 1e3 / ms);
            self.settle();
        }
    }

    fn settle(&mut self) {
        let (Some(prompt), Some(generation)) = (self.prompt, self.generation) else {
            return;
        };
        let now = Speed { prompt, generation };
        let far = |a: f64, b: f64| a > b * DRIFT || b > a * DRIFT;
        let moved = self
            .settled
            .is_none_or(|old| far(old.prompt, prompt) || far(old.generation, generation));
        if moved {
            self.settled = Some(now);
        }
    }
}

fn mean(value: &mut Option<f64>, newest: f64) {
    let old = value.unwrap_or(newest);
    *value = Some(old + NEWEST * (newest - old));
}

/// Watches one request's events.
pub(super) struct Watch {
    new: usize,
    since: Instant,
    /// When the first token came, and how many came after it.
    writing: Option<(Instant, usize, Instant)>,
}

impl Watch {
    pub fn new() -> Self {
        Self {
            new: 0,
            since: Instant::now(),
            writing: None,
        }
    }

    /// Takes an event in; tells `pace` how long reading took once the first token is there.
    pub fn see(&mut self, event: &Event, pace: &mut Pace) {
        let now = Instant::now();
        match event {
            Event::Started {
                prompt_tokens,
                cached_tokens,
            } => {
                *self = Self {
                    new: prompt_tokens.saturating_sub(*cached_tokens),
                    ..Self::new()
                };
            }
            Event::Token { .. } => match &mut self.writing {
                None => {
                    pace.read(self.new, (now - self.since).as_secs_f64() * 1e3);
                    self.writing = Some((now, 0, now));
                }
                Some((_, tokens, last)) => {
                    *tokens += 1;
                    *last = now;
                }
            },
            // A warm-up: it reads and says nothing.
            Event::Done { .. } if self.writing.is_none() => {
                pace.read(self.new, (now - self.since).as_secs_f64() * 1e3);
            }
            Event::Restarted | Event::Done { .. } => {}
        }
    }

    /// The request ended, whether by itself or not.
    pub fn end(self, pace: &mut Pace) {
        if let Some((first, tokens, last)) = self.writing {
            pace.wrote(tokens, (last - first).as_secs_f64() * 1e3);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_prompts_are_sized_by_stays_until_the_truth_is_far_from_it() {
        let mut pace = Pace::default();
        pace.read(100, 1000.0);
        assert_eq!(pace.settled(), None, "nothing is known of writing yet");
        pace.wrote(10, 1000.0);
        let first = Speed {
            prompt: 100.0,
            generation: 10.0,
        };
        assert_eq!(pace.settled(), Some(first));
        // One slow request moves the mean to 90: not far enough.
        pace.read(100, 2000.0);
        assert_eq!(pace.settled(), Some(first));
        for _ in 0..20 {
            pace.read(100, 2000.0);
        }
        let settled = pace.settled().expect("a speed");
        assert!(settled.prompt < 100.0 / DRIFT, "{settled:?}");
    }

    #[test]
    fn a_few_tokens_say_nothing_about_reading() {
        let mut pace = Pace::known(Speed {
            prompt: 50.0,
            generation: 20.0,
        });
        for _ in 0..100 {
            pace.read(ENOUGH - 1, 1.0);
        }
        assert_eq!(pace.settled().expect("a speed").prompt, 50.0);
        assert_eq!(pace.settled().expect("a speed").ms(100, 10), 2500.0);
    }
}
