//! Compiled rules by language, with one search for all their words. Running them is `check`'s.

use super::dialect::Dialect;
use super::load::Loaded;
use super::rule::{About, Compiled};
use aho_corasick::AhoCorasick;
use std::collections::HashMap;
use std::sync::Arc;

/// All rules, by language, with one search for all their words.
#[derive(Default)]
pub(super) struct Plan {
    /// Data is followed further than Semgrep does.
    pub further: bool,
    pub abouts: Vec<Arc<About>>,
    pub languages: Vec<Language>,
    /// Rules for text without a grammar.
    pub plain: Option<Language>,
}

pub(super) struct Language {
    pub dialect: Arc<Dialect>,
    pub rules: Vec<Compiled>,
    /// Word to its number in `search`.
    pub words: HashMap<String, usize>,
    pub search: Option<AhoCorasick>,
}

impl Plan {
    pub fn new(
        further: bool,
        dialects: Vec<Arc<Dialect>>,
        rules: impl Iterator<Item = Loaded>,
    ) -> Self {
        let mut abouts = Vec::new();
        let mut languages: Vec<Language> = dialects.into_iter().map(Language::new).collect();
        // Any dialect does where no tree is looked at.
        let first = languages.first().map(|language| language.dialect.clone());
        let mut plain = first.map(Language::new);
        for loaded in rules {
            abouts.push(loaded.about);
            for (dialect, one) in loaded.compiled {
                languages[dialect].rules.push(one);
            }
            if let Some(plain) = &mut plain {
                plain.rules.extend(loaded.plain);
            }
        }
        languages
            .iter_mut()
            .chain(&mut plain)
            .for_each(Language::index);
        Self {
            further,
            abouts,
            languages,
            plain,
        }
    }
}

impl Language {
    fn new(dialect: Arc<Dialect>) -> Self {
        Self {
            dialect,
            rules: Vec::new(),
            words: HashMap::new(),
            search: None,
        }
    }

    fn index(&mut self) {
        let mut words = Vec::new();
        for rule in &self.rules {
            rule.need.words(&mut words);
        }
        words.sort_unstable();
        words.dedup();
        // Only a search over gigabytes of words fails to build; then every rule simply runs.
        self.search = AhoCorasick::new(&words).ok();
        self.words = words
            .into_iter()
            .enumerate()
            .map(|(index, word)| (word.to_string(), index))
            .collect();
    }
}
