//! The model that reads a change: what it is asked by its size, and what its word is worth.

use crate::config::options::Depth;
use crate::finding::Confidence;
use crate::model::{Engine, Family};

/// Billions of parameters below which a model's remarks are suggestions and no more. In published
/// comparisons models of 7 to 9 billion were right in 13 to 34 of 100 findings.
const SMALL_B: f64 = 7.0;
/// Billions of parameters below which a model is asked nothing unless somebody wants it. On the
/// development set the default model of half a billion called every finding alike, real or not.
const TINY_B: f64 = 2.0;

/// The model that read the change.
pub(super) struct Reader {
    pub name: String,
    /// Billions of parameters, where they are known.
    size: Option<f64>,
}

/// What a model is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asks {
    Nothing,
    /// Whether the findings of the rules are real.
    Verdicts,
    /// Likewise, and for faults of its own.
    Faults,
}

impl Reader {
    pub(super) fn of(engine: &Engine) -> Self {
        Self::named(engine.model.info().name, &engine.family)
    }

    fn named(name: String, family: &Family) -> Self {
        let known = family.entries.iter().find(|known| known.name == name);
        Self {
            size: known
                .map(|entry| entry.parameters_b)
                .or_else(|| size_in(&name)),
            name,
        }
    }

    /// What a remark of this model is worth that stood with this probability, 0 to 1.
    pub(super) fn confidence(&self, stands: Option<f64>) -> Confidence {
        match self.size {
            Some(size) if size >= SMALL_B && stands.is_none_or(|sure| sure >= 0.8) => {
                Confidence::Medium
            }
            _ => Confidence::Low,
        }
    }

    pub(super) fn asks(&self, depth: Depth) -> Asks {
        match (depth, self.size) {
            (Depth::Full, _) => Asks::Faults,
            (Depth::Judge, _) | (Depth::Auto, None) => Asks::Verdicts,
            (Depth::Auto, Some(_)) if self.tiny() => Asks::Nothing,
            (Depth::Auto, Some(_)) => Asks::Faults,
        }
    }

    fn tiny(&self) -> bool {
        self.size.is_some_and(|size| size < TINY_B)
    }

    pub(super) fn kind(&self) -> String {
        match self.size {
            Some(size) => format!("a model of {size} billion parameters"),
            None => "a model of unknown size".to_string(),
        }
    }

    /// What to think of the verdicts of a model that is too small for them.
    pub(super) fn guesses(&self) -> &'static str {
        match self.tiny() {
            true => "; of a model of this size verdicts are guesses",
            false => "",
        }
    }

    /// Why it was asked nothing, and how to ask it all the same.
    pub(super) fn passed_over(&self) -> String {
        format!(
            "{} was not asked: too small to judge (`--depth judge` asks it)",
            self.name
        )
    }

    pub(super) fn worth(&self) -> String {
        if self.size.is_some_and(|size| size >= SMALL_B) {
            return String::new();
        }
        format!(
            " ({}): its remarks are suggestions and do not decide the exit code",
            self.kind()
        )
    }
}

/// Whether a model is asked for faults of its own, and not only to judge what the rules found.
pub fn looks(engine: &Engine, depth: Depth) -> bool {
    Reader::of(engine).asks(depth) == Asks::Faults
}

/// What a depth comes to where somebody has asked for the model's word: verdicts at least.
pub fn on_request(engine: &Engine, depth: Depth) -> Depth {
    match Reader::of(engine).asks(depth) {
        Asks::Faults => Depth::Full,
        Asks::Verdicts | Asks::Nothing => Depth::Judge,
    }
}

/// Why a model would be asked nothing at this depth, by its name alone, so that it need not be loaded;
/// `None` where it would be asked.
pub fn passed_over(name: &str, family: &Family, depth: Depth) -> Option<String> {
    let reader = Reader::named(name.to_string(), family);
    (reader.asks(depth) == Asks::Nothing).then(|| reader.passed_over())
}

/// The `7b` in a model's name, as billions of parameters.
fn size_in(name: &str) -> Option<f64> {
    let name = name.to_lowercase();
    name.trim_end_matches(".gguf")
        .split(|c: char| !c.is_ascii_alphanumeric() && c != '.')
        .find_map(|word| word.strip_suffix('b')?.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::size_in;

    #[test]
    fn sizes_are_read_from_names() {
        assert_eq!(size_in("Qwen2.5-Coder-1.5B-Instruct"), Some(1.5));
        assert_eq!(size_in("qwen3-coder-30b-a3b"), Some(30.0));
        assert_eq!(size_in("starcoder2_3b.gguf"), Some(3.0));
        assert_eq!(size_in("gpt-web"), None);
    }
}
