//! Labelled changes as Markdown: how they are written and read. Knows nothing of rules and models.

use crate::review::Edit;
use std::path::{Path, PathBuf};

/// One labelled change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// The file's stem and the heading: `python/sql-format`.
    pub name: String,
    pub path: PathBuf,
    /// The new text.
    pub after: String,
    pub edits: Vec<Edit>,
    /// 1-based lines of the new text that are wrong; empty for a clean change.
    pub wrong: Vec<usize>,
    /// `CWE-89`, or a word such as `bug`; empty for a clean change.
    pub weakness: String,
}

impl Case {
    /// Lines that were added.
    pub fn added(&self) -> usize {
        let added = |edit: &Edit| self.after[edit.added.clone()].lines().count();
        self.edits.iter().map(added).sum()
    }
}

/// Reads the cases of one Markdown file. Each opens with a heading `## name: CWE-89` or
/// `## name: clean`, and holds one block fenced as `diff PATH`: the whole file, each line after a mark.
/// A space: in both texts; `-`: gone; `+`: new; `!`: new and wrong.
///
/// # Errors
/// What is wrong, with the line.
pub fn parse(stem: &str, text: &str) -> Result<Vec<Case>, String> {
    let mut cases = Vec::new();
    let mut lines = text.lines().enumerate();
    let mut heading: Option<(&str, &str)> = None;
    while let Some((number, line)) = lines.next() {
        let failed = |why: &str| format!("{stem}.md:{}: {why}", number + 1);
        if let Some(title) = line.strip_prefix("## ") {
            if heading.is_some() {
                return Err(failed("the case before has no block"));
            }
            let split = title.split_once(": ");
            heading = Some(split.ok_or_else(|| failed("write `## name: CWE-89` or `: clean`"))?);
        } else if let Some(path) = line.strip_prefix("```diff ") {
            let (name, weakness) = heading.take().ok_or_else(|| failed("no heading above"))?;
            let body: Vec<&str> = lines
                .by_ref()
                .map(|(_, line)| line)
                .take_while(|line| *line != "```")
                .collect();
            let case = case(&format!("{stem}/{name}"), path.trim(), weakness, &body);
            cases.push(case.map_err(|why| failed(&why))?);
        }
    }
    match heading {
        Some((name, _)) => Err(format!("{stem}.md: the case {name} has no block")),
        None => Ok(cases),
    }
}

fn case(name: &str, path: &str, weakness: &str, body: &[&str]) -> Result<Case, String> {
    let mut case = Case {
        name: name.to_string(),
        path: PathBuf::from(path),
        after: String::new(),
        edits: Vec::new(),
        wrong: Vec::new(),
        weakness: String::new(),
    };
    let (mut open, mut number) = (false, 0);
    for line in body {
        let mark = line.chars().next().unwrap_or(' ');
        let content = line.get(1..).unwrap_or_default();
        let at = case.after.len();
        if mark == ' ' {
            open = false;
        } else if !open {
            case.edits.push(Edit {
                added: at..at,
                removed: Vec::new(),
            });
            open = true;
        }
        match mark {
            ' ' | '+' | '!' => {
                case.after.push_str(content);
                case.after.push('\n');
                number += 1;
            }
            '-' => {}
            _ => {
                return Err(format!(
                    "{name}: a line begins with `{mark}`, not one of ` -+!`"
                ));
            }
        }
        if let (true, Some(edit)) = (mark != ' ', case.edits.last_mut()) {
            match mark {
                '-' => edit.removed.push(content.to_string()),
                _ => edit.added.end = case.after.len(),
            }
        }
        if mark == '!' {
            case.wrong.push(number);
        }
    }
    match (weakness == "clean", case.wrong.is_empty()) {
        (true, false) => return Err(format!("{name}: clean, and a line is marked wrong")),
        (false, true) => return Err(format!("{name}: not clean, and no line is marked wrong")),
        (false, false) => case.weakness = weakness.to_string(),
        (true, true) => {}
    }
    if case.edits.is_empty() {
        return Err(format!("{name}: no line is changed"));
    }
    Ok(case)
}

/// Reads the Markdown files of a folder, by name. A `README.md` is for people.
///
/// # Errors
/// What cannot be read, and what is wrong in it.
pub fn read(folder: &Path) -> Result<Vec<Case>, String> {
    let failed = |error: std::io::Error| format!("{}: {error}", folder.display());
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        let markdown = path.extension().is_some_and(|ending| ending == "md");
        if markdown && path.file_stem().is_some_and(|stem| stem != "README") {
            paths.push(path);
        }
    }
    paths.sort();
    let mut cases = Vec::new();
    for path in paths {
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        let text = std::fs::read_to_string(&path).map_err(failed)?;
        cases.extend(parse(&stem, &text)?);
    }
    match cases.is_empty() {
        true => Err(format!(
            "{}: no Markdown file holds a case",
            folder.display()
        )),
        false => Ok(cases),
    }
}
