//! `inglenook rules new`: a rule and its annotated test, to be filled in. Overwrites nothing.

use crate::cli::error::CLEAN;
use crate::cli::{CliError, Io};
use crate::lint;
use std::io::Write;
use std::path::{Path, PathBuf};

const SEARCH: &str = "    pattern: dangerous(...)\n";
const TAINT: &str = "    mode: taint
    pattern-sources:
      - pattern: source(...)
    pattern-sinks:
      - pattern: sink(...)
    pattern-sanitizers:
      - pattern: clean(...)
";

pub(super) fn run(
    id: &str,
    language: &str,
    taint: bool,
    folder: Option<PathBuf>,
    io: &mut Io,
) -> Result<u8, CliError> {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if id.is_empty() || !id.chars().all(plain) {
        return Err(CliError::new(format!("`{id}` is no id for a rule"))
            .hint("use letters, digits and hyphens"));
    }
    let languages = super::languages()?;
    let known = languages
        .iter()
        .find(|known| known.rule_ids.iter().any(|name| name == language))
        .ok_or_else(|| {
            let names: Vec<&str> = languages.iter().map(|known| known.id.as_str()).collect();
            CliError::new(format!("there is no language `{language}`"))
                .hint(format!("one of {}", names.join(", ")))
        })?;
    let extension = known.extensions.first().map_or("txt", String::as_str);
    let comment = known.line_comment.as_str();
    let folder = folder.map_or(io.cwd.clone(), |folder| io.cwd.join(folder));
    std::fs::create_dir_all(&folder)?;
    let rule = format!(
        "rules:\n  - id: {id}\n    languages: [{language}]\n    severity: MEDIUM\n    message: Say what is wrong, why it matters and what to write instead.\n    metadata:\n      cwe: 'CWE-0: the weakness'\n      confidence: MEDIUM\n      references: [https://example.com]\n{}",
        if taint { TAINT } else { SEARCH }
    );
    let (bad, good) = match taint {
        true => ("sink(source())", "sink(clean(source()))"),
        false => ("dangerous(1)", "harmless(1)"),
    };
    let end = if comment == "#" { "" } else { ";" };
    let lines = format!("{comment} ruleid: {id}\n{bad}{end}\n{comment} ok: {id}\n{good}{end}\n");
    let context = lint::context(&languages, &known.id).unwrap_or_else(|| "%".into());
    let (head, tail) = context.split_once('%').unwrap_or_default();
    let parts = [head.trim(), lines.trim_end(), tail.trim()];
    let test: String = parts
        .iter()
        .filter(|part| !part.is_empty())
        .map(|part| format!("{part}\n"))
        .collect();
    for (name, text) in [
        (format!("{id}.yaml"), rule),
        (format!("{id}.{extension}"), test),
    ] {
        write(&folder.join(&name), &text)?;
        writeln!(io.out, "wrote {name}")?;
    }
    Ok(CLEAN)
}

fn write(path: &Path, text: &str) -> Result<(), CliError> {
    if path.exists() {
        return Err(
            CliError::new(format!("{} is there already", path.display()))
                .hint("choose another id or folder"),
        );
    }
    std::fs::write(path, text)?;
    Ok(())
}
