//! Findings from matches: places, excerpts, messages and fixes with metavariables filled in.

use super::formula::{Hit, lookup};
use super::rule::Compiled;
use crate::finding::{Finding, Fix, Origin, Place, Step};
use std::ops::Range;
use std::path::Path;

/// Lines longer than this many bytes are not shown whole.
const MAX_LINE: usize = 2_000;
/// Characters of a metavariable's code in a message.
const MAX_SHOWN: usize = 80;
/// Characters of code in a step's note.
const MAX_NOTE: usize = 40;

/// Makes the findings of one rule in one file.
pub(super) struct Shower<'a> {
    pub rule: &'a Compiled,
    pub text: &'a str,
    pub shown: &'a Path,
    /// Starts come in order; ends nearly so.
    starts: Places<'a>,
    ends: Places<'a>,
}

impl<'a> Shower<'a> {
    pub fn new(rule: &'a Compiled, text: &'a str, shown: &'a Path) -> Self {
        Self {
            rule,
            text,
            shown,
            starts: Places::new(text),
            ends: Places::new(text),
        }
    }

    /// `way` is the flow's ranges from source to sink; empty for a plain match.
    pub fn finding(&mut self, hit: &Hit, way: &[Range<u32>]) -> Finding {
        let (rule, text) = (self.rule, self.text);
        let about = &rule.about;
        let range = hit.bytes.start as usize..hit.bytes.end as usize;
        let mut quoted = Vec::new();
        let message = fill(&about.message, rule, hit, text, |out, code| {
            let start = out.len();
            out.push_str(&short(code, MAX_SHOWN));
            quoted.push(start..out.len());
        });
        Finding {
            rule: about.id.clone(),
            origin: Origin::Lint,
            severity: about.severity,
            confidence: about.confidence,
            message,
            quoted,
            path: self.shown.to_path_buf(),
            start: self.starts.place(range.start),
            end: self.ends.place(range.end),
            excerpt: excerpt(text, &range),
            cwe: about.cwe.clone(),
            references: about.references.clone(),
            fix: self.fix(hit, &range),
            range,
            explanation: None,
            flow: self.flow(way),
            symbol: String::new(),
            judgement: None,
            suppression: None,
            fingerprint: String::new(),
        }
    }

    fn fix(&self, hit: &Hit, range: &Range<usize>) -> Option<Fix> {
        let about = &self.rule.about;
        let replacement = match (&about.fix, &about.fix_regex) {
            (Some(fix), _) => fill(fix, self.rule, hit, self.text, String::push_str),
            (None, Some(fix)) => fix.apply(&self.text[range.clone()]),
            (None, None) => return None,
        };
        if replacement == self.text[range.clone()] {
            return None;
        }
        Some(Fix {
            range: range.clone(),
            replacement,
        })
    }

    fn flow(&self, way: &[Range<u32>]) -> Vec<Step> {
        let last = way.len().saturating_sub(1);
        let step = |(index, bytes): (usize, &Range<u32>)| {
            let range = bytes.start as usize..bytes.end as usize;
            let code = short(&self.text[range.clone()], MAX_NOTE);
            let note = match index {
                0 => format!("`{code}` is where the value comes from"),
                index if index == last => format!("`{code}` is where it ends up"),
                _ => format!("it goes on through `{code}`"),
            };
            let mut places = Places::new(self.text);
            let start = places.place(range.start);
            Step {
                path: self.shown.to_path_buf(),
                start,
                end: places.place(range.end),
                excerpt: excerpt(self.text, &range),
                range,
                note,
            }
        };
        way.iter().enumerate().map(step).collect()
    }
}

/// Puts the code that metavariables are bound to in their places, as `put` writes it.
fn fill(
    template: &str,
    rule: &Compiled,
    hit: &Hit,
    text: &str,
    mut put: impl FnMut(&mut String, &str),
) -> String {
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
                put(&mut out, code);
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
