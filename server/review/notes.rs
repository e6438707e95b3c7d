//! What the reader should know of a review beside its findings: a line each, plain English.

use super::change::File;
use super::counts::Counts;
use super::reader::{Asks, Reader};

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

/// What the model read and how well it answered. `asks`: what it was asked.
pub(super) fn answers(reader: &Reader, counts: &Counts, asks: Asks) -> Vec<String> {
    let mut notes = Vec::new();
    if asks == Asks::Nothing {
        notes.push(reader.passed_over());
    }
    if asks == Asks::Verdicts {
        let judged = match counts.judged {
            0 => "it judged no finding".to_string(),
            count => format!(
                "it judged {}, which explains them and takes none away",
                plural(count, "finding")
            ),
        };
        notes.push(format!(
            "{} ({}) was not asked for faults of its own (`--depth full` asks it); {judged}{}",
            reader.name,
            reader.kind(),
            reader.guesses()
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
