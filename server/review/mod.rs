//! Reviews: changes into requests, answers into findings that stand on real lines.
//! Reads no repository and no file, knows no rules and no output: changes and lint findings come as
//! arguments, and what is found goes back as data.

mod ask;
mod change;
mod collect;
mod explain;
mod merge;
mod notes;
mod pack;
mod parse;
mod run;

pub use change::{Edit, File, on_changes};
pub use run::{Counts, Outcome, Review, Step, run};
