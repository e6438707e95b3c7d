//! A rule's logic over patterns: what `patterns`, `pattern-either` and the rest mean for ranges.
//! Compiling it from YAML is `compile`'s, matching one pattern is `matcher`'s.

use super::conditions::Condition;
use super::generic::Generic;
use super::groups::{Group, captured};
use super::matcher::{Bound, Env, Matcher};
use super::pattern::{Pattern, Var};
use super::regexes::{Groups, Lazy};
use std::collections::HashSet;
use std::ops::Range;

/// Hits kept of one pattern in one file.
const MAX_HITS: usize = 20_000;

#[derive(Debug)]
pub(super) enum Formula {
    Pattern(Pattern),
    Regex(Lazy, Vec<Group>),
    Generic(Generic),
    All(Box<All>),
    Any(Vec<Formula>),
}

/// `patterns`
#[derive(Debug, Default)]
pub(super) struct All {
    pub positives: Vec<Formula>,
    pub insides: Vec<Formula>,
    pub nots: Vec<(Not, Formula)>,
    pub conditions: Vec<Condition>,
    pub focus: Vec<Var>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Not {
    /// `pattern-not`: the same range.
    Same,
    /// `pattern-not-inside`: a range around.
    Inside,
    /// `pattern-not-regex`: a range that overlaps.
    Overlap,
}

/// A range that matches, with its bindings.
#[derive(Clone, Debug)]
pub(super) struct Hit {
    pub bytes: Range<u32>,
    pub env: Env,
}

/// Evaluates formulas over one file.
pub(super) struct Evaluator<'a> {
    pub matcher: Matcher<'a>,
    /// The bytes that are looked at, as if nothing stood around them; all of them without.
    pub region: Option<Range<u32>>,
}

impl Evaluator<'_> {
    /// All hits of a formula, in no order.
    pub fn eval(&self, formula: &Formula) -> Vec<Hit> {
        match formula {
            Formula::Pattern(pattern) => self.pattern(pattern),
            Formula::Regex(regex, groups) => self.regex(regex, groups),
            Formula::Generic(generic) => {
                let (text, from) = self.text();
                generic.hits(text, from, self.matcher.fuel)
            }
            Formula::All(all) => self.all(all),
            Formula::Any(any) => any.iter().flat_map(|one| self.eval(one)).collect(),
        }
    }

    fn pattern(&self, pattern: &Pattern) -> Vec<Hit> {
        let code = self.matcher.code;
        let mut hits = Vec::new();
        self.candidates(pattern, &mut |id| {
            if self.matcher.fuel.get() == 0 || hits.len() >= MAX_HITS {
                return false;
            }
            let node = code.node(id);
            if !self.looks_at(&(node.start..node.end)) {
                return true;
            }
            for (env, last) in self.matcher.solutions(&pattern.root, id) {
                let bytes = node.start..code.node(last).end.max(node.end);
                if self.looks_at(&bytes) {
                    hits.push(Hit { bytes, env });
                }
            }
            true
        });
        hits
    }

    fn regex(&self, regex: &Lazy, groups: &[Group]) -> Vec<Hit> {
        let ((text, from), fuel) = (self.text(), self.matcher.fuel);
        let (found, done) = regex.all(text, !groups.is_empty(), (fuel.get(), MAX_HITS));
        if !done {
            fuel.set(0);
        }
        self.matcher.spend(text.len());
        let hit = |found: Groups| {
            let whole = found.first().cloned().flatten()?;
            Some(Hit {
                bytes: from + whole.start as u32..from + whole.end as u32,
                env: captured(&found, groups, from),
            })
        };
        found.into_iter().filter_map(hit).collect()
    }

    /// The text that is looked at, and where in the file it begins.
    fn text(&self) -> (&str, u32) {
        let code = self.matcher.code;
        match &self.region {
            None => (code.text, 0),
            Some(region) => (code.slice(region.clone()), region.start),
        }
    }

    fn looks_at(&self, bytes: &Range<u32>) -> bool {
        self.region
            .as_ref()
            .is_none_or(|region| within(bytes, region))
    }

    fn all(&self, all: &All) -> Vec<Hit> {
        let mut positives = all.positives.iter();
        let mut insides = all.insides.iter();
        let Some(first) = positives.next().or_else(|| insides.next()) else {
            return Vec::new();
        };
        let mut hits = self.eval(first);
        for more in positives {
            if hits.is_empty() {
                return hits;
            }
            hits = self.intersect(hits, self.eval(more));
        }
        // What a name or a text rules out needs no search around it.
        hits.retain(|hit| all.conditions.iter().all(|one| self.may_hold(one, hit)));
        for inside in insides {
            if hits.is_empty() {
                return hits;
            }
            hits = self.keep_inside(hits, self.eval(inside));
        }
        self.narrow(all, hits)
    }

    /// What of these hits the rest of `patterns` leaves.
    pub(super) fn narrow(&self, all: &All, mut hits: Vec<Hit>) -> Vec<Hit> {
        for condition in &all.conditions {
            let met = hits.into_iter().flat_map(|hit| self.met(condition, hit));
            hits = met.collect();
        }
        for (not, formula) in &all.nots {
            if hits.is_empty() {
                return hits;
            }
            let against = self.eval(formula);
            hits.retain(|hit| !against.iter().any(|other| self.excluded(*not, hit, other)));
        }
        if all.focus.is_empty() {
            return hits;
        }
        self.focus(hits, &all.focus)
    }

    /// Pairs of which one lies in the other, with both bindings; the smaller range counts.
    fn intersect(&self, left: Vec<Hit>, right: Vec<Hit>) -> Vec<Hit> {
        let mut out = Vec::new();
        for a in &left {
            for b in &right {
                if !self.step() {
                    return out;
                }
                let small = if within(&a.bytes, &b.bytes) {
                    a
                } else if within(&b.bytes, &a.bytes) {
                    b
                } else {
                    continue;
                };
                if let Some(env) = self.merge(&a.env, &b.env) {
                    out.push(Hit {
                        bytes: small.bytes.clone(),
                        env,
                    });
                }
            }
        }
        out
    }

    fn keep_inside(&self, hits: Vec<Hit>, around: Vec<Hit>) -> Vec<Hit> {
        let mut out: Vec<Hit> = Vec::new();
        for hit in &hits {
            let first = out.len();
            for outer in &around {
                if !self.step() {
                    return out;
                }
                if !within(&hit.bytes, &outer.bytes) {
                    continue;
                }
                if let Some(env) = self.merge(&hit.env, &outer.env)
                    && !out[first..].iter().any(|known| known.env == env)
                {
                    out.push(Hit {
                        bytes: hit.bytes.clone(),
                        env,
                    });
                }
            }
        }
        out
    }

    fn excluded(&self, not: Not, hit: &Hit, other: &Hit) -> bool {
        if !self.step() {
            return false;
        }
        let ranges = match not {
            Not::Same => hit.bytes == other.bytes,
            Not::Inside => within(&hit.bytes, &other.bytes),
            Not::Overlap => hit.bytes.start < other.bytes.end && other.bytes.start < hit.bytes.end,
        };
        ranges && self.merge(&hit.env, &other.env).is_some()
    }

    /// Both bindings together; `None` when they disagree.
    pub(super) fn merge(&self, a: &Env, b: &Env) -> Option<Env> {
        let mut env = a.clone();
        for (var, bound) in b {
            match env.iter().find(|(known, _)| known == var) {
                Some((_, known)) if known == bound || self.matcher.equal(known, bound) => {}
                // Numbers of groups stand for what the first expression found.
                Some((_, known)) if known.numbered() && bound.numbered() => {}
                Some(_) => return None,
                None => env.push((*var, bound.clone())),
            }
        }
        Some(env)
    }

    fn focus(&self, hits: Vec<Hit>, focus: &[Var]) -> Vec<Hit> {
        let mut seen = HashSet::new();
        let mut out = Vec::new();
        for hit in hits {
            for var in focus {
                let Some(bound) = lookup(&hit.env, *var) else {
                    continue;
                };
                let bytes = bound.bytes.clone();
                if seen.insert((bytes.start, bytes.end, hit.bytes.start)) {
                    out.push(Hit {
                        bytes,
                        env: hit.env.clone(),
                    });
                }
            }
        }
        out
    }

    fn step(&self) -> bool {
        let fuel = self.matcher.fuel;
        fuel.set(fuel.get().saturating_sub(1));
        fuel.get() > 0
    }
}

pub(super) fn lookup(env: &Env, var: Var) -> Option<&Bound> {
    env.iter()
        .find(|(known, _)| *known == var)
        .map(|(_, bound)| bound)
}

pub(super) fn within(inner: &Range<u32>, outer: &Range<u32>) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}
