//! Languages as data: `grammars/<lang>/language.toml`, read once at start. No language is known by code.

use super::native;
use super::tags::Tags;
use include_dir::{Dir, include_dir};
use serde::Deserialize;
use std::path::Path;
use std::sync::{Arc, OnceLock};

static GRAMMARS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/grammars");

/// What `language.toml` says.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Language {
    /// Name for people.
    pub name: String,
    /// Folder under `grammars/`, and the id in rules and options.
    #[serde(skip)]
    pub id: String,
    /// Row of the table in `native.rs`.
    pub parser: String,
    /// `languageId`s that editors send.
    pub editor_ids: Vec<String>,
    /// Names under which Semgrep rules list it.
    pub rule_ids: Vec<String>,
    /// File name endings without the dot.
    pub extensions: Vec<String>,
    /// Whole file names.
    #[serde(default)]
    pub file_names: Vec<String>,
    /// Token that opens a comment to the end of the line.
    pub line_comment: String,
    /// Node kinds of items: functions, types, methods: what a hunk is grown to.
    pub items: Vec<String>,
    /// Node kinds of blocks: what a completion may fill.
    pub blocks: Vec<String>,
    /// Node kinds of comments.
    pub comments: Vec<String>,
    /// Node kinds of string literals.
    pub strings: Vec<String>,
    /// What stands at the end of a line that opens a block.
    #[serde(default = "braces")]
    pub openers: Vec<String>,
    /// Characters that open and close a string; a `'` that is none of them may stand around one
    /// character.
    #[serde(default = "double_quotes")]
    pub quotes: Vec<char>,
    /// Stems of files that an import names by their folder (`mod`, `index`); `*` for any file.
    #[serde(default)]
    pub folder_files: Vec<String>,
    #[serde(skip)]
    pub(super) native: Option<tree_sitter::Language>,
    /// Compiled when it is first needed.
    #[serde(skip)]
    pub(super) tags: OnceLock<Result<Tags, String>>,
}

impl Language {
    /// The compiled parser.
    pub fn native(&self) -> &tree_sitter::Language {
        self.native.as_ref().expect("Languages::embedded fills it")
    }

    pub fn is_comment(&self, kind: &str) -> bool {
        self.comments.iter().any(|comment| comment == kind)
    }

    pub fn is_string(&self, kind: &str) -> bool {
        self.strings.iter().any(|string| string == kind)
    }
}

fn braces() -> Vec<String> {
    vec!["{".into()]
}

fn double_quotes() -> Vec<char> {
    vec!['"']
}

/// Why the languages could not be read; names the file.
#[derive(Debug, thiserror::Error)]
pub enum LanguageError {
    #[error("grammars/{id}/language.toml: {why}")]
    Invalid { id: String, why: String },
    #[error("grammars/{id}/language.toml: no parser `{parser}` in server/syntax/native.rs")]
    NoParser { id: String, parser: String },
}

/// All languages of this build. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Languages(Arc<Vec<Arc<Language>>>);

impl Languages {
    /// The languages embedded in the program, by id.
    pub fn embedded() -> Result<Self, LanguageError> {
        let mut languages = Vec::new();
        for dir in GRAMMARS.dirs() {
            let id = dir.path().to_string_lossy().into_owned();
            let Some(file) = dir.get_file(dir.path().join("language.toml")) else {
                continue;
            };
            let text = file.contents_utf8().unwrap_or_default();
            let mut language: Language =
                toml::from_str(text).map_err(|error| LanguageError::Invalid {
                    id: id.clone(),
                    why: error.to_string(),
                })?;
            let native =
                native::parser(&language.parser).ok_or_else(|| LanguageError::NoParser {
                    id: id.clone(),
                    parser: language.parser.clone(),
                })?;
            language.native = Some(native);
            language.id = id;
            languages.push(Arc::new(language));
        }
        languages.sort_by(|a, b| a.id.cmp(&b.id));
        Ok(Self(Arc::new(languages)))
    }

    pub fn iter(&self) -> impl Iterator<Item = &Arc<Language>> {
        self.0.iter()
    }

    /// By our own id, the folder's name.
    pub fn by_id(&self, id: &str) -> Option<&Arc<Language>> {
        self.iter().find(|language| language.id == id)
    }

    /// By an editor's `languageId`.
    pub fn by_editor_id(&self, id: &str) -> Option<&Arc<Language>> {
        self.iter()
            .find(|language| language.editor_ids.iter().any(|known| known == id))
    }

    /// By file name or its ending.
    pub fn by_path(&self, path: &Path) -> Option<&Arc<Language>> {
        let name = path.file_name()?.to_str()?;
        let extension = path.extension().and_then(|extension| extension.to_str());
        self.iter().find(|language| {
            language.file_names.iter().any(|known| known == name)
                || language
                    .extensions
                    .iter()
                    .any(|known| Some(known.as_str()) == extension)
        })
    }
}

/// One embedded file by its path below `grammars/`.
pub(super) fn embedded_file(path: &str) -> Option<&'static str> {
    GRAMMARS.get_file(path)?.contents_utf8()
}

/// Embedded files below `grammars/`, as (path relative to `grammars/`, text), by path.
/// The lint room reads its rules through this.
pub fn embedded_files() -> Vec<(&'static Path, &'static str)> {
    fn walk(dir: &'static Dir<'static>, out: &mut Vec<(&'static Path, &'static str)>) {
        for file in dir.files() {
            if let Some(text) = file.contents_utf8() {
                out.push((file.path(), text));
            }
        }
        for dir in dir.dirs() {
            walk(dir, out);
        }
    }
    let mut out = Vec::new();
    walk(&GRAMMARS, &mut out);
    out.sort_by_key(|(path, _)| *path);
    out
}
