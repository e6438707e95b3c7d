//! Remarks of the model made into findings, and put together with those of the lints.

use super::change::File;
use super::parse::Remark;
use crate::finding::{Confidence, Finding, Origin, Place, finish};

/// A remark that was not knocked down.
pub(super) struct Stood {
    /// Index of the file.
    pub file: usize,
    /// The rule it is of, where that is not its kind.
    pub rule: Option<String>,
    pub remark: Remark,
    pub confidence: Confidence,
}

/// Puts remarks and lint findings together. A remark on a line where a lint stands becomes the
/// explanation of that lint; the others become findings of their own. Sorted, with fingerprints.
pub(super) fn merge(files: &[File], lints: &[Finding], remarks: Vec<Stood>) -> Vec<Finding> {
    let mut findings = lints.to_vec();
    for stood in remarks {
        let (file, remark) = (&files[stood.file], stood.remark);
        let lint = findings.iter_mut().find(|finding| {
            finding.origin == Origin::Lint
                && finding.path == file.shown
                && (finding.start.line..=finding.end.line).contains(&remark.line)
        });
        match lint {
            Some(lint) if lint.explanation.is_none() => lint.explanation = Some(said(&remark)),
            Some(_) => {}
            None => findings.push(finding(file, remark, stood.rule, stood.confidence)),
        }
    }
    finish(&mut findings);
    findings
}

fn said(remark: &Remark) -> String {
    format!("{} {}", remark.message, remark.fix)
        .trim_end()
        .to_string()
}

fn finding(file: &File, remark: Remark, rule: Option<String>, confidence: Confidence) -> Finding {
    let text = &file.document.text;
    let range = text.line_range(remark.line - 1);
    let excerpt = text.slice(range.clone());
    let indent = excerpt.len() - excerpt.trim_start().len();
    let content = excerpt.trim_end().len();
    let tree = file.document.tree();
    let symbol = tree.map_or_else(String::new, |tree| tree.symbol(text, range.clone()));
    let place = |bytes: usize| Place {
        line: remark.line,
        column: excerpt[..bytes].chars().count() + 1,
    };
    Finding {
        rule: rule.unwrap_or_else(|| remark.kind.rule().to_string()),
        origin: Origin::Model,
        severity: remark.severity,
        confidence,
        message: remark.message,
        path: file.shown.clone(),
        range: range.start + indent..range.start + content,
        start: place(indent),
        end: place(content),
        cwe: Vec::new(),
        references: Vec::new(),
        fix: None,
        explanation: (!remark.fix.is_empty()).then_some(remark.fix),
        flow: Vec::new(),
        symbol,
        judgement: None,
        suppression: None,
        quoted: Vec::new(),
        fingerprint: String::new(),
        excerpt,
    }
}
