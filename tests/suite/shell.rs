//! The command line in process, with streams and folders of the test's own. Holds no tests.

use inglenook::cli::{Dirs, Io, main};
use std::ffi::OsString;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

/// What a command printed, without colours, and its exit code.
#[derive(Debug)]
pub struct Ran {
    pub code: u8,
    pub out: String,
    pub err: String,
}

impl Ran {
    /// The output as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// Paths and lines of the findings in it.
    pub fn places(&self) -> Vec<String> {
        let json = self.json();
        let findings = json["findings"].as_array().expect("it lists findings");
        let place = |finding: &serde_json::Value| {
            let path = finding["path"].as_str().expect("a path");
            format!("{path}:{}", finding["start"]["line"])
        };
        findings.iter().map(place).collect()
    }
}

/// A stream that keeps what is written to it.
#[derive(Clone, Default)]
pub struct Buffer(Arc<Mutex<Vec<u8>>>);

impl Write for Buffer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("nobody panics").extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Buffer {
    /// What was written, without colours.
    pub fn text(&self) -> String {
        let bytes = self.0.lock().expect("nobody panics").clone();
        let text = String::from_utf8(bytes).expect("it is UTF-8");
        anstream::adapter::strip_str(&text).to_string()
    }
}

/// Runs `inglenook` with `args` in `cwd`; the user's folders are those below `home`.
pub fn inglenook(cwd: &Path, home: &Path, args: &[&str]) -> Ran {
    let (out, err) = (Buffer::default(), Buffer::default());
    let io = Io {
        out: Box::new(out.clone()),
        err: Box::new(err.clone()),
        cwd: cwd.to_path_buf(),
        dirs: Dirs {
            config: home.join("config"),
            cache: home.join("cache"),
            data: home.join("data"),
            models: home.join("data/models"),
        },
        config: None,
        terminal: false,
        width: 80,
        system: false,
    };
    let args = std::iter::once("inglenook").chain(args.iter().copied());
    let code = main(args.map(OsString::from), io);
    Ran {
        code,
        out: out.text(),
        err: err.text(),
    }
}

/// A home with a working folder in it, for tests that need both only to run commands.
pub struct Shell {
    home: tempfile::TempDir,
}

impl Shell {
    pub fn new() -> Self {
        let home = tempfile::tempdir().expect("a temporary folder");
        for folder in ["config", "cache", "data", "work"] {
            std::fs::create_dir(home.path().join(folder)).expect("writable");
        }
        Self { home }
    }

    pub fn dirs(&self) -> Dirs {
        let at = |name: &str| self.home.path().join(name);
        Dirs {
            config: at("config"),
            cache: at("cache"),
            data: at("data"),
            models: at("data").join("models"),
        }
    }

    /// Writes a file of the working folder; gives its path.
    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.home.path().join("work").join(name);
        std::fs::write(&path, content).expect("writable");
        path
    }

    /// Writes the user's configuration.
    pub fn user(&self, text: &str) {
        std::fs::write(self.dirs().config.join("inglenook.toml"), text).expect("writable");
    }

    /// Runs in the working folder.
    pub fn run(&self, args: &[&str]) -> Ran {
        self.run_in(&self.home.path().join("work"), args)
    }

    pub fn run_in(&self, cwd: &Path, args: &[&str]) -> Ran {
        inglenook(cwd, self.home.path(), args)
    }
}
