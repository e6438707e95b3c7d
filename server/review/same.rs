//! Findings of several rules that are one remark to a reader. Reads findings alone.

use super::judge::plain;
use crate::finding::Finding;

/// Leaves of findings in one file that overlap and name a common weakness the worst, of equals the
/// surest, of these the one that shows how the data gets there. The order is kept.
pub(super) fn distinct(findings: &mut Vec<Finding>) {
    let rank = |found: &Finding| (found.severity, found.confidence, !found.flow.is_empty());
    let mut order: Vec<usize> = (0..findings.len()).collect();
    order.sort_by_key(|at| std::cmp::Reverse(rank(&findings[*at])));
    let mut keep: Vec<usize> = Vec::new();
    for at in order {
        let known = |other: &usize| same(&findings[at], &findings[*other]);
        if !keep.iter().any(known) {
            keep.push(at);
        }
    }
    keep.sort_unstable();
    let mut at = 0;
    findings.retain(|_| {
        at += 1;
        keep.binary_search(&(at - 1)).is_ok()
    });
}

fn same(a: &Finding, b: &Finding) -> bool {
    let overlap = a.range.start < b.range.end && b.range.start < a.range.end;
    let shared = |cwe: &String| b.cwe.iter().any(|own| plain(own) == plain(cwe));
    a.path == b.path && overlap && a.cwe.iter().any(shared)
}
