//! Where a report goes: to the output, or whole into a file that is replaced in one step; and what
//! goes into it beside the findings.

use super::{CliError, Io};
use crate::lint;
use crate::report::{self, Layout, Report};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Columns of texts that go into a file: the same on every terminal.
const FILE_WIDTH: usize = 100;
/// Bytes of a report that are written in one go.
const BUFFER: usize = 1 << 16;

/// What the rules say of themselves, for reports.
pub fn described(rules: &lint::Rules) -> Vec<report::Rule> {
    let rule = |about: &Arc<lint::About>| report::Rule {
        id: about.id.clone(),
        message: about.message.clone(),
        severity: about.severity,
        confidence: about.confidence,
        cwe: about.cwe.clone(),
        owasp: about.owasp.clone(),
        references: about.references.clone(),
    };
    let all = rules.abouts().iter().chain(rules.secret_abouts());
    all.map(rule).collect()
}

/// How and where to write a report.
#[derive(Clone, Debug, clap::Args)]
pub struct Output {
    /// How to write the findings
    #[arg(long, value_name = "FORMAT", default_value = report::FORMATS[0].name,
          value_parser = clap::builder::PossibleValuesParser::new(report::names()))]
    pub format: String,
    /// Write to this file, which is replaced in one step, instead of the terminal
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Write in another format to a file as well; may be repeated
    #[arg(long, value_name = "FORMAT=FILE", value_parser = also)]
    pub also: Vec<(String, PathBuf)>,
}

/// `sarif=out.sarif`: a format's name and a file.
fn also(text: &str) -> Result<(String, PathBuf), String> {
    let (name, file) = text
        .split_once('=')
        .ok_or("write FORMAT=FILE, such as sarif=out.sarif")?;
    if report::format(name).is_none() {
        return Err(format!(
            "there is no format `{name}`; it takes one of {}",
            report::names().join(", ")
        ));
    }
    Ok((name.to_string(), PathBuf::from(file)))
}

impl Output {
    /// Whether the format lists the rules as well as the findings: reading them all takes time.
    pub fn lists_rules(&self) -> bool {
        self.format == "sarif"
    }

    /// Writes the report; a reader that has gone away (`| head`) is no error.
    ///
    /// # Errors
    /// When the file or the stream cannot be written.
    pub fn write(&self, report: &Report, io: &mut Io) -> Result<(), CliError> {
        let format = report::format(&self.format)
            .ok_or_else(|| CliError::new(format!("there is no format `{}`", self.format)))?;
        for (name, path) in &self.also {
            let format = report::format(name)
                .ok_or_else(|| CliError::new(format!("there is no format `{name}`")))?;
            file(format, report, &io.cwd.join(path))?;
        }
        if let Some(path) = &self.output {
            return file(format, report, &io.cwd.join(path));
        }
        let layout = Layout { width: io.width };
        let mut out = BufWriter::with_capacity(BUFFER, &mut io.out);
        quiet(report::write(format, report, layout, &mut out).and_then(|()| out.flush()))
    }
}

/// Written as it is made: of a large change a report has hundreds of megabytes.
fn file(format: &report::Format, report: &Report, path: &Path) -> Result<(), CliError> {
    replaced(path, |file| {
        let plain = anstream::StripStream::new(file);
        let mut out = BufWriter::with_capacity(BUFFER, plain);
        report::write(format, report, Layout { width: FILE_WIDTH }, &mut out)?;
        out.flush()
    })
}

fn quiet(written: std::io::Result<()>) -> Result<(), CliError> {
    match written {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}

/// Writes a file beside its place and moves it there, so that nobody reads half of it.
///
/// # Errors
/// When the folder cannot be written; names the file.
pub fn replace(path: &Path, bytes: &[u8]) -> Result<(), CliError> {
    replaced(path, |file| file.write_all(bytes))
}

/// Likewise with what `write` writes. A link stays one, and a device or a pipe is written as it is.
fn replaced(
    path: &Path,
    write: impl FnOnce(&mut std::fs::File) -> std::io::Result<()>,
) -> Result<(), CliError> {
    let told = |why: String| {
        CliError::new(format!("{}: {why}", path.display()))
            .hint("name a file in a folder that is there and may be written")
    };
    let failed = |error: std::io::Error| told(error.to_string());
    if std::fs::metadata(path).is_ok_and(|known| !known.is_file() && !known.is_dir()) {
        let mut device = std::fs::OpenOptions::new()
            .write(true)
            .open(path)
            .map_err(failed)?;
        return write(&mut device).map_err(failed);
    }
    let target = path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
    let folder = match target.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let mut file = tempfile::Builder::new();
    // A temporary file is for its owner alone; a report is a file like others.
    #[cfg(unix)]
    file.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o644));
    let made = file.tempfile_in(folder);
    // The words of that error name the file beside, which nobody has asked for.
    let mut file = made.map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => told("its folder is not there".into()),
        kind => told(kind.to_string()),
    })?;
    write(file.as_file_mut()).map_err(failed)?;
    file.persist(&target).map_err(|error| failed(error.error))?;
    Ok(())
}
