//! Tags: where the definitions and imports of a file stand, found by its language's
//! `grammars/<lang>/tags.scm`. Gives places only; what they are good for is decided elsewhere.
//!
//! Captures: `@definition.<kind>` a whole definition, `@name` its name, `@body` where its signature
//! ends (the node's field `body` when left out), `@import` what is imported, `@imported` one name out
//! of it. A first line `; inherits: <lang>` puts that language's query before the file's own.

use super::language::embedded_file;
use super::{Language, Tree};
use sha2::{Digest, Sha256};
use std::ops::Range;
use streaming_iterator::StreamingIterator;
use tree_sitter::{Query, QueryCursor};

/// What a definition is, as far as an outline cares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// Known by what stands before its body.
    Function,
    /// A container of functions, known by its head and its members.
    Class,
    /// Functions of a type that is defined elsewhere.
    Implementation,
    /// Known by its whole text.
    Type,
    Macro,
    Constant,
    Field,
}

/// All kinds by their names in queries.
pub const KINDS: &[(&str, Kind)] = &[
    ("function", Kind::Function),
    ("class", Kind::Class),
    ("implementation", Kind::Implementation),
    ("type", Kind::Type),
    ("macro", Kind::Macro),
    ("constant", Kind::Constant),
    ("field", Kind::Field),
];

/// Bytes of a text that mean something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tag {
    Definition {
        kind: Kind,
        name: Range<usize>,
        node: Range<usize>,
        /// Where the body begins; `None` when there is none.
        body: Option<usize>,
    },
    Import {
        path: Range<usize>,
        /// One name that is taken out of it.
        name: Option<Range<usize>>,
    },
}

/// A compiled query and what its captures mean.
#[derive(Debug)]
pub(super) struct Tags {
    query: Query,
    meaning: Vec<Meaning>,
}

#[derive(Clone, Copy, Debug)]
enum Meaning {
    Definition(Kind),
    Name,
    Body,
    Import,
    Imported,
    Nothing,
}

/// More matches than this at a time and tree-sitter drops the oldest: a bound on memory.
const MATCHES: u32 = 4096;

impl Tags {
    /// The query of a language; the error names the file.
    pub(super) fn of(language: &Language) -> Result<Self, String> {
        let wrong = |why: String| format!("grammars/{}/tags.scm: {why}", language.id);
        let text = text(&language.id).map_err(wrong)?;
        let query = Query::new(language.native(), &text).map_err(|error| {
            let near = error.message.replace('\n', " ");
            wrong(format!("line {}: {near}", error.row + 1))
        })?;
        let meaning = query
            .capture_names()
            .iter()
            .map(|name| meaning(name).ok_or_else(|| wrong(format!("unknown capture `@{name}`"))))
            .collect::<Result<_, _>>()?;
        Ok(Self { query, meaning })
    }
}

fn meaning(name: &str) -> Option<Meaning> {
    Some(match name {
        "name" => Meaning::Name,
        "body" => Meaning::Body,
        "import" => Meaning::Import,
        "imported" => Meaning::Imported,
        name if name.starts_with('_') => Meaning::Nothing,
        name => {
            let kind = name.strip_prefix("definition.")?;
            let (_, kind) = KINDS.iter().find(|(known, _)| *known == kind)?;
            Meaning::Definition(*kind)
        }
    })
}

/// A language's query with those it inherits.
fn text(id: &str) -> Result<String, String> {
    let own = embedded_file(&format!("{id}/tags.scm")).ok_or("there is no such file")?;
    let first = own.lines().next().unwrap_or_default();
    match first.strip_prefix("; inherits:").map(str::trim) {
        Some(base) if base == id => Err("it inherits itself".into()),
        Some(base) => Ok(format!("{}\n{own}", text(base)?)),
        None => Ok(own.to_string()),
    }
}

/// Digest of everything that decides which tags a file has: queries, languages and this build.
pub fn tags_digest() -> [u8; 32] {
    let mut digest = Sha256::new();
    digest.update(env!("CARGO_PKG_VERSION"));
    for (path, text) in super::embedded_files() {
        if path.ends_with("tags.scm") || path.ends_with("language.toml") {
            digest.update(path.to_string_lossy().as_bytes());
            digest.update((text.len() as u64).to_le_bytes());
            digest.update(text);
        }
    }
    digest.finalize().into()
}

impl Tree {
    /// The tags of the text that this tree was parsed from, by position; of several that cover the
    /// same bytes the one that stands first in the query.
    ///
    /// # Errors
    /// When the language's query does not compile: never for embedded ones, which a test compiles.
    pub fn tags(&self, source: &str) -> Result<Vec<Tag>, String> {
        let language = self.language();
        let tags = language.tags.get_or_init(|| Tags::of(language));
        let tags = tags.as_ref().map_err(Clone::clone)?;
        let mut cursor = QueryCursor::new();
        cursor.set_match_limit(MATCHES);
        let mut found: Vec<(Range<usize>, usize, Tag)> = Vec::new();
        let mut matches = cursor.matches(&tags.query, self.root(), source.as_bytes());
        while let Some(one) = matches.next() {
            let (mut kind, mut name, mut body, mut import, mut imported) =
                (None, None, None, None, None);
            for capture in one.captures() {
                let range = capture.node.byte_range();
                match tags.meaning[capture.index as usize] {
                    Meaning::Definition(is) => {
                        let field = capture.node.child_by_field_name("body");
                        body = body.or(field.map(|body| body.start_byte()));
                        kind = Some((is, range));
                    }
                    Meaning::Name => name = Some(range),
                    Meaning::Body => body = Some(range.start),
                    Meaning::Import => import = Some(range),
                    Meaning::Imported => imported = Some(range),
                    Meaning::Nothing => {}
                }
            }
            if let (Some((kind, node)), Some(name)) = (kind, name) {
                let tag = Tag::Definition {
                    kind,
                    name,
                    node: node.clone(),
                    body,
                };
                found.push((node, one.pattern_index, tag));
            }
            if let Some(path) = import {
                let whole = imported.clone().unwrap_or_else(|| path.clone());
                let tag = Tag::Import {
                    path,
                    name: imported,
                };
                found.push((whole, one.pattern_index, tag));
            }
        }
        found.sort_by(|(a, x, _), (b, y, _)| (a.start, b.end, x).cmp(&(b.start, a.end, y)));
        found.dedup_by(|(later, ..), (first, ..)| later == first);
        Ok(found.into_iter().map(|(_, _, tag)| tag).collect())
    }
}
