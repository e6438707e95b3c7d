//! `inglenook rules test`: each rule file against the annotated file beside it.

use crate::cli::error::{CLEAN, FINDINGS};
use crate::cli::{CliError, Io};
use crate::config::options::Lint;
use crate::finding::Finding;
use crate::lint::{self, Rules};
use crate::workspace;
use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Largest annotated file in bytes.
const MAX_BYTES: usize = 1 << 20;
/// Annotations: whether the line below is to be found, and whether that is only hoped for.
const MARKS: &[(&str, bool, bool)] = &[
    ("todoruleid:", true, true),
    ("todook:", false, true),
    ("ruleid:", true, false),
    ("ok:", false, false),
];

/// One annotation: 1-based line that it speaks of, rule, whether to be found, whether hoped for.
struct Mark {
    line: usize,
    rule: String,
    found: bool,
    todo: bool,
}

pub(super) fn run(paths: &[PathBuf], options: &Lint, io: &mut Io) -> Result<u8, CliError> {
    let languages = super::languages()?;
    let (rules, problems) = Rules::load(&languages, options);
    super::say(&problems, io)?;
    let mut files: Vec<PathBuf> = Vec::new();
    for path in paths {
        files.extend(tests(&io.cwd.join(path)));
    }
    files.sort();
    files.dedup();
    let mut counts = Counts::default();
    for file in &files {
        let text = std::fs::read_to_string(file)?;
        let shown = file.strip_prefix(&io.cwd).unwrap_or(file);
        let document = workspace::document(&languages, file.clone(), &text, MAX_BYTES);
        let findings = lint::check(&rules, &document, shown);
        compare(marks(&text), findings, shown, &mut counts, io)?;
    }
    let count = files.len();
    let Counts { right, wrong, todo } = counts;
    if files.is_empty() {
        writeln!(
            io.out,
            "Nothing to test: no file lies beside a rule file with its name, as team.py beside team.yaml. \
             Write one, with `# ruleid: ID` on the line before what the rule ID must find and `# ok: ID` before \
             what it must not, or let `inglenook rules new ID --language LANGUAGE` write both."
        )?;
    }
    writeln!(
        io.out,
        "{count} files: {right} lines as marked, {wrong} not, {todo} to do"
    )?;
    let fine = wrong == 0 && problems.is_empty() && count > 0;
    Ok(if fine { CLEAN } else { FINDINGS })
}

/// Annotations that hold, that do not, and that are hoped for.
#[derive(Default)]
struct Counts {
    right: usize,
    wrong: usize,
    todo: usize,
}

/// Holds what the rules find in one file against its annotations, and prints what differs. Rules that
/// the file does not name may find what they like.
fn compare(
    marks: Vec<Mark>,
    findings: Vec<Finding>,
    shown: &Path,
    counts: &mut Counts,
    io: &mut Io,
) -> Result<(), CliError> {
    let shown = shown.display();
    let named: BTreeSet<&str> = marks.iter().map(|mark| mark.rule.as_str()).collect();
    let mut found: BTreeSet<(usize, String)> = findings
        .into_iter()
        .filter(|finding| named.contains(finding.rule.as_str()))
        .map(|finding| (finding.start.line, finding.rule))
        .collect();
    for mark in marks {
        let there = found.remove(&(mark.line, mark.rule.clone()));
        match (there == mark.found, mark.todo) {
            (true, false) => counts.right += 1,
            (_, true) => counts.todo += 1,
            (false, false) => {
                counts.wrong += 1;
                let said = match there {
                    true => "found, but is fine",
                    false => "not found",
                };
                let (line, rule) = (mark.line, mark.rule);
                writeln!(io.out, "{shown}:{line}: {rule}: {said}")?;
            }
        }
    }
    for (line, rule) in found {
        counts.wrong += 1;
        let said = "found where no mark asks for it";
        writeln!(io.out, "{shown}:{line}: {rule}: {said}")?;
    }
    Ok(())
}

/// The annotated files beside a rule file, or beside all in a folder.
fn tests(path: &Path) -> Vec<PathBuf> {
    let folder = match path.is_dir() {
        true => path,
        false => path.parent().unwrap_or(path),
    };
    let mut files = Vec::new();
    for entry in ignore::WalkBuilder::new(folder)
        .standard_filters(false)
        .build()
        .flatten()
    {
        let file = entry.into_path();
        let yaml = file
            .extension()
            .is_some_and(|end| end == "yaml" || end == "yml");
        let beside = |end: &str| {
            let rule = file.with_extension(end);
            rule.is_file() && (path.is_dir() || rule == path)
        };
        if file.is_file() && !yaml && (beside("yaml") || beside("yml")) {
            files.push(file);
        }
    }
    files
}

fn marks(text: &str) -> Vec<Mark> {
    let mut marks = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let words = line.trim_start_matches(['/', '#', '*', ' ', '\t', '-', '<', '!', ';']);
        let Some((found, todo, rules)) = MARKS.iter().find_map(|(mark, found, todo)| {
            words.strip_prefix(mark).map(|rules| (*found, *todo, rules))
        }) else {
            continue;
        };
        for rule in rules.split([',', ' ']).filter(|rule| !rule.is_empty()) {
            let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
            if rule.chars().all(plain) {
                marks.push(Mark {
                    line: index + 2,
                    rule: rule.to_string(),
                    found,
                    todo,
                });
            }
        }
    }
    marks
}
