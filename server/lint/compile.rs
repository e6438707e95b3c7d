//! The pattern operators of a rule, from YAML to a [`Formula`]. What is not supported is refused
//! by name and line; nothing is silently ignored.

use super::compare::{Comparison, number};
use super::dialect::Dialect;
use super::formula::{All, Condition, Formula, Not};
use super::pattern::{Var, Vars, compile};
use super::yaml::Yaml;
use regex::{Regex, RegexBuilder};

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
/// Size of a compiled regular expression in bytes: one rule may not take all memory.
const MAX_REGEX: usize = 4 << 20;

fn error(line: usize, why: impl Into<String>) -> RuleError {
    RuleError {
        line,
        why: why.into(),
    }
}

/// Compiles operators for one language.
pub(super) struct Builder<'a> {
    pub dialect: &'a Dialect,
    pub vars: &'a mut Vars,
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
            "pattern-regex" => Ok(Formula::Regex(regex(value, true)?)),
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
        match yaml.text() {
            Some(text) => compile(text, self.dialect, self.vars)
                .map(Formula::Pattern)
                .map_err(|why| error(yaml.line, why)),
            None => self.formula_only(yaml, depth + 1),
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
        if all.positives.is_empty() && all.insides.is_empty() {
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
                let regex = Formula::Regex(regex(value, true)?);
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
            "metavariable-regex" => {
                only(value, &["metavariable", "regex"])?;
                let var = self.named(value)?;
                let regex = regex(required(value, "regex")?, false)?;
                all.conditions.push(Condition::Regex(var, regex));
            }
            "metavariable-pattern" => {
                let mut known = vec!["metavariable"];
                known.extend(POSITIVE);
                only(value, &known)?;
                let var = self.named(value)?;
                let formula = self.formula(value, depth + 1)?;
                all.conditions.push(Condition::Pattern(var, formula));
            }
            "metavariable-comparison" => {
                only(value, &["metavariable", "comparison"])?;
                all.conditions.push(self.comparison(value)?);
            }
            key if POSITIVE.contains(&key) => {
                let formula = self.operator(key, line, value, depth + 1)?;
                all.positives.push(formula);
            }
            other => return Err(error(line, format!("`{other}` is not supported"))),
        }
        Ok(())
    }

    /// `$X < 10`: one metavariable against one number.
    fn comparison(&mut self, yaml: &Yaml) -> Result<Condition, RuleError> {
        let value = required(yaml, "comparison")?;
        let text = value.text().unwrap_or_default().trim();
        let refuse = || {
            error(
                value.line,
                format!("comparison `{text}` is not supported: only `$X < 10` and the like are"),
            )
        };
        const SIGNS: &[(&str, Comparison)] = &[
            ("<=", Comparison::LessOrEqual),
            (">=", Comparison::GreaterOrEqual),
            ("==", Comparison::Equal),
            ("!=", Comparison::NotEqual),
            ("<", Comparison::Less),
            (">", Comparison::Greater),
        ];
        let at = text.find(['<', '>', '=', '!']).ok_or_else(refuse)?;
        let (name, rest) = text.split_at(at);
        let (sign, comparison) = SIGNS
            .iter()
            .find(|(sign, _)| rest.starts_with(sign))
            .ok_or_else(refuse)?;
        let right = rest[sign.len()..].trim();
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '.' || c == '_' || c == '-';
        let than = number(right).filter(|_| right.chars().all(plain));
        let than = than.ok_or_else(refuse)?;
        let name = name.trim();
        if metavariable(name).is_none() {
            return Err(refuse());
        }
        let var = self.var(name, value.line)?;
        Ok(Condition::Compare(var, *comparison, than))
    }

    fn named(&mut self, yaml: &Yaml) -> Result<Var, RuleError> {
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
fn metavariable(text: &str) -> Option<&str> {
    let name = text
        .strip_prefix("$...")
        .or_else(|| text.strip_prefix('$'))?;
    let clean = name
        .chars()
        .all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_');
    (clean && !name.is_empty()).then_some(name)
}

fn required<'y>(yaml: &'y Yaml, key: &str) -> Result<&'y Yaml, RuleError> {
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

fn regex(yaml: &Yaml, multi_line: bool) -> Result<Regex, RuleError> {
    let text = yaml
        .text()
        .ok_or_else(|| error(yaml.line, "expected a regular expression"))?;
    RegexBuilder::new(text)
        .multi_line(multi_line)
        .size_limit(MAX_REGEX)
        .build()
        .map_err(|fault| {
            let why = fault.to_string();
            let last = why.lines().last().unwrap_or_default().trim();
            error(
                yaml.line,
                format!("the regular expression does not compile: {last}"),
            )
        })
}
