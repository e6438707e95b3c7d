//! Between our terms and the protocol's: ranges, paths, severities. No state.

use crate::finding::{Finding, Origin, Severity};
use crate::text::{Encoding, Text, position};
use crate::workspace::Snapshot;
use serde_json::json;
use std::path::{Path, PathBuf};
use tower_lsp::lsp_types::{
    CodeDescription, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, Location,
    NumberOrString, Position, Range, Url,
};

/// Bytes of a text as a range of the protocol.
pub fn range(text: &Text, bytes: std::ops::Range<usize>, encoding: Encoding) -> Range {
    let place = |offset| {
        let place = position::position(text, offset, encoding);
        Position::new(place.line, place.character)
    };
    Range::new(place(bytes.start), place(bytes.end))
}

/// The local file of a URI; `None` for texts that are no files.
pub fn file(uri: &str) -> Option<PathBuf> {
    let url = Url::parse(uri).ok()?;
    (url.scheme() == "file").then(|| url.to_file_path().ok())?
}

/// The path by which a document may be kept out of prompts: that of its URI, file or not, so that
/// an unsaved `.env` and a notebook's cells are judged like files.
pub fn judged_path(uri: &str) -> PathBuf {
    if let Some(path) = file(uri) {
        return path;
    }
    let path = uri.split_once(':').map_or(uri, |(_, path)| path);
    let path = path.split(['?', '#']).next().unwrap_or(path);
    match Url::parse(&format!("file:///{}", path.trim_start_matches('/'))) {
        Ok(url) => url.to_file_path().unwrap_or_else(|()| PathBuf::from(path)),
        Err(_) => PathBuf::from(path),
    }
}

/// The path that findings of a document carry: relative to the root where it is below it.
pub fn shown_path(snapshot: &Snapshot, root: Option<&Path>) -> PathBuf {
    let Some(path) = &snapshot.path else {
        return judged_path(&snapshot.uri);
    };
    let relative = root.and_then(|root| path.strip_prefix(root).ok());
    relative.unwrap_or(path).to_path_buf()
}

/// What a client can show of a diagnostic.
#[derive(Clone, Copy, Debug, Default)]
pub struct DiagnosticSupport {
    pub code_description: bool,
    pub data: bool,
    pub related: bool,
}

/// A finding as a diagnostic of the document it was found in.
pub fn diagnostic(
    finding: &Finding,
    snapshot: &Snapshot,
    encoding: Encoding,
    support: DiagnosticSupport,
) -> Diagnostic {
    let text = &snapshot.text;
    let href = finding.references.first();
    let href = href.and_then(|reference| Url::parse(reference).ok());
    let data = support.data.then(|| {
        let fix = finding.fix.as_ref().map(|fix| {
            json!({
                "range": range(text, fix.range.clone(), encoding),
                "newText": fix.replacement,
            })
        });
        json!({ "fingerprint": finding.fingerprint, "fix": fix })
    });
    Diagnostic {
        range: range(text, finding.range.clone(), encoding),
        severity: Some(match finding.origin {
            Origin::Lint => severity(finding.severity),
            // A model may be wrong: its remarks never look like errors.
            Origin::Model => severity(finding.severity.min(Severity::Medium)),
        }),
        code: Some(NumberOrString::String(finding.rule.clone())),
        code_description: href
            .filter(|_| support.code_description)
            .map(|href| CodeDescription { href }),
        source: Some(match finding.origin {
            Origin::Lint => "inglenook".into(),
            Origin::Model => "inglenook review".into(),
        }),
        message: message(finding),
        related_information: support
            .related
            .then(|| way(finding, snapshot, encoding))
            .filter(|way| !way.is_empty()),
        data,
        ..Diagnostic::default()
    }
}

/// The way that data takes to the finding, step by step, as far as it lies in this document.
fn way(
    finding: &Finding,
    snapshot: &Snapshot,
    encoding: Encoding,
) -> Vec<DiagnosticRelatedInformation> {
    let Ok(uri) = Url::parse(&snapshot.uri) else {
        return Vec::new();
    };
    let here = finding.flow.iter().filter(|step| step.path == finding.path);
    let related = here.map(|step| DiagnosticRelatedInformation {
        location: Location {
            uri: uri.clone(),
            range: range(&snapshot.text, step.range.clone(), encoding),
        },
        message: step.note.clone(),
    });
    related.collect()
}

fn message(finding: &Finding) -> String {
    let mut text = finding.message.clone();
    if !finding.cwe.is_empty() {
        text.push_str(&format!(" ({})", finding.cwe.join(", ")));
    }
    if let Some(words) = finding.model_says() {
        text.push_str(&format!("\nmodel: {words}"));
    }
    text
}

fn severity(severity: Severity) -> DiagnosticSeverity {
    match severity {
        Severity::Critical | Severity::High => DiagnosticSeverity::ERROR,
        Severity::Medium => DiagnosticSeverity::WARNING,
        Severity::Low => DiagnosticSeverity::INFORMATION,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uris_become_paths() {
        assert_eq!(file("file:///tmp/a%20b.rs"), Some("/tmp/a b.rs".into()));
        assert_eq!(file("untitled:Untitled-1"), None);
        assert_eq!(file("vscode-notebook-cell:/tmp/a.ipynb#X1"), None);
        assert_eq!(file("not a uri"), None);
        #[cfg(unix)]
        assert_eq!(file("file:///c%3A/a.rs"), Some("/c:/a.rs".into()));
    }

    #[test]
    fn texts_that_are_no_files_are_judged_by_their_name() {
        assert_eq!(judged_path("untitled:.env"), PathBuf::from("/.env"));
        assert_eq!(
            judged_path("vscode-notebook-cell:/tmp/a%20b.ipynb#X1"),
            PathBuf::from("/tmp/a b.ipynb")
        );
        assert_eq!(judged_path("file:///tmp/.env"), PathBuf::from("/tmp/.env"));
    }
}
