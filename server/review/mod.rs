//! Reviews: changes into requests, answers into findings that stand on real lines.
//! Reads no repository and no file, knows no rules and no output: changes and lint findings come as
//! arguments, and what is found goes back as data.

mod answers;
mod around;
mod ask;
mod change;
mod check;
mod code;
mod collect;
mod counts;
mod judge;
mod left_out;
mod merge;
mod notes;
mod order;
mod pack;
mod parse;
mod reader;
mod refute;
mod risk;
mod run;
mod same;
mod tasks;

pub use answers::{Answers, Forget};
pub use change::{Edit, File, Scope, on_changes, within};
pub use check::Check;
pub use counts::Counts;
pub use left_out::why as why_left_out;
pub use reader::{looks, on_request, passed_over};
pub use run::{Outcome, Review, Step, run};
pub use tasks::Tasks;
