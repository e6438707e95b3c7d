//! The memory of this machine and of its GPU, and its processor's vector instructions. Decides nothing.

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
    // A group's own count of free memory takes what the system caches of files for used.
    let free = match memory.cgroup_limits() {
        Some(limits) if limits.total_memory < memory.total_memory() => memory
            .available_memory()
            .min(limits.total_memory.saturating_sub(limits.rss)),
        _ => memory.available_memory(),
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

/// Vector instructions of the processor: name, used by this build, present here.
pub fn vector_features() -> Vec<(&'static str, bool, bool)> {
    #[cfg(target_arch = "x86_64")]
    return vec![
        (
            "avx2",
            cfg!(target_feature = "avx2"),
            std::is_x86_feature_detected!("avx2"),
        ),
        (
            "fma",
            cfg!(target_feature = "fma"),
            std::is_x86_feature_detected!("fma"),
        ),
        (
            "f16c",
            cfg!(target_feature = "f16c"),
            std::is_x86_feature_detected!("f16c"),
        ),
        (
            "avx512f",
            cfg!(target_feature = "avx512f"),
            std::is_x86_feature_detected!("avx512f"),
        ),
    ];
    #[cfg(target_arch = "aarch64")]
    return vec![("neon", cfg!(target_feature = "neon"), true)];
    #[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
    return Vec::new();
}
