//! Progress of a long command on standard error: a bar on a terminal, plain lines elsewhere.

use super::Io;
use indicatif::{ProgressBar, ProgressStyle};
use std::time::Duration;

/// Where a command stands.
pub struct Progress {
    /// On a terminal.
    bar: Option<ProgressBar>,
    /// Whether lines go to the process's standard error.
    lines: bool,
}

impl Progress {
    pub fn new(io: &Io) -> Self {
        let bar = (io.terminal && io.system).then(|| {
            let bar = ProgressBar::new_spinner();
            let style = ProgressStyle::with_template("{spinner} {wide_msg}")
                .expect("the template is well-formed");
            bar.set_style(style);
            bar.enable_steady_tick(Duration::from_millis(100));
            bar
        });
        Self {
            lines: bar.is_none() && io.system,
            bar,
        }
    }

    /// Something that takes a while begins.
    pub fn say(&self, what: &str) {
        if let Some(bar) = &self.bar {
            bar.set_message(what.to_string());
        } else if self.lines {
            anstream::eprintln!("{what}");
        }
    }

    /// Step `done` of `total` begins, at `place`.
    pub fn step(&self, done: usize, total: usize, place: &str) {
        self.say(&format!("reading {place} ({} of {total})", done + 1));
    }

    /// Nothing more to tell; the bar goes.
    pub fn end(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.end();
    }
}
