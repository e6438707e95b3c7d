//! The pattern operators of a rule, from YAML to a [`Formula`]. What is not supported is refused
//! by name and line; nothing is silently ignored.

use super::dialect::Dialect;
use super::formula::{All, Formula, Not};
use super::generic;
use super::groups::Group;
use super::pattern::{Var, Vars, compile};
use super::regexes::Lazy;
use super::settings::Settings;
use super::yaml::Yaml;
use std::sync::Arc;

/// What is wrong, and on which line of the rule's file.
#[derive(Debug)]
pub(super) struct RuleError {
    pub line: usize,
    pub why: String,
}

/// The operators that give ranges of their own.
pub(super) const POSITIVE: &[&str] = &["pattern", "patterns", "pattern-either", "pattern-regex"];
/// Nesting of operators that people write at most.
const MAX_DEPTH: usize = 20;

pub(super) fn error(line: usize, why: impl Into<String>) -> RuleError {
    RuleError {
        line,
        why: why.into(),
    }
}

/// Compiles operators for one language.
pub(super) struct Builder<'a> {
    pub dialect: &'a Dialect,
    /// All of them, for code inside strings.
    pub dialects: &'a [Arc<Dialect>],
    pub vars: &'a mut Vars,
    pub kind: Kind,
    pub settings: Settings,
    /// Inside `metavariable-pattern`, where the metavariable's code is what is looked at: an
    /// operator that only excludes may stand alone.
    pub given: bool,
    /// The rule's message or fix names groups of regular expressions by number.
    pub numbered: bool,
    /// A rule of ours, whose regular expressions a test compiles: here they wait for their first use.
    pub trusted: bool,
}

/// What patterns are held against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A syntax tree.
    Tree,
    /// Words and signs: `languages: [generic]`.
    Generic,
    /// The text alone: `languages: [regex]`.
    Regex,
}

impl Kind {
    /// The kind of rules for a language that is none.
    pub fn named(language: &str) -> Option<Self> {
        match language {
            "generic" => Some(Kind::Generic),
            "regex" | "none" => Some(Kind::Regex),
            _ => None,
        }
    }
}

impl Builder<'_> {
    /// The one positive operator among the keys of a mapping; other keys are the caller's to judge.
    pub fn formula(&mut self, yaml: &Yaml, depth: usize) -> Result<Formula, RuleError> {
        if depth > MAX_DEPTH {
            return Err(error(yaml.line, "operators are nested too deep"));
        }
        let entries = yaml
            .map()
            .ok_or_else(|| error(yaml.line, "expected a mapping with a pattern operator"))?;
        let mut found = None;
        for (key, line, value) in entries {
            if !POSITIVE.contains(&key.as_str()) {
                continue;
            }
            if found.is_some() {
                return Err(error(
                    *line,
                    format!("`{key}` beside another operator: put both under `patterns`"),
                ));
            }
            found = Some(self.operator(key, *line, value, depth)?);
        }
        found.ok_or_else(|| {
            error(
                yaml.line,
                "needs one of `pattern`, `patterns`, `pattern-either`, `pattern-regex`",
            )
        })
    }

    fn operator(
        &mut self,
        key: &str,
        line: usize,
        value: &Yaml,
        depth: usize,
    ) -> Result<Formula, RuleError> {
        match key {
            "pattern" => self.operand(value, depth),
            "pattern-regex" => self.search(value),
            "patterns" => self.all(value, line, depth),
            _ => {
                let items = list(key, value)?;
                let mut any = Vec::new();
                for item in items {
                    any.push(self.formula_only(item, depth + 1)?);
                }
                Ok(Formula::Any(any))
            }
        }
    }

    /// A mapping of one positive operator (`pattern-inside` counts as one here) and nothing else.
    fn formula_only(&mut self, yaml: &Yaml, depth: usize) -> Result<Formula, RuleError> {
        if let Some([(key, _, value)]) = yaml.map()
            && key == "pattern-inside"
        {
            return self.operand(value, depth);
        }
        for (key, line, _) in yaml.map().unwrap_or_default() {
            if !POSITIVE.contains(&key.as_str()) {
                return Err(error(*line, format!("`{key}` is not supported here")));
            }
        }
        self.formula(yaml, depth)
    }

    /// A pattern's text, or a mapping with operators.
    fn operand(&mut self, yaml: &Yaml, depth: usize) -> Result<Formula, RuleError> {
        match (yaml.text(), self.kind) {
            (Some(text), Kind::Tree) => compile(text, self.dialect, self.vars)
                .map(Formula::Pattern)
                .map_err(|why| error(yaml.line, why)),
            (Some(text), Kind::Generic) => {
                generic::compile(text, self.vars, self.settings.generic_ellipsis_max_span)
                    .map(Formula::Generic)
                    .map_err(|why| error(yaml.line, why))
            }
            (Some(_), Kind::Regex) => Err(error(
                yaml.line,
                "without a language only `pattern-regex` is supported",
            )),
            (None, _) => self.formula_only(yaml, depth + 1),
        }
    }

    fn all(&mut self, yaml: &Yaml, line: usize, depth: usize) -> Result<Formula, RuleError> {
        let mut all = All::default();
        for item in list("patterns", yaml)? {
            let Some([(key, line, value)]) = item.map() else {
                return Err(error(
                    item.line,
                    "each entry of `patterns` holds exactly one operator",
                ));
            };
            self.entry(&mut all, key, *line, value, depth)?;
        }
        if all.positives.is_empty() && all.insides.is_empty() && !self.given {
            return Err(error(line, "`patterns` needs a positive operator"));
        }
        Ok(Formula::All(Box::new(all)))
    }

    fn entry(
        &mut self,
        all: &mut All,
        key: &str,
        line: usize,
        value: &Yaml,
        depth: usize,
    ) -> Result<(), RuleError> {
        match key {
            "pattern-inside" => all.insides.push(self.operand(value, depth)?),
            "pattern-not" => all.nots.push((Not::Same, self.operand(value, depth)?)),
            "pattern-not-inside" => all.nots.push((Not::Inside, self.operand(value, depth)?)),
            "pattern-not-regex" => {
                let regex = Formula::Regex(self.regex(value, true)?, Vec::new());
                all.nots.push((Not::Overlap, regex));
            }
            "focus-metavariable" => {
                let names = value
                    .texts()
                    .ok_or_else(|| error(value.line, "expected a metavariable"))?;
                for name in names {
                    all.focus.push(self.var(&name, value.line)?);
                }
            }
            key if key.starts_with("metavariable-") => {
                let condition = self.condition(key, line, value, depth)?;
                all.conditions.push(condition);
            }
            key if POSITIVE.contains(&key) => {
                let formula = self.operator(key, line, value, depth + 1)?;
                all.positives.push(formula);
            }
            other => return Err(error(line, format!("`{other}` is not supported"))),
        }
        Ok(())
    }

    pub(super) fn regex(&self, yaml: &Yaml, multi_line: bool) -> Result<Lazy, RuleError> {
        let text = yaml
            .text()
            .ok_or_else(|| error(yaml.line, "expected a regular expression"))?;
        let regex = Lazy::new(text, multi_line);
        if !self.trusted {
            regex.check().map_err(|why| error(yaml.line, why))?;
        }
        Ok(regex)
    }

    fn search(&mut self, yaml: &Yaml) -> Result<Formula, RuleError> {
        let regex = self.regex(yaml, true)?;
        let groups = self.groups(&regex, yaml.line)?;
        Ok(Formula::Regex(regex, groups))
    }

    /// The metavariables that groups bind: those with a metavariable's name, and numbers where they are
    /// asked for.
    pub(super) fn groups(&mut self, regex: &Lazy, line: usize) -> Result<Vec<Group>, RuleError> {
        let mut groups = Vec::new();
        for (before, name) in regex.groups().into_iter().enumerate() {
            let index = before + 1;
            let name = name.filter(|name| metavariable(&format!("${name}")).is_some());
            let number = self.numbered.then(|| index.to_string());
            for (name, numbered) in [(name, false), (number, true)] {
                let Some(name) = name else { continue };
                let var = self.vars.var(&name).map_err(|why| error(line, why))?;
                groups.push(Group {
                    index,
                    var,
                    numbered,
                });
            }
        }
        Ok(groups)
    }

    pub(super) fn named(&mut self, yaml: &Yaml) -> Result<Var, RuleError> {
        let value = required(yaml, "metavariable")?;
        self.var(value.text().unwrap_or_default(), value.line)
    }

    pub fn var(&mut self, name: &str, line: usize) -> Result<Var, RuleError> {
        let bare = metavariable(name)
            .ok_or_else(|| error(line, format!("`{name}` is not a metavariable such as `$X`")))?;
        self.vars.var(bare).map_err(|why| error(line, why))
    }
}

/// The name in `$X` or `$...X`.
pub(super) fn metavariable(text: &str) -> Option<&str> {
    let name = text
        .strip_prefix("$...")
        .or_else(|| text.strip_prefix('$'))?;
    let clean = name
        .chars()
        .all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_');
    (clean && !name.is_empty()).then_some(name)
}

pub(super) fn required<'y>(yaml: &'y Yaml, key: &str) -> Result<&'y Yaml, RuleError> {
    yaml.get(key)
        .ok_or_else(|| error(yaml.line, format!("`{key}` is missing")))
}

fn list<'y>(key: &str, yaml: &'y Yaml) -> Result<&'y [Yaml], RuleError> {
    match yaml.list() {
        Some(items) if !items.is_empty() => Ok(items),
        _ => Err(error(
            yaml.line,
            format!("`{key}` holds a list of operators"),
        )),
    }
}

/// Refuses keys that are not among `known`.
pub(super) fn only(yaml: &Yaml, known: &[&str]) -> Result<(), RuleError> {
    let entries = yaml
        .map()
        .ok_or_else(|| error(yaml.line, "expected a mapping"))?;
    for (key, line, _) in entries {
        if !known.contains(&key.as_str()) {
            return Err(error(*line, format!("`{key}` is not supported")));
        }
    }
    Ok(())
}
