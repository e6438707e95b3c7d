//! What is asked for while somebody types, and what is given back. Plain data.

use super::{Completion, Target};
use crate::config::Options;
use crate::model::Engine;

/// A completion that is asked for.
#[derive(Clone, Copy)]
pub struct Question<'a> {
    pub engine: &'a Engine,
    pub options: &'a Options,
    pub target: Target<'a>,
    /// Asked for by typing, not by the user.
    pub automatic: bool,
}

/// Where an answer came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// It had been given before; the model was not asked.
    Kept,
    /// It was on its way already.
    Joined,
    Model,
}

/// A completion for the screen.
#[derive(Clone, Debug, PartialEq)]
pub struct Offer {
    pub completion: Completion,
    /// The same as long as it is the same text on the screen.
    pub number: u64,
    pub source: Source,
}
