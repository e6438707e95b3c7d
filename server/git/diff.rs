//! libgit2's diffs turned into plain data.

use super::{Content, FileChange, GitError, Hunk, Line, Side, Status};
use git2::{Delta, Diff, DiffDelta, DiffFile, DiffFindOptions, DiffLineType, FileMode, Patch};
use std::ops::Range;
use std::path::{Path, PathBuf};

/// The changed files of a diff, in its order, renames found. `disk`: the root of the working tree,
/// where its files are the new side and not what git has stored.
pub(super) fn files(
    repository: &git2::Repository,
    mut diff: Diff<'_>,
    disk: Option<&Path>,
) -> Result<Vec<FileChange>, GitError> {
    let mut find = DiffFindOptions::new();
    diff.find_similar(Some(find.renames(true)))?;
    let mut files = Vec::new();
    for index in 0..diff.deltas().len() {
        // Whether a file is binary is only known once its patch is made.
        let patch = Patch::from_diff(&diff, index)?;
        let Some(delta) = diff.get_delta(index) else {
            continue;
        };
        let Some(status) = status(delta.status()) else {
            continue;
        };
        let content = content(repository, &delta, status, disk)?;
        let hunks = match (&patch, &content) {
            (Some(patch), Content::Text(text)) => hunks(patch, text)?,
            _ => Vec::new(),
        };
        let renamed = status == Status::Renamed;
        files.push(FileChange {
            path: path(&delta),
            old_path: renamed.then(|| named(delta.old_file())).flatten(),
            status,
            modes: modes(&delta),
            content,
            hunks,
        });
    }
    Ok(files)
}

fn status(delta: Delta) -> Option<Status> {
    Some(match delta {
        Delta::Added | Delta::Copied | Delta::Untracked => Status::Added,
        Delta::Deleted => Status::Deleted,
        Delta::Modified => Status::Modified,
        Delta::Renamed => Status::Renamed,
        Delta::Typechange => Status::TypeChanged,
        Delta::Conflicted => Status::Conflicted,
        Delta::Unmodified | Delta::Ignored | Delta::Unreadable => return None,
    })
}

fn path(delta: &DiffDelta<'_>) -> PathBuf {
    named(delta.new_file())
        .or_else(|| named(delta.old_file()))
        .unwrap_or_default()
}

fn named(file: DiffFile<'_>) -> Option<PathBuf> {
    file.path().map(Path::to_path_buf)
}

fn modes(delta: &DiffDelta<'_>) -> Option<(u32, u32)> {
    let (old, new) = (delta.old_file().mode(), delta.new_file().mode());
    let both = old != FileMode::Unreadable && new != FileMode::Unreadable;
    (both && old != new).then(|| (u32::from(old), u32::from(new)))
}

fn content(
    repository: &git2::Repository,
    delta: &DiffDelta<'_>,
    status: Status,
    disk: Option<&Path>,
) -> Result<Content, GitError> {
    if matches!(status, Status::Deleted | Status::Conflicted) {
        return Ok(Content::Gone);
    }
    match delta.new_file().mode() {
        FileMode::Commit => return Ok(Content::Submodule),
        FileMode::Link => return Ok(Content::Link),
        _ => {}
    }
    if delta.flags().is_binary() {
        return Ok(Content::Binary);
    }
    if let Some(root) = disk {
        let read = std::fs::read(root.join(path(delta)));
        let bytes = read.map_err(|error| GitError::Other(error.to_string()))?;
        return Ok(decoded(
            &bytes,
            bytes.iter().take(8000).any(|byte| *byte == 0),
        ));
    }
    let blob = repository.find_blob(delta.new_file().id())?;
    // Files of which nothing but the name changed have no patch to tell it.
    Ok(decoded(blob.content(), blob.is_binary()))
}

fn decoded(bytes: &[u8], binary: bool) -> Content {
    match std::str::from_utf8(bytes) {
        _ if binary => Content::Binary,
        Ok(text) => Content::Text(text.to_string()),
        Err(_) => Content::NotUtf8,
    }
}

fn hunks(patch: &Patch<'_>, text: &str) -> Result<Vec<Hunk>, GitError> {
    Ok(with_bytes(raw_hunks(patch)?, text))
}

/// Hunks with the bytes of the new text that their lines cover.
pub(super) fn with_bytes(raws: Vec<RawHunk<'_>>, text: &str) -> Vec<Hunk> {
    let starts = line_starts(text);
    let mut hunks = Vec::with_capacity(raws.len());
    for raw in raws {
        let mut next = raw.new_at();
        let mut lines = Vec::with_capacity(raw.lines.len());
        for (side, content) in raw.lines {
            lines.push(Line {
                side,
                text: shown(content),
                bytes: covered(&starts, text.len(), next, side),
            });
            next += usize::from(side != Side::Removed);
        }
        hunks.push(Hunk {
            old_start: raw.old_start,
            old_lines: raw.old_lines,
            new_start: raw.new_start,
            new_lines: raw.new_lines,
            lines,
        });
    }
    hunks
}

/// A hunk with its lines as a patch holds them. Line numbers are git's.
#[derive(Debug, Default)]
pub(super) struct RawHunk<'a> {
    pub old_start: usize,
    pub old_lines: usize,
    pub new_start: usize,
    pub new_lines: usize,
    /// With their line breaks; remarks on a missing final one are left out.
    pub lines: Vec<(Side, &'a [u8])>,
}

impl RawHunk<'_> {
    /// 0-based line at which the old side begins. A side without lines is numbered by the line before.
    pub(super) fn old_at(&self) -> usize {
        self.old_start
            .saturating_sub(usize::from(self.old_lines > 0))
    }

    /// Likewise the new side.
    pub(super) fn new_at(&self) -> usize {
        self.new_start
            .saturating_sub(usize::from(self.new_lines > 0))
    }
}

/// The hunks of libgit2's patch in order.
fn raw_hunks<'a>(patch: &'a Patch<'_>) -> Result<Vec<RawHunk<'a>>, GitError> {
    let mut hunks = Vec::new();
    for index in 0..patch.num_hunks() {
        let (hunk, count) = patch.hunk(index)?;
        let mut lines = Vec::with_capacity(count);
        for line in 0..count {
            let line = patch.line_in_hunk(index, line)?;
            let side = match line.origin_value() {
                DiffLineType::Context => Side::Both,
                DiffLineType::Addition => Side::Added,
                DiffLineType::Deletion => Side::Removed,
                _ => continue,
            };
            lines.push((side, line.content()));
        }
        hunks.push(RawHunk {
            old_start: hunk.old_start() as usize,
            old_lines: hunk.old_lines() as usize,
            new_start: hunk.new_start() as usize,
            new_lines: hunk.new_lines() as usize,
            lines,
        });
    }
    Ok(hunks)
}

/// Byte offsets at which lines start, lines ended by `\n` alone as git counts them.
fn line_starts(text: &str) -> Vec<usize> {
    let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
    std::iter::once(0)
        .chain(breaks.map(|(index, _)| index + 1))
        .collect()
}

fn covered(starts: &[usize], len: usize, line: usize, side: Side) -> Range<usize> {
    let at = |line: usize| starts.get(line).copied().unwrap_or(len);
    let end = if side == Side::Removed {
        line
    } else {
        line + 1
    };
    at(line)..at(end)
}

fn shown(content: &[u8]) -> String {
    let text = String::from_utf8_lossy(content);
    let text = text.strip_suffix('\n').unwrap_or(&text);
    text.strip_suffix('\r').unwrap_or(text).to_string()
}
