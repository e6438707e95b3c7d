//! A patch file held against files on disk: what they hold once it is applied. Writes nothing, and
//! needs no repository.

use super::{Content, FileChange, GitError, Side, Status, diff};
use git2::{Diff, Patch};
use std::path::{Path, PathBuf};

/// What became of a patch.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Patched {
    /// Files with the text that the patch leads to.
    pub files: Vec<FileChange>,
    /// Files that it does not fit, and why.
    pub misfits: Vec<(PathBuf, String)>,
}

/// Reads a patch, as `git diff` writes it, against the files below `root`. A file that already
/// holds the new text is taken as it is; one that holds the old text as it would be.
///
/// # Errors
/// [`GitError::NotAPatch`] when it cannot be read as one.
pub fn patched(patch: &[u8], root: &Path) -> Result<Patched, GitError> {
    let unread = |error: git2::Error| GitError::NotAPatch(error.message().to_string());
    let diff = Diff::from_buffer(patch).map_err(unread)?;
    let mut patched = Patched::default();
    if diff.deltas().len() == 0 && patch.iter().any(|byte| !byte.is_ascii_whitespace()) {
        return Err(GitError::NotAPatch("it names no file".into()));
    }
    for index in 0..diff.deltas().len() {
        let Some(delta) = diff.get_delta(index) else {
            continue;
        };
        let Some(status) = diff::status(delta.status()) else {
            continue;
        };
        let path = diff::path(&delta);
        let old_path = diff::named(delta.old_file()).filter(|old| *old != path);
        if !is_inside(&path) || !old_path.as_deref().is_none_or(is_inside) {
            let why = "its path leads out of this folder".to_string();
            patched.misfits.push((path, why));
            continue;
        }
        let mut change = FileChange {
            path,
            old_path: (status == Status::Renamed).then_some(old_path).flatten(),
            status,
            modes: None,
            content: Content::Gone,
            hunks: Vec::new(),
        };
        if status != Status::Deleted {
            match Patch::from_diff(&diff, index).map_err(unread)? {
                None => change.content = Content::Binary,
                Some(patch) if delta.flags().is_binary() || patch.num_hunks() == 0 => {
                    change.content = Content::Binary;
                }
                Some(patch) => match applied(&patch, &change, root)? {
                    Ok(text) => {
                        change.hunks = diff::hunks(&patch, &text)?;
                        change.content = Content::Text(text);
                    }
                    Err(why) => {
                        patched.misfits.push((change.path, why));
                        continue;
                    }
                },
            }
        }
        patched.files.push(change);
    }
    Ok(patched)
}

fn is_inside(path: &Path) -> bool {
    let plain = |part| matches!(part, std::path::Component::Normal(_));
    path.components().all(plain)
}

/// One hunk: where its two sides begin, 0-based, and the lines of each with their breaks.
struct Sides {
    old_at: usize,
    new_at: usize,
    old: Vec<String>,
    new: Vec<String>,
}

/// The text after the patch, or why it does not fit.
fn applied(
    patch: &Patch<'_>,
    change: &FileChange,
    root: &Path,
) -> Result<Result<String, String>, GitError> {
    let sides = sides(patch)?;
    let read = |path: &Path| std::fs::read_to_string(root.join(path));
    let here = match read(&change.path) {
        Ok(text) => Some(text),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
        Err(error) => return Ok(Err(error.to_string())),
    };
    if let Some(text) = &here {
        let lines: Vec<&str> = text.split_inclusive('\n').collect();
        if sides
            .iter()
            .all(|hunk| stands(&lines, hunk.new_at, &hunk.new))
        {
            return Ok(Ok(text.clone()));
        }
    }
    let before = match (&change.old_path, here) {
        (Some(old), None) => match read(old) {
            Ok(text) => text,
            Err(error) => return Ok(Err(error.to_string())),
        },
        (_, Some(text)) => text,
        (None, None) => String::new(),
    };
    Ok(apply(&before, &sides)
        .ok_or_else(|| "the patch does not apply to the file that is here".to_string()))
}

fn apply(before: &str, sides: &[Sides]) -> Option<String> {
    let lines: Vec<&str> = before.split_inclusive('\n').collect();
    let mut after = String::with_capacity(before.len());
    let mut next = 0;
    for hunk in sides {
        if hunk.old_at < next || !stands(&lines, hunk.old_at, &hunk.old) {
            return None;
        }
        lines[next..hunk.old_at]
            .iter()
            .for_each(|line| after.push_str(line));
        hunk.new.iter().for_each(|line| after.push_str(line));
        next = hunk.old_at + hunk.old.len();
    }
    lines
        .get(next..)?
        .iter()
        .for_each(|line| after.push_str(line));
    Some(after)
}

/// Whether these lines stand there; the last line of a file may lack its break.
fn stands(lines: &[&str], at: usize, wanted: &[String]) -> bool {
    let bare = |line: &str| line.trim_end_matches(['\n', '\r']).to_string();
    let there = lines.get(at..at + wanted.len());
    there.is_some_and(|there| {
        there
            .iter()
            .zip(wanted)
            .all(|(there, wanted)| bare(there) == bare(wanted))
    })
}

/// The hunk's two sides. What is not UTF-8 is replaced, and so fits no text.
fn sides(patch: &Patch<'_>) -> Result<Vec<Sides>, GitError> {
    let hunks = diff::raw_hunks(patch)?.into_iter();
    let sides = hunks.map(|hunk| {
        let but = |other: Side| -> Vec<String> {
            let lines = hunk.lines.iter().filter(|(side, _)| *side != other);
            lines
                .map(|(_, content)| String::from_utf8_lossy(content).into_owned())
                .collect()
        };
        Sides {
            old_at: hunk.old_at,
            new_at: hunk.new_at,
            old: but(Side::Added),
            new: but(Side::Removed),
        }
    });
    Ok(sides.collect())
}
