//! The review of what is staged, on a command: the rules, and the model where it is ready. What is
//! found stands on each file whose text is the staged one; the rest is only told.

use super::configuration::Current;
use super::folders::Folder;
use super::session::{Session, lock};
use super::{configuration, diagnostics, reviewing};
use crate::finding::{Finding, finish};
use crate::git::{self, Content, Status};
use crate::lint;
use crate::review::{File, on_changes, why_left_out};
use crate::workspace;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use tower_lsp::lsp_types::{MessageType, Url};

/// Findings that the message names; the others are counted.
const NAMED: usize = 3;

/// Files that are not open and carry findings of the last review.
#[derive(Default)]
pub struct Marked(Mutex<BTreeSet<String>>);

/// What is staged, as far as it is reviewed.
#[derive(Default)]
struct Staged {
    files: Vec<File>,
    /// Where each of the files stands on disk.
    places: Vec<PathBuf>,
    lints: Vec<Finding>,
    /// What is not reviewed and why, a line each.
    notes: Vec<String>,
}

/// Reviews what is staged in the repository of a folder.
pub async fn review(session: Arc<Session>, folder: Arc<Folder>) {
    let Some(root) = folder.root.clone() else {
        return reviewing::told(&session, "open the folder of a repository first");
    };
    let current = configuration::of_folder(&folder);
    let (worker, own) = (session.clone(), current.clone());
    let gathered = tokio::task::spawn_blocking(move || gather(&worker, &own, &root)).await;
    let staged = match gathered {
        Ok(Ok(staged)) => staged,
        Ok(Err(why)) => return reviewing::told(&session, &why),
        Err(error) => return reviewing::told(&session, &error.to_string()),
    };
    if staged.files.is_empty() {
        let why = match staged.notes.is_empty() {
            true => "nothing is staged; `git add` what is to be reviewed".to_string(),
            false => format!("nothing to review; {}", staged.notes.join("; ")),
        };
        let text = format!("inglenook: {why}");
        session.outbox.show(MessageType::INFO, text);
        return mark(&session, &[], &[], &[]).await;
    }
    let options = current.options.review.clone();
    let Staged {
        files,
        places,
        mut lints,
        mut notes,
    } = staged;
    finish(&mut lints);
    let readable = files.iter().any(|file| file.private.is_none());
    let asked = match options.model && readable {
        true => reviewing::ask(&session, &files, &lints, &options, || true).await,
        false => None,
    };
    let findings = match asked {
        Some(outcome) => {
            notes.extend(outcome.notes);
            outcome.findings
        }
        None => lints,
    };
    for note in &notes {
        let text = format!("inglenook: {note}");
        session.outbox.log(MessageType::INFO, text);
    }
    let text = summary(&findings, files.len());
    session.outbox.show(MessageType::INFO, text);
    mark(&session, &files, &places, &findings).await;
}

/// Reads the index and runs the rules over what it changes. Blocks.
fn gather(session: &Session, current: &Current, root: &Path) -> Result<Staged, String> {
    let top = git::root(root).unwrap_or_else(|| root.to_path_buf());
    // git resolves links on the way to the repository; the client's own spelling is kept.
    let real = root.canonicalize().map_err(|error| error.to_string())?;
    let changes = git::open(root)
        .and_then(|repository| repository.staged())
        .map_err(|error| error.to_string())?;
    let rules = current.rules(session);
    let mut staged = Staged::default();
    for change in changes {
        let place = top.join(&change.path);
        let inside = place.strip_prefix(&real).ok().map(Path::to_path_buf);
        let place = inside.as_ref().map_or(place, |inside| root.join(inside));
        let shown = inside.unwrap_or_else(|| place.clone());
        let unread = match change.status {
            Status::Conflicted => Some("its merge is not finished"),
            _ => change.content.unread(),
        };
        let text = match (unread, &change.content) {
            (None, Content::Text(text)) => text,
            (None, _) => continue,
            (Some(why), _) => {
                let note = format!("{}: not read, {why}", shown.display());
                staged.notes.push(note);
                continue;
            }
        };
        if let Some(why) = why_left_out(&change.path, text) {
            let note = format!("left out: {} ({why})", shown.display());
            staged.notes.push(note);
            continue;
        }
        let max_bytes = current.options.server.max_file_bytes;
        let languages = &session.setup.languages;
        let document = workspace::document(languages, shown.clone(), text, max_bytes);
        if document.inactive.is_some() {
            let note = format!("{}: not read, it is too large or binary", shown.display());
            staged.notes.push(note);
            continue;
        }
        let file = File::changed(shown, document, &change.hunks);
        let file = file.private(current.privacy.excluded(&place));
        if current.options.lint.enabled {
            let found = lint::check(&rules, &file.document, &file.shown);
            staged.lints.extend(on_changes(&file, found));
        }
        staged.files.push(file);
        staged.places.push(place);
    }
    Ok(staged)
}

/// Shows the findings of each file where its text is the staged one, and takes those away that stand
/// on closed files from a review before.
async fn mark(session: &Arc<Session>, files: &[File], places: &[PathBuf], findings: &[Finding]) {
    let open = session.workspace.snapshots();
    let mut marked = BTreeSet::new();
    for (file, place) in files.iter().zip(places) {
        let of = |finding: &&Finding| finding.path == file.shown;
        let found: Vec<Finding> = findings.iter().filter(of).cloned().collect();
        let staged = file.document.text.to_string();
        let here = open.iter().find(|open| open.path.as_ref() == Some(place));
        if let Some(here) = here {
            if here.text.to_string() == staged {
                diagnostics::reviewed(session, here, found).await;
            }
            continue;
        }
        // One that is closed is as it stands on disk.
        let same = std::fs::read(place).is_ok_and(|disk| disk == staged.as_bytes());
        if let (true, false, Ok(uri)) = (same, found.is_empty(), Url::from_file_path(place)) {
            diagnostics::marked(session, uri.as_str(), &file.document, &found);
            marked.insert(uri.to_string());
        }
    }
    let before = std::mem::replace(&mut *lock(&session.marked.0), marked.clone());
    for uri in before.difference(&marked) {
        if session.workspace.snapshot(uri).is_none() {
            diagnostics::closed(session, uri);
        }
    }
}

/// `2 findings in 3 staged files: src/a.py:5 python-os-system, …`.
fn summary(findings: &[Finding], files: usize) -> String {
    let count = |count: usize, noun: &str| match count {
        1 => format!("1 {noun}"),
        _ => format!("{count} {noun}s"),
    };
    let place = |finding: &Finding| {
        let path = finding.path.display();
        format!("{path}:{} {}", finding.start.line, finding.rule)
    };
    let mut text = format!(
        "inglenook: {} in {}",
        count(findings.len(), "finding"),
        count(files, "staged file")
    );
    let named: Vec<String> = findings.iter().take(NAMED).map(place).collect();
    if !named.is_empty() {
        text.push_str(&format!(": {}", named.join(", ")));
    }
    if findings.len() > NAMED {
        text.push_str(&format!(" and {} more", findings.len() - NAMED));
    }
    text
}
