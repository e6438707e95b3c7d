//! How long a review leaves the model to somebody who types. Times only; what runs is the lane's.

use std::time::{Duration, Instant};

/// A review waits until nobody has typed for this long: a step of its prompt cannot be interrupted,
/// and the next keystroke would wait for it.
const LEAST: Duration = Duration::from_secs(2);
/// People stop to think while they type, so each time that a review was interrupted all the same it
/// waits twice as long, up to this.
const MOST: Duration = Duration::from_secs(32);

#[derive(Debug, Default)]
pub(super) struct Quiet {
    /// When somebody typed last.
    typed: Option<Instant>,
    /// Interruptions since a review's request was answered.
    interruptions: u32,
}

impl Quiet {
    /// A keystroke's request came or ended.
    pub fn typed(&mut self, now: Instant) {
        self.typed = Some(now);
    }

    /// A review's request had to give way.
    pub fn interrupted(&mut self) {
        self.interruptions = self.interruptions.saturating_add(1);
    }

    /// A review's request was answered to its end.
    pub fn answered(&mut self) {
        self.interruptions = 0;
    }

    /// How long a review has to wait from now on; `None` when it may begin.
    pub fn left(&self, now: Instant) -> Option<Duration> {
        let doubled = 1u32.checked_shl(self.interruptions).unwrap_or(u32::MAX);
        let quiet = LEAST.saturating_mul(doubled).min(MOST);
        let left = quiet.checked_sub(now.duration_since(self.typed?))?;
        (!left.is_zero()).then_some(left)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_review_waits_twice_as_long_each_time_it_was_interrupted() {
        let second = Duration::from_secs(1);
        let start = Instant::now();
        let mut quiet = Quiet::default();
        assert_eq!(quiet.left(start), None, "nobody has typed");
        quiet.typed(start);
        assert_eq!(quiet.left(start + second), Some(second));
        assert_eq!(quiet.left(start + 2 * second), None);
        let waits = (0..6).map(|_| {
            quiet.interrupted();
            quiet.left(start).map(|left| left.as_secs())
        });
        assert_eq!(waits.collect::<Vec<_>>(), [4, 8, 16, 32, 32, 32].map(Some));
        (0..u8::MAX).for_each(|_| quiet.interrupted());
        assert_eq!(quiet.left(start), Some(MOST));
        quiet.answered();
        assert_eq!(quiet.left(start), Some(LEAST));
    }
}
