//! Where the engine runs a model, and how it keeps computed prompts there. Loads no weights.

use crate::model::gpu::{self, Gpu};
use mistralrs::{
    Device, MemoryGpuConfig, ModelDType, PagedAttentionConfig, PagedAttentionMetaBuilder,
};

/// Tokens to keep where a GPU shares the machine's memory and nobody said how many MiB.
const SHARED: usize = 16_384;

/// A device, and the room for computed prompts where the engine keeps them by block.
pub(super) struct Placed {
    pub device: Device,
    pub paging: Option<PagedAttentionConfig>,
    /// The type of numbers that are computed with: what the engine would choose, without asking.
    pub numbers: ModelDType,
}

impl Placed {
    /// `gpu`: `None` takes one where it can be used; `weights`: bytes of the model's file.
    ///
    /// # Errors
    /// Why a GPU that was asked for cannot be used.
    pub fn new(gpu: Option<bool>, cache_mib: Option<u32>, weights: u64) -> Result<Self, String> {
        let cpu = Self {
            device: Device::Cpu,
            paging: None,
            numbers: ModelDType::F16,
        };
        if gpu == Some(false) || !cfg!(any(feature = "cuda", feature = "metal")) {
            return Ok(cpu);
        }
        let (cache, numbers) = match (Gpu::look(), cfg!(feature = "cuda")) {
            (_, false) => match cache_mib {
                Some(mib) => (MemoryGpuConfig::MbAmount(mib as usize), ModelDType::Auto),
                None => (MemoryGpuConfig::ContextSize(SHARED), ModelDType::Auto),
            },
            (Gpu::Ready(card), true) => {
                let mib = gpu::cache_mib(cache_mib, &card, weights).map_err(|e| e.to_string())?;
                // Cards before 8.0 do not compute with the second kind of 16-bit floats.
                let numbers = match card.capability >= (8, 0) {
                    true => ModelDType::BF16,
                    false => ModelDType::F16,
                };
                (MemoryGpuConfig::MbAmount(mib as usize), numbers)
            }
            (Gpu::Absent, true) if gpu.is_some() => return Err("no NVIDIA card was found".into()),
            (Gpu::Unused { why, .. }, true) if gpu.is_some() => return Err(why),
            (_, true) => return Ok(cpu),
        };
        let device = mistralrs::best_device(false).map_err(|error| error.to_string())?;
        let paging = match !device.is_cpu() && mistralrs::paged_attn_supported() {
            true => {
                let builder = PagedAttentionMetaBuilder::default().with_gpu_memory(cache);
                Some(builder.build().map_err(|error| error.to_string())?)
            }
            false => None,
        };
        Ok(Self {
            device,
            paging,
            numbers,
        })
    }

    /// `cpu`, `cuda:0`, `metal:0`.
    pub fn name(&self) -> String {
        match self.device.location() {
            candle_core::DeviceLocation::Cpu => "cpu".into(),
            candle_core::DeviceLocation::Cuda { gpu_id } => format!("cuda:{gpu_id}"),
            candle_core::DeviceLocation::Metal { gpu_id } => format!("metal:{gpu_id}"),
        }
    }
}
