//! A completion as an editor shows it, and a change as a diff. Prints only.

use crate::cli::{CliError, Io};
use crate::complete::Completion;
use crate::workspace::Snapshot;
use anstyle::{AnsiColor, Style};
use similar::{ChangeTag, TextDiff};
use std::io::Write;

/// Lines shown above and below the cursor's.
const AROUND: usize = 3;
const GHOST: Style = AnsiColor::Green.on_default().italic();
const DIM: Style = Style::new().dimmed();

/// The lines around a cursor with the completion in place, marked off from what was typed.
pub fn show(
    io: &mut Io,
    title: &str,
    document: &Snapshot,
    done: &Completion,
) -> Result<(), CliError> {
    let text = &document.text;
    let path = document.path.clone().unwrap_or_default();
    let line = text.line_of(done.range.start);
    writeln!(
        io.out,
        "\n{DIM}{}:{}  {title}{DIM:#}",
        path.display(),
        line + 1
    )?;
    for above in line.saturating_sub(AROUND)..line {
        plain(io, above + 1, &text.line(above))?;
    }
    let range = text.line_range(line);
    let typed = text.slice(range.start..done.range.start);
    let rest = text.slice(done.range.end..range.end.max(done.range.end));
    let mut ghost = done.text.split('\n');
    let first = ghost.next().unwrap_or_default();
    write!(
        io.out,
        "{DIM}{:>5} │{DIM:#} {typed}{GHOST}{first}{GHOST:#}",
        line + 1
    )?;
    for more in ghost {
        write!(io.out, "\n{DIM}      ┊{DIM:#} {GHOST}{more}{GHOST:#}")?;
    }
    writeln!(io.out, "{rest}")?;
    for below in line + 1..(line + 1 + AROUND).min(text.lines()) {
        plain(io, below + 1, &text.line(below))?;
    }
    if done.text.is_empty() {
        writeln!(io.out, "{DIM}      nothing to suggest here{DIM:#}")?;
        return Ok(());
    }
    let sure = done
        .confidence
        .map(|sure| format!("; {:.0} % sure", sure * 100.0));
    writeln!(
        io.out,
        "{DIM}      {} tokens read, {} written; first after {:.1} s, all after {:.1} s{}{DIM:#}",
        done.usage.prompt_tokens,
        done.usage.completion_tokens,
        done.usage.ttft_ms / 1e3,
        done.usage.total_ms / 1e3,
        sure.unwrap_or_default()
    )?;
    Ok(())
}

fn plain(io: &mut Io, number: usize, line: &str) -> Result<(), CliError> {
    writeln!(
        io.out,
        "{}",
        format!("{DIM}{number:>5} │{DIM:#} {line}").trim_end()
    )?;
    Ok(())
}

/// The changed lines of a diff, with one line around them.
pub fn diff(io: &mut Io, diff: &TextDiff<'_, '_, str>) -> Result<(), CliError> {
    let (red, green) = (AnsiColor::Red.on_default(), AnsiColor::Green.on_default());
    for group in diff.grouped_ops(1) {
        writeln!(io.out)?;
        for change in group.iter().flat_map(|op| diff.iter_changes(op)) {
            let line = change.value().trim_end();
            match change.tag() {
                ChangeTag::Equal => writeln!(io.out, "   {DIM}{line}{DIM:#}")?,
                ChangeTag::Delete => writeln!(io.out, " {red}- {line}{red:#}")?,
                ChangeTag::Insert => writeln!(io.out, " {green}+ {line}{green:#}")?,
            }
        }
    }
    writeln!(io.out)?;
    Ok(())
}
