//! The memory of this machine and of its GPU, and its processor's vector instructions. Decides nothing.

use crate::config::Options;
use crate::config::options::Device;
use crate::model::Machine;
use crate::model::gpu::Gpu;

/// What this machine offers a model.
pub fn machine(options: &Options) -> Machine {
    let gpu = cfg!(any(feature = "cuda", feature = "metal")) && options.model.device != Device::Cpu;
    if gpu
        && cfg!(feature = "cuda")
        && let Gpu::Ready(card) = Gpu::look()
    {
        return Machine {
            memory_gib: gib(card.free),
            gpu: true,
        };
    }
    let memory = sysinfo::System::new_with_specifics(
        sysinfo::RefreshKind::nothing().with_memory(sysinfo::MemoryRefreshKind::everything()),
    );
    Machine {
        memory_gib: gib(memory.total_memory()),
        // Apple's GPUs share the machine's memory.
        gpu: gpu && cfg!(feature = "metal"),
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
    let own = std::fs::read_to_string("/proc/self/limits").ok();
    gib(own
        .and_then(|limits| address_space(&limits))
        .map_or(free, |own| free.min(own / 2)))
}

/// Bytes of address space that this process may take (`ulimit -v`), of Linux's list of limits; `None`
/// without a limit. It fills faster than memory, by stacks and by files that are mapped: 2.2 GB
/// where the default model takes 1.4, so half of it is counted on. An engine that gets no memory ends
/// the program, findings and all.
fn address_space(limits: &str) -> Option<u64> {
    let line = limits
        .lines()
        .find_map(|line| line.strip_prefix("Max address space"))?;
    line.split_whitespace().next()?.parse().ok()
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

#[cfg(test)]
mod tests {
    use super::address_space;

    #[test]
    fn the_limit_of_the_address_space_is_read_where_there_is_one() {
        let limits = |value: &str| {
            format!(
                "Limit                     Soft Limit           Hard Limit           Units     \n\
                 Max resident set          unlimited            unlimited            bytes     \n\
                 Max address space         {value:<20} unlimited            bytes     \n"
            )
        };
        assert_eq!(address_space(&limits("1843200000")), Some(1_843_200_000));
        assert_eq!(address_space(&limits("unlimited")), None);
        assert_eq!(address_space(""), None);
    }
}
