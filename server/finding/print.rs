//! Fingerprints: names of findings that survive moved lines. Reads findings and no files.

use super::Finding;
use sha2::{Digest, Sha256};
use std::collections::{HashMap, HashSet};

/// Names a finding by rule, path, the items around it and the code it stands on with white space
/// folded, so that it survives moved lines; `ordinal` counts equal ones in a file from 0. 32
/// hexadecimal digits.
pub fn fingerprint(finding: &Finding, ordinal: usize) -> String {
    let folded: Vec<&str> = finding.excerpt.split_whitespace().collect();
    let mut hash = Sha256::new();
    for part in [
        &finding.rule,
        &finding.path.to_string_lossy().replace('\\', "/"),
        &finding.symbol,
        &folded.join(" "),
    ] {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    hash.update((ordinal as u64).to_le_bytes());
    hash.finalize()[..16]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// Sorts by path and place, drops repeated ones and gives a fingerprint to those without. Those
/// that have one keep it: it was counted among all findings of the file, of which some may be left
/// out by now.
pub fn finish(findings: &mut Vec<Finding>) {
    findings.sort_by(|a, b| {
        (&a.path, a.range.start, a.range.end, &a.rule).cmp(&(
            &b.path,
            b.range.start,
            b.range.end,
            &b.rule,
        ))
    });
    findings.dedup_by(|a, b| a.path == b.path && a.range == b.range && a.rule == b.rule);
    let known = findings.iter().map(|finding| finding.fingerprint.clone());
    let mut known: HashSet<String> = known.filter(|print| !print.is_empty()).collect();
    let mut next: HashMap<String, usize> = HashMap::new();
    for finding in findings {
        if !finding.fingerprint.is_empty() {
            continue;
        }
        let ordinal = next.entry(fingerprint(finding, 0)).or_insert(0);
        loop {
            let print = fingerprint(finding, *ordinal);
            *ordinal += 1;
            if known.insert(print.clone()) {
                finding.fingerprint = print;
                break;
            }
        }
    }
}
