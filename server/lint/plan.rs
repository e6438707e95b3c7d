//! Which rules there are, and those of a language made ready when a first file of it is checked, with
//! one search for all their words. Running them is `check`'s.

use super::Problem;
use super::dialect::Dialect;
use super::lists::{self, Lists};
use super::load::{self, Embedded, Made, Maker, Want};
use super::rule::{About, Compiled};
use super::threads::spread;
use crate::config::options::Lint;
use crate::syntax::Languages;
use aho_corasick::AhoCorasick;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::{Arc, OnceLock};

/// All rules. Those of the user's files are ready from the start, ours by language when they are needed.
#[derive(Default)]
pub(super) struct Plan {
    /// Data is followed further than Semgrep does.
    pub further: bool,
    pub languages: Vec<Language>,
    /// Rules for text without a grammar.
    pub plain: Option<Ready>,
    /// What makes ours ready; none for an empty plan.
    maker: Option<Maker>,
    embedded: Vec<Embedded>,
    /// The user's own, by id, with those that are switched off.
    given: BTreeMap<String, Made>,
    abouts: OnceLock<Vec<Arc<About>>>,
}

/// One language and its rules.
pub(super) struct Language {
    pub dialect: Arc<Dialect>,
    ready: OnceLock<Ready>,
}

/// Rules that can run.
#[derive(Default)]
pub(super) struct Ready {
    /// By id.
    pub rules: Vec<Arc<Compiled>>,
    /// Word to its number in `search`.
    words: HashMap<String, usize>,
    search: Option<AhoCorasick>,
}

impl Plan {
    pub fn load(languages: &Languages, options: &Lint) -> (Self, Vec<Problem>) {
        let mut problems = Vec::new();
        let dialects = Dialect::embedded(languages).unwrap_or_else(|why| {
            let place = "grammars".to_string();
            problems.push(Problem { place, why });
            Vec::new()
        });
        let language = |dialect: &Arc<Dialect>| Language {
            dialect: dialect.clone(),
            ready: OnceLock::new(),
        };
        let languages = dialects.iter().map(language).collect();
        let maker = Maker {
            dialects,
            lists: Lists::embedded(),
            options: options.clone(),
        };
        let rules = load::given(options, &mut problems);
        let mut given = BTreeMap::new();
        let made = spread(&rules, |(place, rule)| maker.make(place, rule, Want::All));
        for made in made {
            match made {
                Ok(made) => drop(given.insert(made.about.id.clone(), made)),
                Err(problem) => problems.push(problem),
            }
        }
        let embedded = match options.built_in {
            true => Embedded::all(),
            false => Vec::new(),
        };
        let plain = given.values().filter_map(|made: &Made| made.plain.clone());
        let plain = Ready::new(plain.collect());
        let plan = Self {
            further: options.across_functions,
            languages,
            plain: Some(plain),
            maker: Some(maker),
            embedded,
            given,
            abouts: OnceLock::new(),
        };
        (plan, problems)
    }

    /// What each rule says of itself, by id. Reads all of ours.
    pub fn abouts(&self) -> &[Arc<About>] {
        self.abouts.get_or_init(|| {
            let mut abouts = BTreeMap::new();
            let built_in = self.read(&|_| true, Want::About);
            for made in built_in.iter().flatten() {
                abouts.insert(made.about.id.clone(), made.about.clone());
            }
            for made in self.given.values().filter(|made| !made.off) {
                abouts.insert(made.about.id.clone(), made.about.clone());
            }
            abouts.into_values().collect()
        })
    }

    /// What one rule says of itself.
    pub fn about(&self, id: &str) -> Option<Arc<About>> {
        if let Some(made) = self.given.get(id) {
            return (!made.off).then(|| made.about.clone());
        }
        let file = format!("/{id}.yaml");
        let made = self.read(&|one| one.place.ends_with(&file), Want::About);
        let mut all = made.into_iter().flatten();
        all.find(|made| made.about.id == id).map(|made| made.about)
    }

    /// Every rule as a rule file in plain Semgrep syntax, by id.
    pub fn written(&self) -> Vec<(String, String)> {
        let mut all = BTreeMap::new();
        let built_in = self.read(&|_| true, Want::All);
        let given = self.given.values().filter(|made| !made.off);
        for made in built_in.iter().flatten().chain(given) {
            all.insert(made.about.id.clone(), lists::plain(&made.yaml));
        }
        all.into_iter().collect()
    }

    /// What is wrong with rules of ours. Makes all of them ready.
    pub fn problems(&self) -> Vec<Problem> {
        let made = self.read(&|_| true, Want::All);
        made.into_iter().filter_map(Result::err).collect()
    }

    /// The rules of a language, made ready now if this is the first time.
    pub fn ready<'l>(&self, language: &'l Language) -> &'l Ready {
        language.ready.get_or_init(|| {
            let same = |other: &Language| Arc::ptr_eq(&other.dialect, &language.dialect);
            let index = self.languages.iter().position(same).unwrap_or_default();
            let names = &language.dialect.language.rule_ids;
            let made = self.read(&|file| file.may_name(names), Want::Only(index));
            let own = |made: &Made| -> Vec<Arc<Compiled>> {
                let own = made.compiled.iter().filter(|(of, _)| *of == index);
                own.map(|(_, one)| one.clone()).collect()
            };
            // What is wrong with ours, `problems` tells.
            let ours = made.iter().flatten();
            Ready::new(ours.chain(self.given.values()).flat_map(own).collect())
        })
    }

    /// Rules of ours, of the files that are wanted, without those that the user's own stand for.
    fn read(
        &self,
        wanted: &(dyn Fn(&Embedded) -> bool + Sync),
        want: Want,
    ) -> Vec<Result<Made, Problem>> {
        let Some(maker) = &self.maker else {
            return Vec::new();
        };
        let known: HashSet<&str> = self.given.keys().map(String::as_str).collect();
        let files: Vec<&Embedded> = self.embedded.iter().filter(|file| wanted(file)).collect();
        let made = spread(&files, |file| {
            let rules = match file.rules() {
                Ok(rules) => rules.iter(),
                Err(problem) => return vec![Err(problem)],
            };
            let made = rules.map(|rule| maker.make(&file.place, rule, want));
            let ours = |made: &Result<Made, Problem>| {
                let made = made.as_ref();
                made.map_or(true, |made| {
                    !made.off && !known.contains(made.about.id.as_str())
                })
            };
            made.filter(ours).collect()
        });
        made.into_iter().flatten().collect()
    }
}

impl Ready {
    fn new(mut rules: Vec<Arc<Compiled>>) -> Self {
        rules.sort_by(|a, b| a.about.id.cmp(&b.about.id));
        let mut words = Vec::new();
        for rule in &rules {
            rule.need.words(&mut words);
        }
        words.sort_unstable();
        words.dedup();
        // Only a search over gigabytes of words fails to build; then every rule simply runs.
        let search = AhoCorasick::new(&words).ok();
        let numbered = words.into_iter().enumerate();
        Self {
            words: numbered
                .map(|(index, word)| (word.to_string(), index))
                .collect(),
            search,
            rules,
        }
    }

    /// Which words the text holds, by number. One pass for the words of all rules.
    pub fn present(&self, text: &str) -> Vec<bool> {
        let mut present = vec![false; self.words.len()];
        if let Some(search) = &self.search {
            for found in search.find_overlapping_iter(text) {
                present[found.pattern().as_usize()] = true;
            }
        }
        present
    }

    /// Whether a text that [`Ready::present`] has looked at holds a word.
    pub fn holds(&self, present: &[bool], word: &str) -> bool {
        if self.search.is_none() {
            return true;
        }
        self.words.get(word).is_some_and(|index| present[*index])
    }
}
