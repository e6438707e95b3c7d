//! A rule of `mode: taint`, from YAML to formulas with what they stand for.

use super::super::compile::{Builder, POSITIVE, RuleError, only};
use super::super::formula::{All, Formula};
use super::super::pattern::{Pat, Var};
use super::super::yaml::Yaml;
use super::requires::Requires;
use super::shared::Shared;

/// Label of sources that name none.
const DEFAULT: &str = "__SOURCE__";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SideEffect {
    No,
    Yes,
    /// The matched expression itself stays as it was.
    Only,
}

#[derive(Debug)]
pub(super) struct Source {
    pub formula: Shared,
    pub exact: bool,
    pub side_effect: SideEffect,
    pub label: u16,
    pub requires: Option<Requires>,
}

#[derive(Debug)]
pub(super) struct Sink {
    pub formula: Shared,
    pub exact: bool,
    pub requires: Requires,
    /// What reaches each of these metavariables has to meet its own condition.
    pub each: Vec<(Var, Requires)>,
    /// The match is what a metavariable stands for, not a call with its arguments.
    pub focused: bool,
}

#[derive(Debug)]
pub(super) struct Sanitizer {
    pub formula: Shared,
    pub exact: bool,
    pub side_effect: bool,
}

#[derive(Debug)]
pub(super) struct Propagator {
    pub formula: Formula,
    pub from: Var,
    pub to: Var,
    pub side_effect: bool,
    pub requires: Option<Requires>,
    /// Label that the taint gets instead of its own.
    pub label: Option<u16>,
    /// Only taints with these labels are given the new one.
    pub replace: Option<Vec<u16>>,
}

/// A taint rule for one language.
#[derive(Debug, Default)]
pub(in crate::lint) struct Taint {
    pub(super) sources: Vec<Source>,
    pub(super) sinks: Vec<Sink>,
    pub(super) sanitizers: Vec<Sanitizer>,
    pub(super) propagators: Vec<Propagator>,
}

/// Keys of a rule that only `mode: taint` has.
pub(in crate::lint) const KEYS: &[&str] = &[
    "pattern-sources",
    "pattern-sinks",
    "pattern-sanitizers",
    "pattern-propagators",
];

fn error(line: usize, why: impl Into<String>) -> RuleError {
    RuleError {
        line,
        why: why.into(),
    }
}

impl Taint {
    pub fn read(yaml: &Yaml, builder: &mut Builder<'_>) -> Result<Self, RuleError> {
        let mut labels = vec![DEFAULT.to_string()];
        let mut taint = Self {
            sources: Vec::new(),
            sinks: Vec::new(),
            sanitizers: Vec::new(),
            propagators: Vec::new(),
        };
        for item in items(yaml, "pattern-sources", true)? {
            taint.sources.push(source(item, builder, &mut labels)?);
        }
        for item in items(yaml, "pattern-sinks", true)? {
            taint.sinks.push(sink(item, builder, &mut labels)?);
        }
        for item in items(yaml, "pattern-sanitizers", false)? {
            taint.sanitizers.push(sanitizer(item, builder)?);
        }
        for item in items(yaml, "pattern-propagators", false)? {
            taint
                .propagators
                .push(propagator(item, builder, &mut labels)?);
        }
        Ok(taint)
    }

    pub fn sources(&self) -> impl Iterator<Item = &Formula> {
        self.sources.iter().map(|source| &source.formula.formula)
    }

    pub fn sinks(&self) -> impl Iterator<Item = &Formula> {
        self.sinks.iter().map(|sink| &sink.formula.formula)
    }
}

fn items<'y>(yaml: &'y Yaml, key: &str, needed: bool) -> Result<&'y [Yaml], RuleError> {
    match yaml.get(key) {
        None if needed => Err(error(yaml.line, format!("`mode: taint` needs `{key}`"))),
        None => Ok(&[]),
        Some(value) => match value.list() {
            Some(items) if !(items.is_empty() && needed) => Ok(items),
            _ => Err(error(value.line, format!("`{key}` holds a list"))),
        },
    }
}

fn known(item: &Yaml, more: &[&str]) -> Result<(), RuleError> {
    let keys: Vec<&str> = POSITIVE.iter().chain(more).copied().collect();
    only(item, &keys)
}

fn source(
    item: &Yaml,
    builder: &mut Builder<'_>,
    labels: &mut Vec<String>,
) -> Result<Source, RuleError> {
    known(item, &["exact", "by-side-effect", "label", "requires"])?;
    let side_effect = match item.get("by-side-effect") {
        Some(value) if value.text() == Some("only") => SideEffect::Only,
        _ if flag(item, "by-side-effect", false)? => SideEffect::Yes,
        _ => SideEffect::No,
    };
    let label = item.get("label").map(Yaml::text);
    Ok(Source {
        formula: Shared::read(item, builder)?,
        exact: flag(item, "exact", false)?,
        side_effect,
        label: label_number(label.flatten().unwrap_or(DEFAULT), labels),
        requires: requires(item, labels)?,
    })
}

fn sink(
    item: &Yaml,
    builder: &mut Builder<'_>,
    labels: &mut Vec<String>,
) -> Result<Sink, RuleError> {
    known(item, &["exact", "requires"])?;
    let formula = Shared::read(item, builder)?;
    let each = each(item, builder, labels)?;
    let requires = match each.is_empty() {
        true => requires(item, labels)?.unwrap_or(Requires::Label(0)),
        false => Requires::True,
    };
    Ok(Sink {
        exact: flag(item, "exact", true)?,
        requires,
        each,
        focused: focused(&formula.formula),
        formula,
    })
}

fn sanitizer(item: &Yaml, builder: &mut Builder<'_>) -> Result<Sanitizer, RuleError> {
    known(item, &["exact", "by-side-effect"])?;
    Ok(Sanitizer {
        formula: Shared::read(item, builder)?,
        exact: flag(item, "exact", false)?,
        side_effect: flag(item, "by-side-effect", false)?,
    })
}

fn propagator(
    item: &Yaml,
    builder: &mut Builder<'_>,
    labels: &mut Vec<String>,
) -> Result<Propagator, RuleError> {
    let more = [
        "from",
        "to",
        "by-side-effect",
        "requires",
        "label",
        "replace-labels",
    ];
    known(item, &more)?;
    let formula = builder.formula(item, 0)?;
    let mut var = |key: &str| {
        let value = item
            .get(key)
            .ok_or_else(|| error(item.line, format!("`{key}` is missing")))?;
        builder.var(value.text().unwrap_or_default(), value.line)
    };
    let (from, to) = (var("from")?, var("to")?);
    let label = item.get("label").and_then(Yaml::text);
    let replace = item.get("replace-labels").and_then(Yaml::texts);
    Ok(Propagator {
        formula,
        from,
        to,
        side_effect: flag(item, "by-side-effect", true)?,
        requires: requires(item, labels)?,
        label: label.map(|label| label_number(label, labels)),
        replace: replace.map(|names| {
            names
                .iter()
                .map(|name| label_number(name, labels))
                .collect()
        }),
    })
}

fn requires(item: &Yaml, labels: &mut Vec<String>) -> Result<Option<Requires>, RuleError> {
    let Some(value) = item.get("requires") else {
        return Ok(None);
    };
    let Some(text) = value.text() else {
        let why =
            "`requires` by metavariable is for sinks only: here it is an expression over labels";
        return Err(error(value.line, why));
    };
    Requires::read(text, &mut |name| label_number(name, labels))
        .map(Some)
        .map_err(|why| error(value.line, why))
}

/// `requires: [{$X: A}, {$Y: B}]` of a sink; nothing where it is one expression or is not there.
fn each(
    item: &Yaml,
    builder: &mut Builder<'_>,
    labels: &mut Vec<String>,
) -> Result<Vec<(Var, Requires)>, RuleError> {
    let entries = item.get("requires").and_then(Yaml::list);
    let mut each = Vec::new();
    for entry in entries.unwrap_or_default() {
        let Some([(name, line, value)]) = entry.map() else {
            let why = "each entry of `requires` is a metavariable and what it requires";
            return Err(error(entry.line, why));
        };
        let var = builder.var(name, *line)?;
        let text = value.text().unwrap_or_default();
        let requires = Requires::read(text, &mut |name| label_number(name, labels));
        each.push((var, requires.map_err(|why| error(*line, why))?));
    }
    Ok(each)
}

pub(super) fn label_number(name: &str, labels: &mut Vec<String>) -> u16 {
    if let Some(known) = labels.iter().position(|label| label == name) {
        return known as u16;
    }
    labels.push(name.to_string());
    (labels.len() - 1) as u16
}

fn flag(item: &Yaml, key: &str, default: bool) -> Result<bool, RuleError> {
    match item.get(key) {
        None => Ok(default),
        Some(value) => match value.text() {
            Some("true") => Ok(true),
            Some("false") => Ok(false),
            _ => Err(error(value.line, format!("`{key}` is true or false"))),
        },
    }
}

/// Whether a formula's ranges are those of metavariables.
fn focused(formula: &Formula) -> bool {
    match formula {
        Formula::Pattern(pattern) => matches!(pattern.root, Pat::Meta(_) | Pat::Any),
        Formula::Regex(..) | Formula::Generic(_) => false,
        Formula::Any(any) => any.iter().any(focused),
        Formula::All(all) => {
            let All {
                positives, focus, ..
            } = all.as_ref();
            !focus.is_empty() || positives.iter().any(focused)
        }
    }
}
