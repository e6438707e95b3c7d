//! The header of a GGUF file: what model it is, whether the engine runs it, whether it is whole.
//! Reads with a bound on every length; knows nothing of stores, families or weights.
//! `reader` reads the bytes; the weights' sizes stand in `weights`.
//! Format: the GGUF specification, versions 2 and 3 (`docs/gguf.md` of the ggml project).

mod reader;
mod weights;

use reader::{Reader, Value, overflow};
use std::collections::HashMap;
use std::fs::File;
use std::io::BufReader;
use std::path::Path;
use weights::WEIGHTS;

/// `general.architecture` values that mistral.rs 0.8 runs from GGUF.
pub const ARCHITECTURES: &[&str] = &[
    "llama",
    "mistral3",
    "phi2",
    "phi3",
    "starcoder2",
    "qwen2",
    "qwen3",
    "qwen3moe",
];

/// What is wrong with a file.
#[derive(Debug, thiserror::Error)]
pub enum GgufError {
    #[error("it cannot be read: {0}")]
    Io(#[from] std::io::Error),
    #[error("it is not a GGUF file")]
    NotGguf,
    #[error("it is GGUF version {0}, and only versions 2 and 3 can be read")]
    Version(u32),
    #[error("it is cut short: {have} of {whole} bytes are there")]
    Truncated { have: u64, whole: u64 },
    #[error("its header is cut short: {have} bytes are there")]
    ShortHeader { have: u64 },
    #[error("its header is damaged: {0}")]
    Damaged(String),
    #[error(
        "its architecture is `{0}`, which the local engine does not run; it runs {list}",
        list = ARCHITECTURES.join(", ")
    )]
    Architecture(String),
    #[error("its weights are stored as {0}, which the local engine does not run")]
    Weights(String),
}

/// What a header says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Header {
    pub architecture: String,
    /// `general.name`, where it is given.
    pub name: Option<String>,
    /// Tokens that a prompt and its answer may have together, where it is given.
    pub context: Option<u64>,
    pub layers: Option<u64>,
    /// Spellings of the vocabulary, by id.
    pub tokens: Vec<String>,
    /// How many tensors are stored as which type, the most frequent first.
    pub weights: Vec<(String, usize)>,
    /// Bytes that the whole file has to have.
    pub bytes: u64,
}

impl Header {
    /// Whether a spelling is one token of the vocabulary.
    pub fn has_token(&self, spelling: &str) -> bool {
        self.tokens.iter().any(|token| token == spelling)
    }
}

/// Reads and checks a file: that it is whole and that the engine runs its kind.
pub fn check(path: &Path) -> Result<Header, GgufError> {
    let header = read(path)?;
    if !ARCHITECTURES.contains(&header.architecture.as_str()) {
        return Err(GgufError::Architecture(header.architecture));
    }
    if let Some((name, _)) = header.weights.iter().find(|(name, _)| {
        WEIGHTS
            .iter()
            .any(|weights| weights.name == name && !weights.runs)
    }) {
        return Err(GgufError::Weights(name.clone()));
    }
    Ok(header)
}

/// Reads a header; the file must be whole, whatever its architecture.
pub fn read(path: &Path) -> Result<Header, GgufError> {
    let file = File::open(path)?;
    let have = file.metadata()?.len();
    let mut reader = Reader::new(BufReader::with_capacity(1 << 16, file), have);
    if reader.bytes::<4>().map_err(|_| GgufError::NotGguf)? != *b"GGUF" {
        return Err(GgufError::NotGguf);
    }
    let version = reader.u32()?;
    if !(2..=3).contains(&version) {
        return Err(GgufError::Version(version));
    }
    let tensors = reader.count("tensors")?;
    let entries = reader.count("metadata entries")?;
    let mut meta = HashMap::new();
    let mut tokens = Vec::new();
    for _ in 0..entries {
        let key = reader.text()?;
        let kind = reader.u32()?;
        if key == "tokenizer.ggml.tokens" {
            tokens = reader.texts(kind)?;
        } else if let Some(value) = reader.value(kind)? {
            meta.insert(key, value);
        }
    }
    let (weights, extent) = reader.tensors(tensors)?;
    let bytes = reader
        .at
        .checked_next_multiple_of(alignment(&meta)?)
        .and_then(|start| start.checked_add(extent))
        .ok_or_else(overflow)?;
    if have < bytes {
        return Err(GgufError::Truncated { have, whole: bytes });
    }
    let text = |key: &str| match meta.get(key) {
        Some(Value::Text(text)) => Some(text.clone()),
        _ => None,
    };
    let architecture = text("general.architecture")
        .ok_or_else(|| GgufError::Damaged("it names no architecture".into()))?;
    let number = |key: &str| match meta.get(&format!("{architecture}.{key}")) {
        Some(Value::Number(number)) => Some(*number),
        _ => None,
    };
    Ok(Header {
        name: text("general.name"),
        context: number("context_length"),
        layers: number("block_count"),
        tokens,
        weights,
        bytes,
        architecture,
    })
}

/// What the start of the weights is a multiple of; 32 where the file does not say.
fn alignment(meta: &HashMap<String, Value>) -> Result<u64, GgufError> {
    match meta.get("general.alignment") {
        Some(Value::Number(alignment)) if *alignment > 0 && alignment.is_power_of_two() => {
            Ok(*alignment)
        }
        Some(_) => Err(GgufError::Damaged(
            "its alignment is not a power of two".into(),
        )),
        None => Ok(32),
    }
}
