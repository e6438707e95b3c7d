//! What `doctor` looks at: one function a subject, each with what it found and what to do about it.
//! Prints nothing.

use super::machine::{available_gib, machine, vector_features};
use super::{CliError, Dirs, start};
use crate::config::{Loaded, Options};
use crate::git;
use crate::model::{Catalog, Place, Purpose};
use crate::review;
use crate::workspace::Privacy;
use serde::Serialize;
use std::path::Path;

/// How a subject is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    Ok,
    Warning,
    Problem,
}

/// One subject.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Check {
    pub name: &'static str,
    pub state: State,
    pub said: String,
    /// What to do about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub todo: Option<String>,
}

impl Check {
    pub(super) fn ok(name: &'static str, said: impl Into<String>) -> Self {
        Self {
            name,
            state: State::Ok,
            said: said.into(),
            todo: None,
        }
    }

    pub(super) fn warning(
        name: &'static str,
        said: impl Into<String>,
        todo: impl Into<String>,
    ) -> Self {
        Self {
            name,
            state: State::Warning,
            said: said.into(),
            todo: Some(todo.into()),
        }
    }

    /// A problem, with the error's own hint.
    pub fn failed(name: &'static str, error: &CliError) -> Self {
        Self {
            name,
            state: State::Problem,
            said: error.message.clone(),
            todo: error.hint.clone(),
        }
    }
}

/// Version and features of this build.
pub fn build() -> Check {
    let features: Vec<&str> = [
        ("mistral", cfg!(feature = "mistral")),
        ("cuda", cfg!(feature = "cuda")),
        ("metal", cfg!(feature = "metal")),
        ("accelerate", cfg!(feature = "accelerate")),
        ("mkl", cfg!(feature = "mkl")),
    ]
    .into_iter()
    .filter_map(|(name, on)| on.then_some(name))
    .collect();
    let said = format!(
        "inglenook {} ({}{})",
        env!("CARGO_PKG_VERSION"),
        if features.is_empty() {
            "light, no local engine".into()
        } else {
            features.join(", ")
        },
        if cfg!(debug_assertions) {
            ", unoptimised"
        } else {
            ""
        },
    );
    if features.is_empty() {
        return Check::warning(
            "build",
            said,
            "for completions and model reviews: `cargo build --release`",
        );
    }
    if cfg!(debug_assertions) {
        return Check::warning(
            "build",
            said,
            "the engine is unusably slow like this: `cargo build --release`",
        );
    }
    Check::ok("build", said)
}

/// Vector instructions that this build uses against those that the machine has.
pub fn cpu() -> Check {
    let features = vector_features();
    let names = |of: fn(&(&'static str, bool, bool)) -> bool| {
        let names: Vec<&str> = features
            .iter()
            .filter(|feature| of(feature))
            .map(|(name, ..)| *name)
            .collect();
        if names.is_empty() {
            "none".to_string()
        } else {
            names.join(", ")
        }
    };
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let said = format!(
        "{cores} cores; vector instructions used: {}; present: {}",
        names(|(_, built, _)| *built),
        names(|(_, _, present)| *present)
    );
    if features
        .iter()
        .any(|(_, built, present)| *present && !*built)
    {
        return Check::warning(
            "cpu",
            said,
            "prompts are read several times slower than they could be: build in this folder, whose \
             .cargo/config.toml asks for target-cpu=native",
        );
    }
    Check::ok("cpu", said)
}

/// Memory of the machine.
pub fn memory() -> Check {
    let total = machine(&Options::default()).memory_gib;
    let free = available_gib();
    let said = format!("{free:.1} of {total:.1} GiB free");
    if free < 2.0 {
        return Check::warning(
            "memory",
            said,
            "the smallest model needs 1.4 GiB: close other programs",
        );
    }
    Check::ok("memory", said)
}

/// Files that were read, and each thing that was ignored.
pub fn configuration(loaded: &Loaded) -> Vec<Check> {
    let changed = loaded
        .origins
        .values()
        .filter(|origin| **origin != crate::config::Origin::Default)
        .count();
    let files: Vec<String> = loaded
        .files
        .iter()
        .map(|file| file.display().to_string())
        .collect();
    let said = match files.is_empty() {
        true => "no file; all options at their defaults".into(),
        false => format!("{changed} options set by {}", files.join(", ")),
    };
    let notes = loaded.notes.iter().map(|note| {
        Check::warning(
            "configuration",
            note,
            "`inglenook config` shows what is in effect",
        )
    });
    std::iter::once(Check::ok("configuration", said))
        .chain(notes)
        .collect()
}

/// The model for a purpose: there, whole, its digest, and why this one.
pub fn model(dirs: &Dirs, options: &Options, purpose: Purpose) -> Check {
    let name = match purpose {
        Purpose::Completion => "completions",
        Purpose::Review => "reviews",
    };
    let plan = match start::plan(dirs, options, purpose) {
        Ok(plan) => plan,
        Err(error) => return Check::failed(name, &error),
    };
    let model = &plan.spec.name;
    let (family, depth) = (&plan.spec.family, options.review.depth);
    if purpose == Purpose::Review && review::passed_over(model, family, depth).is_some() {
        return Check::ok(
            name,
            format!(
                "the rules alone: {model} is too small for verdicts, so it is not asked; \
                 `inglenook model list` has larger ones, and `review.depth = \"judge\"` asks it all \
                 the same"
            ),
        );
    }
    if let Place::Remote { url, .. } = &plan.spec.place {
        return Check::ok(name, format!("{model} at {url}: {}", plan.why));
    }
    let why = &plan.why;
    let entry = Catalog::embedded()
        .ok()
        .and_then(|catalog| catalog.entry(model).map(|(_, entry)| entry.clone()));
    match entry.filter(|_| options.model.path.is_none()) {
        None => Check::ok(name, format!("{model}: {why}")),
        Some(entry) => match start::store(dirs, options)
            .verify(&entry)
            .map_err(start::mend)
        {
            Ok(verified) => Check::ok(
                name,
                format!("{model}: {why}; SHA-256 {} is right", verified.sha256),
            ),
            Err(error) => Check::failed(name, &error),
        },
    }
}

/// The repository of the working folder.
pub fn git(folder: &Path) -> Check {
    match git::root(folder) {
        None => Check::ok(
            "git",
            "this folder is in no repository; reviews of changes need one",
        ),
        Some(root) => match git::open(&root) {
            Ok(_) => Check::ok("git", format!("repository {}", root.display())),
            Err(error) => Check {
                name: "git",
                state: State::Problem,
                said: error.to_string(),
                todo: error.hint(),
            },
        },
    }
}

/// Whether the privacy gate stands.
pub fn privacy(folder: &Path, options: &Options) -> Check {
    let root = crate::config::project_root(folder);
    match Privacy::new(root, &options.privacy.exclude) {
        Ok(_) => {
            let own = root.is_some_and(|root| root.join(".inglenookignore").is_file());
            let file = if own {
                ".inglenookignore is read"
            } else {
                "no .inglenookignore"
            };
            let more = options.privacy.exclude.len();
            let network = match &options.model.remote {
                Some(remote) => format!("prompts go to {}", remote.url),
                None => "nothing leaves this machine".into(),
            };
            Check::ok(
                "privacy",
                format!("{network}; secret files kept out, {more} more globs, {file}"),
            )
        }
        Err(error) => Check {
            name: "privacy",
            state: State::Problem,
            said: error.to_string(),
            todo: Some("mend the glob in `privacy.exclude`".into()),
        },
    }
}
