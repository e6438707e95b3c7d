//! The rules and weaknesses that a SARIF run lists, each at its index.

use crate::finding::{Confidence, Finding, Severity, markdown_about};
use crate::report::Rule;
use crate::report::place::weakness;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// GitHub cuts a full description here.
const MAX_DESCRIPTION: usize = 1_024;
/// GitHub takes no more tags of one rule.
const MAX_TAGS: usize = 20;

/// All rules of a run by id, and all weaknesses by number.
pub(super) struct Catalogue {
    rules: Vec<Rule>,
    indices: BTreeMap<String, usize>,
    /// Numbers as text: `89`.
    weaknesses: Vec<String>,
}

impl Catalogue {
    /// The rules given, and one made from its finding for each that is not among them.
    pub fn new(rules: &[Rule], findings: &[&Finding]) -> Self {
        let mut all: BTreeMap<String, Rule> = rules
            .iter()
            .map(|rule| (rule.id.clone(), rule.clone()))
            .collect();
        for finding in findings {
            all.entry(finding.rule.clone())
                .or_insert_with(|| made(finding));
        }
        let rules: Vec<Rule> = all.into_values().collect();
        let numbers: BTreeSet<u32> = rules
            .iter()
            .flat_map(|rule| &rule.cwe)
            .chain(findings.iter().flat_map(|finding| &finding.cwe))
            .filter_map(|cwe| number(cwe))
            .collect();
        Self {
            indices: (rules.iter().enumerate())
                .map(|(index, rule)| (rule.id.clone(), index))
                .collect(),
            weaknesses: numbers.iter().map(u32::to_string).collect(),
            rules,
        }
    }

    /// The index of a rule that a finding names.
    pub fn index(&self, id: &str) -> Option<usize> {
        self.indices.get(id).copied()
    }

    /// References to the weaknesses of a finding.
    pub fn taxa(&self, cwe: &[String]) -> Vec<Value> {
        let known = cwe.iter().filter_map(|cwe| self.taxon(cwe));
        known.collect()
    }

    fn taxon(&self, cwe: &str) -> Option<Value> {
        let id = number(cwe)?.to_string();
        let index = self.weaknesses.iter().position(|known| *known == id)?;
        Some(json!({
            "id": id,
            "index": index,
            "toolComponent": { "name": "CWE", "index": 0 },
        }))
    }

    pub fn rules(&self) -> Vec<Value> {
        self.rules.iter().map(|rule| self.rule(rule)).collect()
    }

    pub fn taxonomy(&self) -> Value {
        let taxa: Vec<Value> = self
            .weaknesses
            .iter()
            .map(|id| {
                json!({
                    "id": id,
                    "name": format!("CWE-{id}"),
                    "helpUri": weakness(&format!("CWE-{id}")),
                })
            })
            .collect();
        json!({
            "name": "CWE",
            "organization": "MITRE",
            "informationUri": "https://cwe.mitre.org/",
            "shortDescription": { "text": "The MITRE Common Weakness Enumeration" },
            "isComprehensive": false,
            "taxa": taxa,
        })
    }

    fn rule(&self, rule: &Rule) -> Value {
        let text = plain(&rule.message);
        let mut described = json!({
            "id": rule.id,
            "name": name(&rule.id),
            "shortDescription": { "text": first_sentence(&text) },
            "fullDescription": { "text": cut(&text, MAX_DESCRIPTION) },
            "help": help(rule, &text),
        });
        if let Some(reference) = rule.references.first() {
            described["helpUri"] = json!(reference);
        }
        described["defaultConfiguration"] = json!({ "level": level(rule.severity) });
        let relationships: Vec<Value> = rule
            .cwe
            .iter()
            .filter_map(|cwe| self.taxon(cwe))
            .map(|target| json!({ "target": target, "kinds": ["superset"] }))
            .collect();
        if !relationships.is_empty() {
            described["relationships"] = json!(relationships);
        }
        let mut properties = json!({ "tags": tags(rule), "precision": precision(rule.confidence) });
        if security(rule) {
            properties["security-severity"] = json!(security_severity(rule.severity));
        }
        described["properties"] = properties;
        described
    }
}

/// A rule as its finding shows it: the model's own have no file.
fn made(finding: &Finding) -> Rule {
    let kind = finding.rule.strip_prefix("model.");
    Rule {
        id: finding.rule.clone(),
        message: match kind {
            Some(kind) => format!(
                "A remark of the model on {kind}. The finding's own message says what it means."
            ),
            None => finding.message.clone(),
        },
        severity: finding.severity,
        confidence: finding.confidence,
        cwe: finding.cwe.clone(),
        owasp: Vec::new(),
        references: finding.references.clone(),
    }
}

fn number(cwe: &str) -> Option<u32> {
    cwe.strip_prefix("CWE-")?.parse().ok()
}

pub(super) fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical | Severity::High => "error",
        Severity::Medium => "warning",
        Severity::Low => "note",
    }
}

fn precision(confidence: Confidence) -> &'static str {
    confidence.name()
}

/// In the bands that GitHub reads: over 9 critical, 7 high, 4 medium, else low.
fn security_severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "9.5",
        Severity::High => "8.0",
        Severity::Medium => "5.5",
        Severity::Low => "2.5",
    }
}

/// Rules are about security, the model's remarks only where they say so.
fn security(rule: &Rule) -> bool {
    !rule.cwe.is_empty() || !rule.id.starts_with("model.") || rule.id == "model.security"
}

fn tags(rule: &Rule) -> Vec<String> {
    let mut tags = Vec::new();
    if security(rule) {
        tags.push("security".to_string());
    }
    for cwe in &rule.cwe {
        tags.extend(number(cwe).map(|number| format!("external/cwe/cwe-{number:03}")));
    }
    for category in &rule.owasp {
        // `A03:2021 - Injection`
        let id = category.split_whitespace().next().unwrap_or_default();
        if !id.is_empty() {
            tags.push(format!(
                "external/owasp/{}",
                id.to_lowercase().replace(':', "-")
            ));
        }
    }
    if rule.id.starts_with("model.") {
        tags.push("model".to_string());
    }
    tags.dedup();
    tags.truncate(MAX_TAGS);
    tags
}

/// `python-sql-format` as `PythonSqlFormat`: a name for readers that show one.
fn name(id: &str) -> String {
    let parts = id.split(|c: char| !c.is_ascii_alphanumeric());
    let capital = |part: &str| {
        let mut letters = part.chars();
        let first = letters.next().map(|c| c.to_ascii_uppercase());
        first.into_iter().chain(letters).collect::<String>()
    };
    parts.map(capital).collect()
}

fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn first_sentence(text: &str) -> String {
    let end = text.find(". ").map_or(text.len(), |at| at + 1);
    cut(&text[..end], 255)
}

fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_string();
    }
    let head: String = text.chars().take(most - 1).collect();
    format!("{head}…")
}

fn help(rule: &Rule, text: &str) -> Value {
    let mut plain = text.to_string();
    let mut markdown = format!("# {}\n\n{}\n", rule.id, markdown_about(text));
    let mut links: Vec<(String, String)> = Vec::new();
    for cwe in &rule.cwe {
        links.extend(weakness(cwe).map(|address| (cwe.clone(), address)));
    }
    for reference in &rule.references {
        if !links.iter().any(|(_, address)| address == reference) {
            links.push((reference.clone(), reference.clone()));
        }
    }
    if !links.is_empty() {
        markdown.push_str("\n## References\n\n");
    }
    for (name, address) in &links {
        plain.push_str(&format!("\n{address}"));
        markdown.push_str(&format!("- [{name}]({address})\n"));
    }
    markdown.push_str(&format!(
        "\nTo silence one place, with a reason and, if you like, a last day:\n\n```\ninglenook: \
         ignore[{}] the reason until 2027-01-01\n```\n",
        rule.id
    ));
    json!({ "text": plain, "markdown": markdown })
}
