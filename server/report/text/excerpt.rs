//! Source lines with marks below them, as they fit into a terminal.

use super::{BLUE, DIM, printable};
use crate::finding::Place;
use crate::report::Layout;
use anstyle::Style;
use std::io::{self, Write};

/// Source lines shown of one place.
const LINES: usize = 6;

/// Some lines and what is marked on them.
pub(super) struct Piece<'a> {
    /// The lines, from that of `start` on.
    pub text: &'a str,
    pub start: Place,
    /// Exclusive.
    pub end: Place,
    pub colour: Style,
    /// What marks are made of.
    pub mark: char,
    /// Behind the last mark.
    pub label: &'a str,
}

/// The width of the line numbers of all pieces.
pub(super) fn gutter<'a>(pieces: impl Iterator<Item = &'a Piece<'a>>) -> usize {
    let last = |piece: &Piece<'_>| piece.start.line + piece.text.lines().count().min(LINES);
    let widest = pieces.map(last).max().unwrap_or(1);
    widest.to_string().len()
}

/// Prints the lines with marks below.
pub(super) fn write(
    piece: &Piece<'_>,
    gutter: usize,
    layout: Layout,
    out: &mut dyn Write,
) -> io::Result<()> {
    let lines: Vec<&str> = piece.text.lines().take(LINES).collect();
    let total = piece.text.lines().count();
    let room = layout.width.saturating_sub(gutter + 3).max(20);
    let colour = piece.colour;
    writeln!(out, "{:gutter$} {BLUE}|{BLUE:#}", "")?;
    for (index, line) in lines.iter().enumerate() {
        let number = piece.start.line + index;
        let length = line.chars().count();
        let first = if index == 0 {
            piece.start.column.saturating_sub(1).min(length)
        } else {
            line.chars().take_while(|c| c.is_whitespace()).count()
        };
        let last = if number == piece.end.line {
            piece.end.column.saturating_sub(1).min(length)
        } else {
            length
        };
        let (shown, first, last) = window(line, first, last.max(first), room);
        writeln!(out, "{BLUE}{number:gutter$} |{BLUE:#} {}", shown.trim_end())?;
        let marks: String = std::iter::repeat_n(piece.mark, (last - first).max(1)).collect();
        let label = match index + 1 == lines.len() && !piece.label.is_empty() {
            true => format!(" {}", piece.label),
            false => String::new(),
        };
        writeln!(
            out,
            "{:gutter$} {BLUE}|{BLUE:#} {:first$}{colour}{marks}{label}{colour:#}",
            "", ""
        )?;
    }
    if total > lines.len() {
        let more = total - lines.len();
        let noun = if more == 1 { "line" } else { "lines" };
        writeln!(
            out,
            "{:gutter$} {BLUE}|{BLUE:#} {DIM}… {more} more {noun}{DIM:#}",
            ""
        )?;
    }
    Ok(())
}

/// A line as it fits into `room` columns with its marked part in sight: (text, first, last), the
/// marks counted in characters of the text that is given back.
fn window(line: &str, first: usize, last: usize, room: usize) -> (String, usize, usize) {
    const TAB: usize = 4;
    let mut shown: Vec<char> = Vec::new();
    let (mut from, mut to) = (0, 0);
    // A line of megabytes is cut around the mark before it is laid out.
    let skip = first.saturating_sub(room);
    for (index, character) in line.chars().enumerate().skip(skip).take(4 * room) {
        if index == first {
            from = shown.len();
        }
        match character {
            '\t' => shown.extend([' '; TAB]),
            other => shown.push(printable(other)),
        }
        if index < last {
            to = shown.len();
        }
    }
    if first >= skip + shown.len() {
        from = shown.len();
    }
    let to = to.max(from);
    if skip == 0 && shown.len() <= room {
        return (shown.into_iter().collect(), from, to);
    }
    let start = if to <= room && skip == 0 {
        0
    } else {
        from.saturating_sub(room / 4)
    };
    let end = (start + room).min(shown.len());
    let mut cut: Vec<char> = shown[start..end].to_vec();
    if (start > 0 || skip > 0) && !cut.is_empty() && from > start {
        cut[0] = '…';
    }
    if end < shown.len()
        && let Some(tail) = cut.last_mut()
    {
        *tail = '…';
    }
    (cut.into_iter().collect(), from - start, to.min(end) - start)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_line_is_cut_around_its_mark() {
        let line = format!("{}bad(){}", "x".repeat(1000), "y".repeat(1000));
        let (shown, first, last) = window(&line, 1000, 1005, 40);
        let characters: Vec<char> = shown.chars().collect();
        assert!(characters.len() <= 40, "{}", characters.len());
        let marked: String = characters[first..last].iter().collect();
        assert_eq!(marked, "bad()");
    }

    #[test]
    fn tabs_shift_the_mark() {
        let (shown, first, last) = window("\tbad()", 1, 6, 40);
        assert_eq!((shown.as_str(), first, last), ("    bad()", 4, 9));
    }
}
