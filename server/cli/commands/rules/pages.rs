//! `inglenook rules docs`: a page for each rule and an index of them, as Markdown files.

use crate::cli::error::CLEAN;
use crate::cli::{CliError, Io};
use crate::lint::{About, Rules};
use std::fmt::Write as _;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;

pub(super) fn run(rules: &Rules, folder: &Path, io: &mut Io) -> Result<u8, CliError> {
    let full = io.cwd.join(folder);
    let failed = |error: std::io::Error| {
        CliError::new(format!("{}: {error}", folder.display()))
            .hint("name a folder that may be written")
    };
    std::fs::create_dir_all(&full).map_err(failed)?;
    let abouts: Vec<&Arc<About>> = rules.abouts().iter().chain(rules.secret_abouts()).collect();
    for about in &abouts {
        if let Some(page) = rules.page(&about.id) {
            std::fs::write(full.join(format!("{}.md", about.id)), page).map_err(failed)?;
        }
    }
    std::fs::write(full.join("index.md"), index(&abouts)).map_err(failed)?;
    writeln!(io.out, "wrote {} pages and index.md", abouts.len())?;
    Ok(CLEAN)
}

fn index(abouts: &[&Arc<About>]) -> String {
    let mut page =
        String::from("# Rules\n\n| rule | severity | confidence | weakness |\n|---|---|---|---|\n");
    for about in abouts {
        let (id, severity) = (&about.id, about.severity.name());
        let (confidence, cwe) = (about.confidence.name(), about.cwe.join(", "));
        // Writing into a string does not fail.
        writeln!(
            page,
            "| [{id}]({id}.md) | {severity} | {confidence} | {cwe} |"
        )
        .unwrap_or_default();
    }
    page
}
