//! Paths and places as the formats want them: URIs, byte columns, places of bytes near a finding.
//! Reads findings alone, never a file.

use crate::finding::{Finding, Place};
use std::ops::Range;
use std::path::Path;

/// A path with `/`.
pub(super) fn slashed(path: &Path) -> String {
    let shown = path.to_string_lossy();
    if std::path::MAIN_SEPARATOR == '/' {
        return shown.into_owned();
    }
    shown.replace(std::path::MAIN_SEPARATOR, "/")
}

/// A path as a URI reference: relative where it is relative, else of the scheme `file`.
pub(super) fn uri(path: &Path) -> String {
    let mut uri = String::new();
    if path.is_absolute() {
        uri.push_str("file://");
    }
    #[cfg(unix)]
    let bytes = std::os::unix::ffi::OsStrExt::as_bytes(path.as_os_str());
    #[cfg(not(unix))]
    let slashed = slashed(path);
    #[cfg(not(unix))]
    let bytes = slashed.as_bytes();
    if !cfg!(unix) && path.is_absolute() {
        uri.push('/');
    }
    for byte in bytes {
        // Unreserved characters of RFC 3986, and the separator.
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(byte) {
            uri.push(char::from(*byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    uri
}

/// The address of a weakness `CWE-89` in MITRE's list.
pub(super) fn weakness(cwe: &str) -> Option<String> {
    let number: u32 = cwe.strip_prefix("CWE-")?.parse().ok()?;
    Some(format!(
        "https://cwe.mitre.org/data/definitions/{number}.html"
    ))
}

/// Whether the excerpt holds whole lines: of an overlong line it holds the range alone.
fn whole(finding: &Finding) -> bool {
    let first = finding.excerpt.lines().next().unwrap_or_default();
    first.chars().count() + 1 >= finding.start.column
        && finding.excerpt.lines().count() > finding.end.line - finding.start.line
}

/// Columns of start and end, 1-based and counted in bytes of UTF-8. Without the line's text they
/// are those counted in characters.
pub(super) fn byte_columns(finding: &Finding) -> (usize, usize) {
    let (start, end) = (finding.start.column, finding.end.column);
    if !whole(finding) {
        return (start, end);
    }
    let bytes = |line: Option<&str>, column: usize| -> usize {
        let line = line.unwrap_or_default();
        let before = line.chars().take(column - 1);
        before.map(char::len_utf8).sum::<usize>() + 1
    };
    let mut lines = finding.excerpt.lines();
    let first = lines.next();
    let last = match finding.end.line - finding.start.line {
        0 => first,
        below => lines.nth(below - 1),
    };
    (bytes(first, start), bytes(last, end))
}

/// Start and end of some bytes of a finding's file, where they lie on the lines that its excerpt holds.
pub(super) fn places(finding: &Finding, bytes: &Range<usize>) -> Option<(Place, Place)> {
    if *bytes == finding.range {
        return Some((finding.start, finding.end));
    }
    if !whole(finding) {
        return None;
    }
    let first = finding.excerpt.lines().next().unwrap_or_default();
    let before: usize = first
        .chars()
        .take(finding.start.column - 1)
        .map(char::len_utf8)
        .sum();
    let base = finding.range.start.checked_sub(before)?;
    let place = |offset: usize| {
        let text = finding.excerpt.get(..offset.checked_sub(base)?)?;
        let line = text.matches('\n').count();
        let column = text.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        Some(Place {
            line: finding.start.line + line,
            column,
        })
    };
    Some((place(bytes.start)?, place(bytes.end)?))
}

/// Words, the code between their first and last backtick, and words.
pub(super) fn quoted(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('`')?;
    let (code, after) = rest.rsplit_once('`')?;
    (!code.is_empty()).then_some((before, code, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_escaped_as_uris() {
        assert_eq!(uri(Path::new("src/a b#c.py")), "src/a%20b%23c.py");
        assert_eq!(uri(Path::new("a:é.py")), "a%3A%C3%A9.py");
        if cfg!(unix) {
            assert_eq!(uri(Path::new("/x/y")), "file:///x/y");
        }
    }
}
