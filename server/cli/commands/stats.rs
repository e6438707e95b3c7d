//! `inglenook stats`: what became of the completions on this machine. Prints counts and erases them.

use crate::cli::error::CLEAN;
use crate::cli::{CliError, Io};
use crate::complete::learn::{self, Counts, Record};
use anstyle::{AnsiColor, Style};
use serde_json::json;
use std::io::Write;

/// Days that the small chart shows.
const DAYS: u64 = 30;
const BAR: Style = AnsiColor::Green.on_default();
const DIM: Style = Style::new().dimmed();
const BOLD: Style = Style::new().bold();
/// Columns of the table without its bars.
const FIXED: usize = 66;

#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  inglenook stats
  inglenook stats --json
  inglenook stats --reset

The counts are numbers by language and day; no text is kept, and nothing leaves this machine.
`completion.learn = false` counts nothing.")]
pub struct Args {
    /// Print the counts as JSON
    #[arg(long)]
    json: bool,
    /// Erase the counts
    #[arg(long, conflicts_with = "json")]
    reset: bool,
}

pub fn run(args: Args, io: &mut Io) -> Result<u8, CliError> {
    let folder = io.dirs.data.clone();
    let file = learn::file(&folder);
    if args.reset {
        let gone = learn::reset(&folder)
            .map_err(|error| CliError::new(format!("{} stays: {error}", file.display())))?;
        let said = if gone { "erased" } else { "there were none" };
        writeln!(io.out, "{}: {said}", file.display())?;
        return Ok(CLEAN);
    }
    let record = learn::read(&folder).map_err(|error| {
        CliError::new(format!("{} cannot be read: {error}", file.display()))
            .hint("`inglenook stats --reset` erases it and begins anew")
    })?;
    if args.json {
        let text = json!({ "file": file, "counts": record });
        writeln!(io.out, "{text:#}")?;
    } else if record.languages.is_empty() {
        writeln!(io.out, "No completions have been counted yet.")?;
        writeln!(io.out, "{DIM}{}{DIM:#}", file.display())?;
    } else {
        table(io, &record)?;
        days(io, &record)?;
        writeln!(io.out, "\n{DIM}{}{DIM:#}", file.display())?;
    }
    Ok(CLEAN)
}

/// One row a language, the most used first, and one for all.
fn table(io: &mut Io, record: &Record) -> Result<(), CliError> {
    let width = io.width.saturating_sub(FIXED).min(24);
    let heading = format!(
        "{:<12}{:>7}{:>10}{:>7}  {:<width$}{:>9}{:>10}{:>9}",
        "language", "shown", "accepted", "", "", "kept 30s", "kept 5min", "saved"
    );
    writeln!(io.out, "{BOLD}{heading}{BOLD:#}")?;
    let mut rows: Vec<(&str, Counts)> = record
        .languages
        .iter()
        .map(|(language, counts)| (language.as_str(), counts.clone()))
        .collect();
    rows.sort_by_key(|(_, counts)| std::cmp::Reverse(counts.shown));
    let all = record.all();
    if rows.len() > 1 {
        rows.push(("all", all));
    }
    for (language, counts) in rows {
        let share = share(counts.accepted, counts.shown);
        let name: String = language.chars().take(11).collect();
        writeln!(
            io.out,
            "{name:<12}{:>7}{:>10}{:>7}  {BAR}{:<width$}{BAR:#}{:>9}{:>10}{:>9}",
            counts.shown,
            counts.accepted,
            percent(share),
            bar(share.unwrap_or_default(), width),
            percent(self::share(counts.kept_30, counts.looked_30)),
            percent(self::share(counts.kept_300, counts.looked_300)),
            counts.saved,
        )?;
    }
    writeln!(
        io.out,
        "{DIM}saved: characters put in by accepting; kept: of these, still there after a while{DIM:#}"
    )?;
    Ok(())
}

/// Characters saved, day by day, up to today.
fn days(io: &mut Io, record: &Record) -> Result<(), CliError> {
    let today = learn::today();
    let shown = DAYS.min(io.width.saturating_sub(24).max(1) as u64);
    let saved: Vec<u64> = (today.saturating_sub(shown - 1)..=today)
        .map(|day| record.days.get(&day).map_or(0, |day| day.saved))
        .collect();
    let most = saved.iter().copied().max().unwrap_or_default();
    if most == 0 {
        return Ok(());
    }
    let spark: String = saved.iter().map(|saved| spark(*saved, most)).collect();
    writeln!(
        io.out,
        "\ncharacters saved, last {shown} days\n{BAR}{spark}{BAR:#} {DIM}at most {most} a day{DIM:#}"
    )?;
    Ok(())
}

fn share(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

fn percent(share: Option<f64>) -> String {
    share.map_or_else(|| "-".into(), |share| format!("{:.0} %", share * 100.0))
}

/// A bar of so many columns, in eighths of a column.
fn bar(share: f64, width: usize) -> String {
    let eighths = (share.clamp(0.0, 1.0) * width as f64 * 8.0).round() as usize;
    let mut bar = "█".repeat(eighths / 8);
    let rest = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    bar.push_str(rest[eighths % 8]);
    bar
}

fn spark(value: u64, most: u64) -> char {
    let marks = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    if value == 0 {
        return ' ';
    }
    let at = (value as f64 / most as f64 * 7.0).round() as usize;
    marks[at.min(7)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_and_marks_are_in_proportion() {
        assert_eq!(bar(0.5, 4), "██");
        assert_eq!(bar(0.5, 5), "██▌");
        assert_eq!(bar(7.0, 2), "██");
        assert_eq!(bar(0.0, 8), "");
        let marks: String = [0, 1, 50, 100].into_iter().map(|v| spark(v, 100)).collect();
        assert_eq!(marks, " ▁▅█");
    }
}
