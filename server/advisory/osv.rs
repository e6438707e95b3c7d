//! An advisory in the form of OSV's schema 1.x, as OSV, GitHub, Go and PyPA publish it.

use super::version::{Affected, Span, Version};
use super::{Advisory, Ecosystem, cvss};
use crate::finding::Severity;
use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
struct Entry {
    id: String,
    #[serde(default)]
    summary: String,
    #[serde(default)]
    details: String,
    #[serde(default)]
    aliases: Vec<String>,
    #[serde(default)]
    withdrawn: Option<String>,
    #[serde(default)]
    affected: Vec<Part>,
    #[serde(default)]
    severity: Vec<Score>,
    #[serde(default)]
    references: Vec<Reference>,
    #[serde(default)]
    database_specific: Value,
}

#[derive(Deserialize)]
struct Part {
    #[serde(default)]
    package: Option<Name>,
    #[serde(default)]
    ranges: Vec<Range>,
    #[serde(default)]
    versions: Vec<String>,
    #[serde(default)]
    severity: Vec<Score>,
    #[serde(default)]
    ecosystem_specific: Value,
}

#[derive(Deserialize)]
struct Name {
    ecosystem: String,
    name: String,
}

#[derive(Deserialize)]
struct Range {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    events: Vec<Event>,
}

#[derive(Deserialize)]
struct Event {
    #[serde(default)]
    introduced: Option<String>,
    #[serde(default)]
    fixed: Option<String>,
    #[serde(default)]
    last_affected: Option<String>,
}

#[derive(Deserialize)]
struct Score {
    score: String,
}

#[derive(Deserialize)]
struct Reference {
    url: String,
}

/// Reads one file; nothing from JSON that is no advisory, nor from one that was withdrawn.
pub(super) fn read(text: &str) -> Result<Vec<Advisory>, String> {
    let value: Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
    if value.get("id").is_none() || value.get("affected").is_none() {
        return Ok(Vec::new());
    }
    let entry: Entry = serde_json::from_value(value).map_err(|error| error.to_string())?;
    if entry.withdrawn.is_some() {
        return Ok(Vec::new());
    }
    let mut advisories: Vec<Advisory> = Vec::new();
    for part in &entry.affected {
        let Some((name, ecosystem)) = part.package.as_ref().and_then(|package| {
            let ecosystem = Ecosystem::named(&package.ecosystem)?;
            Some((ecosystem.normal(&package.name), ecosystem))
        }) else {
            continue;
        };
        let affected = affected(part, ecosystem);
        let functions = functions(&part.ecosystem_specific);
        // A package with several lines of versions is listed several times.
        let same = |known: &&mut Advisory| known.package == name && known.ecosystem == ecosystem;
        if let Some(known) = advisories.iter_mut().find(same) {
            known.affected.spans.extend(affected.spans);
            known.affected.listed.extend(affected.listed);
            known.functions.extend(functions);
            continue;
        }
        advisories.push(advisory(&entry, part, name, ecosystem, affected, functions));
    }
    for advisory in &mut advisories {
        advisory.functions.sort();
        advisory.functions.dedup();
    }
    Ok(advisories)
}

fn advisory(
    entry: &Entry,
    part: &Part,
    package: String,
    ecosystem: Ecosystem,
    affected: Affected,
    functions: Vec<String>,
) -> Advisory {
    let first = entry.details.lines().find(|line| !line.trim().is_empty());
    let summary = match entry.summary.trim() {
        "" => first
            .unwrap_or("see the advisory")
            .trim_start_matches('#')
            .trim(),
        summary => summary,
    };
    let mut cwe = vec!["CWE-1395".to_string()];
    let listed = entry
        .database_specific
        .get("cwe_ids")
        .and_then(Value::as_array);
    cwe.extend(
        listed
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .map(String::from),
    );
    let page = format!("https://osv.dev/vulnerability/{}", entry.id);
    let others = entry
        .references
        .iter()
        .map(|reference| reference.url.clone());
    Advisory {
        id: entry.id.clone(),
        ecosystem,
        package,
        summary: summary.to_string(),
        affected,
        severity: severity(entry, part),
        functions,
        cwe,
        references: std::iter::once(page).chain(others).take(6).collect(),
        aliases: entry.aliases.clone(),
    }
}

/// By the CVSS vector, else by the database's own word, else high.
fn severity(entry: &Entry, part: &Part) -> Severity {
    let mut scores = part.severity.iter().chain(&entry.severity);
    if let Some(severity) = scores.find_map(|score| cvss::severity(&score.score)) {
        return severity;
    }
    let word = entry
        .database_specific
        .get("severity")
        .and_then(Value::as_str);
    match word.unwrap_or_default().to_uppercase().as_str() {
        "CRITICAL" => Severity::Critical,
        "MODERATE" | "MEDIUM" => Severity::Medium,
        "LOW" => Severity::Low,
        _ => Severity::High,
    }
}

fn affected(part: &Part, ecosystem: Ecosystem) -> Affected {
    let version = |text: &String| Version::parse(ecosystem, text);
    let mut affected = Affected {
        listed: part.versions.iter().filter_map(version).collect(),
        ..Affected::default()
    };
    // Ranges of commits say nothing about versions.
    for range in part.ranges.iter().filter(|range| range.kind != "GIT") {
        let mut open: Option<Span> = None;
        for event in &range.events {
            if let Some(introduced) = &event.introduced {
                affected.spans.extend(open.take());
                open = Some(Span {
                    // `0` is before every version, pre-releases too.
                    introduced: (introduced != "0").then(|| version(introduced)).flatten(),
                    fixed: None,
                    last: None,
                });
            }
            let Some(mut span) = open.take() else {
                continue;
            };
            if let Some(fixed) = &event.fixed {
                span.fixed = version(fixed);
                affected.spans.push(span);
            } else if let Some(last) = &event.last_affected {
                span.last = version(last);
                affected.spans.push(span);
            } else {
                open = Some(span);
            }
        }
        affected.spans.extend(open);
    }
    affected
}

/// Names of functions where a database gives them: Go lists symbols by import, RustSec's export
/// lists paths.
fn functions(specific: &Value) -> Vec<String> {
    let imports = specific.get("imports").and_then(Value::as_array);
    let symbols = imports
        .into_iter()
        .flatten()
        .filter_map(|import| import.get("symbols")?.as_array())
        .flatten();
    let affects = specific
        .pointer("/affects/functions")
        .and_then(Value::as_array);
    let listed = specific.get("affected_functions").and_then(Value::as_array);
    symbols
        .chain(affects.into_iter().flatten())
        .chain(listed.into_iter().flatten())
        .filter_map(Value::as_str)
        .map(String::from)
        .collect()
}
