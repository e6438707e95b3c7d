//! Markdown for a comment on a pull request: a table, then each finding with its lines. What comes
//! from a file or a model stays text: it makes no links, mentions or mark-up of its own.

use super::place::{quoted, slashed, weakness};
use super::{Layout, Report, WORST_FIRST};
use crate::finding::{Finding, Piece, Severity, markdown_code as code};
use std::io::{self, Write};

/// Forges take comments of 65,536 characters; the rest is for what they add.
const MAX: usize = 60_000;
/// First line, by which a later run finds its own comment.
const MARK: &str = "<!-- inglenook -->";
/// Source lines shown of one finding.
const EXCERPT_LINES: usize = 8;

pub(super) fn write(report: &Report, _: Layout, out: &mut dyn Write) -> io::Result<()> {
    let mut text = format!("{MARK}\n## inglenook {}\n\n", report.command);
    let files = match report.files {
        1 => "1 file".to_string(),
        files => format!("{files} files"),
    };
    if report.findings.is_empty() {
        text.push_str(&format!("No findings in {files}.\n"));
    } else {
        text.push_str(&format!(
            "{} in {files}.\n\n{}",
            total(report),
            table(report)
        ));
    }
    let mut worst: Vec<&Finding> = report.findings.iter().collect();
    worst.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    let notes = notes(report);
    let room = MAX.saturating_sub(notes.chars().count());
    let mut used = text.chars().count();
    for (index, finding) in worst.iter().enumerate() {
        let section = section(finding);
        used += section.chars().count();
        if used > room {
            let left = worst.len() - index;
            text.push_str(&format!(
                "\n{left} more findings do not fit into a comment.\n"
            ));
            break;
        }
        text.push_str(&section);
    }
    text.push_str(&notes);
    out.write_all(text.as_bytes())
}

fn total(report: &Report) -> String {
    match report.findings.len() {
        1 => "**1 finding**".to_string(),
        count => format!("**{count} findings**"),
    }
}

fn table(report: &Report) -> String {
    let mut table = "| severity | findings |\n|---|---|\n".to_string();
    for severity in WORST_FIRST {
        let count = report.count(severity);
        if count > 0 {
            table.push_str(&format!(
                "| {} {} | {count} |\n",
                dot(severity),
                severity.name()
            ));
        }
    }
    table
}

fn dot(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "🟣",
        Severity::High => "🔴",
        Severity::Medium => "🟠",
        Severity::Low => "🔵",
    }
}

fn section(finding: &Finding) -> String {
    let path = code(&format!(
        "{}:{}",
        slashed(&finding.path),
        finding.start.line
    ));
    let mut links = Vec::new();
    for cwe in &finding.cwe {
        links.extend(weakness(cwe).map(|address| format!("[{cwe}]({address})")));
    }
    let weakness = match links.is_empty() {
        true => String::new(),
        false => format!(" · {}", links.join(", ")),
    };
    let mut text = format!(
        "\n### {} {} in {path}\n\n{} · confidence {}{weakness}\n\n{}\n",
        dot(finding.severity),
        code(&finding.rule),
        finding.severity.name(),
        finding.confidence.name(),
        message(finding),
    );
    text.push_str(&fenced(finding));
    if let Some(words) = finding.model_says() {
        text.push_str(&format!("\n> The model: {}\n", prose(&words)));
    }
    if !finding.flow.is_empty() {
        text.push_str("\n<details><summary>How the data gets here</summary>\n\n");
        for (index, step) in finding.flow.iter().enumerate() {
            let place = code(&format!("{}:{}", slashed(&step.path), step.start.line));
            text.push_str(&format!("{}. {place}: {}\n", index + 1, note(&step.note)));
        }
        text.push_str("\n</details>\n");
    }
    if let Some(fix) = &finding.fix {
        let with = fix.replacement.trim();
        match with {
            "" => text.push_str("\nFix: remove this code.\n"),
            with if with.lines().count() == 1 => {
                text.push_str(&format!("\nFix: replace it with {}.\n", code(with)));
            }
            _ => text.push_str("\nFix: `inglenook` offers one in the editor.\n"),
        }
    }
    text
}

/// The finding's lines between fences that they cannot close.
fn fenced(finding: &Finding) -> String {
    let lines: Vec<&str> = finding.excerpt.lines().take(EXCERPT_LINES).collect();
    let text = lines.join("\n");
    let fence = "`".repeat(longest_ticks(&text).max(2) + 1);
    let language = finding
        .path
        .extension()
        .and_then(|extension| extension.to_str());
    let plain = language.filter(|name| name.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    format!("\n{fence}{}\n{text}\n{fence}\n", plain.unwrap_or_default())
}

fn longest_ticks(text: &str) -> usize {
    let runs = text.split(|c| c != '`').map(str::len);
    runs.max().unwrap_or(0)
}

/// The message as one paragraph, the code in it as code.
fn message(finding: &Finding) -> String {
    let piece = |piece: &Piece| match piece {
        Piece::Words(words) => between(words),
        Piece::Code(text) => code(text),
    };
    let paragraph: String = finding.pieces().iter().map(piece).collect();
    paragraph.trim().to_string()
}

/// A step's note: plain words around code between backticks.
fn note(text: &str) -> String {
    match quoted(text) {
        Some((before, quoted, after)) => {
            format!("{}{}{}", between(before), code(quoted), between(after))
        }
        None => prose(text),
    }
}

/// Plain words beside code: a space at their ends stays.
fn between(text: &str) -> String {
    let words = prose(text);
    let space = |wanted: bool| if wanted { " " } else { "" };
    let start = space(text.starts_with(char::is_whitespace));
    let end = space(!words.is_empty() && text.ends_with(char::is_whitespace));
    format!("{start}{words}{end}")
}

/// One paragraph of plain words.
fn prose(text: &str) -> String {
    let folded: Vec<&str> = text.split_whitespace().collect();
    let mut out = String::new();
    for character in folded.join(" ").chars() {
        match character {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            // A mention would call people, an address would be a link.
            '@' => out.push_str("&#64;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '|' | '~' | '!' => {
                out.push('\\');
                out.push(character);
            }
            other if other.is_control() => out.push('\u{fffd}'),
            other => out.push(other),
        }
    }
    out.replace("://", ":&#47;/").replace("www.", "www&#46;")
}

fn notes(report: &Report) -> String {
    let mut text = String::new();
    if !report.suppressed.is_empty() {
        let count = report.suppressed.len();
        text.push_str(&format!(
            "\nSuppressed by comments or the baseline: {count}.\n"
        ));
    }
    if report.notes.is_empty() {
        return text;
    }
    text.push_str("\n<details><summary>Notes</summary>\n\n");
    for note in report.notes.iter().take(50) {
        text.push_str(&format!("- {}\n", prose(note)));
    }
    if report.notes.len() > 50 {
        text.push_str(&format!("- and {} more\n", report.notes.len() - 50));
    }
    text.push_str("\n</details>\n");
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_of_others_stays_text() {
        assert_eq!(
            prose("see [x](http://e) <b> @all"),
            "see \\[x\\](http:&#47;/e) &lt;b&gt; &#64;all"
        );
        assert_eq!(code("a`b"), "`` a`b ``");
        assert_eq!(note("`a` goes on to `b*`"), "`` a` goes on to `b* ``");
        assert_eq!(note("it goes on_ through `x`"), "it goes on\\_ through `x`");
        assert_eq!(
            note("`x[*]` is where it ends up"),
            "`x[*]` is where it ends up"
        );
    }
}
