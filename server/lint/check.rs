//! One document against all rules of its language: words first, then formulas, then findings.

use super::code::Code;
use super::flow::{self, Flow, Program};
use super::formula::Evaluator;
use super::matcher::Matcher;
use super::names::Names;
use super::plan::Language;
use super::rule::{Compiled, Search};
use super::show::Shower;
use super::{Checked, Rules};
use crate::finding::{self, Date, Suppressions};
use crate::workspace::Snapshot;
use std::cell::{Cell, OnceCell};
use std::path::Path;
use std::time::Instant;

/// Steps that one rule may take in one file, about a quarter of a second.
const FUEL: u64 = 5_000_000;
/// Findings of one rule in one file; more help nobody.
const MAX_FINDINGS: usize = 1_000;

pub(super) fn examine(rules: &Rules, document: &Snapshot, shown: &Path) -> Checked {
    let mut checked = Checked::default();
    let tree = document.tree();
    let language = match (tree, &document.inactive) {
        (Some(tree), _) => rules.language(&tree.language().id),
        (None, None) => rules.0.plain.as_ref(),
        (None, Some(_)) => None,
    };
    let Some(language) = language else {
        return checked;
    };
    let text = document.text.to_string();
    let present = language.present(&text);
    let wanted: Vec<&Compiled> = language
        .rules
        .iter()
        .filter(|rule| rule.about.paths.take(shown))
        .filter(|rule| rule.need.met(&|word| language.holds(&present, word)))
        .collect();
    if wanted.is_empty() {
        return checked;
    }
    let code = match tree {
        Some(tree) => Code::new(&language.dialect, tree.root(), &text),
        None => Code::bare(&language.dialect, &text),
    };
    let names = Names::read(&code);
    let file = File {
        code: &code,
        names: &names,
        program: OnceCell::new(),
        further: rules.0.further,
    };
    let mut findings = Vec::new();
    for rule in wanted {
        let fuel = Cell::new(FUEL);
        let started = Instant::now();
        let mut flows = file.flows(rule, &fuel);
        if fuel.get() == 0 {
            checked.stopped.push(rule.about.id.clone());
        }
        flows.sort_by_key(|flow| (flow.hit.bytes.start, flow.hit.bytes.end));
        flows.dedup_by(|a, b| a.hit.bytes == b.hit.bytes);
        flows.truncate(MAX_FINDINGS);
        let spent = (rule.about.id.clone(), started.elapsed());
        checked.times.push(spent);
        let mut shower = Shower::new(rule, &text, shown);
        for flow in &flows {
            findings.push(shower.finding(&flow.hit, &flow.way));
        }
    }
    if let Some(tree) = tree {
        for finding in &mut findings {
            finding.symbol = tree.symbol(&document.text, finding.range.clone());
        }
    }
    finding::finish(&mut findings);
    (checked.findings, checked.suppressed) =
        Suppressions::read(&text).split(findings, Date::today());
    checked
}

/// What all rules share of one file.
struct File<'a> {
    code: &'a Code<'a>,
    names: &'a Names<'a>,
    /// Made when the first taint rule has something to follow.
    program: OnceCell<Program>,
    further: bool,
}

impl File<'_> {
    /// What a rule finds; a plain match has no way.
    fn flows(&self, rule: &Compiled, fuel: &Cell<u64>) -> Vec<Flow> {
        let evaluator = Evaluator {
            matcher: Matcher {
                code: self.code,
                names: self.names,
                fuel,
                settings: rule.settings,
            },
        };
        match &rule.search {
            Search::Ranges(formula) => evaluator
                .eval(formula)
                .into_iter()
                .map(|hit| Flow {
                    hit,
                    way: Vec::new(),
                })
                .collect(),
            Search::Flows(taint) => {
                let Some(table) = &self.code.dialect.flow else {
                    return Vec::new();
                };
                let program =
                    |code: &Code<'_>| self.program.get_or_init(|| flow::lower(code, table));
                flow::flows(taint, &evaluator, table, program, self.further)
            }
        }
    }
}

impl Language {
    /// Which words the text holds, by number. One pass for the words of all rules.
    fn present(&self, text: &str) -> Vec<bool> {
        let mut present = vec![false; self.words.len()];
        if let Some(search) = &self.search {
            for found in search.find_overlapping_iter(text) {
                present[found.pattern().as_usize()] = true;
            }
        }
        present
    }

    fn holds(&self, present: &[bool], word: &str) -> bool {
        if self.search.is_none() {
            return true;
        }
        self.words.get(word).is_some_and(|index| present[*index])
    }
}
