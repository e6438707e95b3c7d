//! How many tokens a prompt may have: time and the measured speed of this machine in, tokens out.

use crate::config::options::Completion;
use crate::model::{Engine, Speed};

/// Speeds that a device is taken to have before anything was measured: two cores of a CPU with the
/// default model, and the least of a GPU.
const CPU: Speed = Speed {
    prompt: 33.0,
    generation: 20.0,
};
const GPU: Speed = Speed {
    prompt: 2_000.0,
    generation: 60.0,
};
/// Sizes that a prompt may have, in tokens: a speed that wavers a little must not change them. Each is a
/// multiple of the blocks of 32 in which an engine on a GPU keeps prompts.
const SIZES: &[usize] = &[
    160, 224, 320, 448, 640, 896, 1_280, 1_792, 2_560, 3_584, 5_120, 7_168,
];

/// Tokens by part of the prompt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    /// Of other files.
    pub files: usize,
    /// Of the file before the cursor.
    pub prefix: usize,
    /// Of the file after the cursor.
    pub suffix: usize,
}

/// The budget of a prompt for an engine here and now.
pub fn budget(engine: &Engine, options: &Completion) -> Budget {
    let info = engine.model.info();
    let guess = if info.device == "cpu" { CPU } else { GPU };
    let speed = engine.lane.speed().unwrap_or(guess);
    let room = info.context.saturating_sub(options.max_tokens) / 2;
    split(total(options, speed).min(room))
}

fn total(options: &Completion, speed: Speed) -> usize {
    if let Some(tokens) = options.prompt_tokens {
        return tokens;
    }
    let within = (speed.prompt * options.cold_ms as f64 / 1e3) as usize;
    let fits = SIZES.iter().rev().find(|size| **size <= within);
    *fits.unwrap_or(&SIZES[0])
}

/// A quarter for other files, a fifth for what follows the cursor, the rest for what stands before it.
fn split(total: usize) -> Budget {
    let files = total / 4;
    let suffix = total / 5;
    Budget {
        files,
        suffix,
        prefix: total - files - suffix,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(prompt: f64) -> usize {
        let speed = Speed { prompt, ..CPU };
        total(&Completion::default(), speed)
    }

    #[test]
    fn a_prompt_is_as_long_as_this_machine_reads_in_time() {
        // 33 tokens a second are 165 in five seconds, 60 are 300, 10,000 more than any size.
        assert_eq!(at(33.0), 160);
        assert_eq!(at(60.0), 224);
        assert_eq!(at(70.0), 320);
        assert_eq!(at(10_000.0), 7_168);
        assert_eq!(at(1.0), 160, "a hopeless machine still gets a prompt");
    }

    #[test]
    fn no_size_breaks_a_block() {
        assert!(SIZES.iter().all(|size| size % 32 == 0));
    }

    #[test]
    fn the_parts_make_up_the_whole() {
        let budget = split(320);
        assert_eq!((budget.files, budget.prefix, budget.suffix), (80, 176, 64));
    }
}
