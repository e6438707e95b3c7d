//! Lock files: which packages in which versions, and on which lines.

use super::Ecosystem;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;

/// One locked package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Package {
    pub ecosystem: Ecosystem,
    pub name: String,
    pub version: String,
    /// 1-based line of its entry.
    pub line: usize,
    /// Byte at which that line begins.
    pub start: usize,
    /// That line.
    pub excerpt: String,
}

/// The packages of a lock file, by its name; `None` when it is none that we read.
///
/// # Errors
/// When it is one and cannot be understood.
pub fn packages(path: &Path, text: &str) -> Option<Result<Vec<Package>, String>> {
    let name = path.file_name()?.to_str()?;
    let requirements = name.starts_with("requirements") && name.ends_with(".txt");
    let packages = match name {
        "Cargo.lock" => Ok(tables(text, Ecosystem::Crates)),
        "poetry.lock" | "uv.lock" => Ok(tables(text, Ecosystem::PyPi)),
        "package-lock.json" | "npm-shrinkwrap.json" => npm(text),
        "go.sum" => Ok(go(text)),
        _ if requirements => Ok(pinned(text)),
        _ => return None,
    };
    Some(packages)
}

/// Lines with their number and first byte.
fn lines(text: &str) -> impl Iterator<Item = (usize, usize, &str)> {
    let mut start = 0;
    text.split_inclusive('\n')
        .enumerate()
        .map(move |(index, line)| {
            let at = start;
            start += line.len();
            (index + 1, at, line.trim_end_matches(['\n', '\r']))
        })
}

/// `[[package]]` tables, as cargo, Poetry and uv write them: name, then version, then source.
fn tables(text: &str, ecosystem: Ecosystem) -> Vec<Package> {
    struct Open {
        package: Package,
        registry: bool,
    }
    let mut packages = Vec::new();
    let mut open: Option<Open> = None;
    let mut close = |open: Option<Open>| {
        // Packages of the project itself have no source in Cargo.lock.
        let whole = |open: &Open| !open.package.version.is_empty() && open.registry;
        packages.extend(open.filter(whole).map(|open| open.package));
    };
    let mut inside = false;
    for (line, start, content) in lines(text) {
        if content.starts_with('[') {
            inside = content == "[[package]]";
            if inside {
                close(open.take());
            }
            continue;
        }
        if !inside {
            continue;
        }
        let Some((key, value)) = content.split_once(" = ") else {
            continue;
        };
        let value = value.trim_matches('"');
        match (key, &mut open) {
            ("name", _) => {
                open = Some(Open {
                    registry: ecosystem != Ecosystem::Crates,
                    package: Package {
                        ecosystem,
                        name: value.into(),
                        version: String::new(),
                        line,
                        start,
                        excerpt: content.into(),
                    },
                });
            }
            ("version", Some(open)) => open.package.version = value.into(),
            ("source", Some(open)) if ecosystem == Ecosystem::Crates => open.registry = true,
            // uv marks the project itself so.
            ("source", Some(open)) if value.contains("editable") || value.contains("virtual") => {
                open.registry = false;
            }
            _ => {}
        }
    }
    close(open);
    packages
}

/// `packages` of version 2 and 3, `dependencies` of version 1.
fn npm(text: &str) -> Result<Vec<Package>, String> {
    let value: Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
    // Where a key first stands: lock files hold each key of `packages` once.
    let mut keys: BTreeMap<&str, (usize, usize, &str)> = BTreeMap::new();
    for (line, start, content) in lines(text) {
        let key = content
            .trim()
            .strip_suffix(": {")
            .map(|key| key.trim_matches('"'));
        if let Some(key) = key {
            keys.entry(key).or_insert((line, start, content));
        }
    }
    let mut found: Vec<(String, String, String)> = Vec::new();
    if let Some(packages) = value.get("packages").and_then(Value::as_object) {
        for (key, about) in packages {
            let Some((_, name)) = key.rsplit_once("node_modules/") else {
                continue;
            };
            let link = about.get("link").and_then(Value::as_bool) == Some(true);
            let name = about.get("name").and_then(Value::as_str).unwrap_or(name);
            if let (false, Some(version)) = (link, about.get("version").and_then(Value::as_str)) {
                found.push((key.clone(), name.into(), version.into()));
            }
        }
    } else {
        let mut waiting: Vec<&Value> = vec![&value];
        while let Some(level) = waiting.pop() {
            let listed = level.get("dependencies").and_then(Value::as_object);
            for (name, about) in listed.into_iter().flatten() {
                waiting.push(about);
                if let Some(version) = about.get("version").and_then(Value::as_str) {
                    found.push((name.clone(), name.clone(), version.into()));
                }
            }
        }
    }
    let package = |(key, name, version): (String, String, String)| {
        let (line, start, excerpt) = keys.get(key.as_str()).copied().unwrap_or((1, 0, ""));
        Package {
            ecosystem: Ecosystem::Npm,
            name,
            version,
            line,
            start,
            excerpt: excerpt.into(),
        }
    };
    Ok(found.into_iter().map(package).collect())
}

/// Of each module the highest version whose content is locked: that is the one which is built.
fn go(text: &str) -> Vec<Package> {
    let mut highest: BTreeMap<&str, (semver::Version, Package)> = BTreeMap::new();
    for (line, start, content) in lines(text) {
        let mut parts = content.split_whitespace();
        let (Some(name), Some(version)) = (parts.next(), parts.next()) else {
            continue;
        };
        let plain = version.trim_start_matches('v');
        let Ok(order) = semver::Version::parse(plain) else {
            continue; // `v1.2.3/go.mod`: only its list of dependencies was read.
        };
        let lower = highest
            .get(name)
            .is_some_and(|(known, _)| order.cmp_precedence(known).is_le());
        if !lower {
            let package = Package {
                ecosystem: Ecosystem::Go,
                name: name.into(),
                version: version.into(),
                line,
                start,
                excerpt: content.into(),
            };
            highest.insert(name, (order, package));
        }
    }
    highest.into_values().map(|(_, package)| package).collect()
}

/// Exact pins: `name[extra]==1.2.3 ; marker --hash=…`.
fn pinned(text: &str) -> Vec<Package> {
    let mut packages = Vec::new();
    for (line, start, content) in lines(text) {
        let code = content.split(['#', ';']).next().unwrap_or_default();
        let Some((name, version)) = code.split_once("==") else {
            continue;
        };
        let name = name.split('[').next().unwrap_or_default().trim();
        let version = version.trim_start_matches('=').trim_start();
        let version = version.split([' ', '\\', ',']).next();
        let version = version.unwrap_or_default().trim();
        let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
        if name.is_empty()
            || !name.chars().all(plain)
            || version.is_empty()
            || version.contains('*')
        {
            continue;
        }
        packages.push(Package {
            ecosystem: Ecosystem::PyPi,
            name: name.into(),
            version: version.into(),
            line,
            start,
            excerpt: content.into(),
        });
    }
    packages
}
