//! Errors as the user sees them: what went wrong, what to do next, exit code 2.

use std::fmt;

/// Exit code: the command did what it should and there is nothing to report.
pub const CLEAN: u8 = 0;
/// Exit code: the command did what it should and found something.
pub const FINDINGS: u8 = 1;
/// Exit code: the command could not run.
pub const FAILED: u8 = 2;
/// Exit code: the reader of the output went away (`| head`), so that nothing more can be said; what a
/// shell reports of a program that ended by `SIGPIPE`, 128 + 13.
pub const UNREAD: u8 = 141;

/// What went wrong and the next step.
#[derive(Debug)]
pub struct CliError {
    pub message: String,
    pub hint: Option<String>,
    /// The reader of the output has gone away: nobody to tell.
    pub(super) unread: bool,
}

impl CliError {
    pub fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            hint: None,
            unread: false,
        }
    }

    /// What the user can do about it, one sentence or a command.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

impl fmt::Display for CliError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for CliError {}

impl From<anyhow::Error> for CliError {
    fn from(error: anyhow::Error) -> Self {
        Self::new(format!("{error:#}"))
    }
}

impl From<std::io::Error> for CliError {
    fn from(error: std::io::Error) -> Self {
        Self {
            unread: error.kind() == std::io::ErrorKind::BrokenPipe,
            ..Self::new(error.to_string())
        }
    }
}
