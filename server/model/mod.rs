//! Running a model: what a request is, what comes back, and who may ask first.
//! Imports nothing of ours: it knows tokens and bytes, not documents, prompts or findings.

pub mod choose;
pub mod family;
pub mod gguf;
pub mod gpu;
pub mod kept;
pub mod lane;
mod local;
#[cfg(feature = "mistral")]
mod mistral;
pub mod pace;
mod quiet;
pub mod remote;
pub mod safetensors;
pub mod scripted;
mod sse;
pub mod store;
pub mod tokens;
pub mod tune;

pub use choose::{Choice, Machine, Purpose};
pub use family::{Catalog, Entry, Family};
pub use lane::{Lane, Priority};
pub use local::{Ceilings, ceilings, weights_bytes};
pub use pace::Speed;
pub use store::Store;

use serde::Serialize;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// A piece of a prompt. `Text` comes from users and can never become a control token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    Text(String),
    /// Spelling of one control token of the model's family.
    Control(String),
}

/// Who speaks in a chat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    System,
    User,
    Assistant,
}

/// What the model is given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Prompt {
    /// Parts in order, as a fill-in-the-middle prompt is.
    Parts(Vec<Part>),
    /// Messages, put into the family's chat format by the backend.
    Chat(Vec<(Role, String)>),
}

/// One request to a model.
#[derive(Clone, Debug)]
pub struct Request {
    pub prompt: Prompt,
    /// Leading parts (of a chat: messages) that later prompts will share. The engine keeps their
    /// computed state; what follows them is computed anew each time.
    pub keep: usize,
    /// Most tokens to generate; 0 only computes and keeps (a warm-up).
    pub max_tokens: usize,
    /// 0 is greedy.
    pub temperature: f64,
    /// JSON schema that the answer must satisfy.
    pub schema: Option<serde_json::Value>,
    /// Time from the request's start in the engine after which it is ended with what it has.
    pub deadline: Duration,
}

/// Why a generation ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Finish {
    /// The model said it is done.
    Stop,
    /// `max_tokens` reached.
    Length,
    /// The deadline passed.
    Deadline,
}

/// Tokens and times of one request.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Usage {
    pub prompt_tokens: usize,
    /// Of these, found in the engine's cache; 0 where the engine does not say.
    pub cached_tokens: usize,
    pub completion_tokens: usize,
    /// Milliseconds from the request's start in the engine to its first token.
    pub ttft_ms: f64,
    /// Milliseconds from the request's start in the engine to its end.
    pub total_ms: f64,
}

/// What a running request sends.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The engine begins: tokens of the prompt, and how many of them it need not compute again
    /// (0 where it does not say). Comes first, and again after `Restarted`.
    Started {
        prompt_tokens: usize,
        cached_tokens: usize,
    },
    /// A more urgent request took the engine; the answer starts again from nothing.
    Restarted,
    /// One token: its bytes (which may be part of a character) and the natural logarithm of its
    /// probability, where the backend tells it.
    Token {
        bytes: Vec<u8>,
        logprob: Option<f32>,
    },
    /// The end; nothing follows.
    Done { finish: Finish, usage: Usage },
}

/// Why a request or a model failed, in words for the user with the next step.
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
pub enum ModelError {
    #[error("{0}")]
    Load(String),
    #[error("the model could not answer: {0}")]
    Failed(String),
    /// A newer request took this one's place, or the lane is gone.
    #[error("a newer request took its place")]
    Superseded,
}

/// Events of a running request. Dropping it stops the engine at its next token.
pub type Stream = tokio::sync::mpsc::Receiver<Result<Event, ModelError>>;

/// What is running, for `doctor`, `--json` and the status of an editor.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Info {
    /// Name in the catalog, or the file's name.
    pub name: String,
    /// `cpu`, `cuda:0`, `metal`, `remote`, `scripted`.
    pub device: String,
    /// Tokens that a prompt and its answer may have together.
    pub context: usize,
    /// Seconds that loading took.
    pub load_s: f64,
}

/// A model that can be asked. One request at a time is the lane's business, not the model's.
pub trait Model: Send + Sync {
    fn info(&self) -> Info;

    /// Starts a request. Called inside a tokio runtime; returns at once.
    fn start(&self, request: Request) -> Stream;

    /// Tokens of a user's text; an estimate where the backend has no tokenizer.
    fn count(&self, text: &str) -> usize;

    /// Token ids of a prompt, for tests and `doctor`; `None` where the backend cannot tell.
    fn encode(&self, prompt: &Prompt) -> Option<Vec<u32>>;
}

/// Where a model runs from.
#[derive(Clone, Debug)]
pub enum Place {
    /// A GGUF file or a folder of safetensors, run in this process.
    File {
        path: std::path::PathBuf,
        /// `None` lets the engine choose.
        gpu: Option<bool>,
        /// MiB of a GPU's memory for computed prompts; `None` for a share of what is free.
        cache_mib: Option<u32>,
    },
    /// An OpenAI-compatible server; `url` up to and without `/v1`.
    Remote {
        url: String,
        model: String,
        api_key: Option<String>,
    },
}

/// What to load.
#[derive(Clone, Debug)]
pub struct Spec {
    pub name: String,
    pub family: Arc<Family>,
    pub place: Place,
}

/// Loads a model and opens its lane. Blocks for seconds; call it on a thread of its own, inside a
/// tokio runtime context.
///
/// # Errors
/// [`ModelError::Load`] with the cause and the next step.
pub fn load(spec: Spec) -> Result<Engine, ModelError> {
    let Spec {
        name,
        place,
        family,
    } = spec;
    let model = match place {
        Place::File {
            path,
            gpu,
            cache_mib,
        } => local::load(name, &path, (gpu, cache_mib), &family)?,
        Place::Remote {
            url,
            model,
            api_key,
        } => Arc::new(remote::Remote::new(
            name,
            &url,
            model,
            api_key,
            family.clone(),
        )),
    };
    Ok(Engine {
        lane: Lane::new(model.clone()),
        family,
        model,
    })
}

/// A loaded model with its family and its lane: all that completions and reviews need.
#[derive(Clone)]
pub struct Engine {
    pub lane: Lane,
    pub family: Arc<Family>,
    pub model: Arc<dyn Model>,
}

/// Where a model stands on its way to being ready.
#[derive(Clone, Default)]
pub enum Stage {
    /// Nobody asked for it yet.
    #[default]
    Idle,
    /// On its way: what is being done, and the share done in percent where it is known.
    Loading {
        what: String,
        percent: Option<u8>,
    },
    Ready(Engine),
    /// It cannot run: what is wrong and the command that mends it.
    Failed(String),
}

/// A place for a model that is loaded while others already work. Cheap to clone.
#[derive(Clone, Default)]
pub struct Slot(Arc<Mutex<Stage>>);

impl Slot {
    pub fn stage(&self) -> Stage {
        self.lock().clone()
    }

    pub fn set(&self, stage: Stage) {
        *self.lock() = stage;
    }

    /// The engine, when it is ready.
    pub fn engine(&self) -> Option<Engine> {
        match &*self.lock() {
            Stage::Ready(engine) => Some(engine.clone()),
            _ => None,
        }
    }

    /// Whether this is the same place.
    pub fn is(&self, other: &Slot) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Stage> {
        self.0
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}
