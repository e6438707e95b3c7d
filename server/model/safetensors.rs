//! A folder with a model as its publishers give it: `config.json`, `tokenizer.json` and the weights in
//! safetensors. Tells of it what a GGUF file's header tells; reads no weights.

use super::gguf::Header;
use serde_json::Value;
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// Most bytes of a JSON file that are read: the largest tokenizers have some 30 million.
const MOST: u64 = 128 << 20;

/// What is wrong with a folder.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    #[error("{file}: {why}")]
    File { file: &'static str, why: String },
    #[error("it holds no weights: no file that ends with .safetensors")]
    NoWeights,
}

/// Reads a folder. The weights count as they are once loaded, in 8.5 bits each: the engine packs those of
/// 16 bits while it loads them.
pub fn read(folder: &Path) -> Result<Header, FolderError> {
    let config = json(folder, "config.json")?;
    let tokenizer = json(folder, "tokenizer.json")?;
    let wrong = |file, why: &str| FolderError::File {
        file,
        why: why.into(),
    };
    let architecture = config["model_type"]
        .as_str()
        .ok_or_else(|| wrong("config.json", "it names no `model_type`"))?;
    let vocabulary = tokenizer["model"]["vocab"]
        .as_object()
        .ok_or_else(|| wrong("tokenizer.json", "it has no vocabulary"))?;
    let added = tokenizer["added_tokens"].as_array().into_iter().flatten();
    let added = added.filter_map(|token| token["content"].as_str().map(String::from));
    let (files, bytes) = weights(folder)?;
    if files == 0 {
        return Err(FolderError::NoWeights);
    }
    Ok(Header {
        architecture: architecture.into(),
        name: None,
        context: config["max_position_embeddings"].as_u64(),
        layers: config["num_hidden_layers"].as_u64(),
        tokens: vocabulary.keys().cloned().chain(added).collect(),
        weights: vec![("Q8_0".into(), files)],
        bytes: bytes / 32 * 17,
    })
}

/// Number and bytes of the files that hold weights.
fn weights(folder: &Path) -> Result<(usize, u64), FolderError> {
    let failed = |error: std::io::Error| FolderError::File {
        file: "the folder",
        why: error.to_string(),
    };
    let (mut files, mut bytes) = (0, 0);
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if path
            .extension()
            .is_some_and(|ending| ending == "safetensors")
        {
            files += 1;
            // Through links, as model hubs' caches lay them.
            bytes += std::fs::metadata(&path).map_err(failed)?.len();
        }
    }
    Ok((files, bytes))
}

fn json(folder: &Path, file: &'static str) -> Result<Value, FolderError> {
    let failed = |why: &dyn std::fmt::Display| FolderError::File {
        file,
        why: why.to_string(),
    };
    let mut text = String::new();
    let open = File::open(folder.join(file)).map_err(|error| failed(&error))?;
    let mut open = open.take(MOST);
    open.read_to_string(&mut text)
        .map_err(|error| failed(&error))?;
    serde_json::from_str(&text).map_err(|error| failed(&error))
}
