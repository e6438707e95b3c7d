//! Syntax trees: languages from data, parsing, incremental edits, enclosing items.
//! The only home of `tree_sitter`; others name its nodes through this door.

mod language;
mod native;
mod tags;
mod tree;

pub use language::{Language, LanguageError, Languages, embedded_files};
pub use native::NAMES as PARSER_NAMES;
pub use tags::{KINDS, Kind, Tag, tags_digest};
pub use tree::Tree;
pub use tree_sitter::{Node, TreeCursor};
