//! How much of a change a model is asked about. Declared here, an option in `options.rs`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What the model is asked in a review.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Depth {
    /// By the model: `full` from two billion parameters on, `judge` where its size is not known. A
    /// smaller one is not even loaded: its verdicts are guesses.
    #[default]
    Auto,
    /// Whether each finding of the rules is real, and why.
    Judge,
    /// Likewise, and for faults that no rule knows, each of which a second question tries to refute.
    Full,
}
