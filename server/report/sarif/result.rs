//! One finding as a SARIF result.

use super::ROOT;
use super::rule::{Catalogue, level};
use crate::finding::{Finding, Fix, Place, Silencer, Step, Suppression};
use crate::report::place::{places, uri};
use serde_json::{Value, json};
use std::path::Path;

pub(super) fn result(finding: &Finding, catalogue: &Catalogue, suppressions: bool) -> Value {
    let mut result = json!({
        "ruleId": finding.rule,
        "ruleIndex": catalogue.index(&finding.rule),
        "level": level(finding.severity),
        "message": { "text": message(finding) },
        "locations": [location(finding)],
        "partialFingerprints": {
            // GitHub tells an alert by this one; the number behind the colon tells equal lines apart,
            // which our fingerprint does already.
            "primaryLocationLineHash": format!("{}:1", finding.fingerprint),
            "inglenook/v1": finding.fingerprint,
        },
    });
    let taxa = catalogue.taxa(&finding.cwe);
    if !taxa.is_empty() {
        result["taxa"] = json!(taxa);
    }
    if let Some(source) = finding.flow.first() {
        result["codeFlows"] = json!([{
            "threadFlows": [{ "locations": flow(finding) }],
        }]);
        let mut related = step(source);
        related["id"] = json!(1);
        result["relatedLocations"] = json!([related]);
    }
    if let Some(fix) = &finding.fix
        && let Some(change) = change(finding, fix)
    {
        result["fixes"] = json!([{
            "description": { "text": "Replace the code" },
            "artifactChanges": [change],
        }]);
    }
    if suppressions {
        let list: Vec<Value> = finding.suppression.iter().map(suppression).collect();
        result["suppressions"] = json!(list);
    }
    result["properties"] = json!({
        "severity": finding.severity.name(),
        "confidence": finding.confidence.name(),
        "origin": finding.origin,
    });
    result
}

fn message(finding: &Finding) -> String {
    match &finding.explanation {
        Some(words) => format!("{}\n\nThe model: {words}", finding.message),
        None => finding.message.clone(),
    }
}

fn artifact(path: &Path) -> Value {
    let uri = uri(path);
    match path.is_absolute() {
        true => json!({ "uri": uri }),
        false => json!({ "uri": uri, "uriBaseId": ROOT }),
    }
}

fn region(start: Place, end: Place) -> Value {
    json!({
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
    })
}

fn physical(path: &Path, (start, end): (Place, Place), excerpt: &str) -> Value {
    let mut physical = json!({
        "artifactLocation": artifact(path),
        "region": region(start, end),
    });
    let Some(code) = marked(excerpt, start, end) else {
        return physical;
    };
    physical["region"]["snippet"] = json!({ "text": code });
    // The lines around the region, where they are more than the region itself.
    if code != excerpt {
        physical["contextRegion"] = json!({
            "startLine": start.line,
            "endLine": end.line,
            "snippet": { "text": excerpt },
        });
    }
    physical
}

/// What a region holds of whole lines; `None` when the excerpt holds no whole lines.
fn marked(excerpt: &str, start: Place, end: Place) -> Option<&str> {
    let offset = |place: Place| {
        let above = place.line.checked_sub(start.line)?;
        let line_start = match above {
            0 => 0,
            _ => excerpt.match_indices('\n').nth(above - 1)?.0 + 1,
        };
        let line = excerpt[line_start..].split('\n').next().unwrap_or_default();
        let mut columns = line.char_indices().map(|(at, _)| at).chain([line.len()]);
        Some(line_start + columns.nth(place.column.checked_sub(1)?)?)
    };
    let (from, to) = (offset(start)?, offset(end)?);
    let lines = excerpt.lines().count() == end.line - start.line + 1;
    (lines && from < to).then(|| &excerpt[from..to])
}

fn location(finding: &Finding) -> Value {
    let mut location = json!({
        "physicalLocation": physical(&finding.path, (finding.start, finding.end), &finding.excerpt),
    });
    if !finding.symbol.is_empty() {
        location["logicalLocations"] = json!([{ "fullyQualifiedName": finding.symbol }]);
    }
    location
}

fn step(step: &Step) -> Value {
    json!({
        "physicalLocation": physical(&step.path, (step.start, step.end), &step.excerpt),
        "message": { "text": step.note },
    })
}

fn flow(finding: &Finding) -> Vec<Value> {
    let locations = finding
        .flow
        .iter()
        .map(|one| json!({ "location": step(one) }));
    locations.collect()
}

fn change(finding: &Finding, fix: &Fix) -> Option<Value> {
    let (start, end) = places(finding, &fix.range)?;
    Some(json!({
        "artifactLocation": artifact(&finding.path),
        "replacements": [{
            "deletedRegion": region(start, end),
            "insertedContent": { "text": fix.replacement },
        }],
    }))
}

fn suppression(suppression: &Suppression) -> Value {
    let kind = match suppression.by {
        Silencer::Comment => "inSource",
        Silencer::Baseline => "external",
    };
    let mut said = json!({ "kind": kind, "status": "accepted" });
    let reason = match (&suppression.reason, suppression.by) {
        (Some(reason), _) => Some(reason.clone()),
        (None, Silencer::Baseline) => Some("It stands in the baseline file.".to_string()),
        (None, Silencer::Comment) => None,
    };
    let justification = match (reason, suppression.until) {
        (Some(reason), Some(day)) => Some(format!("{reason} (until {day})")),
        (None, Some(day)) => Some(format!("until {day}")),
        (reason, None) => reason,
    };
    if let Some(justification) = justification {
        said["justification"] = json!(justification);
    }
    said
}
