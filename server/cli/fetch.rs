//! A pull as the user sees it: a bar on a terminal, plain lines elsewhere. Fetches nothing itself.

use super::start::mend;
use super::{CliError, Io};
use crate::model::{Entry, Store, store};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::Write;
use std::path::Path;

/// Fetches a model into the store and tells how it goes on the error stream; `from` is a file to
/// take instead of the model's sources.
pub fn pull(
    io: &mut Io,
    store: &Store,
    entry: &Entry,
    from: Option<&Path>,
) -> Result<store::Pulled, CliError> {
    let mut shown = Shown::new(io, entry);
    let pulled = store::pull(store, entry, from, &store::Reach::default(), &mut |step| {
        shown.step(&step);
    });
    shown.bar.finish_and_clear();
    let pulled = pulled.map_err(mend)?;
    let what = if pulled.already {
        "is there already, and whole"
    } else {
        "fetched"
    };
    shown.line(&format!(
        "{} {what}: {} ({}, SHA-256 {})",
        entry.name,
        pulled.path.display(),
        size(pulled.bytes),
        pulled.sha256
    ));
    Ok(pulled)
}

/// Bytes in words, in powers of ten as downloads are given.
pub fn size(bytes: u64) -> String {
    match bytes {
        0..1_000_000 => format!("{} kB", bytes.div_ceil(1000)),
        1_000_000..1_000_000_000 => format!("{} MB", bytes / 1_000_000),
        _ => format!("{:.1} GB", bytes as f64 / 1e9),
    }
}

struct Shown<'a> {
    io: &'a mut Io,
    bar: ProgressBar,
    /// Tenths that were told, where no bar moves.
    told: u64,
}

impl<'a> Shown<'a> {
    fn new(io: &'a mut Io, entry: &Entry) -> Self {
        let target = if io.terminal && io.system {
            ProgressDrawTarget::stderr()
        } else {
            ProgressDrawTarget::hidden()
        };
        let bar = ProgressBar::with_draw_target(entry.bytes, target);
        if let Ok(style) = ProgressStyle::with_template(
            "{bar:30.cyan/dim} {decimal_bytes}/{decimal_total_bytes} {decimal_bytes_per_sec} {eta}",
        ) {
            bar.set_style(style);
        }
        Self { io, bar, told: 0 }
    }

    fn step(&mut self, step: &store::Step) {
        match step {
            store::Step::Trying { source } => {
                self.told = 0;
                self.line(&format!("trying {source}"));
            }
            store::Step::Failed { source, why } => {
                self.line(&format!("{source} could not give it: {why}"));
            }
            store::Step::Bytes { done, total } => self.bytes(*done, *total),
            store::Step::Checking => self.line("checking the digest"),
            store::Step::Recorded { digest } => self.line(&format!(
                "nobody pinned this file's digest before; recorded now, and expected from now on: {digest}"
            )),
        }
    }

    fn bytes(&mut self, done: u64, total: Option<u64>) {
        if let Some(total) = total {
            self.bar.set_length(total);
        }
        self.bar.set_position(done);
        let Some(total) = total.filter(|total| *total > 0) else {
            return;
        };
        let tenths = (done.saturating_mul(10) / total).min(10);
        if self.bar.is_hidden() && tenths > self.told {
            self.told = tenths;
            self.line(&format!("{:3} % of {}", tenths * 10, size(total)));
        }
    }

    fn line(&mut self, text: &str) {
        let err = &mut self.io.err;
        // A closed stream leaves nobody to tell; the pull goes on.
        self.bar.suspend(|| writeln!(err, "{text}").ok());
    }
}
