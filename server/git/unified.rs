//! Patches as text: unified diffs of git, `diff -u`, Subversion and Mercurial, read into sections. Bytes
//! in, plain data out; reads no file and does not know which file a name stands for.

use super::Side;
use super::diff::RawHunk;
use super::names;
use std::path::PathBuf;

/// What a patch says of one file.
#[derive(Debug, Default)]
pub(super) struct Section<'a> {
    /// The names of `--- ` and `+++ `, or what git says in their place; `None` for `/dev/null`.
    pub old: Option<PathBuf>,
    pub new: Option<PathBuf>,
    /// What `Index: ` or `Only in` says.
    pub index: Option<PathBuf>,
    /// git wrote it.
    pub git: bool,
    /// Leading folders of its names that are git's own, `a/` and `b/`.
    pub strip: usize,
    /// The whole patch has breaks of Windows, which need not be the file's.
    pub crlf: bool,
    pub added: bool,
    pub deleted: bool,
    pub renamed: bool,
    /// Why it cannot be read, for the user.
    pub unread: Option<&'static str>,
    pub binary: bool,
    pub hunks: Vec<RawHunk<'a>>,
}

/// The sections of a patch in order. What is no patch around them is passed over: letters, headings of
/// commits, properties.
pub(super) fn sections(patch: &[u8]) -> Vec<Section<'_>> {
    let mut reader = Reader {
        rest: patch,
        sections: Vec::new(),
        index: None,
    };
    while let Some(line) = reader.line() {
        reader.take(line);
    }
    let mut sections = reader.sections;
    sections.retain(|section| {
        section.old.is_some() || section.new.is_some() || section.index.is_some()
    });
    sections
}

struct Reader<'a> {
    rest: &'a [u8],
    sections: Vec<Section<'a>>,
    /// Subversion's name of the section that comes.
    index: Option<PathBuf>,
}

impl<'a> Reader<'a> {
    /// The next line with its break.
    fn line(&mut self) -> Option<&'a [u8]> {
        let line = self.peek()?;
        self.rest = &self.rest[line.len()..];
        Some(line)
    }

    fn peek(&self) -> Option<&'a [u8]> {
        let line = self.rest.split_inclusive(|byte| *byte == b'\n').next()?;
        Some(line)
    }

    fn take(&mut self, line: &'a [u8]) {
        let bare = bare(line);
        if let Some(both) = bare.strip_prefix(b"diff --git ") {
            let (names, strip) = names::both(both);
            let (old, new) = names.unzip();
            self.open(Section {
                old,
                new,
                strip,
                git: true,
                ..Section::default()
            });
        } else if let Some(name) = cut(bare, &[b"diff --cc ", b"diff --combined "]) {
            self.open(Section {
                new: Some(names::name(name)),
                git: true,
                unread: Some("it is a combined diff of a merge; give what `git diff A B` writes"),
                ..Section::default()
            });
        } else if let Some(name) = bare.strip_prefix(b"Index: ") {
            self.index = Some(names::name(name));
        } else if let Some(old) = bare.strip_prefix(b"--- ") {
            self.sides(old, line.ends_with(b"\r\n"));
        } else if bare.starts_with(b"Only in ") || bare.starts_with(b"Binary files ") {
            self.apart(bare);
        } else if let Some(section) = self.sections.last_mut().filter(|section| section.git) {
            section.extended(bare);
        }
    }

    fn open(&mut self, mut section: Section<'a>) {
        section.index = section.index.or_else(|| self.index.take());
        self.sections.push(section);
    }

    /// `--- `, `+++ ` and the hunks that follow them.
    fn sides(&mut self, old: &[u8], crlf: bool) {
        let Some(new) = self
            .peek()
            .and_then(|line| bare(line).strip_prefix(b"+++ "))
        else {
            return;
        };
        self.line();
        let first = self.peek().and_then(|line| range(bare(line)));
        let git = self
            .sections
            .last()
            .is_some_and(|last| last.git && last.hunks.is_empty());
        if !git {
            self.open(Section::default());
        }
        let mut hunks = Vec::new();
        let mut unread = None;
        while let Some(sides) = self.peek().and_then(|line| range(bare(line))) {
            self.line();
            match self.hunk(sides) {
                Some(hunk) => hunks.push(hunk),
                None => unread = Some("the patch breaks off in the middle of it"),
            }
        }
        let Some(section) = self.sections.last_mut() else {
            return;
        };
        let (old, new) = (names::side(old), names::side(new));
        section.crlf = crlf;
        // `diff -N` gives a file that is not there a date long ago, and no lines.
        section.added |= old.is_none() || first.is_some_and(|sides| sides[..2] == [0, 0]);
        section.deleted |= new.is_none() || first.is_some_and(|sides| sides[2..] == [0, 0]);
        // A rename says its names without folders of git's own.
        if !section.renamed {
            (section.old, section.new) = (old, new);
        }
        section.hunks = hunks;
        section.unread = section.unread.or(unread);
    }

    /// The lines of a hunk; `None` when the patch ends before it does.
    fn hunk(
        &mut self,
        [old_start, old_lines, new_start, new_lines]: [usize; 4],
    ) -> Option<RawHunk<'a>> {
        let (mut old, mut new) = (old_lines, new_lines);
        let mut lines: Vec<(Side, &'a [u8])> = Vec::with_capacity(old.max(new).min(1_024));
        while old > 0 || new > 0 || self.peek().is_some_and(|line| line.starts_with(b"\\")) {
            let line = self.peek()?;
            let (side, content) = match line[0] {
                b'\\' => {
                    if let Some((_, last)) = lines.last_mut() {
                        *last = bare(last);
                    }
                    self.line();
                    continue;
                }
                b'+' => (Side::Added, &line[1..]),
                b'-' => (Side::Removed, &line[1..]),
                b' ' => (Side::Both, &line[1..]),
                // Mail programs take the space of an empty line away.
                b'\n' | b'\r' => (Side::Both, line),
                _ => return None,
            };
            old = old.checked_sub(usize::from(side != Side::Added))?;
            new = new.checked_sub(usize::from(side != Side::Removed))?;
            lines.push((side, content));
            self.line();
        }
        Some(RawHunk {
            old_start,
            old_lines,
            new_start,
            new_lines,
            lines,
        })
    }

    /// What `diff -r` says of files that it does not compare.
    fn apart(&mut self, bare: &[u8]) {
        if let Some(section) = self.sections.last_mut()
            && section.git
            && section.hunks.is_empty()
            && bare.starts_with(b"Binary files ")
        {
            section.binary = true;
            return;
        }
        let (index, unread) = match names::apart(bare) {
            Some(name) if bare.starts_with(b"Only in ") => (
                name,
                "the patch does not hold it; `diff -N` writes such files out",
            ),
            Some(name) => (name, "it is binary"),
            None => return,
        };
        self.sections.push(Section {
            index: Some(index),
            unread: Some(unread),
            ..Section::default()
        });
    }
}

impl Section<'_> {
    /// A line between git's heading and the hunks.
    fn extended(&mut self, line: &[u8]) {
        if line.starts_with(b"new file mode ") {
            self.added = true;
        } else if line.starts_with(b"deleted file mode ") {
            self.deleted = true;
        } else if let Some(name) = cut(line, &[b"rename from "]) {
            (self.old, self.renamed, self.strip) = (Some(names::name(name)), true, 0);
        } else if let Some(name) = cut(line, &[b"rename to "]) {
            self.new = Some(names::name(name));
        } else if line.starts_with(b"copy from ") {
            self.added = true;
        } else if line.starts_with(b"GIT binary patch") {
            self.binary = true;
        }
    }
}

/// A line without its break.
pub(super) fn bare(line: &[u8]) -> &[u8] {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    line.strip_suffix(b"\r").unwrap_or(line)
}

fn cut<'a>(line: &'a [u8], prefixes: &[&[u8]]) -> Option<&'a [u8]> {
    prefixes
        .iter()
        .find_map(|prefix| line.strip_prefix(*prefix))
}

/// `@@ -12,3 +14 @@`: start and number of lines of both sides.
fn range(line: &[u8]) -> Option<[usize; 4]> {
    let line = line.strip_prefix(b"@@ -")?;
    let end = line.windows(3).position(|three| three == b" @@")?;
    let (old, new) = std::str::from_utf8(&line[..end]).ok()?.split_once(" +")?;
    let side = |text: &str| -> Option<(usize, usize)> {
        let (start, lines) = text.split_once(',').unwrap_or((text, "1"));
        Some((start.parse().ok()?, lines.parse().ok()?))
    };
    let ((old_start, old_lines), (new_start, new_lines)) = (side(old)?, side(new)?);
    Some([old_start, old_lines, new_start, new_lines])
}
