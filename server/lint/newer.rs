//! The newer rule syntax (`match:`, `taint:`) written as the older one, which `compile` reads.

use super::compile::RuleError;
use super::yaml::{Value, Yaml};

/// Deepest nesting of operators.
const MAX_DEPTH: usize = 20;

fn error(line: usize, why: impl Into<String>) -> RuleError {
    RuleError {
        line,
        why: why.into(),
    }
}

fn text(line: usize, text: &str) -> Yaml {
    Yaml {
        line,
        value: Value::Text(text.to_string()),
    }
}

fn map(line: usize, entries: Vec<(&str, Yaml)>) -> Yaml {
    let entries = entries
        .into_iter()
        .map(|(key, value)| (key.to_string(), line, value))
        .collect();
    Yaml {
        line,
        value: Value::Map(entries),
    }
}

fn list(line: usize, items: Vec<Yaml>) -> Yaml {
    Yaml {
        line,
        value: Value::List(items),
    }
}

/// The rule with `match:` and `taint:` replaced; other rules as they are.
pub(super) fn older(rule: &Yaml) -> Result<Yaml, RuleError> {
    let Some(entries) = rule.map() else {
        return Ok(rule.clone());
    };
    let mut out = Vec::new();
    for (key, line, value) in entries {
        match key.as_str() {
            "match" => {
                let formula = operand(value, 0)?;
                for entry in formula.map().unwrap_or_default() {
                    out.push(entry.clone());
                }
            }
            "taint" => {
                out.push(("mode".to_string(), *line, text(*line, "taint")));
                out.extend(taint(value)?);
            }
            _ => out.push((key.clone(), *line, value.clone())),
        }
    }
    Ok(Yaml {
        line: rule.line,
        value: Value::Map(out),
    })
}

fn taint(yaml: &Yaml) -> Result<Vec<(String, usize, Yaml)>, RuleError> {
    let entries = yaml
        .map()
        .ok_or_else(|| error(yaml.line, "`taint` holds a mapping"))?;
    let mut out = Vec::new();
    for (key, line, value) in entries {
        if !["sources", "sinks", "sanitizers", "propagators"].contains(&key.as_str()) {
            return Err(error(*line, format!("`{key}` is not supported in `taint`")));
        }
        let items = value
            .list()
            .ok_or_else(|| error(value.line, format!("`{key}` holds a list")))?;
        let items: Result<Vec<Yaml>, RuleError> =
            items.iter().map(|item| operand(item, 0)).collect();
        out.push((format!("pattern-{key}"), *line, list(value.line, items?)));
    }
    Ok(out)
}

/// One operand to a mapping with one older operator; keys that are no operators are kept.
fn operand(yaml: &Yaml, depth: usize) -> Result<Yaml, RuleError> {
    if depth > MAX_DEPTH {
        return Err(error(yaml.line, "operators are nested too deep"));
    }
    if yaml.text().is_some() {
        return Ok(map(yaml.line, vec![("pattern", yaml.clone())]));
    }
    let entries = yaml
        .map()
        .ok_or_else(|| error(yaml.line, "expected a pattern or a mapping"))?;
    let conditions = yaml.get("where");
    let mut formula: Option<Yaml> = None;
    let mut others = Vec::new();
    for (key, line, value) in entries {
        let made = match key.as_str() {
            "pattern" => map(*line, vec![("pattern", value.clone())]),
            "regex" => map(*line, vec![("pattern-regex", value.clone())]),
            "all" => map(*line, vec![("patterns", all(value, depth)?)]),
            "any" => {
                let items = items(value)?;
                let any: Result<Vec<Yaml>, RuleError> =
                    items.iter().map(|item| operand(item, depth + 1)).collect();
                map(*line, vec![("pattern-either", list(value.line, any?))])
            }
            "inside" => {
                let inside = map(*line, vec![("pattern-inside", operand(value, depth + 1)?)]);
                map(*line, vec![("patterns", list(*line, vec![inside]))])
            }
            "where" => continue,
            "not" => return Err(error(*line, "`not` stands alone here: put it under `all`")),
            _ => {
                others.push((key.clone(), *line, value.clone()));
                continue;
            }
        };
        if formula.replace(made).is_some() {
            return Err(error(*line, format!("`{key}` beside another operator")));
        }
    }
    let mut formula = formula.ok_or_else(|| {
        error(
            yaml.line,
            "needs one of `pattern`, `regex`, `all`, `any`, `inside`",
        )
    })?;
    if let Some(conditions) = conditions {
        let mut parts = match formula.get("patterns").and_then(Yaml::list) {
            Some(parts) => parts.to_vec(),
            None => vec![formula.clone()],
        };
        for condition in items(conditions)? {
            parts.push(condition_of(condition, depth)?);
        }
        formula = map(yaml.line, vec![("patterns", list(yaml.line, parts))]);
    }
    if let Value::Map(entries) = &mut formula.value {
        entries.extend(others);
    }
    Ok(formula)
}

fn items(yaml: &Yaml) -> Result<&[Yaml], RuleError> {
    yaml.list()
        .ok_or_else(|| error(yaml.line, "expected a list"))
}

/// The entries of `all`.
fn all(yaml: &Yaml, depth: usize) -> Result<Yaml, RuleError> {
    let mut out = Vec::new();
    for item in items(yaml)? {
        let line = item.line;
        let made = match item.map() {
            Some([(key, _, value)]) if key == "inside" => {
                map(line, vec![("pattern-inside", operand(value, depth + 1)?)])
            }
            Some([(key, _, value)]) if key == "not" => match value.map() {
                Some([(key, _, value)]) if key == "inside" => map(
                    line,
                    vec![("pattern-not-inside", operand(value, depth + 1)?)],
                ),
                Some([(key, _, value)]) if key == "regex" => {
                    map(line, vec![("pattern-not-regex", value.clone())])
                }
                _ => map(line, vec![("pattern-not", operand(value, depth + 1)?)]),
            },
            _ => operand(item, depth + 1)?,
        };
        out.push(made);
    }
    Ok(list(yaml.line, out))
}

/// One entry of `where`.
fn condition_of(yaml: &Yaml, depth: usize) -> Result<Yaml, RuleError> {
    let line = yaml.line;
    if let Some(focus) = yaml.get("focus") {
        return Ok(map(line, vec![("focus-metavariable", focus.clone())]));
    }
    let metavariable = yaml.get("metavariable");
    let with = |key: &'static str, value: Yaml| match metavariable {
        Some(name) => map(line, vec![("metavariable", name.clone()), (key, value)]),
        None => map(line, vec![(key, value)]),
    };
    if let Some(value) = yaml.get("comparison") {
        let mut inner = with("comparison", value.clone());
        if let Value::Map(entries) = &mut inner.value {
            for key in ["base", "strip"] {
                if let Some(value) = yaml.get(key) {
                    entries.push((key.to_string(), line, value.clone()));
                }
            }
        }
        return Ok(map(line, vec![("metavariable-comparison", inner)]));
    }
    let (Some(name), Some(entries)) = (metavariable, yaml.map()) else {
        return Err(error(
            line,
            "a condition names a `metavariable`, `focus` or `comparison`",
        ));
    };
    if let Some(value) = yaml.get("analyzer") {
        let inner = with("analyzer", value.clone());
        return Ok(map(line, vec![("metavariable-analysis", inner)]));
    }
    if let Some(value) = yaml.get("regex")
        && entries.len() == 2
    {
        let inner = with("regex", value.clone());
        return Ok(map(line, vec![("metavariable-regex", inner)]));
    }
    let rest: Vec<(String, usize, Yaml)> = entries
        .iter()
        .filter(|(key, _, _)| key != "metavariable")
        .cloned()
        .collect();
    let mut inner = operand(
        &Yaml {
            line,
            value: Value::Map(rest),
        },
        depth + 1,
    )?;
    if let Value::Map(entries) = &mut inner.value {
        entries.push(("metavariable".to_string(), line, name.clone()));
    }
    Ok(map(line, vec![("metavariable-pattern", inner)]))
}
