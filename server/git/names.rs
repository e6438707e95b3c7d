//! Names in patches: how git and diff write them, and which file below a folder a name stands for. Asks
//! the disk whether a file is there, and no more.

use super::unified::Section;
use std::path::{Component, Path, PathBuf};

/// A name as it stands alone, in quotes where it holds odd bytes.
pub(super) fn name(text: &[u8]) -> PathBuf {
    match quoted(text) {
        Some((name, _)) => path(&name),
        None => path(text),
    }
}

/// The name behind `--- ` or `+++ `, without the date or revision behind it; `None` for `/dev/null`.
pub(super) fn side(text: &[u8]) -> Option<PathBuf> {
    if let Some((name, _)) = quoted(text) {
        return Some(path(&name));
    }
    let mut name = text.split(|byte| *byte == b'\t').next().unwrap_or(text);
    // Subversion puts a space there in some languages.
    for note in [&b" (revision "[..], b" (working copy)", b" (nonexistent)"] {
        if let Some(at) = name.windows(note.len()).rposition(|part| part == note) {
            name = &name[..at];
        }
    }
    (name != b"/dev/null").then(|| path(name))
}

/// The two names of `diff --git `, where they can be told apart, and the folders in front that are git's
/// own: `a/x b/x` has one, `x x` of `--no-prefix` none.
pub(super) fn both(text: &[u8]) -> (Option<(PathBuf, PathBuf)>, usize) {
    let (old, new) = match quoted(text) {
        Some((old, rest)) => (old, name_bytes(rest.trim_ascii_start())),
        None => {
            // Names may hold spaces: of one file both halves are as long.
            let half = text.len() / 2;
            if text.len().is_multiple_of(2) || text[half] != b' ' {
                return (None, 1);
            }
            (text[..half].to_vec(), text[half + 1..].to_vec())
        }
    };
    let tail = |name: &[u8]| {
        name.iter()
            .position(|byte| *byte == b'/')
            .map(|at| name[at..].to_vec())
    };
    let strip = usize::from(old != new);
    let one = old == new || (tail(&old).is_some() && tail(&old) == tail(&new));
    (one.then(|| (path(&old), path(&new))), strip)
}

/// The file of `Only in FOLDER: NAME` and of `Binary files A and B differ`.
pub(super) fn apart(line: &[u8]) -> Option<PathBuf> {
    if let Some(only) = line.strip_prefix(b"Only in ") {
        let at = only.windows(2).position(|two| two == b": ")?;
        return Some(path(&only[..at]).join(path(&only[at + 2..])));
    }
    let both = line
        .strip_prefix(b"Binary files ")?
        .strip_suffix(b" differ")?;
    let at = both.windows(5).rposition(|five| five == b" and ")?;
    let new = side(&both[at + 5..]);
    new.or_else(|| side(&both[..at]))
}

/// The file of a section below `root`, and its name before where it was renamed. Names of git are seen
/// from the root. Other programs were told any folder: of what is there below `below` (seen from the
/// root) and the root, with as few folders taken off the front as do, the file with the shortest name
/// is meant, since the other one is a copy, `x.py.orig`.
pub(super) fn file(section: &Section<'_>, root: &Path, below: &Path) -> (PathBuf, Option<PathBuf>) {
    let names = [&section.new, &section.old, &section.index];
    let mut names = names.into_iter().flatten();
    if section.git {
        let shown = |name: &PathBuf| without(name, section.strip);
        let new = names.next().map(shown).unwrap_or_default();
        let old = section.old.as_ref().filter(|_| section.renamed).map(shown);
        return (new, old);
    }
    let names: Vec<PathBuf> = names.map(|name| relative(name, root)).collect();
    if !section.added {
        let there = names.iter().filter_map(|name| there(name, root, below));
        let length = |path: &PathBuf| {
            (
                path.file_name().map_or(0, |name| name.len()),
                path.as_os_str().len(),
            )
        };
        if let Some(path) = there.min_by_key(length) {
            return (path, None);
        }
    }
    let name = names.into_iter().next().unwrap_or_default();
    let strip = usize::from(led(section));
    (below.join(without(&name, strip)), None)
}

/// Whether the first folder of the names tells the sides apart: `a/x` and `b/x`, `old/x` and `new/x`.
fn led(section: &Section<'_>) -> bool {
    let first = |name: &PathBuf| {
        name.components()
            .next()
            .map(|first| first.as_os_str().to_owned())
    };
    match (&section.old, &section.new) {
        (Some(old), Some(new)) => first(old) != first(new) && without(old, 1) == without(new, 1),
        (None, Some(one)) | (Some(one), None) => {
            first(one).is_some_and(|first| first == "a" || first == "b")
        }
        (None, None) => false,
    }
}

/// The file that a name stands for below one of the two folders, seen from the root.
fn there(name: &Path, root: &Path, below: &Path) -> Option<PathBuf> {
    let folders = [below, Path::new("")];
    (0..name.components().count()).find_map(|strip| {
        let rest = without(name, strip);
        let mut candidates = folders.iter().map(|folder| folder.join(&rest));
        candidates.find(|path| root.join(path).is_file())
    })
}

/// A name without so many folders in front; a name that has no more is left as it is.
fn without(name: &Path, strip: usize) -> PathBuf {
    let strip = strip.min(name.components().count().saturating_sub(1));
    name.components().skip(strip).collect()
}

/// An absolute name as seen from the root, or without its `/`.
fn relative(name: &Path, root: &Path) -> PathBuf {
    let inside = name.strip_prefix(root).unwrap_or(name);
    let plain = |part: &Component<'_>| {
        !matches!(
            part,
            Component::RootDir | Component::Prefix(_) | Component::CurDir
        )
    };
    inside.components().filter(plain).collect()
}

fn name_bytes(text: &[u8]) -> Vec<u8> {
    quoted(text).map_or_else(|| text.to_vec(), |(name, _)| name)
}

/// A name in quotes with C's escapes, and what stands behind it; `None` without quotes.
fn quoted(text: &[u8]) -> Option<(Vec<u8>, &[u8])> {
    let mut rest = text.strip_prefix(b"\"")?;
    let mut name = Vec::new();
    loop {
        let (byte, more) = rest.split_first()?;
        rest = more;
        match byte {
            b'"' => return Some((name, rest)),
            b'\\' => {
                let (escape, more) = rest.split_first()?;
                rest = more;
                name.push(match escape {
                    b'a' => 7,
                    b'b' => 8,
                    b't' => b'\t',
                    b'n' => b'\n',
                    b'v' => 11,
                    b'f' => 12,
                    b'r' => b'\r',
                    b'0'..=b'3' => {
                        let digits = std::str::from_utf8(rest.get(..2)?).ok()?;
                        let low = u8::from_str_radix(digits, 8).ok()?;
                        rest = &rest[2..];
                        (escape - b'0') * 64 + low
                    }
                    b'"' | b'\\' => *escape,
                    _ => return None,
                });
            }
            other => name.push(*other),
        }
    }
}

#[cfg(unix)]
fn path(name: &[u8]) -> PathBuf {
    let name: &std::ffi::OsStr = std::os::unix::ffi::OsStrExt::from_bytes(name);
    PathBuf::from(name)
}

#[cfg(not(unix))]
fn path(name: &[u8]) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(name).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(text: &str) -> (Option<(PathBuf, PathBuf)>, usize) {
        both(text.as_bytes())
    }

    #[test]
    fn names_are_read_as_git_and_diff_write_them() {
        let pair = |old: &str, new: &str| Some((PathBuf::from(old), PathBuf::from(new)));
        assert_eq!(paths("a/x y b/x y"), (pair("a/x y", "b/x y"), 1));
        assert_eq!(paths("x/y x/y"), (pair("x/y", "x/y"), 0));
        assert_eq!(paths(r#""a/t\tb" "b/t\tb""#), (pair("a/t\tb", "b/t\tb"), 1));
        // Two names cannot be told apart; the lines below the heading say them.
        assert_eq!(paths("a/one b/other"), (None, 1));
        let at = |text: &str| side(text.as_bytes());
        assert_eq!(
            at("a/x y.py\t2026-01-02 03:04:05.000 +0000"),
            Some("a/x y.py".into())
        );
        assert_eq!(at("x.py (revision 12)"), Some("x.py".into()));
        assert_eq!(at("/dev/null\tThu Jan  1 00:00:00 1970"), None);
        assert_eq!(name(br#""caf\303\251.py""#), PathBuf::from("café.py"));
    }

    #[test]
    fn a_broken_quotation_is_a_plain_name() {
        assert_eq!(name(br#""x\9"#), PathBuf::from(r#""x\9"#));
        assert_eq!(name(br#""x\3"#), PathBuf::from(r#""x\3"#));
    }
}
