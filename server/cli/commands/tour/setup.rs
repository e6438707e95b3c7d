//! What to paste into an editor: the first block of code of each `editors/<name>/README.md`.

use crate::cli::{CliError, Io};
use anstyle::{AnsiColor, Style};
use std::io::Write;

const BOLD: Style = Style::new().bold();
const CODE: Style = AnsiColor::Green.on_default();
const DIM: Style = Style::new().dimmed();

const EDITORS: &[(&str, &str)] = &[
    (
        "VS Code",
        include_str!("../../../../editors/vscode/README.md"),
    ),
    (
        "Neovim",
        include_str!("../../../../editors/neovim/README.md"),
    ),
    ("Helix", include_str!("../../../../editors/helix/README.md")),
    ("Zed", include_str!("../../../../editors/zed/README.md")),
    ("Emacs", include_str!("../../../../editors/emacs/README.md")),
];

/// Stands for the clone's folder in the pages.
const PLACE: &str = "/path/to/inglenook";

/// Prints the lines for each editor, with the folder that this program was built from.
pub fn show(io: &mut Io) -> Result<(), CliError> {
    writeln!(
        io.out,
        "\n{BOLD}In your editor{BOLD:#} {DIM}(more in editors/<name>/README.md){DIM:#}"
    )?;
    let root = env!("CARGO_MANIFEST_DIR");
    let root = if std::path::Path::new(root).is_dir() {
        root
    } else {
        PLACE
    };
    writeln!(
        io.out,
        "First put the program on your PATH:\n\n  {CODE}cargo install --path {root}{CODE:#}"
    )?;
    for (name, page) in EDITORS {
        writeln!(io.out, "\n{BOLD}{name}{BOLD:#}")?;
        for line in first_block(page) {
            writeln!(io.out, "  {CODE}{}{CODE:#}", line.replace(PLACE, root))?;
        }
    }
    Ok(())
}

/// Lines between the first two fences of a Markdown page.
fn first_block(page: &str) -> impl Iterator<Item = &str> {
    let inside = page
        .lines()
        .skip_while(|line| !line.starts_with("```"))
        .skip(1);
    inside.take_while(|line| !line.starts_with("```"))
}

#[cfg(test)]
mod tests {
    use super::{EDITORS, first_block};

    #[test]
    fn every_editor_has_lines_to_paste() {
        for (name, page) in EDITORS {
            assert!(
                first_block(page).any(|line| !line.trim().is_empty()),
                "{name}"
            );
        }
    }
}
