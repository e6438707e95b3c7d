//! Versions and the ranges of them that an advisory names, each by its ecosystem's own order.

use super::Ecosystem;
use std::cmp::Ordering;
use std::str::FromStr;

/// One version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Version {
    /// Crates, npm and Go follow semantic versioning.
    Semantic(semver::Version),
    /// PEP 440.
    Python(pep440_rs::Version),
}

impl Version {
    /// Reads a version; `None` when it is none in its ecosystem.
    pub fn parse(ecosystem: Ecosystem, text: &str) -> Option<Self> {
        if ecosystem == Ecosystem::PyPi {
            return pep440_rs::Version::from_str(text).ok().map(Version::Python);
        }
        let text = text.trim().trim_start_matches(['v', '=']);
        // OSV writes 0 for the beginning of time; `1.2` stands for 1.2.0.
        let core = text.find(['-', '+']).unwrap_or(text.len());
        let missing = 2_usize.saturating_sub(text[..core].matches('.').count());
        let whole = format!("{}{}{}", &text[..core], ".0".repeat(missing), &text[core..]);
        semver::Version::parse(&whole).ok().map(Version::Semantic)
    }

    fn order(&self, other: &Version) -> Option<Ordering> {
        match (self, other) {
            // What is built in does not count.
            (Version::Semantic(a), Version::Semantic(b)) => Some(a.cmp_precedence(b)),
            (Version::Python(a), Version::Python(b)) => Some(a.cmp(b)),
            _ => None,
        }
    }

    pub fn before(&self, other: &Version) -> bool {
        self.order(other) == Some(Ordering::Less)
    }
}

impl std::fmt::Display for Version {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Version::Semantic(version) => write!(f, "{version}"),
            Version::Python(version) => write!(f, "{version}"),
        }
    }
}

/// From `introduced` on, up to a version that is mended or the last that is not.
#[derive(Clone, Debug)]
pub(super) struct Span {
    pub introduced: Option<Version>,
    /// The first that is mended.
    pub fixed: Option<Version>,
    /// The last that is weak.
    pub last: Option<Version>,
}

/// Which versions are weak.
#[derive(Clone, Debug, Default)]
pub(super) struct Affected {
    /// Any of these holds.
    pub spans: Vec<Span>,
    /// Or the version is one of these.
    pub listed: Vec<Version>,
    /// RustSec's way: all but those that are mended or never were weak.
    pub outside: Option<Vec<semver::VersionReq>>,
    /// RustSec's mended versions, for the advice.
    pub patched: Vec<semver::VersionReq>,
}

impl Affected {
    pub fn holds(&self, version: &Version) -> bool {
        if let (Some(outside), Version::Semantic(version)) = (&self.outside, version) {
            return !outside.iter().any(|range| within(range, version));
        }
        self.listed.contains(version) || self.spans.iter().any(|span| span.holds(version))
    }

    /// The lowest mended version above one.
    pub fn mended(&self, version: &Version) -> Option<String> {
        let patched = self
            .patched
            .iter()
            .filter_map(lowest)
            .map(Version::Semantic);
        let fixed = self.spans.iter().filter_map(|span| span.fixed.clone());
        let mut above: Vec<Version> = patched
            .chain(fixed)
            .filter(|fixed| version.before(fixed))
            .collect();
        above.sort_by(|a, b| a.order(b).unwrap_or(Ordering::Equal));
        above.first().map(Version::to_string)
    }
}

impl Span {
    fn holds(&self, version: &Version) -> bool {
        let begun = !self
            .introduced
            .as_ref()
            .is_some_and(|from| version.before(from));
        let fixed = self
            .fixed
            .as_ref()
            .is_some_and(|fixed| !version.before(fixed));
        let past = self.last.as_ref().is_some_and(|last| last.before(version));
        begun && !fixed && !past
    }
}

/// Like cargo's own test, but pre-releases are ordered among all versions.
fn within(range: &semver::VersionReq, version: &semver::Version) -> bool {
    if version.pre.is_empty() || range.matches(version) {
        return range.matches(version);
    }
    range.comparators.iter().all(|one| {
        let bound = bound(one);
        let order = version.cmp_precedence(&bound);
        match one.op {
            semver::Op::GreaterEq => order != Ordering::Less,
            semver::Op::Greater => order == Ordering::Greater,
            semver::Op::LessEq => order != Ordering::Greater,
            semver::Op::Less => order == Ordering::Less,
            // `^1.2.3` and the like: a pre-release of a later version of that line.
            _ => {
                let mut released = version.clone();
                released.pre = semver::Prerelease::EMPTY;
                order == Ordering::Greater && one.matches(&released)
            }
        }
    })
}

fn bound(comparator: &semver::Comparator) -> semver::Version {
    semver::Version {
        major: comparator.major,
        minor: comparator.minor.unwrap_or(0),
        patch: comparator.patch.unwrap_or(0),
        pre: comparator.pre.clone(),
        build: semver::BuildMetadata::EMPTY,
    }
}

/// The lowest version of a range, where it has one.
fn lowest(range: &semver::VersionReq) -> Option<semver::Version> {
    let floors = range.comparators.iter().filter(|one| {
        !matches!(
            one.op,
            semver::Op::Less | semver::Op::LessEq | semver::Op::Greater
        )
    });
    floors.map(bound).max_by(semver::Version::cmp_precedence)
}
