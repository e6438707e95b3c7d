//! One finding on the page: head, message, lines, flow, fix.

use super::escaped;
use crate::finding::{Finding, Piece, Place, Step};
use crate::report::place::{quoted, slashed, weakness};
use std::io::{self, Write};

/// Source lines shown of one place.
const LINES: usize = 12;
/// Characters shown of one line.
const MAX_LINE: usize = 400;

pub(super) fn write(finding: &Finding, out: &mut dyn Write) -> io::Result<()> {
    let severity = finding.severity.name();
    let (rule, path) = (escaped(&finding.rule), escaped(&slashed(&finding.path)));
    let (line, column) = (finding.start.line, finding.start.column);
    writeln!(
        out,
        "<article class=\"{severity}\" data-severity=\"{severity}\" data-rule=\"{rule}\" data-file=\"{path}\">\n\
         <div class=\"head\"><span class=\"badge\">{severity}</span><h2>{rule}</h2>\
         <span class=\"place\">{path}:{line}:{column}</span></div>"
    )?;
    let piece = |piece: &Piece| match piece {
        Piece::Words(words) => escaped(words),
        Piece::Code(code) => format!("<code>{}</code>", escaped(code)),
    };
    let message: String = finding.pieces().iter().map(piece).collect();
    writeln!(out, "<p>{message}</p>")?;
    lines(&finding.excerpt, finding.start, finding.end, out)?;
    if !finding.flow.is_empty() {
        let count = finding.flow.len();
        writeln!(
            out,
            "<details><summary>How the data gets here ({count} steps)</summary>\n<ol class=\"flow\">"
        )?;
        for one in &finding.flow {
            step(one, out)?;
        }
        writeln!(out, "</ol>\n</details>")?;
    }
    if let Some(words) = finding.model_says() {
        writeln!(out, "<p><b>The model:</b> {}</p>", escaped(&words))?;
    }
    if let Some(fix) = &finding.fix {
        match fix.replacement.trim() {
            "" => writeln!(out, "<p>Fix: remove this code.</p>")?,
            with => writeln!(
                out,
                "<p>Fix, instead of the marked code:</p>\n<pre>{}</pre>",
                escaped(with)
            )?,
        }
    }
    foot(finding, out)?;
    writeln!(out, "</article>")
}

fn step(step: &Step, out: &mut dyn Write) -> io::Result<()> {
    let place = escaped(&format!("{}:{}", slashed(&step.path), step.start.line));
    writeln!(
        out,
        "<li><span class=\"place\">{place}</span> {}",
        note(&step.note)
    )?;
    lines(&step.excerpt, step.start, step.end, out)?;
    writeln!(out, "</li>")
}

/// A step's note: plain words around code between backticks.
fn note(text: &str) -> String {
    match quoted(text) {
        Some((before, code, after)) => format!(
            "{}<code>{}</code>{}",
            escaped(before),
            escaped(code),
            escaped(after)
        ),
        None => escaped(text),
    }
}

fn foot(finding: &Finding, out: &mut dyn Write) -> io::Result<()> {
    let mut parts = vec![format!("confidence {}", finding.confidence.name())];
    if !finding.symbol.is_empty() {
        parts.push(format!("in <code>{}</code>", escaped(&finding.symbol)));
    }
    let mut linked = Vec::new();
    for cwe in &finding.cwe {
        let address = weakness(cwe).unwrap_or_default();
        linked.push(address.clone());
        parts.push(format!(
            "<a href=\"{}\">{}</a>",
            escaped(&address),
            escaped(cwe)
        ));
    }
    // Rules of a project may name any address; only the web's count.
    let web =
        |reference: &&String| reference.starts_with("https://") || reference.starts_with("http://");
    let mut others = finding.references.iter().filter(web);
    if let Some(reference) = others.find(|reference| !linked.contains(reference)) {
        parts.push(format!("<a href=\"{0}\">reference</a>", escaped(reference)));
    }
    writeln!(out, "<p class=\"soft\">{}</p>", parts.join(" · "))
}

/// Lines with their numbers, what lies between two places marked.
fn lines(excerpt: &str, start: Place, end: Place, out: &mut dyn Write) -> io::Result<()> {
    if excerpt.is_empty() {
        return Ok(());
    }
    write!(out, "<pre>")?;
    let total = excerpt.lines().count();
    for (index, line) in excerpt.lines().take(LINES).enumerate() {
        let number = start.line + index;
        let characters: Vec<char> = line.chars().collect();
        let length = characters.len();
        let indent = characters.iter().take_while(|c| c.is_whitespace()).count();
        let from = match index {
            0 => (start.column - 1).min(length),
            _ => indent,
        };
        let to = match number == end.line {
            true => (end.column - 1).min(length),
            false => length,
        };
        // A line of megabytes is shown around its mark.
        let first = if length > MAX_LINE {
            from.saturating_sub(40)
        } else {
            0
        };
        let last = length.min(first + MAX_LINE);
        let (from, to) = (from.clamp(first, last), to.clamp(first, last));
        let part = |range: std::ops::Range<usize>| -> String {
            let end = range.end.max(range.start);
            escaped(&characters[range.start..end].iter().collect::<String>())
        };
        writeln!(
            out,
            "<span class=\"n\">{number}</span>{}<mark>{}</mark>{}",
            part(first..from),
            part(from..to),
            part(to.max(from)..last)
        )?;
    }
    if total > LINES {
        writeln!(
            out,
            "<span class=\"n\">…</span>{} more lines",
            total - LINES
        )?;
    }
    writeln!(out, "</pre>")
}
