//! What `doctor` says of a GPU: the card, whether it is used, and the proof that it is. Prints nothing.

use super::health::Check;
use super::machine::gib;
use crate::config::options::Device;
use crate::model::gpu::{Card, Gpu};

const NAME: &str = "gpu";
/// A GPU that is not this much faster than the CPU at writing does not do the work.
const FASTER: f64 = 1.5;

/// The card, and whether it will be used. `None` where there is nothing to say: no card, and a build
/// for the CPU.
pub fn card(gpu: &Gpu, built: bool, wish: Device) -> Option<Check> {
    let idle = || {
        Check::warning(
            NAME,
            "it is there and not used, because `model.device` is `cpu`",
            "set `model.device = \"auto\"`",
        )
    };
    let after = |card: &Option<Card>| {
        card.as_ref()
            .map_or(String::new(), |card| said(card) + ": ")
    };
    match gpu {
        Gpu::Absent if built || wish == Device::Gpu => Some(Check::warning(
            NAME,
            "no NVIDIA card was found, so models run on the CPU",
            "`nvidia-smi` has to list the card; in a container give it the devices (`--gpus all`)",
        )),
        Gpu::Absent => None,
        Gpu::Ready(_) if wish == Device::Cpu => Some(idle()),
        Gpu::Ready(card) => Some(Check::ok(NAME, said(card))),
        Gpu::Unused { card, why, todo } => Some(Check::warning(
            NAME,
            format!("{}it is not used: {why}", after(card)),
            todo,
        )),
    }
}

/// What proves that the GPU did the work.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Proof {
    /// Bytes of the model's file.
    pub weights: u64,
    /// Bytes of the card's memory that were free before loading, and after.
    pub free: (u64, u64),
    /// Milliseconds a token, on the GPU and, where it was measured, on the CPU.
    pub token_ms: (f64, Option<f64>),
}

/// Holds a proof against what a working GPU shows.
pub fn used(proof: &Proof) -> Check {
    let taken = proof.free.0.saturating_sub(proof.free.1);
    let (on_gpu, on_cpu) = proof.token_ms;
    let mut said = format!(
        "{:.1} GiB of the card taken, {on_gpu:.1} ms a token",
        gib(taken)
    );
    if let Some(cpu) = on_cpu {
        said += &format!(" against {cpu:.1} ms on the CPU");
    }
    if taken < proof.weights / 2 {
        return Check::warning(
            "gpu in use",
            format!("{said}: less than the weights need, so they are not there"),
            "other programs may have ended meanwhile: run it again; else report it with this output",
        );
    }
    match on_cpu {
        Some(cpu) if cpu < on_gpu * FASTER => Check::warning(
            "gpu in use",
            format!("{said}: hardly faster than the CPU"),
            "other programs may use the card (`nvidia-smi`); a larger model gains more",
        ),
        _ => Check::ok("gpu in use", said),
    }
}

fn said(card: &Card) -> String {
    format!(
        "{}, driver {} (CUDA {}.{}), compute capability {}.{}, {:.1} of {:.1} GiB free",
        card.name,
        card.driver,
        card.cuda / 1000,
        card.cuda % 1000 / 10,
        card.capability.0,
        card.capability.1,
        gib(card.free),
        gib(card.total)
    )
}
