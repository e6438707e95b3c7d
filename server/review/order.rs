//! What is asked of the model about a change, and in which order. Asks nothing itself.

use super::ask as question;
use super::check::Check;
use super::pack::{self, Part};
use super::risk;
use super::run::Review;
use crate::model::Engine;

/// Parts by risk, the riskiest first, else as they stand.
pub(super) fn by_risk(review: &Review<'_>, engine: &Engine) -> Vec<Part> {
    // Half of the context is left to instructions and answer.
    let tokens = review.tasks.review.budget.code_tokens;
    let budget = tokens.min(engine.model.info().context / 2);
    let mut parts = pack::parts(review.files, budget, &|text| engine.model.count(text));
    parts.sort_by_cached_key(|part| {
        let lints = question::known(review, part).count();
        std::cmp::Reverse(risk::of(part, &review.files[part.file], lints))
    });
    parts
}

/// What is asked in order: about each part, then each part again for the checks that are about its file.
pub(super) fn questions<'a>(
    review: &Review<'a>,
    parts: &'a [Part],
) -> Vec<(&'a Part, Option<&'a Check>)> {
    let (files, checks) = (review.files, review.checks);
    let checked = parts.iter().flat_map(|part| {
        let about = |check: &&Check| check.is_about(&files[part.file].shown);
        checks
            .iter()
            .filter(about)
            .map(move |check| (part, Some(check)))
    });
    parts
        .iter()
        .map(|part| (part, None))
        .chain(checked)
        .collect()
}
