//! The harness: holes cut into real code, the pipeline's answers to them, and what they are worth.
//! Drives `complete` and reads files; used by `cli` only. Parses no arguments and prints nothing.

pub mod around;
pub mod check;
pub mod compare;
pub mod metrics;
pub mod plain;
pub mod punch;
pub mod record;
pub mod report;
pub mod reuse;
pub mod review;
pub mod run;
pub mod speed;
pub mod table;
pub mod trace;

pub use punch::{Hole, Kind};
pub use record::{Head, Log, Record};
pub use reuse::Reuse;
pub use run::Harness;
