//! The engine in this process, where this build has one: the only door to `mistral`.

use super::{Family, Model, ModelError};
use serde::Serialize;
use std::path::Path;
use std::sync::Arc;

/// What a device can do at best.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Ceilings {
    /// `cpu`, `cuda:0`, `metal:0`.
    pub device: String,
    /// Gigabytes read and written a second by copying within the device's memory.
    pub copy_gb_s: f64,
    /// Floating-point operations of a matrix product a second, in 10^12.
    pub matmul_tflops: f64,
    /// Type and size of the matrices.
    pub matmul: String,
}

/// Loads a GGUF file or a folder of safetensors. `on`: whether on a GPU (`None`: where one can be used),
/// and the MiB there for computed prompts.
#[cfg(feature = "mistral")]
pub(super) fn load(
    name: String,
    path: &Path,
    on: (Option<bool>, Option<u32>),
    family: &Family,
) -> Result<Arc<dyn Model>, ModelError> {
    Ok(Arc::new(super::mistral::Mistral::load(
        name, path, on, family,
    )?))
}

#[cfg(not(feature = "mistral"))]
pub(super) fn load(
    name: String,
    _path: &Path,
    _on: (Option<bool>, Option<u32>),
    _family: &Family,
) -> Result<Arc<dyn Model>, ModelError> {
    Err(ModelError::Load(format!(
        "this build has no engine to run {name} with: build it with `cargo build --release`"
    )))
}

/// Bytes that the weights of a source take once loaded; 0 where it cannot be read.
pub fn weights_bytes(path: &Path) -> u64 {
    match path.is_dir() {
        true => super::safetensors::read(path).map_or(0, |header| header.bytes),
        false => std::fs::metadata(path).map_or(0, |file| file.len()),
    }
}

/// Measures what the device that models run on can do at best; `gpu` as for loading. Takes seconds.
///
/// # Errors
/// Why it cannot be measured.
#[cfg(feature = "mistral")]
pub fn ceilings(gpu: Option<bool>) -> Result<Ceilings, String> {
    super::mistral::ceiling::measure(gpu)
}

#[cfg(not(feature = "mistral"))]
pub fn ceilings(_gpu: Option<bool>) -> Result<Ceilings, String> {
    Err("this build has no engine".into())
}
