//! Layers of configuration, the later winning: defaults, the user's file, the project's file, the
//! editor's settings, flags. Reads files; decides nothing about what the options mean.

use super::keys::keys;
use super::layer::{self, Set, Source};
use super::paths::{based, inside};
use super::trust::{State, Trusted};
use super::{ConfigError, Options, Origin};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use toml::Value;

/// Name of the user's and of a project's file.
pub const FILE: &str = "inglenook.toml";

/// Keys that an untrusted project may not set.
const GUARDED: &[&str] = &["model.path", "model.folder", "model.remote"];
/// Lists to which each layer adds, so that a project cannot take away what its user keeps private.
const ADDED: &[&str] = &["privacy.exclude", "lint.rules"];
/// Keys that hold paths, relative to the file they stand in.
const PATHS: &[&str] = &["model.path", "model.folder", "lint.rules", "lint.baseline"];

/// What flags of the command line set, by dotted key.
#[derive(Clone, Debug, Default)]
pub struct Flags(Vec<(String, Value)>);

impl Flags {
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets `key` (dotted, such as `model.path`).
    pub fn set(mut self, key: &str, value: impl Into<Value>) -> Self {
        self.0.push((key.into(), value.into()));
        self
    }

    /// Sets the model that a `--model` names: a GGUF file below `cwd`, else a name of the list.
    pub fn model(self, named: Option<&str>, cwd: &Path) -> Self {
        match named {
            Some(path) if path.ends_with(".gguf") || cwd.join(path).is_file() => {
                self.set("model.path", cwd.join(path).to_string_lossy().into_owned())
            }
            Some(name) => self.set("model.completion", name).set("model.review", name),
            None => self,
        }
    }

    /// Sets `key` where a value was given.
    pub fn maybe(self, key: &str, value: Option<impl Into<Value>>) -> Self {
        match value {
            Some(value) => self.set(key, value),
            None => self,
        }
    }
}

/// Where the layers are.
#[derive(Clone, Debug, Default)]
pub struct Layers<'a> {
    /// The user's configuration folder: `inglenook.toml` and the list of trusted projects.
    pub folder: PathBuf,
    /// `--config`: read instead of the user's file, and it must be there.
    pub user: Option<PathBuf>,
    /// Where to look for the project's file: this folder and its parents up to the repository's root.
    pub root: Option<&'a Path>,
    /// `initializationOptions` or `workspace/configuration`.
    pub editor: Option<&'a serde_json::Value>,
    pub flags: Flags,
    /// What relative paths in flags are relative to.
    pub cwd: PathBuf,
}

/// The options in effect and how they came about.
#[derive(Clone, Debug, Default)]
pub struct Loaded {
    pub options: Options,
    /// Origin of each option, by dotted key. For a list that layers add to, the last that added.
    pub origins: BTreeMap<String, Origin>,
    /// Files that were read, in the order of the layers.
    pub files: Vec<PathBuf>,
    /// What the user should know: settings that were ignored and why.
    pub notes: Vec<String>,
}

/// The project that a folder belongs to: the nearest folder upwards that holds `inglenook.toml` or
/// a repository; `None` outside of both.
pub fn project_root(start: &Path) -> Option<&Path> {
    start
        .ancestors()
        .find(|folder| folder.join(FILE).is_file() || folder.join(".git").exists())
}

/// Loads the options from their layers.
///
/// # Errors
/// The first thing that is wrong in any layer, with its place.
pub fn load(layers: Layers) -> Result<Loaded, ConfigError> {
    let keys = keys();
    let mut state = Merge::default();
    for key in &keys {
        state.origins.insert(key.name.clone(), Origin::Default);
    }
    let user = layers
        .user
        .clone()
        .unwrap_or_else(|| layers.folder.join(FILE));
    if let Some(text) = read(&user, layers.user.is_some())? {
        let source = Source::file(&user);
        let sets = layer::from_toml(&text, &source, &keys)?;
        let file = user.clone();
        state.take(sets, user.parent(), |line| Origin::User {
            file: file.clone(),
            line,
        });
        state.files.push(user.clone());
    }
    let project = layers
        .root
        .and_then(project_root)
        .map(|root| root.join(FILE));
    if let Some(file) = project.filter(|file| !same(file, &user))
        && let Some(text) = read(&file, false)?
    {
        let sets = layer::from_toml(&text, &Source::file(&file), &keys)?;
        let trusted =
            Trusted::read(&layers.folder.join(super::trust::FILE))?.state(&file, text.as_bytes());
        let sets = state.guard(sets, &file, trusted);
        state.take(sets, file.parent(), |line| Origin::Project {
            file: file.clone(),
            line,
        });
        state.files.push(file.clone());
    }
    if let Some(json) = layers.editor {
        let sets = layer::from_json(json, &Source::named("the editor's settings"), &keys)?;
        state.take(sets, layers.root, |_| Origin::Editor);
    }
    let flags: Vec<Set> = layers
        .flags
        .0
        .into_iter()
        .map(|(key, value)| Set {
            key,
            value,
            line: None,
        })
        .collect();
    let source = Source::named("the command line");
    layer::known(&flags, &source, &keys)?;
    layer::check(&flags, &source)?;
    state.give_way(&flags);
    state.take(flags, Some(&layers.cwd), |_| Origin::Flag);
    state.finish()
}

#[derive(Default)]
struct Merge {
    table: toml::Table,
    origins: BTreeMap<String, Origin>,
    files: Vec<PathBuf>,
    notes: Vec<String>,
}

impl Merge {
    fn take(&mut self, sets: Vec<Set>, base: Option<&Path>, origin: impl Fn(usize) -> Origin) {
        for set in sets {
            let mut value = set.value;
            if PATHS.contains(&set.key.as_str()) {
                value = based(value, base);
            }
            if ADDED.contains(&set.key.as_str())
                && let Value::Array(mut added) = value
            {
                let (section, name) = set.key.split_once('.').unwrap_or(("", &set.key));
                let before = self
                    .table
                    .get(section)
                    .and_then(|section| section.get(name));
                let mut all = before
                    .and_then(Value::as_array)
                    .cloned()
                    .unwrap_or_default();
                added.retain(|item| !all.contains(item));
                all.extend(added);
                value = Value::Array(all);
            }
            layer::put(&mut self.table, &set.key, value);
            self.origins.insert(set.key, origin(set.line.unwrap_or(1)));
        }
    }

    /// A model that the command line names is the one that runs, whatever path or server the layers
    /// below name.
    fn give_way(&mut self, flags: &[Set]) {
        let set = |key: &str| flags.iter().any(|flag| flag.key.starts_with(key));
        let named = set("model.completion") || set("model.path");
        for (key, kept) in [
            ("remote", !named || set("model.remote")),
            ("path", !set("model.completion") || set("model.path")),
        ] {
            let model = self.table.get_mut("model").and_then(Value::as_table_mut);
            if !kept && model.is_some_and(|model| model.remove(key).is_some()) {
                self.origins.insert(format!("model.{key}"), Origin::Default);
            }
        }
    }

    /// Drops what an untrusted project may not set, with a note for each.
    fn guard(&mut self, sets: Vec<Set>, file: &Path, trusted: State) -> Vec<Set> {
        if trusted == State::Trusted {
            return sets;
        }
        let reason = match trusted {
            State::Changed => "the file has changed since you trusted it",
            _ => "a project may not set it until you trust it",
        };
        let root = file.parent().unwrap_or(Path::new(""));
        let mut kept = Vec::new();
        for mut set in sets {
            let place = format!("{}:{}", file.display(), set.line.unwrap_or(1));
            let mut note = |what: String| {
                self.notes.push(format!(
                    "{place}: {what} is ignored: {reason}; to allow it run `inglenook trust {}`",
                    root.display()
                ));
            };
            if GUARDED.contains(&set.key.as_str()) {
                note(format!("`{}`", set.key));
                continue;
            }
            if let (true, Value::Array(rules)) = (set.key == "lint.rules", &mut set.value) {
                rules.retain(|rule| {
                    let rule = rule.as_str().unwrap_or_default();
                    let ours = inside(root, rule);
                    if !ours {
                        note(format!("`lint.rules` entry `{rule}`, outside the project,"));
                    }
                    ours
                });
            }
            kept.push(set);
        }
        kept
    }

    fn finish(self) -> Result<Loaded, ConfigError> {
        let options = Options::deserialize(Value::Table(self.table))
            .map_err(|error| Source::named("the configuration").error(None, error.message()))?;
        Ok(Loaded {
            options,
            origins: self.origins,
            files: self.files,
            notes: self.notes,
        })
    }
}

fn read(file: &Path, required: bool) -> Result<Option<String>, ConfigError> {
    match std::fs::read(file) {
        Ok(bytes) => String::from_utf8(bytes).map(Some).map_err(|error| {
            let line = 1 + error.as_bytes()[..error.utf8_error().valid_up_to()]
                .iter()
                .filter(|byte| **byte == b'\n')
                .count();
            Source::file(file).error(Some(line), "not UTF-8 text")
        }),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && !required => Ok(None),
        Err(error) => Err(Source::file(file).error(None, format!("cannot be read: {error}"))),
    }
}

fn same(a: &Path, b: &Path) -> bool {
    let whole = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
    whole(a) == whole(b)
}
