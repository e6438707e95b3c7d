//! What the reader should know of a review beside its findings: a line each, plain English.

use super::change::File;
use super::run::Counts;
use crate::finding::Confidence;
use crate::model::Engine;

/// Billions of parameters below which a model's remarks are suggestions and no more. In published
/// comparisons models of 7 to 9 billion were right in 13 to 34 of 100 findings.
const SMALL_B: f64 = 7.0;

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

    /// What the remarks of this model are worth.
    pub(super) fn confidence(&self) -> Confidence {
        match self.size {
            Some(size) if size >= SMALL_B => Confidence::Medium,
            _ => Confidence::Low,
        }
    }

    fn worth(&self) -> String {
        let kind = match self.size {
            Some(size) if size >= SMALL_B => return String::new(),
            Some(size) => format!("a small model, {size} billion parameters"),
            None => "a model of unknown size".to_string(),
        };
        format!(" ({kind}): its remarks are suggestions and do not decide the exit code")
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

/// What the model read and how well it answered.
pub(super) fn answers(reader: &Reader, counts: &Counts) -> Vec<String> {
    let mut notes = Vec::new();
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
    if counts.broken > 0 {
        notes.push(format!(
            "{} of the model broke off or had the wrong shape: only whole remarks were kept",
            plural(counts.broken, "answer")
        ));
    }
    notes
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
        let why = match left {
            Left::Interrupted => "interrupted".to_string(),
            Left::TimeUp(budget) => {
                format!("the time budget of {budget} s is used up; review.budget_s raises it")
            }
            Left::Hopeless => "the model fails".to_string(),
        };
        notes.push(format!(
            "not reviewed by the model ({why}): {}",
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
