//! Credentials in any text: those whose providers document their form (`providers.toml`), and random
//! values given to names that mean one. Finds and blots out; nothing here prints or keeps a secret.

mod checks;
mod generic;
mod place;
mod provider;
mod vault;

use super::settings::Paths;
use super::{About, Checked};
use crate::config::options::Lint;
use crate::finding::{self, Confidence, Date, Finding, Origin, Severity, Suppressions};
use generic::Generic;
use place::{Lines, Surroundings};
use provider::{Check, Provider, Providers};
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

pub use vault::Vault;

/// The rule of values that no provider's form tells.
pub const GENERIC: &str = "secret-assignment";
/// Secrets of one file; more help nobody.
const MAX: usize = 200;

/// Finds credentials. Cheap to clone.
#[derive(Clone)]
pub struct Detector(Arc<Inner>);

struct Inner {
    providers: Providers,
    generic: Generic,
    abouts: Vec<Arc<About>>,
}

/// One credential in a text.
struct Secret<'d> {
    /// `None` for a generic one.
    provider: Option<&'d Provider>,
    /// Bytes that the finding covers.
    shown: Range<usize>,
    /// Bytes that nobody may read.
    hidden: Range<usize>,
}

impl Detector {
    /// Compiles the embedded table.
    ///
    /// # Errors
    /// The row and what is wrong with it: a mistake of ours.
    pub fn embedded() -> Result<Self, String> {
        let providers = Providers::embedded()?;
        let abouts = providers.all.iter().map(about);
        let abouts = abouts.chain([generic_about()]).map(Arc::new).collect();
        Ok(Self(Arc::new(Inner {
            generic: Generic::new().map_err(|error| error.to_string())?,
            providers,
            abouts,
        })))
    }

    /// What the rules of this detector say of themselves.
    pub fn abouts(&self) -> &[Arc<About>] {
        &self.0.abouts
    }

    /// Finds the credentials of a text; `shown` is the path that findings carry. The options say
    /// which rules count. Findings come sorted, with fingerprints, and with nothing of a secret in
    /// them but its first characters; what a comment suppresses is kept apart. The vault holds what
    /// other findings of the text must not show either.
    pub fn check(&self, text: &str, shown: &Path, options: &Lint) -> Checked {
        let mut checked = Checked::default();
        let around = Surroundings::of(shown);
        let mut secrets = self.find(text, shown, around);
        secrets.sort_by_key(|secret| (secret.shown.start, secret.provider.is_none()));
        secrets.truncate(MAX);
        if secrets.is_empty() {
            return checked;
        }
        let lines = Lines::of(text);
        let mut findings = Vec::new();
        let mut last = 0;
        for secret in secrets {
            checked.vault.add(&text[secret.hidden.clone()]);
            // What a provider's form tells is not told again as an assignment.
            if secret.shown.start < last {
                continue;
            }
            last = secret.hidden.end.max(secret.shown.end);
            let rule = secret.provider.map_or(GENERIC, |provider| &provider.rule);
            let about = self.0.abouts.iter().find(|about| about.id == rule);
            findings
                .extend(about.map(|about| finding(&secret, about, around, text, &lines, shown)));
        }
        findings.retain(|finding| {
            !options.disable.contains(&finding.rule)
                && finding.severity >= options.min_severity
                && finding.confidence >= options.min_confidence
        });
        for finding in &mut findings {
            checked.vault.redact(finding);
        }
        finding::finish(&mut findings);
        (checked.findings, checked.suppressed) =
            Suppressions::read(text).split(findings, Date::today());
        checked
    }

    fn find(&self, text: &str, shown: &Path, around: Surroundings) -> Vec<Secret<'_>> {
        let mut secrets = Vec::new();
        for provider in self.0.providers.present(text) {
            for captures in provider.pattern().captures_iter(text) {
                let Some(whole) = captures.get(0) else {
                    continue;
                };
                let secret = captures.name("secret").unwrap_or(whole).range();
                if !bounded(text, &whole.range(), provider.check)
                    || !provider.real(&text[secret.clone()])
                    || !near(text, secret.start, provider.near.as_deref())
                {
                    continue;
                }
                let hidden = match provider.check {
                    Check::Pem => match pem(text, whole.end()) {
                        Some(body) => body,
                        None => continue,
                    },
                    _ => secret.clone(),
                };
                secrets.push(Secret {
                    provider: Some(provider),
                    shown: secret,
                    hidden,
                });
            }
        }
        if around == Surroundings::Product {
            secrets.extend(
                self.0
                    .generic
                    .find(text, shown)
                    .into_iter()
                    .map(|range| Secret {
                        provider: None,
                        shown: range.clone(),
                        hidden: range,
                    }),
            );
        }
        secrets
    }
}

/// Whether a credential ends where its pattern ends: a longer word is another thing.
fn bounded(text: &str, range: &Range<usize>, check: Check) -> bool {
    if matches!(check, Check::Pem | Check::Url) {
        return true;
    }
    let word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let before = text[..range.start].chars().next_back();
    let after = text[range.end..].chars().next();
    // Patterns that begin with their name's end (`secret_key=`) may stand behind a longer name.
    let begins = text[range.clone()].contains(['=', ':']) || !before.is_some_and(word);
    begins && !after.is_some_and(word)
}

/// Whether a word stands on the line of `at` or the one above.
fn near(text: &str, at: usize, word: Option<&str>) -> bool {
    let Some(word) = word else {
        return true;
    };
    let start = text[..at].rfind('\n').unwrap_or(0);
    let start = text[..start].rfind('\n').map_or(0, |line| line + 1);
    let end = text[at..].find('\n').map_or(text.len(), |line| at + line);
    text[start..end].to_ascii_lowercase().contains(word)
}

/// The body of a key behind its first line, where there is one: base 64 up to the last line.
fn pem(text: &str, from: usize) -> Option<Range<usize>> {
    const LONGEST: usize = 20_000;
    let mut end = (from + LONGEST).min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let body = &text[from..end];
    let length = body.find("-----END").unwrap_or(body.len().min(400));
    let longest = body
        .get(..length)?
        .split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '=')))
        .max_by_key(|run| run.len())?;
    // A line of a key has 64 characters, one of a short key fewer; escapes (`\n`) end a run too.
    (longest.len() >= 32 && checks::random(longest)).then_some(from..from + length)
}

fn about(provider: &Provider) -> About {
    About {
        id: provider.rule.clone(),
        languages: Vec::new(),
        message: format!(
            "Here stands {}: whoever can read this file or its history can use it. Revoke it first, \
             then read the new one from the environment or a store of secrets.",
            provider.name
        ),
        severity: provider.severity,
        confidence: provider.confidence,
        cwe: vec![weakness(provider.check).to_string()],
        owasp: vec!["A07:2021 - Identification and Authentication Failures".into()],
        references: vec![
            format!(
                "https://cwe.mitre.org/data/definitions/{}.html",
                weakness(provider.check).trim_start_matches("CWE-")
            ),
            provider.reference.clone(),
        ],
        fix: None,
        fix_regex: None,
        paths: Paths::default(),
        place: "server/lint/secrets/providers.toml:1".into(),
    }
}

fn weakness(check: Check) -> &'static str {
    match check {
        Check::Pem => "CWE-321",
        _ => "CWE-798",
    }
}

fn generic_about() -> About {
    About {
        id: GENERIC.into(),
        languages: Vec::new(),
        message: "A value that looks random is given to a name that means a credential: whoever can \
                  read this file or its history can use it. Read it from the environment or a store \
                  of secrets, and change it."
            .into(),
        severity: Severity::High,
        confidence: Confidence::Medium,
        cwe: vec!["CWE-798".into()],
        owasp: vec!["A07:2021 - Identification and Authentication Failures".into()],
        references: vec![
            "https://cwe.mitre.org/data/definitions/798.html".into(),
            "https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html".into(),
        ],
        fix: None,
        fix_regex: None,
        paths: Paths::default(),
        place: "server/lint/secrets/generic.rs:1".into(),
    }
}

fn finding(
    secret: &Secret<'_>,
    about: &About,
    around: Surroundings,
    text: &str,
    lines: &Lines,
    shown: &Path,
) -> Finding {
    let sure = secret
        .provider
        .is_some_and(|provider| provider.check == Check::Crc32);
    // In tests and documents most of what looks like a credential is made up.
    let (severity, confidence) = match around {
        Surroundings::Product => (about.severity, about.confidence),
        _ if sure => (about.severity, about.confidence),
        _ => (about.severity.min(Severity::Medium), Confidence::Low),
    };
    Finding {
        rule: about.id.clone(),
        origin: Origin::Lint,
        severity,
        confidence,
        message: about.message.clone(),
        path: shown.to_path_buf(),
        range: secret.shown.clone(),
        start: lines.place(text, secret.shown.start),
        end: lines.place(text, secret.shown.end),
        excerpt: lines.excerpt(text, &secret.shown),
        cwe: about.cwe.clone(),
        references: about.references.clone(),
        fix: None,
        explanation: None,
        flow: Vec::new(),
        symbol: String::new(),
        judgement: None,
        suppression: None,
        quoted: Vec::new(),
        fingerprint: String::new(),
    }
}
