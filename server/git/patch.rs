//! A patch file held against files on disk: what they hold once it is applied. Writes nothing, and
//! needs no repository.

use super::diff::{self, RawHunk};
use super::unified::{Section, sections};
use super::{Content, FileChange, GitError, Side, Status, names};
use std::borrow::Cow;
use std::path::{Path, PathBuf};

/// What became of a patch.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Patched {
    /// Files with the text that the patch leads to.
    pub files: Vec<FileChange>,
    /// Files that it does not fit, and why.
    pub misfits: Vec<(PathBuf, String)>,
}

/// Reads a patch, as git, `diff -u`, Subversion and Mercurial write it, against the files below `root`.
/// A file that already holds the new text is taken as it is; one that holds the old text as it would be.
/// `below`: the working folder as seen from the root; programs other than git name files from there.
///
/// # Errors
/// [`GitError::NotAPatch`] when it cannot be read as one.
pub fn patched(patch: &[u8], root: &Path, below: &Path) -> Result<Patched, GitError> {
    let sections = sections(patch);
    if sections.is_empty() && patch.iter().any(|byte| !byte.is_ascii_whitespace()) {
        return Err(GitError::NotAPatch(why_none(patch).into()));
    }
    let mut patched = Patched::default();
    for section in sections {
        let (path, old_path) = names::file(&section, root, below);
        if !is_inside(&path) || !old_path.as_deref().is_none_or(is_inside) {
            let why = "its path leads out of this folder".to_string();
            patched.misfits.push((path, why));
            continue;
        }
        let mut change = FileChange {
            path,
            old_path,
            status: status(&section),
            modes: None,
            content: Content::Gone,
            hunks: Vec::new(),
        };
        if let Some(why) = section.unread {
            patched.misfits.push((change.path, why.into()));
            continue;
        }
        if section.binary {
            change.content = Content::Binary;
        } else if change.status != Status::Deleted {
            match applied(&section, &change, root) {
                Ok(text) => {
                    change.hunks = diff::with_bytes(section.hunks, &text);
                    change.content = Content::Text(text);
                }
                Err(why) => {
                    patched.misfits.push((change.path, why));
                    continue;
                }
            }
        }
        patched.files.push(change);
    }
    Ok(patched)
}

fn status(section: &Section<'_>) -> Status {
    match section {
        Section { renamed: true, .. } => Status::Renamed,
        Section { deleted: true, .. } => Status::Deleted,
        Section { added: true, .. } => Status::Added,
        _ => Status::Modified,
    }
}

/// Why nothing in it is a unified diff.
fn why_none(patch: &[u8]) -> &'static str {
    let context = |line: &[u8]| line.starts_with(b"***************");
    match patch.split(|byte| *byte == b'\n').any(context) {
        true => "it is a context diff, and `diff -u` writes a unified one",
        false => "it names no file",
    }
}

fn is_inside(path: &Path) -> bool {
    let plain = |part| matches!(part, std::path::Component::Normal(_));
    path.components().all(plain)
}

/// One hunk: where its two sides begin, 0-based, and the lines of each with their breaks. What is not
/// UTF-8 is replaced, and so fits no text.
struct Sides<'a> {
    old_at: usize,
    new_at: usize,
    old: Vec<Cow<'a, str>>,
    new: Vec<Cow<'a, str>>,
}

/// The text after the patch, or why it does not fit.
fn applied(section: &Section<'_>, change: &FileChange, root: &Path) -> Result<String, String> {
    let sides: Vec<Sides<'_>> = section.hunks.iter().map(both_sides).collect();
    let read = |path: &Path| std::fs::read_to_string(root.join(path));
    let here = match read(&change.path) {
        Ok(text) => Some(text),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
        Err(error) => return Err(error.to_string()),
    };
    if let Some(text) = &here {
        let lines: Vec<&str> = text.split_inclusive('\n').collect();
        let new = |hunk: &Sides<'_>| stands(&lines, hunk.new_at, &hunk.new);
        if sides.iter().all(new) {
            return Ok(text.clone());
        }
    }
    let before = match (&change.old_path, here) {
        (Some(old), None) => read(old).map_err(|error| error.to_string())?,
        (_, Some(text)) => text,
        (None, None) if change.status == Status::Added => String::new(),
        (None, None) => return Err("there is no such file here".into()),
    };
    apply(&before, &sides, section.crlf)
        .ok_or_else(|| "the patch does not apply to the file that is here".to_string())
}

/// `crlf`: the patch came with breaks of Windows, so that lines take those of the file.
fn apply(before: &str, sides: &[Sides<'_>], crlf: bool) -> Option<String> {
    let lines: Vec<&str> = before.split_inclusive('\n').collect();
    let unix = crlf && !lines.first().is_some_and(|line| line.ends_with("\r\n"));
    let mut after = String::with_capacity(before.len());
    let mut next = 0;
    for hunk in sides {
        if hunk.old_at < next || !stands(&lines, hunk.old_at, &hunk.old) {
            return None;
        }
        lines[next..hunk.old_at]
            .iter()
            .for_each(|line| after.push_str(line));
        for line in &hunk.new {
            match line.strip_suffix("\r\n").filter(|_| unix) {
                Some(bare) => after.extend([bare, "\n"]),
                None => after.push_str(line),
            }
        }
        next = hunk.old_at + hunk.old.len();
    }
    lines
        .get(next..)?
        .iter()
        .for_each(|line| after.push_str(line));
    Some(after)
}

/// Whether these lines stand there; the last line of a file may lack its break.
fn stands(lines: &[&str], at: usize, wanted: &[Cow<'_, str>]) -> bool {
    let bare = |line: &str| line.trim_end_matches(['\n', '\r']).len();
    let there = at
        .checked_add(wanted.len())
        .and_then(|end| lines.get(at..end));
    there.is_some_and(|there| {
        there
            .iter()
            .zip(wanted)
            .all(|(there, wanted)| there[..bare(there)] == wanted[..bare(wanted)])
    })
}

fn both_sides<'a>(hunk: &RawHunk<'a>) -> Sides<'a> {
    let but = |other: Side| -> Vec<Cow<'a, str>> {
        let lines = hunk.lines.iter().filter(|(side, _)| *side != other);
        lines
            .map(|(_, content)| String::from_utf8_lossy(content))
            .collect()
    };
    Sides {
        old_at: hunk.old_at(),
        new_at: hunk.new_at(),
        old: but(Side::Added),
        new: but(Side::Removed),
    }
}
