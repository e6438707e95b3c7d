//! What the reader should know of a review beside its findings: a line each, plain English.

use super::change::File;
use super::counts::Counts;
use crate::config::options::Depth;
use crate::finding::Confidence;
use crate::model::Engine;

/// Billions of parameters below which a model's remarks are suggestions and no more. In published
/// comparisons models of 7 to 9 billion were right in 13 to 34 of 100 findings.
const SMALL_B: f64 = 7.0;
/// Billions of parameters below which a model is not asked for faults of its own unless somebody wants
/// it: asked so, the default model of half a billion calls everything a fault.
const TINY_B: f64 = 2.0;

/// The model that read the change.
pub(super) struct Reader {
    name: String,
    /// Billions of parameters, where they are known.
    size: Option<f64>,
}

impl Reader {
    pub(super) fn of(engine: &Engine) -> Self {
        let name = engine.model.info().name;
        let known = engine
            .family
            .entries
            .iter()
            .find(|known| known.name == name);
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

    /// Whether it is to look for faults of its own and not only to judge what the rules found.
    pub(super) fn looks(&self, depth: Depth) -> bool {
        match depth {
            Depth::Auto => self.size.is_some_and(|size| size >= TINY_B),
            Depth::Judge => false,
            Depth::Full => true,
        }
    }

    fn kind(&self) -> String {
        match self.size {
            Some(size) => format!("a model of {size} billion parameters"),
            None => "a model of unknown size".to_string(),
        }
    }

    fn worth(&self) -> String {
        if self.size.is_some_and(|size| size >= SMALL_B) {
            return String::new();
        }
        format!(
            " ({}): its remarks are suggestions and do not decide the exit code",
            self.kind()
        )
    }
}

/// The `7b` in a model's name, as billions of parameters.
fn size_in(name: &str) -> Option<f64> {
    let name = name.to_lowercase();
    name.trim_end_matches(".gguf")
        .split(|c: char| !c.is_ascii_alphanumeric() && c != '.')
        .find_map(|word| word.strip_suffix('b')?.parse().ok())
}

/// Why parts were not reviewed.
pub(super) enum Left {
    Interrupted,
    /// The budget in seconds is used up.
    TimeUp(u64),
    /// The model fails again and again.
    Hopeless,
}

impl std::fmt::Display for Left {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Left::Interrupted => f.write_str("interrupted"),
            Left::TimeUp(budget) => write!(
                f,
                "the time budget of {budget} s is used up; review.budget_s raises it"
            ),
            Left::Hopeless => f.write_str("the model fails"),
        }
    }
}

/// What the model read and how well it answered. `looked`: it was asked for faults of its own.
pub(super) fn answers(reader: &Reader, counts: &Counts, looked: bool) -> Vec<String> {
    let mut notes = Vec::new();
    if !looked {
        let judged = match counts.judged {
            0 => "it judged no finding".to_string(),
            count => format!(
                "it judged {}, which explains them and takes none away",
                plural(count, "finding")
            ),
        };
        notes.push(format!(
            "{} ({}) was not asked for faults of its own (review.depth = \"full\" asks it); {judged}",
            reader.name,
            reader.kind(),
        ));
    }
    if counts.answered > 0 {
        notes.push(format!(
            "{} read {} of {} of the change{}",
            reader.name,
            counts.answered,
            plural(counts.parts, "part"),
            reader.worth()
        ));
    }
    if counts.dropped > 0 {
        notes.push(format!(
            "{} of the model dropped: not on a changed line, without a true quotation, or said \
             twice",
            plural(counts.dropped, "remark")
        ));
    }
    if counts.refuted > 0 {
        notes.push(format!(
            "{} of the model dropped: a second look knocked it down",
            plural(counts.refuted, "remark")
        ));
    }
    if counts.unsure > 0 {
        notes.push(format!(
            "{} of the model not shown: below review.min_confidence",
            plural(counts.unsure, "remark")
        ));
    }
    if counts.broken > 0 {
        notes.push(format!(
            "{} of the model broke off or had the wrong shape: only whole remarks were kept",
            plural(counts.broken, "answer")
        ));
    }
    notes
}

/// Findings of the rules that the model gave no verdict on, and why.
pub(super) fn unjudged(count: usize, failed: Option<&str>, left: &Left) -> Option<String> {
    let why = match (failed, left) {
        (Some(why), _) => why.to_string(),
        (None, left) => left.to_string(),
    };
    let findings = plural(count, "finding");
    (count > 0).then(|| format!("not judged by the model: {findings}: {why}"))
}

/// What the model did not read: files kept from it, places that failed (with the reason) and
/// places that were not reached.
pub(super) fn gaps(
    files: &[File],
    failed: &[(String, String)],
    late: &[String],
    left: &Left,
) -> Vec<String> {
    let mut notes: Vec<String> = files.iter().filter_map(kept_out).collect();
    if let Some((place, why)) = failed.first() {
        let more = match failed.len() - 1 {
            0 => String::new(),
            more => format!(" and {}", plural(more, "more part")),
        };
        notes.push(format!("not reviewed by the model: {place}{more}: {why}"));
    }
    if !late.is_empty() {
        notes.push(format!(
            "not reviewed by the model ({left}): {}",
            late.join(", ")
        ));
    }
    notes
}

fn kept_out(file: &File) -> Option<String> {
    let path = file.shown.display();
    let why = file.private.as_ref()?;
    Some(format!("{path}: not shown to the model, {why}"))
}

fn plural(count: usize, noun: &str) -> String {
    match count {
        1 => format!("1 {noun}"),
        _ => format!("{count} {noun}s"),
    }
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
