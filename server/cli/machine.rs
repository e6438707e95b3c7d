//! The memory of this machine and of its GPU. Decides nothing.

use crate::config::Options;
use crate::config::options::Device;
use crate::model::Machine;

/// What this machine offers a model.
pub fn machine(options: &Options) -> Machine {
    let gpu = cfg!(any(feature = "cuda", feature = "metal")) && options.model.device != Device::Cpu;
    let memory = sysinfo::System::new_with_specifics(
        sysinfo::RefreshKind::nothing().with_memory(sysinfo::MemoryRefreshKind::everything()),
    );
    let own = gib(memory.total_memory());
    match graphics_memory_gib().filter(|_| gpu) {
        Some(memory_gib) => Machine {
            memory_gib,
            gpu: true,
        },
        // Apple's GPUs share the machine's memory.
        None => Machine {
            memory_gib: own,
            gpu: gpu && cfg!(feature = "metal"),
        },
    }
}

/// Memory in GiB that is free for a program now.
pub fn available_gib() -> f64 {
    let memory = sysinfo::System::new_with_specifics(
        sysinfo::RefreshKind::nothing().with_memory(sysinfo::MemoryRefreshKind::everything()),
    );
    let free = match memory.cgroup_limits() {
        Some(limits) => memory.available_memory().min(limits.free_memory),
        None => memory.available_memory(),
    };
    gib(free)
}

/// GiB of the first NVIDIA GPU, by its driver's own tool.
fn graphics_memory_gib() -> Option<f64> {
    if !cfg!(feature = "cuda") {
        return None;
    }
    let output = std::process::Command::new("nvidia-smi")
        .args(["--query-gpu=memory.total", "--format=csv,noheader,nounits"])
        .output()
        .ok()?;
    let mib: f64 = String::from_utf8(output.stdout)
        .ok()?
        .lines()
        .next()?
        .trim()
        .parse()
        .ok()?;
    Some(mib / 1024.0)
}

/// Bytes in GiB.
pub fn gib(bytes: u64) -> f64 {
    bytes as f64 / f64::from(1u32 << 30)
}
