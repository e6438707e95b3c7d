//! What the rules find in the files under review, kept to what the review is about.

use super::Filter;
use crate::cli::output;
use crate::config::Options;
use crate::finding::Finding;
use crate::lint;
use crate::lint::secrets::Vault;
use crate::report;
use crate::review::{File, Scope, within};
use crate::syntax::Languages;
use rayon::prelude::*;

/// What the rules find, and what they say of themselves.
#[derive(Default)]
pub(super) struct Lints {
    pub open: Vec<Finding>,
    pub suppressed: Vec<Finding>,
    pub rules: Vec<report::Rule>,
    /// What nobody may read.
    pub vault: Vault,
}

/// Runs the rules over the files.
pub(super) fn lints(
    files: &[File],
    languages: &Languages,
    options: &Options,
    filter: Filter,
    notes: &mut Vec<String>,
) -> Lints {
    if !options.lint.enabled {
        notes.push("the rules are switched off by lint.enabled".into());
        return Lints::default();
    }
    let (rules, problems) = lint::Rules::load(languages, &options.lint);
    for problem in problems {
        notes.push(format!("{}: rule not used: {}", problem.place, problem.why));
    }
    let scope = match filter {
        Filter::Added => Scope::Added,
        Filter::Context => Scope::Context,
        Filter::File | Filter::All => Scope::File,
    };
    let checked: Vec<(Vec<Finding>, Vec<Finding>, Vault)> = files
        .par_iter()
        .map(|file| {
            let checked = lint::examine(&rules, &file.document.apart(), &file.shown);
            let kept = |findings| within(file, findings, scope);
            let (open, suppressed) = (kept(checked.findings), kept(checked.suppressed));
            (open, suppressed, checked.vault)
        })
        .collect();
    let mut lints = Lints {
        rules: output::described(&rules),
        ..Lints::default()
    };
    for (open, suppressed, vault) in checked {
        lints.vault.extend(vault);
        lints.open.extend(open);
        lints.suppressed.extend(suppressed);
    }
    lints
}
