//! One rule: its words for people, and its formula for each language it lists.

use super::compile::{Builder, Kind, POSITIVE, RuleError, only};
use super::dialect::Dialect;
use super::flow::{self, Taint};
use super::formula::{All, Formula};
use super::pattern::Vars;
use super::settings::{self, FixRegex, Paths, Settings};
use super::yaml::Yaml;
use crate::finding::{Confidence, Severity};
use std::sync::Arc;

/// What a rule says of itself.
#[derive(Clone, Debug)]
pub struct About {
    pub id: String,
    /// Names of languages as the rule lists them.
    pub languages: Vec<String>,
    pub message: String,
    pub severity: Severity,
    pub confidence: Confidence,
    /// `CWE-89`
    pub cwe: Vec<String>,
    /// `A03:2021 - Injection`
    pub owasp: Vec<String>,
    pub references: Vec<String>,
    /// Replacement with metavariables.
    pub fix: Option<String>,
    /// What to replace in the code that was found, where `fix` is not given.
    pub fix_regex: Option<FixRegex>,
    /// Where the rule looks.
    pub paths: Paths,
    /// File and line of the rule.
    pub place: String,
}

/// A rule made ready for one language.
#[derive(Debug)]
pub(super) struct Compiled {
    pub about: Arc<About>,
    pub search: Search,
    pub vars: Vec<String>,
    pub need: Need,
    pub settings: Settings,
}

/// What a rule looks for.
#[derive(Debug)]
pub(super) enum Search {
    Ranges(Formula),
    Flows(Box<Taint>),
}

/// Which words a text must hold for a rule to match at all.
#[derive(Debug)]
pub(super) enum Need {
    Nothing,
    Word(String),
    All(Vec<Need>),
    Any(Vec<Need>),
}

/// Keys of a rule that we read. `metadata` is free, but for the parts that we read of it.
const KEYS: &[&str] = &[
    "id",
    "languages",
    "message",
    "severity",
    "metadata",
    "mode",
    "fix",
    "fix-regex",
    "paths",
    "options",
    "min-version",
    "max-version",
];

fn error(line: usize, why: impl Into<String>) -> RuleError {
    RuleError {
        line,
        why: why.into(),
    }
}

impl About {
    /// Reads everything of a rule but its patterns. `place` is the rule's file.
    pub(super) fn read(yaml: &Yaml, place: &str) -> Result<Self, RuleError> {
        let mut known = KEYS.to_vec();
        match taint(yaml)? {
            true => known.extend(flow::KEYS),
            false => known.extend(POSITIVE),
        }
        only(yaml, &known)?;
        settings::version(yaml)?;
        let languages = required(yaml, "languages")?;
        let metadata = yaml.get("metadata");
        let meta = |key: &str| metadata.and_then(|metadata| metadata.get(key));
        let texts = |key: &str| -> Result<Vec<String>, RuleError> {
            match meta(key) {
                None => Ok(Vec::new()),
                Some(value) => value
                    .texts()
                    .ok_or_else(|| error(value.line, format!("`{key}` holds texts"))),
            }
        };
        let cwe = texts("cwe")?;
        Ok(Self {
            id: text(yaml, "id")?.to_string(),
            languages: languages
                .texts()
                .ok_or_else(|| error(languages.line, "`languages` holds a list of names"))?,
            message: text(yaml, "message")?.trim().to_string(),
            severity: severity(required(yaml, "severity")?)?,
            confidence: meta("confidence").map_or(Ok(Confidence::Medium), confidence)?,
            cwe: cwe.iter().filter_map(|cwe| weakness(cwe)).collect(),
            owasp: texts("owasp")?,
            references: texts("references")?,
            fix: match yaml.get("fix") {
                None => None,
                Some(fix) => Some(
                    fix.text()
                        .ok_or_else(|| error(fix.line, "`fix` holds a text"))?
                        .to_string(),
                ),
            },
            fix_regex: FixRegex::read(yaml)?,
            paths: Paths::read(yaml)?,
            place: format!("{place}:{}", yaml.line),
        })
    }
}

/// Whether what is said or written for a finding names a group of a regular expression: `$1`.
fn numbered(about: &About) -> bool {
    let texts = [Some(&about.message), about.fix.as_ref()];
    texts.into_iter().flatten().any(|text| {
        let mut parts = text.split('$').skip(1);
        parts.any(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
    })
}

impl Compiled {
    /// `dialects` are all there are; `dialect` is the one that the rule is made ready for. The regular
    /// expressions of a `trusted` rule are compiled when they are first needed.
    pub fn new(
        about: &Arc<About>,
        yaml: &Yaml,
        dialect: &Dialect,
        dialects: &[Arc<Dialect>],
        kind: Kind,
        trusted: bool,
    ) -> Result<Self, RuleError> {
        let mut vars = Vars::default();
        let settings = Settings::read(yaml)?;
        let mut builder = Builder {
            dialect,
            dialects,
            vars: &mut vars,
            kind,
            settings,
            given: false,
            numbered: numbered(about),
            trusted,
        };
        let (search, need) = if taint(yaml)? {
            if dialect.flow.is_none() || kind != Kind::Tree {
                let why = format!(
                    "`mode: taint` is not supported for {}",
                    dialect.language.name
                );
                return Err(error(yaml.line, why));
            }
            let taint = Taint::read(yaml, &mut builder)?;
            let any =
                |formulas: Vec<&Formula>| Need::Any(formulas.into_iter().map(Need::of).collect());
            let need = Need::All(vec![
                any(taint.sources().collect()),
                any(taint.sinks().collect()),
            ]);
            (Search::Flows(Box::new(taint)), need)
        } else {
            let formula = builder.formula(yaml, 0)?;
            let need = Need::of(&formula);
            (Search::Ranges(formula), need)
        };
        Ok(Self {
            about: about.clone(),
            search,
            need,
            vars: vars.0,
            settings,
        })
    }
}

impl Need {
    fn of(formula: &Formula) -> Self {
        match formula {
            Formula::Pattern(pattern) => {
                Need::All(pattern.words.iter().cloned().map(Need::Word).collect())
            }
            Formula::Regex(..) => Need::Nothing,
            Formula::Generic(generic) => {
                Need::All(generic.words.iter().cloned().map(Need::Word).collect())
            }
            Formula::Any(any) => Need::Any(any.iter().map(Need::of).collect()),
            Formula::All(all) => {
                let All {
                    positives, insides, ..
                } = all.as_ref();
                Need::All(positives.iter().chain(insides).map(Need::of).collect())
            }
        }
    }

    /// Whether a text that holds exactly the words for which `holds` is true can match.
    pub fn met(&self, holds: &dyn Fn(&str) -> bool) -> bool {
        match self {
            Need::Nothing => true,
            Need::Word(word) => holds(word),
            Need::All(all) => all.iter().all(|need| need.met(holds)),
            Need::Any(any) => any.iter().any(|need| need.met(holds)),
        }
    }

    /// All words, for the search.
    pub fn words<'n>(&'n self, out: &mut Vec<&'n str>) {
        match self {
            Need::Nothing => {}
            Need::Word(word) => out.push(word),
            Need::All(needs) | Need::Any(needs) => needs.iter().for_each(|need| need.words(out)),
        }
    }
}

/// Whether the rule is of `mode: taint`; other modes than that and `search` are refused.
fn taint(yaml: &Yaml) -> Result<bool, RuleError> {
    match yaml.get("mode").map(|mode| (mode.text(), mode.line)) {
        None | Some((Some("search"), _)) => Ok(false),
        Some((Some("taint"), _)) => Ok(true),
        Some((name, line)) => {
            let name = name.unwrap_or_default();
            Err(error(line, format!("mode `{name}` is not supported")))
        }
    }
}

fn required<'y>(yaml: &'y Yaml, key: &str) -> Result<&'y Yaml, RuleError> {
    yaml.get(key)
        .ok_or_else(|| error(yaml.line, format!("`{key}` is missing")))
}

fn text<'y>(yaml: &'y Yaml, key: &str) -> Result<&'y str, RuleError> {
    let value = required(yaml, key)?;
    value
        .text()
        .filter(|text| !text.trim().is_empty())
        .ok_or_else(|| error(value.line, format!("`{key}` holds a text")))
}

/// Semgrep's old names and the new ones.
fn severity(yaml: &Yaml) -> Result<Severity, RuleError> {
    match yaml.text().unwrap_or_default() {
        "INFO" | "LOW" => Ok(Severity::Low),
        "WARNING" | "MEDIUM" => Ok(Severity::Medium),
        "ERROR" | "HIGH" => Ok(Severity::High),
        "CRITICAL" => Ok(Severity::Critical),
        other => Err(error(
            yaml.line,
            format!(
                "severity `{other}` is not one of LOW, MEDIUM, HIGH, CRITICAL, INFO, WARNING, ERROR"
            ),
        )),
    }
}

fn confidence(yaml: &Yaml) -> Result<Confidence, RuleError> {
    match yaml
        .text()
        .unwrap_or_default()
        .to_ascii_uppercase()
        .as_str()
    {
        "LOW" => Ok(Confidence::Low),
        "MEDIUM" => Ok(Confidence::Medium),
        "HIGH" => Ok(Confidence::High),
        other => Err(error(
            yaml.line,
            format!("confidence `{other}` is not one of LOW, MEDIUM, HIGH"),
        )),
    }
}

/// `CWE-89` of `CWE-89: Improper …`.
fn weakness(text: &str) -> Option<String> {
    let rest = text.trim().strip_prefix("CWE-")?;
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    (!digits.is_empty()).then(|| format!("CWE-{digits}"))
}
