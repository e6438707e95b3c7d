//! Locked dependencies against a folder of advisories, in the layouts of RustSec and of OSV. Reads
//! that folder and texts that it is given; knows no network, and nothing of rules over code.

mod cvss;
mod database;
mod locks;
mod osv;
mod rustsec;
mod version;

use crate::finding::{self, Confidence, Finding, Origin, Place, Severity};
use std::path::Path;
use version::{Affected, Version};

pub use database::Database;
pub use locks::{Package, packages};

/// Where packages come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Ecosystem {
    Crates,
    Npm,
    PyPi,
    Go,
}

impl Ecosystem {
    /// By the name that OSV gives it.
    fn named(name: &str) -> Option<Self> {
        // OSV writes `Ecosystem:release` for some.
        match name.split(':').next().unwrap_or(name) {
            "crates.io" => Some(Ecosystem::Crates),
            "npm" => Some(Ecosystem::Npm),
            "PyPI" => Some(Ecosystem::PyPi),
            "Go" => Some(Ecosystem::Go),
            _ => None,
        }
    }

    /// A name in the one form by which its ecosystem compares it.
    fn normal(self, name: &str) -> String {
        match self {
            // PEP 503: runs of -, _ and . are one -, without case.
            Ecosystem::PyPi => {
                let parts = name.split(['-', '_', '.']).filter(|part| !part.is_empty());
                parts.collect::<Vec<_>>().join("-").to_lowercase()
            }
            Ecosystem::Crates => name.replace('_', "-"),
            _ => name.to_string(),
        }
    }

    /// The command that takes a newer version.
    fn update(self, name: &str, version: &str) -> String {
        match self {
            Ecosystem::Crates => format!("cargo update -p {name} --precise {version}"),
            Ecosystem::Npm => format!("npm install {name}@{version}"),
            Ecosystem::PyPi => format!("pin {name}=={version} and lock again"),
            Ecosystem::Go => format!("go get {name}@v{}", version.trim_start_matches('v')),
        }
    }
}

/// One advisory on one package.
#[derive(Clone, Debug)]
struct Advisory {
    /// `RUSTSEC-2021-0001`, `GHSA-…`, `GO-…`, `PYSEC-…`
    id: String,
    ecosystem: Ecosystem,
    /// In its normal form.
    package: String,
    summary: String,
    affected: Affected,
    severity: Severity,
    /// Paths or names of the functions that are weak; empty when the advisory names none.
    functions: Vec<String>,
    cwe: Vec<String>,
    references: Vec<String>,
    /// The same weakness under other ids.
    aliases: Vec<String>,
}

/// Holds the packages of one lock file against the advisories; `shown` is the path that findings
/// carry. `calls` says where a function of that plain name is called in the project's own files, as
/// `src/a.rs:3`, if anywhere: an advisory that names functions of which none is called is less likely to
/// matter, and says so. Findings come sorted, with fingerprints.
pub fn check(
    database: &Database,
    packages: &[Package],
    shown: &Path,
    calls: &dyn Fn(&str) -> Option<String>,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    for package in packages {
        let Some(version) = Version::parse(package.ecosystem, &package.version) else {
            continue;
        };
        let mut told: Vec<&str> = Vec::new();
        for advisory in database.of(package.ecosystem, &package.name) {
            if !advisory.affected.holds(&version) {
                continue;
            }
            // One weakness is often listed under several ids.
            let known = told.contains(&advisory.id.as_str())
                || advisory
                    .aliases
                    .iter()
                    .any(|alias| told.contains(&alias.as_str()));
            if known {
                continue;
            }
            told.push(&advisory.id);
            told.extend(advisory.aliases.iter().map(String::as_str));
            findings.push(one(advisory, package, &version, shown, calls));
        }
    }
    finding::finish(&mut findings);
    findings
}

/// The plain names of the functions that advisories on these packages name, each once.
pub fn functions(database: &Database, packages: &[Package]) -> Vec<String> {
    let mut names = Vec::new();
    for package in packages {
        let Some(version) = Version::parse(package.ecosystem, &package.version) else {
            continue;
        };
        for advisory in database.of(package.ecosystem, &package.name) {
            if advisory.affected.holds(&version) {
                names.extend(
                    advisory
                        .functions
                        .iter()
                        .map(|function| plain(function).to_string()),
                );
            }
        }
    }
    names.sort_unstable();
    names.dedup();
    names
}

/// `insert_many` of `smallvec::SmallVec::insert_many`, `Parse` of `Decoder.Parse`.
fn plain(function: &str) -> &str {
    function.rsplit([':', '.']).next().unwrap_or(function)
}

fn one(
    advisory: &Advisory,
    package: &Package,
    version: &Version,
    shown: &Path,
    calls: &dyn Fn(&str) -> Option<String>,
) -> Finding {
    let (name, at) = (&package.name, &package.version);
    let mut message = format!(
        "{name} {at} has a known weakness, {}: {}",
        advisory.id,
        sentence(&advisory.summary)
    );
    match advisory.affected.mended(version) {
        Some(mended) => message.push_str(&format!(
            " It is mended in {mended}: {}.",
            advisory.ecosystem.update(name, &mended)
        )),
        None => message.push_str(" The advisory knows no version that is mended."),
    }
    let (confidence, reached) = reached(advisory, calls);
    message.push_str(&reached);
    let length = package.excerpt.chars().count();
    let place = |column| Place {
        line: package.line,
        column,
    };
    Finding {
        rule: advisory.id.clone(),
        origin: Origin::Lint,
        severity: advisory.severity,
        confidence,
        message,
        path: shown.to_path_buf(),
        range: package.start..package.start + package.excerpt.len(),
        start: place(1),
        end: place(length + 1),
        excerpt: package.excerpt.clone(),
        cwe: advisory.cwe.clone(),
        references: advisory.references.clone(),
        fix: None,
        explanation: None,
        flow: Vec::new(),
        symbol: format!("{name} {at}"),
        judgement: None,
        suppression: None,
        quoted: Vec::new(),
        fingerprint: String::new(),
    }
}

/// How likely the weakness is reached, and a sentence that says why where the advisory names functions.
fn reached(advisory: &Advisory, calls: &dyn Fn(&str) -> Option<String>) -> (Confidence, String) {
    if advisory.functions.is_empty() {
        return (Confidence::Medium, String::new());
    }
    let called = advisory.functions.iter().find_map(|function| {
        let place = calls(plain(function))?;
        Some((function, place))
    });
    match called {
        Some((function, place)) => (
            Confidence::High,
            format!(" It is in {function}, and something of that name is called in {place}."),
        ),
        None => {
            let named = advisory.functions.join(", ");
            let why = format!(" It is in {named}; no call of it stands in your own files.");
            (Confidence::Low, why)
        }
    }
}

fn sentence(summary: &str) -> String {
    let line = summary.split_whitespace().collect::<Vec<_>>().join(" ");
    let line: String = line.chars().take(300).collect();
    match line.ends_with(['.', '!', '?']) {
        true => line,
        false => format!("{line}."),
    }
}
