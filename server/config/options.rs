//! Every option, declared once. The reference page, the JSON schema and the editors' settings are
//! written from these structs by a test; the doc comment of a field is its documentation.

pub use super::depth::Depth;
use crate::finding::{Confidence, Severity};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// The options of inglenook, as they stand in `inglenook.toml`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// Inline completions.
    pub completion: Completion,
    /// Which model runs, and where.
    pub model: Model,
    /// Security lints.
    pub lint: Lint,
    /// Reviews of changes.
    pub review: Review,
    /// What never reaches a prompt.
    pub privacy: Privacy,
    /// The language server.
    pub server: Server,
}

/// Inline completions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Completion {
    /// Offer completions at all.
    pub enabled: bool,
    /// Longest pause in milliseconds after a keystroke before the model is asked. It is shorter where
    /// somebody types fast, the model is slow or a word or line has ended; on a fresh line there is none,
    /// and explicit requests do not wait.
    pub debounce_ms: u64,
    /// Pause in milliseconds after the last edit before the prompt of the next completion is computed
    /// ahead, so that the first answer after a pause comes sooner; 0 computes nothing ahead.
    pub rest_ms: u64,
    /// Longest completion in tokens.
    pub max_tokens: usize,
    /// Milliseconds after which a completion that has not ended is cut where it stands.
    pub deadline_ms: u64,
    /// Milliseconds that a completion may take while one types: after them an automatic answer of
    /// several lines is cut at the last line that is whole.
    pub latency_ms: u64,
    /// Milliseconds that reading a whole prompt may take, as after a jump into another file. With the
    /// speed measured on this machine they tell how long prompts are.
    pub cold_ms: u64,
    /// Tokens of a prompt, whatever the speed of this machine.
    pub prompt_tokens: Option<usize>,
    /// Give the same text as an ordinary completion item to editors without inline completions.
    pub popup: bool,
    /// What of the project stands in a prompt beside the file itself.
    pub context: Context,
    /// How sure the model must be of a text before it is shown to somebody who did not ask for it.
    pub show: Show,
    /// Choices that an explicit request gets, 1 to 3; those after the first take two seconds at most.
    pub choices: usize,
    /// While a completion is shown, prepare the one that comes after it.
    pub follow_up: bool,
    /// Count on this machine what becomes of completions, for `inglenook stats`: numbers, never text.
    pub learn: bool,
    /// Write a line about each answer into the editor's log: tokens read, found and written, and time.
    pub log: bool,
}

/// How sure the model must be before a text is shown unasked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Show {
    /// Seldom, and then mostly right.
    Quiet,
    #[default]
    Balanced,
    /// Whatever the model says.
    Eager,
}

impl Default for Completion {
    fn default() -> Self {
        Self {
            enabled: true,
            debounce_ms: 150,
            rest_ms: 400,
            max_tokens: 64,
            deadline_ms: 8_000,
            latency_ms: 800,
            cold_ms: 5_000,
            prompt_tokens: None,
            popup: true,
            show: Show::Balanced,
            choices: 3,
            follow_up: true,
            learn: true,
            log: false,
            context: Context::default(),
        }
    }
}

/// What of the project stands in a prompt beside the file itself, never of files that are ignored or
/// that `privacy.exclude` names. A prompt below 320 tokens, as on a CPU, takes `enclosing` alone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Context {
    /// Heads of the function and the type around the cursor, where they begin before the prompt.
    pub enclosing: bool,
    /// Definitions of names near the cursor.
    pub definitions: bool,
    /// What the file imports of the project.
    pub imports: bool,
    /// Places that were edited lately.
    pub recent: bool,
    /// Outlines of files that git's history changes together with this one.
    pub together: bool,
    /// Code that uses the same words as that at the cursor.
    pub similar: bool,
}

impl Default for Context {
    fn default() -> Self {
        Self {
            enclosing: true,
            definitions: true,
            imports: true,
            recent: true,
            together: true,
            similar: true,
        }
    }
}

/// Which device runs the model.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Device {
    /// The GPU where this build and this machine have one, else the CPU.
    #[default]
    Auto,
    Cpu,
    Gpu,
}

/// Which model runs, and where. An untrusted project's file may not set `path`, `folder` or `remote`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Model {
    /// Model for completions, a name of `inglenook model list`. Chosen by device and memory when unset.
    pub completion: Option<String>,
    /// Model for reviews, likewise.
    pub review: Option<String>,
    /// A GGUF file, or a folder with safetensors, to run instead of a model of the list.
    pub path: Option<PathBuf>,
    /// Family of `path` (a name in `prompts/models`), when the file does not tell it.
    pub family: Option<String>,
    /// Folder that holds the model files; the user's data folder when unset.
    pub folder: Option<PathBuf>,
    /// Device that runs the model.
    pub device: Device,
    /// MiB of the GPU's memory that computed prompts may take; an eighth of it when unset.
    pub gpu_cache_mib: Option<u32>,
    /// Measure at first load in which form the CPU runs a model faster, and keep a copy in it (0.5 GB).
    pub tune: bool,
    /// A model server of the user's own, used instead of a local model.
    pub remote: Option<Remote>,
}

impl Default for Model {
    fn default() -> Self {
        Self {
            completion: None,
            review: None,
            path: None,
            family: None,
            folder: None,
            device: Device::default(),
            gpu_cache_mib: None,
            tune: true,
            remote: None,
        }
    }
}

/// An OpenAI-compatible server that the user runs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Remote {
    /// Base address up to and without `/v1`, such as `http://127.0.0.1:8080`.
    pub url: String,
    /// The model's name on that server.
    pub model: String,
    /// Family whose fill-in-the-middle format the model speaks (a name in `prompts/models`).
    pub family: String,
    /// Environment variable that holds the API key. The key itself never stands in a file.
    #[serde(default)]
    pub api_key_env: Option<String>,
}

/// Security lints.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Lint {
    /// Run the lints at all.
    pub enabled: bool,
    /// Use the built-in rules; off, only those of `lint.rules` run, and the search for credentials.
    pub built_in: bool,
    /// Rule files or folders in Semgrep's syntax, read after the built-in ones.
    pub rules: Vec<PathBuf>,
    /// Rule ids that are switched off.
    pub disable: Vec<String>,
    /// Look for credentials (keys, tokens, passwords) in every text file.
    pub secrets: bool,
    /// Findings of this severity or above make the exit code of `scan` 1.
    pub fail_on: Severity,
    /// Baseline file: findings that stand in it are known and not reported (`inglenook baseline`).
    pub baseline: Option<PathBuf>,
    /// Least severity that is reported.
    pub min_severity: Severity,
    /// Least confidence that is reported.
    pub min_confidence: Confidence,
    /// Follow data into other functions, through containers and past dead branches of a file.
    pub across_functions: bool,
    /// Pause in milliseconds after a change before an open document is checked.
    pub delay_ms: u64,
}

impl Default for Lint {
    fn default() -> Self {
        Self {
            enabled: true,
            built_in: true,
            rules: Vec::new(),
            disable: Vec::new(),
            secrets: true,
            fail_on: Severity::Low,
            baseline: None,
            min_severity: Severity::Low,
            min_confidence: Confidence::Low,
            across_functions: true,
            delay_ms: 30,
        }
    }
}

/// Reviews of changes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Review {
    /// Let the model read the change; without it a review is the lints on changed lines.
    pub model: bool,
    /// Findings of this severity or above make the exit code 1.
    pub fail_on: Severity,
    /// Longest answer of the model to one hunk, in tokens.
    pub max_tokens: usize,
    /// Seconds for the whole review; hunks not reached by then are listed as not reviewed.
    pub budget_s: u64,
    /// What the model is asked.
    pub depth: Depth,
    /// Least confidence at which a remark of the model's own is reported.
    pub min_confidence: Confidence,
}

impl Default for Review {
    fn default() -> Self {
        Self {
            model: true,
            fail_on: Severity::Medium,
            max_tokens: 400,
            budget_s: 120,
            depth: Depth::Auto,
            min_confidence: Confidence::Low,
        }
    }
}

/// What never reaches a prompt, beside ignore files and the built-in list of secret files.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Privacy {
    /// More globs of files that no prompt may hold.
    pub exclude: Vec<String>,
}

/// The language server.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Server {
    /// Largest document in bytes that is parsed, linted and completed.
    pub max_file_bytes: usize,
}

impl Default for Server {
    fn default() -> Self {
        Self {
            max_file_bytes: 2 * 1024 * 1024,
        }
    }
}
