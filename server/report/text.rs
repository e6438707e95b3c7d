//! Text for people, in the manner of a good compiler: place, excerpt with carets, advice, summary.
//! Everything that comes from a file is cleaned of control characters before it is printed.

use super::{Layout, Report};
use crate::finding::{Finding, Severity};
use anstyle::{AnsiColor, Style};
use std::io::{self, Write};

/// Source lines shown of one finding.
const EXCERPT_LINES: usize = 6;
const BLUE: Style = AnsiColor::Blue.on_default().bold();
const BOLD: Style = Style::new().bold();
const CYAN: Style = AnsiColor::Cyan.on_default();
const DIM: Style = Style::new().dimmed();

pub(super) fn write(report: &Report, layout: Layout, out: &mut dyn Write) -> io::Result<()> {
    for finding in &report.findings {
        one(finding, layout, out)?;
    }
    for note in &report.notes {
        let lines = wrap(&clean(note), layout.width.saturating_sub(6));
        for (index, line) in lines.iter().enumerate() {
            let head = if index == 0 { "note:" } else { "     " };
            writeln!(out, "{CYAN}{head}{CYAN:#} {line}")?;
        }
    }
    summary(report, out)
}

/// The colour of a severity.
fn style(severity: Severity) -> Style {
    match severity {
        Severity::Critical => AnsiColor::Magenta.on_default().bold(),
        Severity::High => AnsiColor::Red.on_default().bold(),
        Severity::Medium => AnsiColor::Yellow.on_default().bold(),
        Severity::Low => AnsiColor::Cyan.on_default().bold(),
    }
}

fn one(finding: &Finding, layout: Layout, out: &mut dyn Write) -> io::Result<()> {
    let colour = style(finding.severity);
    let severity = finding.severity.name();
    let rule = clean(&finding.rule);
    let weakness = match finding.cwe.is_empty() {
        true => String::new(),
        false => format!(" ({})", clean(&finding.cwe.join(", "))),
    };
    let path = clean(&finding.path.display().to_string());
    let (line, column) = (finding.start.line, finding.start.column);
    writeln!(
        out,
        "{BOLD}{path}:{line}:{column}{BOLD:#}: {colour}{severity}{colour:#} {BOLD}{rule}{BOLD:#}{weakness}"
    )?;
    let gutter = excerpt(finding, colour, layout, out)?;
    let room = layout.width.saturating_sub(gutter + 3).max(20);
    let mut paragraphs = vec![clean(&finding.message)];
    if let Some(explanation) = &finding.explanation {
        paragraphs.push(format!("model: {}", clean(explanation)));
    }
    if let Some(fix) = &finding.fix {
        let shown = match fix.replacement.trim() {
            "" => "fix: remove this code".to_string(),
            with => format!("fix: replace it with `{}`", clean(with)),
        };
        paragraphs.push(shown);
    }
    if let Some(reference) = finding.references.first() {
        paragraphs.push(format!("see: {}", clean(reference)));
    }
    for paragraph in paragraphs {
        for (index, line) in wrap(&paragraph, room).iter().enumerate() {
            let mark = if index == 0 { "=" } else { " " };
            writeln!(out, "{:gutter$} {BLUE}{mark}{BLUE:#} {line}", "")?;
        }
    }
    writeln!(out)
}

/// Prints the lines with carets below; gives the width of the line numbers.
fn excerpt(
    finding: &Finding,
    colour: Style,
    layout: Layout,
    out: &mut dyn Write,
) -> io::Result<usize> {
    let lines: Vec<&str> = finding.excerpt.lines().take(EXCERPT_LINES).collect();
    let total = finding.excerpt.lines().count();
    let gutter = (finding.start.line + lines.len()).to_string().len();
    let room = layout.width.saturating_sub(gutter + 3).max(20);
    writeln!(out, "{:gutter$} {BLUE}|{BLUE:#}", "")?;
    for (index, line) in lines.iter().enumerate() {
        let number = finding.start.line + index;
        let length = line.chars().count();
        let first = if index == 0 {
            finding.start.column.saturating_sub(1).min(length)
        } else {
            line.chars().take_while(|c| c.is_whitespace()).count()
        };
        let last = if number == finding.end.line {
            finding.end.column.saturating_sub(1).min(length)
        } else {
            length
        };
        let (shown, first, last) = window(line, first, last.max(first), room);
        writeln!(out, "{BLUE}{number:gutter$} |{BLUE:#} {}", shown.trim_end())?;
        let carets = "^".repeat((last - first).max(1));
        writeln!(
            out,
            "{:gutter$} {BLUE}|{BLUE:#} {:first$}{colour}{carets}{colour:#}",
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
    Ok(gutter)
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

/// Terminal control characters could move the cursor or forge lines: none is printed.
fn printable(character: char) -> char {
    let reorders = matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    if character.is_control() || reorders {
        '\u{fffd}'
    } else {
        character
    }
}

/// One line of printable text.
fn clean(text: &str) -> String {
    let folded: Vec<&str> = text.split_whitespace().collect();
    folded.join(" ").chars().map(printable).collect()
}

/// Words in lines of at most `room` characters; a longer word stands alone.
fn wrap(text: &str, room: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let line = lines.last_mut().expect("starts with one line");
        if line.is_empty() {
            line.push_str(word);
        } else if line.chars().count() + 1 + word.chars().count() <= room {
            line.push(' ');
            line.push_str(word);
        } else {
            lines.push(word.to_string());
        }
    }
    lines
}

fn summary(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let files = match report.files {
        1 => "1 file".to_string(),
        files => format!("{files} files"),
    };
    let seconds = report.seconds;
    if report.findings.is_empty() {
        let green = AnsiColor::Green.on_default().bold();
        return writeln!(
            out,
            "{green}no findings{green:#} in {files}, {seconds:.2} s"
        );
    }
    let mut parts = Vec::new();
    for severity in [
        Severity::Critical,
        Severity::High,
        Severity::Medium,
        Severity::Low,
    ] {
        let count = report.count(severity);
        if count > 0 {
            let colour = style(severity);
            parts.push(format!("{colour}{count} {}{colour:#}", severity.name()));
        }
    }
    let noun = match report.findings.len() {
        1 => "finding",
        _ => "findings",
    };
    writeln!(
        out,
        "{BOLD}{} {noun}{BOLD:#} in {files}: {}, {seconds:.2} s",
        report.findings.len(),
        parts.join(", ")
    )
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

    #[test]
    fn control_characters_are_not_printed() {
        assert_eq!(clean("a\u{1b}[2Jb\u{202e}"), "a\u{fffd}[2Jb\u{fffd}");
    }
}
