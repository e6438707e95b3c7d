//! The NVIDIA card of this machine: what it is, whether this build can use it, and if not, why.
//! Loads no model and computes nothing; `nvml` asks the driver.

mod nvml;

use super::ModelError;
use serde::Serialize;
use std::path::Path;

/// A card, as its driver describes it now.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Card {
    pub name: String,
    /// Version of the driver, such as `580.65.06`.
    pub driver: String,
    /// Newest CUDA that the driver runs: 1000 times the major version and 10 times the minor.
    pub cuda: i32,
    /// Compute capability, major and minor.
    pub capability: (i32, i32),
    /// Bytes of memory in all.
    pub total: u64,
    /// Bytes of memory that no program holds.
    pub free: u64,
}

/// What was found, before anything is made of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// Whether this build has CUDA in it.
    pub built: bool,
    /// Compute capability that the build was made for, where it is known: 90 is 9.0.
    pub made_for: Option<i32>,
    /// The card, or what the driver said instead.
    pub card: Result<Card, String>,
    /// What hints at a card though no driver tells of one: a device file or the kernel's module.
    pub hint: Option<String>,
    /// Whether the libraries that the build needs can be loaded; looked at only where there is a card.
    pub libraries: Result<(), String>,
}

/// What can be done with the card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Gpu {
    /// There is none, and nothing hints at one.
    Absent,
    /// It can be used.
    Ready(Card),
    /// It is there, or seems to be, and cannot be used.
    Unused {
        card: Option<Card>,
        why: String,
        /// What to do about it.
        todo: String,
    },
}

impl Gpu {
    /// Looks at this machine. Takes some milliseconds where there is a card.
    pub fn look() -> Self {
        look().judged()
    }

    /// The card, whether or not it can be used.
    pub fn card(&self) -> Option<&Card> {
        match self {
            Gpu::Absent => None,
            Gpu::Ready(card) => Some(card),
            Gpu::Unused { card, .. } => card.as_ref(),
        }
    }

    /// The same, for a model that needs so many bytes: too little free memory makes it unused.
    pub fn holding(self, bytes: u64) -> Self {
        match self {
            Gpu::Ready(card) if card.free < bytes => Gpu::Unused {
                why: format!(
                    "too little of its memory is free: {:.1} of {:.1} GiB, and the model needs {:.1}",
                    gib(card.free),
                    gib(card.total),
                    gib(bytes)
                ),
                todo: "end the programs that hold it (`nvidia-smi` lists them), or name a smaller \
                       model: `inglenook model list`"
                    .into(),
                card: Some(card),
            },
            other => other,
        }
    }
}

impl Seen {
    /// What follows from what was found.
    pub fn judged(self) -> Gpu {
        let unused = |card, why: String, todo: &str| Gpu::Unused {
            card,
            why,
            todo: todo.into(),
        };
        let card = match (self.card, self.hint) {
            (Err(_), None) => return Gpu::Absent,
            (Err(why), Some(hint)) => {
                return unused(
                    None,
                    format!("{hint}, and its driver does not answer: {why}"),
                    "install NVIDIA's driver, or give the container its devices and libraries; \
                     `nvidia-smi` has to work",
                );
            }
            (Ok(card), _) => card,
        };
        if !self.built {
            return unused(
                Some(card),
                "this build is for the CPU".into(),
                "build it with `cargo build --release --features cuda` (see docs/gpu.md)",
            );
        }
        let (major, minor) = card.capability;
        if let Some(made) = self.made_for
            && !runs(made, card.capability)
        {
            return unused(
                Some(card),
                format!(
                    "this build is for compute capability {}.{} and the card has {major}.{minor}",
                    made / 10,
                    made % 10
                ),
                &format!("build it with CUDA_COMPUTE_CAP={major}{minor}"),
            );
        }
        match self.libraries {
            Ok(()) => Gpu::Ready(card),
            Err(why) => unused(
                Some(card),
                why,
                "install the CUDA toolkit, or set CUDA_HOME to where it is",
            ),
        }
    }
}

/// Whether kernels made for a compute capability run on a card: on newer cards of the same
/// generation, and from 9.0 on, where the engine builds for one kind alone, only on that kind.
fn runs(made: i32, (major, minor): (i32, i32)) -> bool {
    let exact = made == 10 * major + minor;
    exact || (made < 90 && made / 10 == major && made % 10 <= minor)
}

fn look() -> Seen {
    let card = nvml::card(std::env::var("CUDA_VISIBLE_DEVICES").ok().as_deref());
    Seen {
        built: cfg!(feature = "cuda"),
        made_for: option_env!("CUDA_COMPUTE_CAP").and_then(|made| made.parse().ok()),
        libraries: match card {
            Ok(_) => libraries(),
            Err(_) => Ok(()),
        },
        card,
        hint: hint(Path::new("/")),
    }
}

/// What in a file system hints at a card.
fn hint(root: &Path) -> Option<String> {
    const SIGNS: [&str; 3] = ["dev/nvidia0", "dev/nvidiactl", "proc/driver/nvidia/version"];
    let found = SIGNS.into_iter().find(|sign| root.join(sign).exists())?;
    Some(format!("/{found} shows an NVIDIA card"))
}

#[cfg(feature = "cuda")]
fn libraries() -> Result<(), String> {
    super::mistral::cuda::load()
}

#[cfg(not(feature = "cuda"))]
fn libraries() -> Result<(), String> {
    Ok(())
}

/// MiB of the card's memory for computed prompts: what was asked for, else an eighth of all between
/// half a GiB and four, and never more than half of what the weights leave free.
pub fn cache_mib(asked: Option<u32>, card: &Card, weights: u64) -> Result<u64, ModelError> {
    let left = card.free.saturating_sub(weights) >> 20;
    match asked.map(u64::from) {
        None => Ok((card.total >> 23).clamp(512, 4096).min(left / 2).max(1)),
        Some(mib) if mib <= left => Ok(mib),
        Some(mib) => Err(ModelError::Load(format!(
            "`model.gpu_cache_mib` asks for {mib} MiB, and the weights leave {left} MiB of the card free"
        ))),
    }
}

fn gib(bytes: u64) -> f64 {
    bytes as f64 / f64::from(1u32 << 30)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_file_hints_at_a_card() {
        let root = tempfile::tempdir().expect("a folder");
        assert_eq!(hint(root.path()), None);
        std::fs::create_dir(root.path().join("dev")).expect("writable");
        std::fs::write(root.path().join("dev/nvidia0"), "").expect("writable");
        let said = hint(root.path()).expect("a hint");
        assert_eq!(said, "/dev/nvidia0 shows an NVIDIA card");
    }

    #[test]
    fn kernels_run_on_their_generation_and_from_hopper_on_on_their_kind_alone() {
        assert!(runs(80, (8, 0)) && runs(80, (8, 9)) && runs(90, (9, 0)));
        assert!(!runs(89, (8, 6)), "an older card of the generation");
        assert!(!runs(80, (9, 0)), "another generation");
        assert!(!runs(90, (9, 1)), "built for 9.0a alone");
    }
}
