//! SARIF 2.1.0 as its readers take it, GitHub's code scanning first: rules with help and weaknesses,
//! flows, fixes, suppressions. Rules live in `rule`, results in `result`.

mod result;
mod rule;

use super::{Layout, Report};
use crate::finding::Finding;
use rule::Catalogue;
use serde_json::{Value, json};
use std::io::{self, Write};

/// Where the schema stands, named by each file of this version.
const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
/// Where the source is: the one address that relative paths are relative to.
const ROOT: &str = "%SRCROOT%";
/// GitHub takes no more results of one run.
const MAX_RESULTS: usize = 25_000;

pub(super) fn write(report: &Report, _: Layout, out: &mut dyn Write) -> io::Result<()> {
    let (shown, left_out) = shown(report);
    let catalogue = Catalogue::new(&report.rules, &shown);
    // Once one result says whether it is suppressed, all are to say it.
    let suppressions = shown.iter().any(|finding| finding.suppression.is_some());
    let results: Vec<Value> = shown
        .iter()
        .map(|finding| result::result(finding, &catalogue, suppressions))
        .collect();
    let mut notes = report.notes.clone();
    if left_out > 0 {
        notes.push(format!(
            "{left_out} findings of lower severity are left out: readers take {MAX_RESULTS} at most"
        ));
    }
    let document = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": {
                "driver": {
                    "name": env!("CARGO_PKG_NAME"),
                    "fullName": concat!("inglenook ", env!("CARGO_PKG_VERSION")),
                    "version": env!("CARGO_PKG_VERSION"),
                    "semanticVersion": env!("CARGO_PKG_VERSION"),
                    "supportedTaxonomies": [{ "name": "CWE", "index": 0 }],
                    "rules": catalogue.rules(),
                },
            },
            "automationDetails": { "id": format!("inglenook/{}/", report.command) },
            "originalUriBaseIds": {
                ROOT: { "description": { "text": "The folder that was checked." } },
            },
            "columnKind": "unicodeCodePoints",
            "invocations": [{
                "executionSuccessful": true,
                "toolExecutionNotifications": notes.iter().map(note).collect::<Vec<_>>(),
            }],
            "taxonomies": [catalogue.taxonomy()],
            "results": results,
        }],
    });
    serde_json::to_writer_pretty(&mut *out, &document)?;
    writeln!(out)
}

/// Open findings and suppressed ones in order of place, kept to what readers take; and how many were
/// left out, the least severe first.
fn shown(report: &Report) -> (Vec<&Finding>, usize) {
    let mut all: Vec<&Finding> = report.findings.iter().chain(&report.suppressed).collect();
    let left_out = all.len().saturating_sub(MAX_RESULTS);
    if left_out > 0 {
        all.sort_by_key(|finding| {
            (
                finding.suppression.is_some(),
                std::cmp::Reverse(finding.severity),
            )
        });
        all.truncate(MAX_RESULTS);
    }
    all.sort_by(|a, b| {
        (&a.path, a.range.start, a.range.end, &a.rule).cmp(&(
            &b.path,
            b.range.start,
            b.range.end,
            &b.rule,
        ))
    });
    (all, left_out)
}

fn note(note: &String) -> Value {
    json!({ "level": "note", "message": { "text": note } })
}
