//! Conditions on metavariables: from YAML, and held against what they are bound to.

use super::analyze::Analyzer;
use super::code::Code;
use super::compare::{self, Comparison};
use super::compile::{Builder, Kind, POSITIVE, RuleError, error, metavariable, only, required};
use super::dialect::Dialect;
use super::formula::{Evaluator, Formula, Hit, lookup};
use super::groups::{Group, captured};
use super::matcher::{Bound, Env, Matcher};
use super::names::Names;
use super::pattern::Var;
use super::regexes::{Groups, Lazy};
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
    Regex(Var, Lazy, bool, Vec<Group>),
    /// `metavariable-pattern`: matches somewhere in the code, or in the text of a string where it is for
    /// text without a grammar.
    Pattern(Var, Formula, Option<Kind>),
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
                let groups = self.groups(&regex, value.line)?;
                let constant = constant == Some("true");
                Ok(Condition::Regex(var, regex, constant, groups))
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
            numbered: self.numbered,
            trusted: self.trusted,
        };
        let Some(language) = language.filter(|_| Kind::named(name).is_none()) else {
            let formula = inner.formula(value, depth + 1)?;
            return Ok(Condition::Pattern(var, formula, Kind::named(name)));
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

    /// The hit, with what the condition binds, once for each way in which it holds.
    pub(super) fn met(&self, condition: &Condition, hit: Hit) -> Vec<Hit> {
        let added = match condition {
            Condition::Regex(var, _, constant, groups) if !groups.is_empty() => {
                let bound = lookup(&hit.env, *var);
                let found = bound.and_then(|bound| {
                    let found = self.begins(condition, bound)?;
                    // A constant's text stands somewhere else.
                    let groups: &[Group] = if *constant { &[] } else { groups };
                    Some(captured(&found, groups, bound.bytes.start))
                });
                found.into_iter().collect()
            }
            Condition::Pattern(var, formula, kind) => {
                let bound = lookup(&hit.env, *var);
                bound.map_or(Vec::new(), |bound| self.inside(formula, *kind, bound, &hit))
            }
            _ if self.holds(condition, &hit) => return vec![hit],
            _ => return Vec::new(),
        };
        let mut hits: Vec<Hit> = Vec::new();
        for env in added {
            if let Some(env) = self.merge(&hit.env, &env)
                && !hits.iter().any(|known| known.env == env)
            {
                let bytes = hit.bytes.clone();
                hits.push(Hit { bytes, env });
            }
        }
        hits
    }

    fn holds(&self, condition: &Condition, hit: &Hit) -> bool {
        let bound = |var: &Var| lookup(&hit.env, *var);
        match condition {
            Condition::Regex(var, ..) => {
                bound(var).is_some_and(|bound| self.begins(condition, bound).is_some())
            }
            // `met` sees to it.
            Condition::Pattern(..) => true,
            Condition::Embedded(var, dialect, settings, formula) => bound(var)
                .is_some_and(|bound| self.found_embedded(dialect, *settings, formula, bound)),
            Condition::Compare(comparison, base, strip) => {
                let code = |var| self.matcher.value(bound(&var)?, *base, *strip);
                comparison.holds(&code, &|found| self.matcher.sure(found))
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

    /// Where a regular expression and its groups match from the start of the code on.
    fn begins(&self, condition: &Condition, bound: &Bound) -> Option<Groups> {
        let Condition::Regex(_, regex, constant, _) = condition else {
            return None;
        };
        let known = self.matcher.constant_text(bound).filter(|_| *constant);
        let text = known.unwrap_or_else(|| self.matcher.code.slice(bound.bytes.clone()));
        self.matcher.spend(text.len());
        self.matcher.sure(regex.at_start(text))
    }

    /// What a formula binds in the code of a metavariable, looked at by itself.
    fn inside(&self, formula: &Formula, kind: Option<Kind>, bound: &Bound, hit: &Hit) -> Vec<Env> {
        let region = match kind {
            None => bound.bytes.clone(),
            // An expression that is no string has no text of its own.
            Some(Kind::Regex) if !bound.text && !self.matcher.quoted(bound) => return Vec::new(),
            Some(_) => self.matcher.content_bytes(bound),
        };
        let inner = Evaluator {
            matcher: Matcher { ..self.matcher },
            region: Some(region),
        };
        let hits = match formula {
            Formula::All(all) if all.positives.is_empty() && all.insides.is_empty() => {
                let whole = Hit {
                    bytes: bound.bytes.clone(),
                    env: hit.env.clone(),
                };
                inner.narrow(all, vec![whole])
            }
            formula => inner.eval(formula),
        };
        hits.into_iter().map(|hit| hit.env).collect()
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
            region: None,
        };
        !inner.eval(formula).is_empty()
    }
}
