//! On which device a model runs here, and what is said when it is not the one that was hoped for.
//! Loads nothing and prints nothing.

use crate::config::options::{self, Options};
use crate::model::gpu::Gpu;

/// A device, decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decided {
    pub gpu: bool,
    /// One line for the user, where a GPU was wanted or built for and is not used.
    pub note: Option<String>,
}

/// What this build can run models on beside the CPU.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Built {
    Cpu,
    Cuda,
    Metal,
}

impl Built {
    /// Of this program.
    pub fn here() -> Self {
        if cfg!(feature = "metal") {
            Built::Metal
        } else if cfg!(feature = "cuda") {
            Built::Cuda
        } else {
            Built::Cpu
        }
    }
}

/// The device for a model that needs so many GiB (0: any model).
pub fn decide(options: &Options, needs_gib: f64) -> Decided {
    let needs = (needs_gib * f64::from(1u32 << 30)) as u64;
    let look = || Gpu::look().holding(needs);
    decided(Built::here(), options.model.device, look)
}

/// The same from its parts; `look` is called only where the answer depends on the card.
pub fn decided(built: Built, wish: options::Device, look: impl FnOnce() -> Gpu) -> Decided {
    let on_cpu = |note| Decided { gpu: false, note };
    match (wish, built) {
        (options::Device::Cpu, _) | (options::Device::Auto, Built::Cpu) => on_cpu(None),
        (_, Built::Metal) => Decided {
            gpu: true,
            note: None,
        },
        (options::Device::Gpu, Built::Cpu) => on_cpu(Some(
            "`model.device` asks for the GPU and this build is for the CPU: the model runs on the CPU; \
             build it with `cargo build --release --features cuda`"
                .into(),
        )),
        (_, Built::Cuda) => match look() {
            Gpu::Ready(_) => Decided {
                gpu: true,
                note: None,
            },
            Gpu::Absent => on_cpu(Some(
                "no NVIDIA card was found: the model runs on the CPU".into(),
            )),
            Gpu::Unused { why, .. } => on_cpu(Some(format!(
                "the GPU is not used, because {why}: the model runs on the CPU; `inglenook doctor` says \
                 what to do"
            ))),
        },
    }
}
