//! One document against all rules of its language: words first, then formulas, then findings.

use super::code::{Before, Code};
use super::dialect::Dialect;
use super::flow::{self, Flow};
use super::formula::Evaluator;
use super::matcher::Matcher;
use super::names::Names;
use super::rule::{Compiled, Search};
use super::show::Shower;
use super::{Checked, Memory, Rules};
use crate::finding::{self, Date, Suppressions};
use crate::syntax::Tree;
use crate::workspace::Snapshot;
use std::cell::Cell;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

/// Steps that one rule may take in one file, about a quarter of a second.
const FUEL: u64 = 5_000_000;
/// Steps that all rules together may take in one file, some five seconds.
const FILE_FUEL: u64 = 100_000_000;
/// Findings of one rule in one file; more help nobody.
const MAX_FINDINGS: usize = 1_000;

/// `text` is the document's. With a memory, what the last check left there is used and that of this one
/// left instead.
pub(super) fn examine(
    rules: &Rules,
    document: &Snapshot,
    text: &str,
    shown: &Path,
    memory: Option<&Memory>,
) -> Checked {
    let language = document.language.as_ref();
    let language = language.and_then(|language| rules.language(&language.id));
    let ready = match language {
        Some(language) => Some(rules.0.ready(language)),
        None => rules.0.plain.as_ref(),
    };
    let Some(ready) = ready.filter(|ready| !ready.rules.is_empty()) else {
        return Checked::default();
    };
    let present = ready.present(text);
    let wanted: Vec<&Arc<Compiled>> = ready
        .rules
        .iter()
        .filter(|rule| rule.about.paths.take(shown))
        .filter(|rule| rule.need.met(&|word| ready.holds(&present, word)))
        .collect();
    // Only a text that some rule looks at is parsed. Without a tree any dialect does.
    let first = rules.0.languages.first();
    let Some(dialect) = language.or(first).filter(|_| !wanted.is_empty()) else {
        return Checked::default();
    };
    let dialect = &dialect.dialect;
    let tree = language.and_then(|_| document.tree());
    let code = code(dialect, tree, text, memory);
    let names = Names::read(&code);
    let file = File {
        code: &code,
        names: &names,
        known: flow::Known::default(),
        further: rules.0.further,
    };
    let mut checked = file.run(&wanted, shown);
    let mut findings = std::mem::take(&mut checked.findings);
    if let Some(tree) = tree {
        checked.broken = tree.root().has_error();
        for finding in &mut findings {
            finding.symbol = tree.symbol(&document.text, finding.range.clone());
        }
    }
    if let (Some(tree), Some(memory)) = (tree, memory) {
        drop(file);
        drop(names);
        memory.keep(Before::new(tree.clone(), text, code.into_parts()));
    }
    finding::finish(&mut findings);
    (checked.findings, checked.suppressed) =
        Suppressions::read(text).split(findings, Date::today());
    checked
}

fn code<'a>(
    dialect: &'a Dialect,
    tree: Option<&Tree>,
    text: &'a str,
    memory: Option<&Memory>,
) -> Code<'a> {
    let Some(tree) = tree else {
        return Code::bare(dialect, text);
    };
    let before = memory.and_then(|memory| memory.take(tree));
    Code::after(dialect, tree.root(), text, before.as_ref())
}

/// What all rules share of one file.
struct File<'a> {
    code: &'a Code<'a>,
    names: &'a Names<'a>,
    known: flow::Known,
    further: bool,
}

impl File<'_> {
    /// Runs the rules, in order, as far as the file's steps go.
    fn run(&self, rules: &[&Arc<Compiled>], shown: &Path) -> Checked {
        let mut checked = Checked::default();
        let mut left = FILE_FUEL;
        for rule in rules {
            if left == 0 {
                checked.left_out += 1;
                continue;
            }
            let given = FUEL.min(left);
            let fuel = Cell::new(given);
            let started = Instant::now();
            let mut flows = self.flows(rule, &fuel);
            left -= given - fuel.get();
            if fuel.get() == 0 {
                checked.stopped.push(rule.about.id.clone());
            }
            flows.sort_by_key(|flow| (flow.hit.bytes.start, flow.hit.bytes.end));
            flows.dedup_by(|a, b| a.hit.bytes == b.hit.bytes);
            if flows.len() > MAX_FINDINGS {
                flows.truncate(MAX_FINDINGS);
                checked.cut.push(rule.about.id.clone());
            }
            checked.times.push((rule.about.clone(), started.elapsed()));
            let mut shower = Shower::new(rule, self.code.text, shown);
            for flow in &flows {
                checked.findings.push(shower.finding(&flow.hit, &flow.way));
            }
        }
        checked
    }

    /// What a rule finds; a plain match has no way.
    fn flows(&self, rule: &Compiled, fuel: &Cell<u64>) -> Vec<Flow> {
        let evaluator = Evaluator {
            matcher: Matcher {
                code: self.code,
                names: self.names,
                fuel,
                settings: rule.settings,
            },
            region: None,
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
                let program = || self.names.program(self.code, table);
                let known = (&evaluator, &self.known);
                flow::flows(taint, known, table, program, self.further)
            }
        }
    }
}
