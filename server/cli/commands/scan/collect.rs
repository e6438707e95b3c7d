//! Which files a scan looks at. Reads names and kinds, no contents.

use crate::advisory;
use crate::cli::CliError;
use crate::syntax::Languages;
use ignore::{DirEntry, WalkBuilder};
use std::path::{Path, PathBuf};

/// Folders that begin with a dot and hold what teams share; the others are tools' own.
const SHARED: &[&str] = &[
    ".github",
    ".gitlab",
    ".circleci",
    ".config",
    ".devcontainer",
    ".docker",
    ".vscode",
    ".idea",
    ".husky",
    ".aws",
    ".kube",
    ".ssh",
    ".buildkite",
    ".azure-pipelines",
    ".cargo",
    ".ci",
];
/// Endings of files that hold no text.
const NO_TEXT: &[&str] = &[
    "png",
    "jpg",
    "jpeg",
    "gif",
    "webp",
    "ico",
    "bmp",
    "tiff",
    "pdf",
    "zip",
    "gz",
    "xz",
    "bz2",
    "zst",
    "tar",
    "7z",
    "jar",
    "war",
    "class",
    "so",
    "dylib",
    "dll",
    "exe",
    "o",
    "a",
    "rlib",
    "rmeta",
    "wasm",
    "pyc",
    "whl",
    "woff",
    "woff2",
    "ttf",
    "otf",
    "eot",
    "mp3",
    "mp4",
    "mov",
    "avi",
    "webm",
    "ogg",
    "flac",
    "wav",
    "gguf",
    "safetensors",
    "onnx",
    "bin",
    "db",
    "sqlite",
    "parquet",
    "npy",
    "npz",
];

/// What is looked for in text of every kind.
#[derive(Clone, Copy)]
pub(super) struct All {
    pub secrets: bool,
    /// Rules for text without a grammar.
    pub rules: bool,
}

/// Files to check, in order: those named, and of folders those that have a language and lock files, or
/// any text where something is looked for in all of it.
pub(super) fn collect(
    paths: &[PathBuf],
    cwd: &Path,
    languages: &Languages,
    all: All,
    notes: &mut Vec<String>,
) -> Result<Vec<PathBuf>, CliError> {
    let mut files = Vec::new();
    let mut folders = Vec::new();
    for path in paths {
        let full = cwd.join(path);
        let kind = std::fs::metadata(&full).map_err(|error| {
            CliError::new(format!("{}: {error}", path.display()))
                .hint("name files or folders that are there")
        })?;
        if kind.is_dir() {
            folders.push(full);
        } else {
            if languages.by_path(&full).is_none() && !all.rules {
                let what = match all.secrets {
                    true => "checked for credentials alone",
                    false => "not checked",
                };
                notes.push(format!(
                    "{}: {what}, no rules for this kind of file",
                    path.display()
                ));
            }
            files.push(full);
        }
    }
    files.extend(walk(&folders, languages, all, notes));
    files.sort();
    files.dedup();
    Ok(files)
}

/// The files of folders that are checked.
fn walk(
    folders: &[PathBuf],
    languages: &Languages,
    all: All,
    notes: &mut Vec<String>,
) -> Vec<PathBuf> {
    let any = all.secrets || all.rules;
    let mut files = Vec::new();
    let Some((first, more)) = folders.split_first() else {
        return files;
    };
    let mut walk = WalkBuilder::new(first);
    more.iter().for_each(|folder| {
        walk.add(folder);
    });
    walk.require_git(false)
        .hidden(!any)
        .filter_entry(wanted)
        .add_custom_ignore_filename(".inglenookignore");
    let checked = |path: &Path| {
        languages.by_path(path).is_some()
            || (any && text(path))
            || advisory::packages(path, "").is_some()
    };
    for entry in walk.build() {
        match entry {
            Ok(entry) => {
                let file = entry.file_type().is_some_and(|kind| kind.is_file());
                if file && checked(entry.path()) {
                    files.push(entry.into_path());
                }
            }
            Err(error) => notes.push(format!("not read: {error}")),
        }
    }
    files
}

/// Of what begins with a dot files alone, and the folders that teams share.
fn wanted(entry: &DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy();
    let folder = entry.file_type().is_some_and(|kind| kind.is_dir());
    entry.depth() == 0 || !folder || !name.starts_with('.') || SHARED.contains(&name.as_ref())
}

fn text(path: &Path) -> bool {
    let ending = path
        .extension()
        .unwrap_or_default()
        .to_string_lossy()
        .to_lowercase();
    !NO_TEXT.contains(&ending.as_str())
}
