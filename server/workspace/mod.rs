//! Open documents: mutated in arrival order, read through immutable snapshots; and the privacy gate.
//! Knows no protocol, no prompts and no rules.

mod document;
mod ignored;
mod privacy;

pub use document::{Document, Inactive, Snapshot};
pub use privacy::{Privacy, PrivacyError};

use crate::syntax::Languages;
use crate::text::{Encoding, Position};
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

/// One content change of a document: a range and its new text, or the whole text.
#[derive(Clone, Debug)]
pub struct Change {
    /// Start and end; `None` replaces the whole text.
    pub range: Option<(Position, Position)>,
    pub text: String,
}

/// A document as an editor opens it.
#[derive(Clone, Debug)]
pub struct Opened {
    pub uri: String,
    /// Local path, when the URI has one.
    pub path: Option<PathBuf>,
    /// The editor's `languageId`; may be empty.
    pub editor_language: String,
    pub version: i32,
    pub text: String,
}

/// All open documents. Every method takes the lock for microseconds and never waits for anything.
#[derive(Debug)]
pub struct Workspace {
    languages: Languages,
    max_bytes: AtomicUsize,
    documents: Mutex<HashMap<String, Snapshot>>,
}

impl Workspace {
    /// `max_bytes`: documents above it are kept in step but neither parsed, linted nor completed.
    pub fn new(languages: Languages, max_bytes: usize) -> Self {
        Self {
            languages,
            max_bytes: AtomicUsize::new(max_bytes),
            documents: Mutex::default(),
        }
    }

    pub fn languages(&self) -> &Languages {
        &self.languages
    }

    /// Another limit, for documents that are opened or edited from now on.
    pub fn set_max_bytes(&self, max_bytes: usize) {
        self.max_bytes.store(max_bytes, Ordering::Relaxed);
    }

    /// Opens a document, replacing one of the same URI.
    pub fn open(&self, opened: Opened) {
        let uri = opened.uri.clone();
        let document = Document::new(opened, &self.languages, self.max_bytes());
        self.lock().insert(uri, Snapshot::new(document));
    }

    /// Applies changes in order; positions count in `encoding` and are clamped to the text.
    /// The version is taken as it comes, repeated ones too: no edit is ever dropped.
    /// False when the document is not open.
    pub fn apply(&self, uri: &str, version: i32, changes: &[Change], encoding: Encoding) -> bool {
        let mut documents = self.lock();
        let Some(snapshot) = documents.get_mut(uri) else {
            return false;
        };
        let mut document = Document::clone(snapshot);
        for change in changes {
            document.apply(change, encoding, self.max_bytes());
        }
        document.version = version;
        *snapshot = Snapshot::new(document);
        true
    }

    /// Forgets a document; false when it was not open.
    pub fn close(&self, uri: &str) -> bool {
        self.lock().remove(uri).is_some()
    }

    /// The document as it is now.
    pub fn snapshot(&self, uri: &str) -> Option<Snapshot> {
        self.lock().get(uri).cloned()
    }

    /// All open documents as they are now, by URI.
    pub fn snapshots(&self) -> Vec<Snapshot> {
        let mut all: Vec<_> = self.lock().values().cloned().collect();
        all.sort_by(|a, b| a.uri.cmp(&b.uri));
        all
    }

    fn max_bytes(&self) -> usize {
        self.max_bytes.load(Ordering::Relaxed)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<String, Snapshot>> {
        self.documents
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}

/// A document outside any workspace, for commands that read files.
pub fn document(languages: &Languages, path: PathBuf, text: &str, max_bytes: usize) -> Snapshot {
    let opened = Opened {
        uri: String::new(),
        path: Some(path),
        editor_language: String::new(),
        version: 0,
        text: text.to_string(),
    };
    Snapshot::new(Document::new(opened, languages, max_bytes))
}

impl Snapshot {
    fn new(document: Document) -> Self {
        Self(Arc::new(document))
    }

    /// Whether this is the very same state of the document: no edit came between.
    pub fn is(&self, other: &Snapshot) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    /// The document as it would be after one more change; the open document stays as it is.
    pub fn with(&self, change: &Change, encoding: Encoding) -> Snapshot {
        let mut document = Document::clone(self);
        document.apply(change, encoding, usize::MAX);
        Snapshot::new(document)
    }
}
