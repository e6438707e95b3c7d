//! `scan --time`: what each rule and each file cost, printed beside the report.

use crate::cli::{CliError, Io};
use crate::lint::Checked;
use std::collections::HashMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// Rows of each table.
const ROWS: usize = 20;

/// Time spent so far; shared by all threads.
#[derive(Default)]
pub(super) struct Times(Mutex<Spent>);

#[derive(Default)]
struct Spent {
    rules: HashMap<String, Rule>,
    files: Vec<(Duration, PathBuf)>,
    all: Duration,
}

#[derive(Default)]
struct Rule {
    all: Duration,
    files: usize,
    slowest: (Duration, PathBuf),
}

impl Times {
    /// Adds one file's rules; `whole` is what the file took with reading and parsing.
    pub fn add(&self, checked: &Checked, shown: &Path, whole: Duration) {
        let mut spent = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        spent.all += whole;
        spent.files.push((whole, shown.to_path_buf()));
        if spent.files.len() > 4 * ROWS {
            spent.trim();
        }
        for (about, took) in &checked.times {
            if !spent.rules.contains_key(&about.id) {
                spent.rules.insert(about.id.clone(), Rule::default());
            }
            let Some(rule) = spent.rules.get_mut(&about.id) else {
                continue;
            };
            rule.all += *took;
            rule.files += 1;
            if *took >= rule.slowest.0 {
                rule.slowest = (*took, shown.to_path_buf());
            }
        }
    }

    /// Prints the tables, slowest first, to the error stream: any format goes to the output.
    ///
    /// # Errors
    /// When the stream cannot be written.
    pub fn print(&self, io: &mut Io) -> Result<(), CliError> {
        let mut spent = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        spent.trim();
        let ms = |time: Duration| time.as_secs_f64() * 1000.0;
        let mut rules: Vec<_> = spent.rules.iter().collect();
        rules.sort_by(|(a, x), (b, y)| y.all.cmp(&x.all).then(a.cmp(b)));
        let matching: Duration = rules.iter().map(|(_, rule)| rule.all).sum();
        writeln!(
            io.err,
            "time of all threads: {:.0} ms, of which {:.0} ms in {} rules, the rest reading and parsing",
            ms(spent.all),
            ms(matching),
            rules.len()
        )?;
        writeln!(io.err, "{:>9} {:>7}  rule (slowest file)", "ms", "files")?;
        for (id, rule) in rules.iter().take(ROWS) {
            let (slowest, file) = &rule.slowest;
            writeln!(
                io.err,
                "{:>9.1} {:>7}  {id} ({} {:.1} ms)",
                ms(rule.all),
                rule.files,
                file.display(),
                ms(*slowest)
            )?;
        }
        writeln!(io.err, "{:>9} {:>7}  file", "ms", "")?;
        for (took, file) in &spent.files {
            writeln!(io.err, "{:>9.1} {:>7}  {}", ms(*took), "", file.display())?;
        }
        Ok(())
    }
}

impl Spent {
    /// Keeps the slowest files alone.
    fn trim(&mut self) {
        self.files.sort_by(|a, b| b.cmp(a));
        self.files.truncate(ROWS);
    }
}
