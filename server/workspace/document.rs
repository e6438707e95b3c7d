//! One document: text, version, language and a tree that follows the edits.
//! The tree is reparsed when somebody asks for it, so a burst of edits costs one parse.

use super::{Change, Opened};
use crate::syntax::{Language, Languages, Tree};
use crate::text::Encoding;
use crate::text::{Text, position};
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

/// Why a document is kept in step but otherwise left alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Inactive {
    TooLarge,
    Binary,
}

/// A document at one version.
#[derive(Clone, Debug)]
pub struct Document {
    pub uri: String,
    pub path: Option<PathBuf>,
    /// The editor's `languageId`; may be one that we have no grammar for.
    pub editor_language: String,
    pub language: Option<Arc<Language>>,
    pub version: i32,
    pub text: Text,
    /// Set when the document is too large or binary.
    pub inactive: Option<Inactive>,
    /// The last parsed tree with all later edits told to it.
    edited: Option<Tree>,
    tree: OnceLock<Option<Tree>>,
}

/// An immutable document, shared by everything that answers one request.
#[derive(Clone, Debug)]
pub struct Snapshot(pub(super) Arc<Document>);

impl std::ops::Deref for Snapshot {
    type Target = Document;

    fn deref(&self) -> &Document {
        &self.0
    }
}

impl Snapshot {
    /// The same document; a tree that is parsed for it goes with it, and does not stay with this one as
    /// long as a large change is under review.
    pub fn apart(&self) -> Self {
        if self.tree.get().is_some() {
            return self.clone();
        }
        Self(Arc::new(Document::clone(self)))
    }
}

impl Document {
    pub(super) fn new(opened: Opened, languages: &Languages, max_bytes: usize) -> Self {
        let language = languages
            .by_editor_id(&opened.editor_language)
            .or_else(|| languages.by_path(opened.path.as_deref()?))
            .cloned();
        let text = Text::new(&opened.text);
        Self {
            inactive: inactive(&text, max_bytes),
            uri: opened.uri,
            path: opened.path,
            editor_language: opened.editor_language,
            language,
            version: opened.version,
            text,
            edited: None,
            tree: OnceLock::new(),
        }
    }

    pub(super) fn apply(&mut self, change: &Change, encoding: Encoding, max_bytes: usize) {
        let newest = self.tree.take().flatten().or(self.edited.take());
        match change.range {
            None => self.text = Text::new(&change.text),
            Some((start, end)) => {
                let start = position::offset(&self.text, start, encoding);
                let end = position::offset(&self.text, end, encoding).max(start);
                if let Some(mut tree) = newest {
                    tree.edit(&self.text, start..end, &change.text);
                    self.edited = Some(tree);
                }
                self.text.edit(start..end, &change.text);
            }
        }
        self.inactive = inactive(&self.text, max_bytes);
    }

    /// The syntax tree of this version, parsed on first use. `None` without a grammar or when inactive.
    pub fn tree(&self) -> Option<&Tree> {
        self.tree
            .get_or_init(|| {
                if self.inactive.is_some() {
                    return None;
                }
                match &self.edited {
                    Some(tree) => tree.reparse(&self.text),
                    None => Tree::parse(self.language.as_ref()?, &self.text),
                }
            })
            .as_ref()
    }
}

/// NUL in the first 8 KiB means binary, as git decides it.
fn inactive(text: &Text, max_bytes: usize) -> Option<Inactive> {
    if text.len() > max_bytes {
        return Some(Inactive::TooLarge);
    }
    let head = text.slice(0..8192);
    head.contains('\0').then_some(Inactive::Binary)
}
