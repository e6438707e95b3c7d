//! What a model is asked in a review: one task a pass, each a file of `prompts/tasks`.

use crate::prompt::task::{Task, TaskError};

/// The tasks of a review.
#[derive(Clone, Debug)]
pub struct Tasks {
    /// Whether a finding of the rules is real, and why.
    pub judge: Task,
    /// The faults of a part of the change.
    pub review: Task,
    /// What is wrong with a remark.
    pub refute: Task,
    /// Whether a part keeps a rule of the team's own.
    pub check: Task,
}

impl Tasks {
    /// Those that the program brings along.
    ///
    /// # Errors
    /// When one of their files does not parse: a mistake of ours.
    pub fn embedded() -> Result<Self, TaskError> {
        Ok(Self {
            judge: Task::embedded("judge")?,
            review: Task::embedded("review")?,
            refute: Task::embedded("refute")?,
            check: Task::embedded("check")?,
        })
    }
}
