//! Security lints: Semgrep-syntax rules matched over syntax trees. Pure but for reading rule files.
//!
//! A rule's patterns become small trees (`pattern`), a file's syntax tree is laid flat (`code`),
//! and `matcher` holds one against the other; `formula` combines the ranges. What is special about
//! a language is data (`dialect`, from `grammars/<lang>/pattern.toml`).

mod analyze;
mod candidates;
mod check;
mod code;
mod compare;
mod compile;
mod conditions;
mod dialect;
mod flow;
mod formula;
mod generic;
mod groups;
mod lists;
mod load;
mod matcher;
mod memory;
mod names;
mod newer;
mod page;
mod pattern;
mod plan;
mod regexes;
mod rule;
pub mod secrets;
mod settings;
mod show;
mod threads;
mod types;
mod yaml;

use crate::config::options::Lint;
use crate::finding::{self, Finding};
use crate::syntax::Languages;
use crate::workspace::Snapshot;
use plan::{Language, Plan};
use std::path::Path;
use std::sync::{Arc, Mutex};

pub use memory::Memory;
pub use rule::About;

/// Compiled rules, ready to check documents. Cheap to clone; shared between threads.
#[derive(Clone, Default)]
pub struct Rules(Arc<Plan>, Option<Arc<Secrets>>);

/// The detector of credentials and the options that it keeps to.
struct Secrets {
    detector: secrets::Detector,
    options: Lint,
}

/// The embedded rules as they were compiled last: without files of the user's they cannot change while
/// the program runs, and compiling them takes as long as checking a large file.
static BUILT_IN: Mutex<Option<(Lint, Rules)>> = Mutex::new(None);

/// A rule that cannot be used: which file and line, and why. The other rules are loaded all the same.
#[derive(Clone, Debug)]
pub struct Problem {
    pub place: String,
    pub why: String,
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.place, self.why)
    }
}

impl Rules {
    /// The embedded rules and those of the options' files and folders. The latter are compiled here;
    /// the embedded ones of a language when a first file of it is checked.
    pub fn load(languages: &Languages, options: &Lint) -> (Self, Vec<Problem>) {
        let mut built_in = BUILT_IN
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner());
        match &*built_in {
            Some((same, rules)) if same == options => return (rules.clone(), Vec::new()),
            _ => {}
        }
        let (rules, problems) = Self::compile(languages, options);
        if options.rules.is_empty() && problems.is_empty() {
            *built_in = Some((options.clone(), rules.clone()));
        }
        (rules, problems)
    }

    fn compile(languages: &Languages, options: &Lint) -> (Self, Vec<Problem>) {
        let (plan, mut problems) = Plan::load(languages, options);
        let mut rules = Self(Arc::new(plan), None);
        if options.secrets {
            match secrets::Detector::embedded() {
                Ok(detector) => {
                    let options = options.clone();
                    rules.1 = Some(Arc::new(Secrets { detector, options }));
                }
                Err(why) => problems.push(Problem {
                    place: "server/lint/secrets/providers.toml".into(),
                    why,
                }),
            }
        }
        (rules, problems)
    }

    /// What the rules about credentials say of themselves; none where they are switched off.
    pub fn secret_abouts(&self) -> &[Arc<About>] {
        let detector = self.1.as_ref().map(|secrets| &secrets.detector);
        detector.map_or(&[], secrets::Detector::abouts)
    }

    /// Finds the credentials of any text, be its language known or not.
    pub fn secrets(&self, text: &str, shown: &Path) -> Checked {
        match &self.1 {
            Some(secrets) => secrets.detector.check(text, shown, &secrets.options),
            None => Checked::default(),
        }
    }

    /// Each rule that loads as a rule file of its own in plain Semgrep syntax, lists expanded and
    /// written as JSON (which is YAML), by id.
    pub fn plain(languages: &Languages, options: &Lint) -> Vec<(String, String)> {
        Plan::load(languages, options).0.written()
    }

    /// What the rules say of themselves, by id. Reads all of the embedded ones the first time.
    pub fn abouts(&self) -> &[Arc<About>] {
        self.0.abouts()
    }

    /// What is wrong with embedded rules, which are made ready by language when they are first needed:
    /// makes all of them ready now. Nothing, unless one of them is a mistake of ours.
    pub fn faults(&self) -> Vec<Problem> {
        self.0.problems()
    }

    /// Whether any rule is for text of every kind: `languages: [generic]` or `[regex]`.
    pub fn covers_text(&self) -> bool {
        let plain = self.0.plain.as_ref();
        plain.is_some_and(|plain| !plain.rules.is_empty())
    }

    /// Whether any rule is for this language (its id).
    pub fn covers(&self, language: &str) -> bool {
        self.language(language)
            .is_some_and(|language| !self.0.ready(language).rules.is_empty())
    }

    fn language(&self, id: &str) -> Option<&Language> {
        self.0
            .languages
            .iter()
            .find(|language| language.dialect.language.id == id)
    }
}

/// What a statement has to stand in to be code of this language (its id), with `%` for the statement;
/// `None` for a language that rules cannot name.
pub fn context(languages: &Languages, language: &str) -> Option<String> {
    let dialects = dialect::Dialect::embedded(languages).ok()?;
    let mut own = dialects.iter().filter(|one| one.language.id == language);
    own.next()?.contexts.first().cloned()
}

/// What a check gave.
#[derive(Clone, Debug, Default)]
pub struct Checked {
    /// Sorted, with fingerprints, fixes and places filled in.
    pub findings: Vec<Finding>,
    /// Findings that a comment in the code suppresses, likewise.
    pub suppressed: Vec<Finding>,
    /// What each rule that ran took.
    pub times: Vec<(Arc<About>, std::time::Duration)>,
    /// Rules that were stopped for taking too long, by id.
    pub stopped: Vec<String>,
    /// Rules that found more than is kept of one rule in one file, by id.
    pub cut: Vec<String>,
    /// How many rules did not run any more, because those before took all the time of this file.
    pub left_out: usize,
    /// The text does not parse as a whole: it was checked as far as it does.
    pub broken: bool,
    /// What nobody may read of this text.
    pub vault: secrets::Vault,
}

/// Checks one document; `shown` is the path that findings carry. Findings come sorted, with
/// fingerprints, fixes and places filled in.
pub fn check(rules: &Rules, document: &Snapshot, shown: &Path) -> Vec<Finding> {
    examine(rules, document, shown).findings
}

/// Like [`check`], for a document that is checked again and again: the same findings, sooner, because
/// what the last check with this memory found out is used where the text is still the same.
pub fn check_again(
    rules: &Rules,
    document: &Snapshot,
    shown: &Path,
    memory: &Memory,
) -> Vec<Finding> {
    look(rules, document, shown, Some(memory)).findings
}

/// Like [`check`], and says what was suppressed or stopped.
pub fn examine(rules: &Rules, document: &Snapshot, shown: &Path) -> Checked {
    look(rules, document, shown, None)
}

fn look(rules: &Rules, document: &Snapshot, shown: &Path, memory: Option<&Memory>) -> Checked {
    if document.inactive.is_some() {
        return Checked::default();
    }
    let text = document.text.to_string();
    let mut checked = check::examine(rules, document, &text, shown, memory);
    checked.add_secrets(rules.secrets(&text, shown));
    checked
}

impl Checked {
    /// Puts the findings about credentials beside the others, which then show nothing of them.
    pub(crate) fn add_secrets(&mut self, secrets: Checked) {
        for findings in [&mut self.findings, &mut self.suppressed] {
            for finding in findings.iter_mut() {
                if secrets.vault.redact(finding) {
                    // The old one was made of the secret as well.
                    finding.fingerprint.clear();
                }
            }
        }
        let own = |finding: &Finding| !self.tells(finding);
        let (open, silent): (Vec<Finding>, Vec<Finding>) = (
            secrets.findings.into_iter().filter(own).collect(),
            secrets.suppressed.into_iter().filter(own).collect(),
        );
        self.findings.extend(open);
        self.suppressed.extend(silent);
        self.vault.extend(secrets.vault);
        finding::finish(&mut self.findings);
        finding::finish(&mut self.suppressed);
    }

    /// Whether a rule of the language has told of the same value what a telling name tells.
    fn tells(&self, secret: &Finding) -> bool {
        let about = |finding: &&Finding| {
            let same =
                finding.range.start < secret.range.end && secret.range.start < finding.range.end;
            same && finding
                .cwe
                .iter()
                .any(|cwe| ["CWE-259", "CWE-798"].contains(&cwe.as_str()))
        };
        secret.rule == secrets::GENERIC
            && self
                .findings
                .iter()
                .chain(&self.suppressed)
                .any(|finding| about(&finding))
    }
}
