//! What a command may touch of the outside: streams, folders, terminal. Tests give their own.

use super::error::{CliError, FAILED, UNREAD};
use anstream::ColorChoice;
use etcetera::BaseStrategy;
use std::io::{IsTerminal, Write};
use std::path::PathBuf;

/// When to colour the output.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Color {
    // On a terminal, unless NO_COLOR is set.
    #[default]
    Auto,
    Always,
    Never,
}

/// The user's own folders.
#[derive(Clone, Debug)]
pub struct Dirs {
    /// Holds `inglenook.toml` and the list of trusted projects.
    pub config: PathBuf,
    /// Holds what can be made again.
    pub cache: PathBuf,
    /// Holds what is the user's own and cannot be made again.
    pub data: PathBuf,
    /// Holds the models: `INGLENOOK_MODEL_FOLDER`, else below the user's data folder.
    pub models: PathBuf,
}

/// Streams, folders and terminal of one run.
pub struct Io {
    pub out: Box<dyn Write + Send>,
    pub err: Box<dyn Write + Send>,
    pub cwd: PathBuf,
    pub dirs: Dirs,
    /// `--config`: read instead of the user's file.
    pub config: Option<PathBuf>,
    /// Whether standard error is a terminal: progress bars may move.
    pub terminal: bool,
    /// Columns of the terminal, 80 without one.
    pub width: usize,
    /// Whether `out` and `err` are the process's own streams.
    pub system: bool,
}

impl Io {
    /// The process's own.
    pub fn system() -> Self {
        let cwd = std::env::current_dir().unwrap_or_default();
        let dirs = match etcetera::choose_base_strategy() {
            Ok(base) => Dirs {
                config: base.config_dir().join("inglenook"),
                cache: base.cache_dir().join("inglenook"),
                data: base.data_dir().join("inglenook"),
                models: models(base.data_dir().join("inglenook")),
            },
            // No home folder: a service user, say. The working folder is the one place known to be there.
            Err(_) => Dirs {
                config: cwd.join(".inglenook"),
                cache: cwd.join(".inglenook/cache"),
                data: cwd.join(".inglenook/data"),
                models: models(cwd.join(".inglenook/data")),
            },
        };
        Self {
            out: Box::new(anstream::stdout()),
            err: Box::new(anstream::stderr()),
            cwd,
            dirs,
            config: None,
            terminal: std::io::stderr().is_terminal(),
            width: console_width(),
            system: true,
        }
    }

    pub(super) fn color(&mut self, color: Color) {
        if !self.system {
            return;
        }
        let choice = match color {
            Color::Auto => return,
            Color::Always => ColorChoice::Always,
            Color::Never => ColorChoice::Never,
        };
        self.out = Box::new(anstream::AutoStream::new(std::io::stdout(), choice));
        self.err = Box::new(anstream::AutoStream::new(std::io::stderr(), choice));
    }

    /// Prints what clap has to say: help to the output (0), wrong usage to the errors (2).
    pub(super) fn usage(&mut self, error: &clap::Error) -> u8 {
        let rendered = error.render().ansi().to_string();
        let stream = if error.use_stderr() {
            &mut self.err
        } else {
            &mut self.out
        };
        // A closed pipe leaves nobody to tell.
        write!(stream, "{rendered}").ok();
        if error.use_stderr() { FAILED } else { 0 }
    }

    pub(super) fn fail(&mut self, error: &CliError) -> u8 {
        if error.unread {
            return UNREAD;
        }
        let red = anstyle::AnsiColor::Red.on_default().bold();
        let cyan = anstyle::AnsiColor::Cyan.on_default();
        // A closed pipe leaves nobody to tell.
        writeln!(self.err, "{red}error{red:#}: {error}").ok();
        if let Some(hint) = &error.hint {
            writeln!(self.err, "  {cyan}help{cyan:#}: {hint}").ok();
        }
        FAILED
    }
}

fn console_width() -> usize {
    let columns = std::env::var("COLUMNS")
        .ok()
        .and_then(|value| value.parse().ok());
    let measured = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    columns.or_else(measured).unwrap_or(80)
}

/// The folder that the environment names for models, else the one below `data`.
fn models(data: PathBuf) -> PathBuf {
    let named = std::env::var_os("INGLENOOK_MODEL_FOLDER").filter(|folder| !folder.is_empty());
    named.map_or_else(|| data.join("models"), PathBuf::from)
}
