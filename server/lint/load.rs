//! Rule files: the embedded ones, then the options' files and folders; the later wins by id.
//! One bad rule never takes others with it.

use super::compile::Kind;
use super::dialect::Dialect;
use super::lists::{self, Lists};
use super::newer;
use super::plan::Plan;
use super::rule::{About, Compiled};
use super::yaml::Yaml;
use super::{Problem, Rules};
use crate::config::options::Lint;
use crate::syntax::{Languages, embedded_files};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Largest rule file in bytes.
const MAX_FILE: u64 = 4 << 20;

/// What is loaded so far.
#[derive(Default)]
struct Loading {
    dialects: Vec<Arc<Dialect>>,
    /// By id.
    rules: BTreeMap<String, Loaded>,
    problems: Vec<Problem>,
    lists: Arc<Lists>,
    /// Rules are to be shown, not only run.
    keep: bool,
}

pub(super) struct Loaded {
    pub about: Arc<About>,
    /// With the index of the dialect.
    pub compiled: Vec<(usize, Compiled)>,
    /// For text without a grammar.
    pub plain: Option<Compiled>,
    /// Kept to be shown.
    yaml: Option<Yaml>,
}

pub(super) fn load(languages: &Languages, options: &Lint) -> (Rules, Vec<Problem>) {
    let loading = Loading::all(languages, options, false);
    let Loading {
        dialects,
        rules,
        problems,
        ..
    } = loading;
    let plan = Plan::new(options.across_functions, dialects, rules.into_values());
    (Rules(Arc::new(plan), None), problems)
}

pub(super) fn plain(languages: &Languages, options: &Lint) -> Vec<(String, String)> {
    let loading = Loading::all(languages, options, true);
    let rule = |(id, loaded): (String, Loaded)| Some((id, lists::plain(&loaded.yaml?)));
    loading.rules.into_iter().filter_map(rule).collect()
}

impl Loading {
    /// Everything: embedded rules, then the options' files and folders.
    fn all(languages: &Languages, options: &Lint, keep: bool) -> Self {
        let mut loading = Loading {
            keep,
            lists: Arc::new(Lists::embedded()),
            ..Loading::default()
        };
        match Dialect::embedded(languages) {
            Ok(dialects) => loading.dialects = dialects,
            Err(why) => loading.problem("grammars".to_string(), why),
        }
        let embedded: Vec<(&Path, &str)> = embedded_files()
            .into_iter()
            .filter(|(path, _)| {
                let yaml = path
                    .extension()
                    .is_some_and(|extension| extension == "yaml");
                yaml && path.components().any(|part| part.as_os_str() == "rules")
            })
            .collect();
        let read = |(path, text): &(&Path, &str)| {
            let mut one = Loading {
                keep,
                dialects: loading.dialects.clone(),
                lists: loading.lists.clone(),
                ..Loading::default()
            };
            one.file(&format!("grammars/{}", path.display()), text, options);
            (one.rules, one.problems)
        };
        let all: Vec<_> = embedded.par_iter().map(read).collect();
        for (rules, problems) in all {
            loading.rules.extend(rules);
            loading.problems.extend(problems);
        }
        for path in &options.rules {
            loading.path(path, options);
        }
        loading
    }

    fn problem(&mut self, place: String, why: String) {
        self.problems.push(Problem { place, why });
    }

    /// A rule file, or a folder of them.
    fn path(&mut self, path: &Path, options: &Lint) {
        let mut files = Vec::new();
        if path.is_dir() {
            for entry in ignore::WalkBuilder::new(path)
                .standard_filters(false)
                .build()
            {
                match entry {
                    Ok(entry) if rule_file(entry.path()) => files.push(entry.into_path()),
                    Ok(_) => {}
                    Err(error) => self.problem(path.display().to_string(), error.to_string()),
                }
            }
            files.sort();
        } else {
            files.push(path.to_path_buf());
        }
        for file in files {
            match read(&file) {
                Ok(text) => self.file(&file.display().to_string(), &text, options),
                Err(why) => self.problem(file.display().to_string(), why),
            }
        }
    }

    fn file(&mut self, place: &str, text: &str, options: &Lint) {
        let yaml = match Yaml::parse(text) {
            Ok(yaml) => yaml,
            Err(error) => return self.problem(format!("{place}:{}", error.line), error.why),
        };
        let Some(rules) = yaml.get("rules").and_then(Yaml::list) else {
            let why = "a rule file holds a list `rules`".to_string();
            return self.problem(format!("{place}:{}", yaml.line), why);
        };
        for rule in rules {
            self.rule(place, rule, options);
        }
    }

    fn rule(&mut self, place: &str, yaml: &Yaml, options: &Lint) {
        let expanded = newer::older(yaml).and_then(|yaml| self.lists.expand(&yaml, place));
        let read = expanded.and_then(|yaml| About::read(&yaml, place).map(|about| (yaml, about)));
        let (yaml, about) = match read {
            Ok((yaml, about)) => (yaml, Arc::new(about)),
            Err(error) => {
                let name = yaml.get("id").and_then(Yaml::text).unwrap_or("?");
                let why = format!("rule `{name}`: {}", error.why);
                return self.problem(format!("{place}:{}", error.line), why);
            }
        };
        let id = about.id.clone();
        let off = options.disable.contains(&id)
            || about.severity < options.min_severity
            || about.confidence < options.min_confidence;
        if off {
            self.rules.remove(&id);
            return;
        }
        let (mut compiled, mut plain) = (Vec::new(), None);
        for name in &about.languages {
            let kind = Kind::named(name).unwrap_or(Kind::Tree);
            let dialects: Vec<(usize, Arc<Dialect>)> = self
                .dialects
                .iter()
                .enumerate()
                .filter(|(_, dialect)| {
                    kind != Kind::Tree || dialect.language.rule_ids.contains(name)
                })
                .map(|(index, dialect)| (index, dialect.clone()))
                .collect();
            if dialects.is_empty() {
                let why = format!("rule `{id}`: language `{name}` is not supported");
                return self.problem(about.place.clone(), why);
            }
            if kind != Kind::Tree
                && let Some((_, dialect)) = dialects.first()
            {
                // Faults are told of below, with the first dialect.
                plain = Compiled::new(&about, &yaml, dialect, &self.dialects, kind).ok();
            }
            for (index, dialect) in dialects {
                if compiled.iter().any(|(known, _)| *known == index) {
                    continue;
                }
                match Compiled::new(&about, &yaml, &dialect, &self.dialects, kind) {
                    Ok(one) => compiled.push((index, one)),
                    Err(error) => {
                        let why = format!("rule `{id}`: {}", error.why);
                        return self.problem(format!("{place}:{}", error.line), why);
                    }
                }
            }
        }
        let yaml = self.keep.then_some(yaml);
        let loaded = Loaded {
            about,
            compiled,
            plain,
            yaml,
        };
        self.rules.insert(id, loaded);
    }
}

/// YAML, but not the tests that lie beside rules.
fn rule_file(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let yaml = name.ends_with(".yaml") || name.ends_with(".yml");
    let test = name.ends_with(".test.yaml") || name.ends_with(".test.yml");
    yaml && !test && path.is_file()
}

fn read(file: &PathBuf) -> Result<String, String> {
    let size = std::fs::metadata(file)
        .map_err(|error| format!("cannot be read: {error}"))?
        .len();
    if size > MAX_FILE {
        return Err(format!("is larger than {MAX_FILE} bytes"));
    }
    std::fs::read_to_string(file).map_err(|error| format!("cannot be read: {error}"))
}
