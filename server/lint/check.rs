//! One document against all rules of its language: words first, then formulas, then findings.

use super::code::Code;
use super::formula::{Evaluator, Hit, lookup};
use super::matcher::Matcher;
use super::names::Names;
use super::rule::Compiled;
use super::{Checked, Language, Rules};
use crate::finding::{self, Date, Finding, Fix, Origin, Place, Suppressions};
use crate::workspace::Snapshot;
use std::cell::Cell;
use std::ops::Range;
use std::path::Path;

/// Steps that one rule may take in one file, about a quarter of a second.
const FUEL: u64 = 5_000_000;
/// Findings of one rule in one file; more help nobody.
const MAX_FINDINGS: usize = 1_000;
/// Lines longer than this many bytes are not shown whole.
const MAX_LINE: usize = 2_000;
/// Characters of a metavariable's code in a message.
const MAX_SHOWN: usize = 80;

pub(super) fn examine(rules: &Rules, document: &Snapshot, shown: &Path) -> Checked {
    let mut checked = Checked::default();
    let Some(tree) = document.tree() else {
        return checked;
    };
    let Some(language) = rules.language(&tree.language().id) else {
        return checked;
    };
    let text = document.text.to_string();
    let present = language.present(&text);
    let wanted: Vec<&Compiled> = language
        .rules
        .iter()
        .filter(|rule| rule.need.met(&|word| language.holds(&present, word)))
        .collect();
    if wanted.is_empty() {
        return checked;
    }
    let code = Code::new(&language.dialect, tree.root(), &text);
    let names = Names::read(&code);
    let mut findings = Vec::new();
    for rule in wanted {
        let fuel = Cell::new(FUEL);
        let evaluator = Evaluator {
            matcher: Matcher {
                code: &code,
                names: &names,
                fuel: &fuel,
            },
        };
        let mut hits = evaluator.eval(&rule.formula);
        if fuel.get() == 0 {
            checked.stopped.push(rule.about.id.clone());
        }
        hits.sort_by_key(|hit| (hit.bytes.start, hit.bytes.end));
        hits.dedup_by(|a, b| a.bytes == b.bytes);
        hits.truncate(MAX_FINDINGS);
        // Starts come in order; ends nearly so.
        let mut places = (Places::new(&text), Places::new(&text));
        for hit in &hits {
            findings.push(finding(rule, hit, &text, &mut places, shown));
        }
    }
    for finding in &mut findings {
        finding.symbol = tree.symbol(&document.text, finding.range.clone());
    }
    finding::finish(&mut findings);
    (checked.findings, checked.suppressed) =
        Suppressions::read(&text).split(findings, Date::today());
    checked
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

fn finding(
    rule: &Compiled,
    hit: &Hit,
    text: &str,
    (starts, ends): &mut (Places<'_>, Places<'_>),
    shown: &Path,
) -> Finding {
    let about = &rule.about;
    let range = hit.bytes.start as usize..hit.bytes.end as usize;
    let start = starts.place(range.start);
    let end = ends.place(range.end);
    Finding {
        rule: about.id.clone(),
        origin: Origin::Lint,
        severity: about.severity,
        confidence: about.confidence,
        message: fill(&about.message, rule, hit, text, Some(MAX_SHOWN)),
        path: shown.to_path_buf(),
        start,
        end,
        excerpt: excerpt(text, &range),
        cwe: about.cwe.clone(),
        references: about.references.clone(),
        fix: about.fix.as_ref().map(|fix| Fix {
            range: range.clone(),
            replacement: fill(fix, rule, hit, text, None),
        }),
        range,
        explanation: None,
        flow: Vec::new(),
        symbol: String::new(),
        suppression: None,
        fingerprint: String::new(),
    }
}

/// Puts the code that metavariables are bound to in their places; with a limit, as one short line.
fn fill(template: &str, rule: &Compiled, hit: &Hit, text: &str, limit: Option<usize>) -> String {
    let mut out = String::new();
    let mut rest = template;
    while let Some(at) = rest.find('$') {
        out.push_str(&rest[..at]);
        let after = &rest[at + 1..];
        let name = after.strip_prefix("...").unwrap_or(after);
        let length = name
            .find(|c: char| !(c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_'))
            .unwrap_or(name.len());
        let var = rule.vars.iter().position(|known| *known == name[..length]);
        match var.and_then(|var| lookup(&hit.env, var as u8)) {
            Some(bound) => {
                let code = &text[bound.bytes.start as usize..bound.bytes.end as usize];
                match limit {
                    Some(limit) => out.push_str(&short(code, limit)),
                    None => out.push_str(code),
                }
                rest = &name[length..];
            }
            None => {
                out.push('$');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

fn short(code: &str, limit: usize) -> String {
    let words: Vec<&str> = code.split_whitespace().take(limit).collect();
    let line = words.join(" ");
    if line.chars().count() <= limit {
        return line;
    }
    let cut: String = line.chars().take(limit - 1).collect();
    format!("{cut}…")
}

/// The lines that a range covers; of an overlong line only the range itself.
fn excerpt(text: &str, range: &Range<usize>) -> String {
    let start = text[..range.start].rfind('\n').map_or(0, |at| at + 1);
    let end = text[range.end..]
        .find('\n')
        .map_or(text.len(), |at| range.end + at);
    if range.start - start > MAX_LINE || end - range.end > MAX_LINE {
        let mut end = range.end.min(range.start + MAX_LINE);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        return text[range.start..end].to_string();
    }
    text[start..end].trim_end_matches('\r').to_string()
}

/// Offsets to places, cheap when asked in order.
struct Places<'t> {
    text: &'t str,
    offset: usize,
    line: usize,
    column: usize,
}

impl<'t> Places<'t> {
    fn new(text: &'t str) -> Self {
        Self {
            text,
            offset: 0,
            line: 1,
            column: 1,
        }
    }

    fn place(&mut self, offset: usize) -> Place {
        if offset < self.offset {
            // Back to the line's start, or to the text's when that is behind.
            let start = self.text[..self.offset].rfind('\n').map_or(0, |at| at + 1);
            if offset >= start && self.column < 4 * MAX_LINE {
                self.offset = start;
                self.column = 1;
            } else {
                *self = Self::new(self.text);
            }
        }
        let mut previous = self.text[..self.offset].chars().next_back().unwrap_or(' ');
        for character in self.text[self.offset..offset].chars() {
            match character {
                '\n' if previous == '\r' => {}
                '\n' | '\r' => {
                    self.line += 1;
                    self.column = 1;
                }
                _ => self.column += 1,
            }
            previous = character;
        }
        self.offset = offset;
        Place {
            line: self.line,
            column: self.column,
        }
    }
}
