//! Rule files: the embedded ones, then the options' files and folders; the later wins by id.
//! One bad rule never takes others with it. When rules are made ready is the plan's to say.

use super::Problem;
use super::compile::Kind;
use super::dialect::Dialect;
use super::lists::Lists;
use super::newer;
use super::rule::{About, Compiled};
use super::threads::roomy;
use super::yaml::Yaml;
use crate::config::options::Lint;
use crate::syntax::embedded_files;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

/// Largest rule file in bytes.
const MAX_FILE: u64 = 4 << 20;

/// What making rules ready needs.
pub(super) struct Maker {
    pub dialects: Vec<Arc<Dialect>>,
    pub lists: Lists,
    pub options: Lint,
}

/// A rule as far as it was wanted.
pub(super) struct Made {
    pub about: Arc<About>,
    /// With the index of the dialect.
    pub compiled: Vec<(usize, Arc<Compiled>)>,
    /// For text without a grammar.
    pub plain: Option<Arc<Compiled>>,
    /// Written out: no list is left in it.
    pub yaml: Yaml,
    /// The options say that it does not run.
    pub off: bool,
}

/// What of a rule is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Want {
    /// What it says of itself.
    About,
    /// All languages that it names; everything in it is looked at.
    All,
    /// One dialect; the rule is one of ours, which tests hold.
    Only(usize),
}

/// A rule file of ours, read when it is first needed.
pub(super) struct Embedded {
    /// `grammars/rust/rules/rust-x.yaml`
    pub place: String,
    text: &'static str,
    rules: OnceLock<Result<Vec<Yaml>, Problem>>,
}

impl Embedded {
    /// All rule files of ours.
    pub fn all() -> Vec<Self> {
        let rule = |path: &Path| {
            let yaml = path
                .extension()
                .is_some_and(|extension| extension == "yaml");
            yaml && path.components().any(|part| part.as_os_str() == "rules")
        };
        let files = embedded_files().into_iter();
        files
            .filter(|(path, _)| rule(path))
            .map(|(path, text)| Self {
                place: format!("grammars/{}", path.display()),
                text,
                rules: OnceLock::new(),
            })
            .collect()
    }

    /// Whether a rule in it may name one of these languages: what its first line `languages: [a, b]`
    /// says, and yes where there is none. Reads no YAML.
    pub fn may_name(&self, names: &[String]) -> bool {
        let line = self.text.lines().map(str::trim);
        let list = line
            .filter_map(|line| line.strip_prefix("languages: [")?.strip_suffix(']'))
            .next();
        list.is_none_or(|list| {
            let mut listed = list.split(',').map(str::trim);
            listed
                .any(|name| Kind::named(name).is_some() || names.iter().any(|known| known == name))
        })
    }

    pub fn rules(&self) -> Result<&[Yaml], Problem> {
        let rules = self.rules.get_or_init(|| parse(&self.place, self.text));
        rules.as_deref().map_err(Clone::clone)
    }
}

impl Maker {
    /// Reads one rule.
    ///
    /// # Errors
    /// Where and why it cannot be used.
    pub fn make(&self, place: &str, yaml: &Yaml, want: Want) -> Result<Made, Problem> {
        let name = yaml.get("id").and_then(Yaml::text).unwrap_or("?");
        let problem = |line: usize, why: String| Problem {
            place: format!("{place}:{line}"),
            why: format!("rule `{name}`: {why}"),
        };
        let expanded = newer::older(yaml).and_then(|yaml| match want {
            Want::About => Ok(yaml),
            _ => self.lists.expand(&yaml, place),
        });
        let yaml = expanded.map_err(|error| problem(error.line, error.why))?;
        let about = About::read(&yaml, place).map_err(|error| problem(error.line, error.why))?;
        let off = self.options.disable.contains(&about.id)
            || about.severity < self.options.min_severity
            || about.confidence < self.options.min_confidence;
        let mut made = Made {
            about: Arc::new(about),
            compiled: Vec::new(),
            plain: None,
            yaml,
            off,
        };
        if !off && want != Want::About {
            self.compile(&mut made, want)
                .map_err(|(line, why)| problem(line, why))?;
        }
        Ok(made)
    }

    fn compile(&self, made: &mut Made, want: Want) -> Result<(), (usize, String)> {
        let about = made.about.clone();
        let one = |dialect: &Dialect, kind: Kind| {
            let trusted = want != Want::All;
            Compiled::new(&about, &made.yaml, dialect, &self.dialects, kind, trusted)
                .map(Arc::new)
                .map_err(|error| (error.line, error.why))
        };
        for name in &about.languages {
            let kind = Kind::named(name).unwrap_or(Kind::Tree);
            let wanted = |(index, _): &(usize, &Arc<Dialect>)| match want {
                Want::Only(only) => *index == only,
                _ => true,
            };
            if kind != Kind::Tree {
                // No tree is looked at: any dialect does, and one rule serves all of them.
                let Some(first) = self.dialects.first() else {
                    continue;
                };
                let shared = one(first, kind)?;
                made.plain = Some(shared.clone());
                for (index, _) in self.dialects.iter().enumerate().filter(wanted) {
                    made.compiled.push((index, shared.clone()));
                }
                continue;
            }
            let mut known = self.dialects.iter().enumerate();
            let names = |(_, dialect): &(usize, &Arc<Dialect>)| -> bool {
                dialect.language.rule_ids.contains(name)
            };
            if !known.clone().any(|one| names(&one)) {
                let why = format!("language `{name}` is not supported");
                return Err((made.yaml.line, why));
            }
            for (index, dialect) in known.by_ref().filter(names).filter(wanted) {
                if made.compiled.iter().all(|(there, _)| *there != index) {
                    made.compiled.push((index, one(dialect, kind)?));
                }
            }
        }
        Ok(())
    }
}

/// The rules of the options' files and folders, in order, each with the place of its file.
pub(super) fn given(options: &Lint, problems: &mut Vec<Problem>) -> Vec<(String, Yaml)> {
    let mut rules = Vec::new();
    let mut paths = Vec::new();
    for path in &options.rules {
        paths.extend(files(path, problems));
    }
    for path in paths {
        let place = path.display().to_string();
        let read = read(&path).map_err(|why| Problem {
            place: place.clone(),
            why,
        });
        match read.and_then(|text| roomy(|| parse(&place, &text))) {
            Ok(list) => rules.extend(list.into_iter().map(|rule| (place.clone(), rule))),
            Err(problem) => problems.push(problem),
        }
    }
    rules
}

/// A rule file, or those of a folder.
fn files(path: &Path, problems: &mut Vec<Problem>) -> Vec<PathBuf> {
    if !path.is_dir() {
        return vec![path.to_path_buf()];
    }
    let mut files = Vec::new();
    let walk = ignore::WalkBuilder::new(path)
        .standard_filters(false)
        .build();
    for entry in walk {
        match entry {
            Ok(entry) if rule_file(entry.path()) => files.push(entry.into_path()),
            Ok(_) => {}
            Err(error) => problems.push(Problem {
                place: path.display().to_string(),
                why: error.to_string(),
            }),
        }
    }
    files.sort();
    files
}

fn parse(place: &str, text: &str) -> Result<Vec<Yaml>, Problem> {
    let problem = |line: usize, why: String| Problem {
        place: format!("{place}:{line}"),
        why,
    };
    let yaml = Yaml::parse(text).map_err(|error| problem(error.line, error.why))?;
    let why = "a rule file holds a list `rules`";
    let rules = yaml.get("rules").and_then(Yaml::list);
    rules
        .map(<[Yaml]>::to_vec)
        .ok_or_else(|| problem(yaml.line, why.to_string()))
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
