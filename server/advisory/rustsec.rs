//! An advisory in RustSec's form: Markdown whose first block is TOML.

use super::version::Affected;
use super::{Advisory, Ecosystem, cvss};
use crate::finding::Severity;
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Deserialize)]
struct Front {
    advisory: Head,
    versions: Versions,
    #[serde(default)]
    affected: Parts,
}

#[derive(Deserialize)]
struct Head {
    id: String,
    package: String,
    #[serde(default)]
    title: String,
    #[serde(default)]
    aliases: Vec<String>,
    #[serde(default)]
    url: Option<String>,
    #[serde(default)]
    cvss: Option<String>,
    #[serde(default)]
    informational: Option<String>,
    #[serde(default)]
    withdrawn: Option<String>,
    /// `crates` where it is left out; `rust` is the compiler's own tools.
    #[serde(default)]
    collection: Option<String>,
}

#[derive(Deserialize)]
struct Versions {
    #[serde(default)]
    patched: Vec<String>,
    #[serde(default)]
    unaffected: Vec<String>,
}

#[derive(Default, Deserialize)]
struct Parts {
    #[serde(default)]
    functions: BTreeMap<String, Vec<String>>,
}

/// Reads one file; nothing from Markdown that is no advisory.
pub(super) fn read(text: &str) -> Result<Vec<Advisory>, String> {
    let Some((_, rest)) = text.split_once("```toml") else {
        return Ok(Vec::new());
    };
    let (front, body) = rest.split_once("\n```").ok_or("its TOML has no end")?;
    if !front.contains("[advisory]") {
        return Ok(Vec::new());
    }
    let front: Front = toml::from_str(front).map_err(|error| error.message().to_string())?;
    let head = front.advisory;
    if head.withdrawn.is_some() || head.collection.as_deref() == Some("rust") {
        return Ok(Vec::new());
    }
    let ranges = |texts: &[String]| -> Result<Vec<semver::VersionReq>, String> {
        let range = |text: &String| {
            semver::VersionReq::parse(text).map_err(|error| format!("`{text}`: {error}"))
        };
        texts.iter().map(range).collect()
    };
    let patched = ranges(&front.versions.patched)?;
    let mut outside = patched.clone();
    outside.extend(ranges(&front.versions.unaffected)?);
    let heading = body.lines().find_map(|line| line.strip_prefix("# "));
    let page = format!("https://rustsec.org/advisories/{}.html", head.id);
    let severity = match (&head.cvss, &head.informational) {
        (Some(vector), _) => cvss::severity(vector).unwrap_or(Severity::High),
        // Unmaintained or merely unsound.
        (None, Some(kind)) if kind == "unsound" => Severity::Medium,
        (None, Some(_)) => Severity::Low,
        (None, None) => Severity::High,
    };
    Ok(vec![Advisory {
        ecosystem: Ecosystem::Crates,
        package: Ecosystem::Crates.normal(&head.package),
        summary: if head.title.is_empty() {
            heading.unwrap_or("see the advisory").to_string()
        } else {
            head.title
        },
        affected: Affected {
            outside: Some(outside),
            patched,
            ..Affected::default()
        },
        severity,
        functions: front.affected.functions.into_keys().collect(),
        cwe: vec!["CWE-1395".into()],
        references: std::iter::once(page).chain(head.url).collect(),
        aliases: head.aliases,
        id: head.id,
    }])
}
