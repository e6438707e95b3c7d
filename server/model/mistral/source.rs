//! The two kinds of source that the engine loads: a GGUF file as it is, and a folder of safetensors whose
//! weights are packed while they are loaded.

use super::device::Placed;
use mistralrs::core::{
    AddModelConfig, AutoDeviceMapParams, DefaultSchedulerMethod, DeviceMapSetting, EngineConfig,
    GGUFLoaderBuilder, GGUFSpecificConfig, IsqType, Pipeline, SchedulerConfig, TokenSource,
};
use mistralrs::model_builder_trait::{build_gguf_pipeline, build_text_pipeline};
use mistralrs::{GgufModelBuilder, TextModelBuilder};
use std::path::Path;
use std::sync::Arc;
use tokio::sync::Mutex;

/// What the engine needs to begin.
pub(super) type Loaded = (Arc<Mutex<dyn Pipeline>>, SchedulerConfig, AddModelConfig);

/// Sequences at once: one that ends and one that begins.
const SEQUENCES: usize = 2;

/// Loads the weights onto a device.
pub(super) async fn load(path: &Path, placed: &Placed) -> anyhow::Result<Loaded> {
    if path.is_dir() {
        return folder(path, placed).await;
    }
    let folder = path.parent().unwrap_or(Path::new("."));
    let file = path
        .file_name()
        .ok_or_else(|| anyhow::anyhow!("it is not a file"))?;
    if cfg!(feature = "cuda") {
        let files = vec![file.to_string_lossy().into_owned()];
        return typed(folder.display().to_string(), files, placed).await;
    }
    let mut builder = GgufModelBuilder::new(folder.display(), vec![file.to_string_lossy()])
        .with_max_num_seqs(SEQUENCES);
    if placed.device.is_cpu() {
        builder = builder.with_force_cpu();
    }
    if let Some(paging) = placed.paging {
        builder = builder.with_paged_attn(paging);
    }
    build_gguf_pipeline(builder).await
}

/// Loads a GGUF file with a type of numbers that is known. mistral.rs' own builder asks `nvidia-smi` for
/// it in every build with CUDA, and breaks down where there is none: on the CPU, and in containers.
async fn typed(folder: String, files: Vec<String>, placed: &Placed) -> anyhow::Result<Loaded> {
    let config = GGUFSpecificConfig::default();
    let loader = GGUFLoaderBuilder::new(None, None, folder, files, config, false, None).build();
    let mapping = DeviceMapSetting::Auto(AutoDeviceMapParams::default_text());
    let pipeline = loader.load_model_from_hf(
        None,
        TokenSource::CacheToken,
        &placed.numbers,
        &placed.device,
        true,
        mapping,
        None,
        placed.paging,
    )?;
    let kept = pipeline.lock().await.get_metadata().cache_config.clone();
    let scheduler = match kept.filter(|_| placed.paging.is_some()) {
        Some(config) => SchedulerConfig::PagedAttentionMeta {
            max_num_seqs: SEQUENCES,
            config,
        },
        None => SchedulerConfig::DefaultScheduler {
            method: DefaultSchedulerMethod::Fixed(SEQUENCES.try_into()?),
        },
    };
    let engine = EngineConfig {
        throughput_logging_enabled: false,
        ..EngineConfig::default()
    };
    Ok((pipeline, scheduler, AddModelConfig::new(engine)))
}

/// Packs to Q8_0, in which nothing worth naming is lost.
async fn folder(path: &Path, placed: &Placed) -> anyhow::Result<Loaded> {
    let mut builder = TextModelBuilder::new(path.display())
        .with_dtype(placed.numbers)
        .with_isq(IsqType::Q8_0)
        .with_max_num_seqs(SEQUENCES);
    if placed.device.is_cpu() {
        builder = builder.with_force_cpu();
    }
    if let Some(paging) = placed.paging {
        builder = builder.with_paged_attn(paging);
    }
    build_text_pipeline(builder).await
}
