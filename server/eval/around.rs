//! The projects that holes stand in, each read once: what of them stands in a prompt. A hole's own
//! file counts as it is without the hole, so that no source can give away what was cut out.

use super::Hole;
use crate::complete::project::Project;
use crate::config::{Options, project_root};
use crate::model::Engine;
use crate::prompt::context::{Context, Source};
use crate::syntax::Languages;
use crate::workspace::{Privacy, Snapshot};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// A project and what is kept out of its prompts; `None` where it could not be read.
type Read = Option<(Project, Privacy)>;

/// Projects by root.
pub struct Projects {
    languages: Languages,
    read: Mutex<HashMap<PathBuf, Read>>,
}

impl Projects {
    pub fn new(languages: &Languages) -> Self {
        Self {
            languages: languages.clone(),
            read: Mutex::default(),
        }
    }

    /// What the project of a hole holds for it; empty where no source is on. The project is the
    /// repository of the file or, outside of any, the folder that was given.
    pub fn context(
        &self,
        engine: &Engine,
        options: &Options,
        hole: &Hole,
        document: &Snapshot,
    ) -> Context {
        let sources = &options.completion.context;
        if !Source::ALL.iter().any(|source| source.on(sources)) {
            return Context::default();
        }
        let folder = hole.path.parent().unwrap_or(&hole.path);
        let root = project_root(folder).unwrap_or(&hole.root);
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        let known = read
            .entry(root.to_path_buf())
            .or_insert_with(|| self.project(root, options));
        let Some((project, privacy)) = known else {
            return Context::default();
        };
        let count = |text: &str| engine.model.count(text);
        let context = project.context(sources, document, hole.offset, &count);
        // The next hole's file sees this one whole again.
        project
            .index
            .refresh(std::slice::from_ref(&hole.path), privacy);
        context
    }

    fn project(&self, root: &Path, options: &Options) -> Read {
        let privacy = || Privacy::new(Some(root), &options.privacy.exclude).ok();
        let project = Project::read(root, &self.languages, privacy()?, None, &|_, _| {});
        Some((project, privacy()?))
    }
}

/// Names of the sources that the options leave on.
pub fn sources(options: &Options) -> String {
    let sources = &options.completion.context;
    let on = Source::ALL.iter().filter(|source| source.on(sources));
    on.map(|source| source.name()).collect::<Vec<_>>().join(" ")
}
