//! What one check of a document leaves for the next. Only kept here: `code` says what of it still holds.

use super::code::Before;
use crate::syntax::Tree;
use std::sync::{Mutex, MutexGuard};

/// What the last check of a document found out, for [`super::check_again`]: about 30 bytes for each
/// node of its tree, and its text. One for each document; empty at first.
#[derive(Debug, Default)]
pub struct Memory(Mutex<Option<Before>>);

impl Memory {
    /// What is kept, if it is of the same language; it is gone until [`Memory::keep`].
    pub(super) fn take(&self, tree: &Tree) -> Option<Before> {
        self.lock().take().filter(|before| before.fits(tree))
    }

    pub(super) fn keep(&self, before: Before) {
        *self.lock() = Some(before);
    }

    fn lock(&self) -> MutexGuard<'_, Option<Before>> {
        // What a panic left half done was taken out before.
        self.0
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}
