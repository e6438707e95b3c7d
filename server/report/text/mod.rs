//! Text for people, in the manner of a good compiler: place, excerpt with carets, advice, summary.
//! Everything that comes from a file is cleaned of control characters before it is printed.

mod excerpt;
mod summary;

use super::{Layout, Report};
use crate::finding::{Finding, Severity};
use anstyle::{AnsiColor, Style};
use excerpt::Piece;
use std::io::{self, Write};

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
    if !report.notes.is_empty() && !report.findings.is_empty() {
        writeln!(out)?;
    }
    summary::write(report, layout, out)
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
    let piece = Piece {
        text: &finding.excerpt,
        start: finding.start,
        end: finding.end,
        colour,
        mark: '^',
        label: "",
    };
    let gutter = excerpt::gutter(std::iter::once(&piece));
    excerpt::write(&piece, gutter, layout, out)?;
    flow(finding, gutter, layout, out)?;
    let room = layout.width.saturating_sub(gutter + 3).max(20);
    let mut paragraphs = vec![clean(&finding.message)];
    if let Some(words) = finding.model_says() {
        paragraphs.push(format!("model: {}", clean(&words)));
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

/// The way of the data to the finding, a place a step.
fn flow(finding: &Finding, gutter: usize, layout: Layout, out: &mut dyn Write) -> io::Result<()> {
    // The finding's own line was just shown.
    let mut shown = (finding.start.line, &finding.path);
    let room = layout.width.saturating_sub(gutter + 3).max(20);
    for (index, step) in finding.flow.iter().enumerate() {
        let place = match step.path == finding.path {
            true => format!("line {}", step.start.line),
            false => format!("{}:{}", step.path.display(), step.start.line),
        };
        let said = format!("step {}, {place}: {}", index + 1, step.note);
        for (index, line) in wrap(&clean(&said), room).iter().enumerate() {
            let mark = if index == 0 { "=" } else { " " };
            writeln!(out, "{:gutter$} {BLUE}{mark}{BLUE:#} {line}", "")?;
        }
        let piece = Piece {
            text: &step.excerpt,
            start: step.start,
            end: step.end,
            colour: CYAN,
            mark: '-',
            label: "",
        };
        let own = gutter.max(excerpt::gutter(std::iter::once(&piece)));
        let own_line = (finding.start.line, &finding.path);
        let line = (step.start.line, &step.path);
        if line != shown && line != own_line {
            excerpt::write(&piece, own, layout, out)?;
        }
        shown = line;
    }
    Ok(())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_are_not_printed() {
        assert_eq!(clean("a\u{1b}[2Jb\u{202e}"), "a\u{fffd}[2Jb\u{fffd}");
    }
}
