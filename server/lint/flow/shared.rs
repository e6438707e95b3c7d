//! Formulas that stand in several taint rules, as the shared lists do: looked for once in a file.

use super::super::compile::{Builder, POSITIVE, RuleError};
use super::super::formula::{Evaluator, Formula, Hit};
use super::super::pattern::Var;
use super::super::settings::Settings;
use super::super::yaml::{Value, Yaml};
use std::cell::RefCell;
use std::collections::HashMap;
use std::fmt::Write;

/// A formula, and what makes it the same as one of another rule.
#[derive(Debug)]
pub(super) struct Shared {
    pub formula: Formula,
    /// All that it was made of.
    key: String,
    /// Its metavariables as the rule numbers them, in the order in which they stand in it.
    vars: Vec<Var>,
}

/// What formulas found in one file, their metavariables by their place in the formula.
#[derive(Default)]
pub(in crate::lint) struct Known(RefCell<HashMap<String, Vec<Hit>>>);

impl Shared {
    /// Compiles the one formula of an item.
    pub fn read(item: &Yaml, builder: &mut Builder<'_>) -> Result<Self, RuleError> {
        let formula = builder.formula(item, 0)?;
        let mut key = String::new();
        if builder.settings != Settings::default() {
            // Writing to a text cannot fail.
            write!(key, "{:?}", builder.settings).expect("a text takes all");
        }
        for (name, _, value) in item.map().unwrap_or_default() {
            if POSITIVE.contains(&name.as_str()) {
                entry(name, value, &mut key);
            }
        }
        let mut vars: Vec<Var> = Vec::new();
        for name in names(&key) {
            let number = builder.vars.0.iter().position(|known| known == name);
            let number = number.map(|number| number as Var);
            vars.extend(number.filter(|number| !vars.contains(number)));
        }
        Ok(Self { formula, key, vars })
    }

    /// All its hits, in no order.
    pub fn hits(&self, evaluator: &Evaluator<'_>, known: &Known) -> Vec<Hit> {
        if let Some(hits) = known.0.borrow().get(&self.key) {
            let own = |var: Var| self.vars.get(usize::from(var)).copied();
            if let Some(hits) = numbered(hits, &own) {
                return hits;
            }
        }
        let hits = evaluator.eval(&self.formula);
        let place = |var: Var| self.vars.iter().position(|own| *own == var);
        let kept = numbered(&hits, &|var| place(var).map(|place| place as Var));
        // Without steps left not all was found.
        if let Some(kept) = kept.filter(|_| evaluator.matcher.fuel.get() > 0) {
            known.0.borrow_mut().insert(self.key.clone(), kept);
        }
        hits
    }
}

/// The hits with other numbers for their metavariables; `None` when one has none.
fn numbered(hits: &[Hit], number: &dyn Fn(Var) -> Option<Var>) -> Option<Vec<Hit>> {
    let hit = |hit: &Hit| -> Option<Hit> {
        let bound = hit.env.iter();
        let env = bound.map(|(var, bound)| Some((number(*var)?, bound.clone())));
        Some(Hit {
            bytes: hit.bytes.clone(),
            env: env.collect::<Option<_>>()?,
        })
    };
    hits.iter().map(hit).collect()
}

fn entry(name: &str, value: &Yaml, out: &mut String) {
    // Lengths keep two values from being read as one.
    write!(out, "{}:{name}", name.len()).expect("a text takes all");
    match &value.value {
        Value::Text(text) => write!(out, "={}:{text}", text.len()).expect("a text takes all"),
        Value::List(items) => {
            out.push('[');
            items.iter().for_each(|item| entry("", item, out));
            out.push(']');
        }
        Value::Map(entries) => {
            out.push('{');
            for (name, _, value) in entries {
                entry(name, value, out);
            }
            out.push('}');
        }
    }
}

/// What may be the names of metavariables, `X` of `$X` and of `$...X`.
fn names(text: &str) -> impl Iterator<Item = &str> {
    text.split('$').skip(1).map(|rest| {
        let rest = rest.strip_prefix("...").unwrap_or(rest);
        let end = rest.find(|c: char| !(c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_'));
        &rest[..end.unwrap_or(rest.len())]
    })
}
