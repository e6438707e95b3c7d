//! Conditions on metavariables: from YAML, and held against what they are bound to.

use super::analyze::Analyzer;
use super::code::Code;
use super::compare::{self, Comparison, Value, number};
use super::compile::{Builder, Kind, POSITIVE, RuleError, error, metavariable, only, required};
use super::dialect::Dialect;
use super::formula::{Evaluator, Formula, Hit, lookup, within};
use super::matcher::{Bound, Matcher};
use super::names::Names;
use super::pattern::Var;
use super::regexes::Lazy;
use super::settings::Settings;
use super::yaml::Yaml;
use crate::syntax::Tree;
use crate::text::Text;
use std::sync::Arc;

/// Longest code inside a string that is parsed, in bytes.
const MAX_EMBEDDED: usize = 100_000;

#[derive(Debug)]
pub(super) enum Condition {
    /// `metavariable-regex`: matches from the start of the code, or of the text that it is constant
    /// for.
    Regex(Var, Lazy, bool),
    /// `metavariable-pattern`: matches somewhere in the code.
    Pattern(Var, Formula),
    /// The same in another language: in the string that the metavariable is bound to.
    Embedded(Var, Arc<Dialect>, Settings, Formula),
    /// `metavariable-comparison`, with the base of numbers and whether quotes are stripped.
    Compare(Comparison, u32, bool),
    /// `metavariable-analysis`
    Analysis(Var, Analyzer),
    /// `metavariable-type`: a name that is declared to be of one of these.
    Type(Var, Vec<String>),
}

impl Builder<'_> {
    pub(super) fn condition(
        &mut self,
        key: &str,
        line: usize,
        value: &Yaml,
        depth: usize,
    ) -> Result<Condition, RuleError> {
        match key {
            "metavariable-regex" => {
                only(value, &["metavariable", "regex", "constant-propagation"])?;
                let var = self.named(value)?;
                let regex = self.regex(required(value, "regex")?, false)?;
                let constant = value.get("constant-propagation").and_then(Yaml::text);
                Ok(Condition::Regex(var, regex, constant == Some("true")))
            }
            "metavariable-pattern" => self.inner(value, depth),
            "metavariable-comparison" => {
                only(value, &["metavariable", "comparison", "base", "strip"])?;
                self.comparison(value)
            }
            "metavariable-type" => {
                only(value, &["metavariable", "type", "types"])?;
                let var = self.named(value)?;
                let types = value.get("type").or(value.get("types"));
                let types = types
                    .and_then(Yaml::texts)
                    .ok_or_else(|| error(value.line, "`metavariable-type` needs `type`"))?;
                Ok(Condition::Type(var, types))
            }
            "metavariable-analysis" => {
                only(value, &["metavariable", "analyzer"])?;
                let var = self.named(value)?;
                let name = required(value, "analyzer")?;
                let text = name.text().unwrap_or_default();
                let analyzer = Analyzer::named(text).ok_or_else(|| {
                    error(name.line, format!("analyzer `{text}` is not supported"))
                })?;
                Ok(Condition::Analysis(var, analyzer))
            }
            other => Err(error(line, format!("`{other}` is not supported"))),
        }
    }

    fn inner(&mut self, value: &Yaml, depth: usize) -> Result<Condition, RuleError> {
        let mut known = vec!["metavariable", "language"];
        known.extend(POSITIVE);
        only(value, &known)?;
        let var = self.named(value)?;
        let language = value.get("language");
        let name = language.and_then(Yaml::text).unwrap_or_default();
        let mut inner = Builder {
            dialect: self.dialect,
            dialects: self.dialects,
            vars: self.vars,
            kind: Kind::named(name).unwrap_or(self.kind),
            settings: self.settings,
            given: true,
            trusted: self.trusted,
        };
        let Some(language) = language.filter(|_| Kind::named(name).is_none()) else {
            return Ok(Condition::Pattern(var, inner.formula(value, depth + 1)?));
        };
        let dialect = inner
            .dialects
            .iter()
            .find(|dialect| dialect.language.rule_ids.iter().any(|id| id == name))
            .ok_or_else(|| error(language.line, format!("language `{name}` is not supported")))?;
        inner.dialect = dialect;
        inner.kind = Kind::Tree;
        let formula = inner.formula(value, depth + 1)?;
        Ok(Condition::Embedded(
            var,
            dialect.clone(),
            self.settings,
            formula,
        ))
    }

    fn comparison(&mut self, yaml: &Yaml) -> Result<Condition, RuleError> {
        let value = required(yaml, "comparison")?;
        let text = value.text().unwrap_or_default();
        let read = compare::read(text, &mut |name| self.vars.var(metavariable(name)?).ok());
        let comparison =
            read.ok_or_else(|| error(value.line, format!("comparison `{text}` is not supported")))?;
        let base = match yaml.get("base") {
            None => 10,
            Some(base) => base
                .text()
                .and_then(|base| base.parse().ok())
                .filter(|base| (2..=36).contains(base))
                .ok_or_else(|| error(base.line, "`base` is a number from 2 to 36"))?,
        };
        let strip = yaml.get("strip").and_then(Yaml::text) == Some("true");
        Ok(Condition::Compare(comparison, base, strip))
    }
}

impl Evaluator<'_> {
    /// False when the condition will not hold whatever else the hit comes to bind.
    pub(super) fn may_hold(&self, condition: &Condition, hit: &Hit) -> bool {
        match condition {
            Condition::Regex(var, ..) if lookup(&hit.env, *var).is_some() => {
                self.holds(condition, hit)
            }
            _ => true,
        }
    }

    pub(super) fn holds(&self, condition: &Condition, hit: &Hit) -> bool {
        let bound = |var: &Var| lookup(&hit.env, *var);
        let text = |bound: &Bound| self.matcher.code.slice(bound.bytes.clone());
        match condition {
            Condition::Regex(var, regex, constant) => bound(var).is_some_and(|bound| {
                let known = self.matcher.constant_text(bound).filter(|_| *constant);
                let text = known.unwrap_or_else(|| text(bound));
                self.matcher.spend(text.len());
                let found = regex.get().and_then(|regex| regex.find(text));
                found.is_some_and(|found| found.start() == 0)
            }),
            Condition::Pattern(var, formula) => {
                bound(var).is_some_and(|bound| self.found_in(formula, bound, hit))
            }
            Condition::Embedded(var, dialect, settings, formula) => bound(var)
                .is_some_and(|bound| self.found_embedded(dialect, *settings, formula, bound)),
            Condition::Compare(comparison, base, strip) => {
                comparison.holds(&|var| self.value(bound(&var)?, *base, *strip))
            }
            Condition::Type(var, types) => bound(var).is_some_and(|bound| {
                let (code, names) = (self.matcher.code, self.matcher.names);
                let node = bound.nodes.start;
                !bound.nodes.is_empty() && types.iter().any(|ty| names.is_of(code, node, ty))
            }),
            Condition::Analysis(var, analyzer) => {
                bound(var).is_some_and(|bound| analyzer.finds(self.matcher.content(bound)))
            }
        }
    }

    fn found_in(&self, formula: &Formula, bound: &Bound, hit: &Hit) -> bool {
        let hits = match formula {
            Formula::All(all) if all.positives.is_empty() && all.insides.is_empty() => {
                let whole = Hit {
                    bytes: bound.bytes.clone(),
                    env: hit.env.clone(),
                };
                self.narrow(all, vec![whole])
            }
            formula => self.eval(formula),
        };
        hits.iter().any(|inner| {
            within(&inner.bytes, &bound.bytes) && self.merge(&hit.env, &inner.env).is_some()
        })
    }

    fn found_embedded(
        &self,
        dialect: &Dialect,
        settings: Settings,
        formula: &Formula,
        bound: &Bound,
    ) -> bool {
        let text = self.matcher.content(bound);
        if text.len() > MAX_EMBEDDED {
            return false;
        }
        let Some(tree) = Tree::parse(&dialect.language, &Text::new(text)) else {
            return false;
        };
        let code = Code::new(dialect, tree.root(), text);
        let names = Names::read(&code);
        let inner = Evaluator {
            matcher: Matcher {
                code: &code,
                names: &names,
                fuel: self.matcher.fuel,
                settings,
            },
        };
        !inner.eval(formula).is_empty()
    }

    /// A metavariable's code as a value to compare.
    fn value(&self, bound: &Bound, base: u32, strip: bool) -> Option<Value> {
        let code = self.matcher.code.slice(bound.bytes.clone());
        let quoted = code.starts_with(['"', '\'', '`']);
        let known = self.matcher.constant_text(bound);
        if !strip && (quoted || bound.text || known.is_some()) {
            let text = known.unwrap_or_else(|| self.matcher.content(bound));
            return Some(Value::Text(text.to_string()));
        }
        let bare = match strip {
            true => code.trim_matches(['"', '\'', '`']),
            false => code,
        };
        Some(match bare {
            "true" | "True" => Value::Bool(true),
            "false" | "False" => Value::Bool(false),
            _ => match number(bare, base) {
                Some(number) => Value::Number(number),
                None => Value::Text(bare.to_string()),
            },
        })
    }
}
