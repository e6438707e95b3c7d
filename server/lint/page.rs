//! A rule's page: what it says of itself and the annotated file beside it, as Markdown. Reads no files
//! but embedded ones.

use super::Rules;
use super::rule::About;
use crate::finding::{Finding, markdown_about};
use crate::syntax::embedded_files;
use std::path::Path;
use std::sync::Arc;

/// Lines of one example.
const MAX_LINES: usize = 16;
/// Annotations of test files; an example shows the code alone.
const MARKS: &[&str] = &["ruleid:", "ok:", "todoruleid:", "todook:"];

impl Rules {
    /// The page of a rule in Markdown: what is wrong and what to write instead, its severity and
    /// weaknesses, an example where its test is embedded, how to silence it. `None` for an unknown id.
    pub fn page(&self, id: &str) -> Option<String> {
        let about = self.about_any(id)?;
        Some(page(&about, &markdown_about(&about.message)))
    }

    /// The page of a finding's rule, which says of the finding what pages of rules say in general.
    pub fn page_of(&self, finding: &Finding) -> Option<String> {
        let about = self.about_any(&finding.rule)?;
        Some(page(&about, &finding.markdown()))
    }

    fn about_any(&self, id: &str) -> Option<Arc<About>> {
        let secret = self.secret_abouts().iter().find(|about| about.id == id);
        secret.cloned().or_else(|| self.0.about(id))
    }
}

fn page(about: &About, message: &str) -> String {
    let mut page = format!("# {}\n\n{message}\n\n", about.id);
    let (severity, confidence) = (about.severity.name(), about.confidence.name());
    page.push_str(&format!(
        "Severity {severity}, confidence {confidence}. Languages: {}.\n",
        about.languages.join(", ")
    ));
    let fix = about.fix.is_some() || about.fix_regex.is_some();
    if fix {
        page.push_str("A fix is offered where the code allows one.\n");
    }
    if let Some((language, bad, good)) = example(about) {
        for (title, code) in [("Found", bad), ("Not found", good)] {
            page.push_str(&format!("\n## {title}\n\n```{language}\n{code}\n```\n"));
        }
    }
    page.push_str("\n## References\n\n");
    for cwe in &about.cwe {
        let number = cwe.trim_start_matches("CWE-");
        page.push_str(&format!(
            "- [{cwe}](https://cwe.mitre.org/data/definitions/{number}.html)\n"
        ));
    }
    for owasp in &about.owasp {
        page.push_str(&format!("- OWASP {owasp}\n"));
    }
    for reference in &about.references {
        if !reference.contains("cwe.mitre.org/data/definitions/") {
            page.push_str(&format!("- <{reference}>\n"));
        }
    }
    page.push_str(&format!(
        "\nSilence one place with a comment on its line or the line above: \
         `inglenook: ignore[{}] why`; the rule everywhere with `lint.disable`.\n",
        about.id
    ));
    page
}

/// The first lines that the test beside an embedded rule says are found, and are not, with the
/// language's name for Markdown.
fn example(about: &About) -> Option<(String, String, String)> {
    let place = about.place.strip_prefix("grammars/")?;
    let rule = Path::new(place.split(':').next()?);
    let beside = |path: &Path| path != rule && path.with_extension("") == rule.with_extension("");
    let files = embedded_files();
    let (path, text) = files.into_iter().find(|(path, _)| beside(path))?;
    let language = path.iter().next()?.to_string_lossy().into_owned();
    let lines: Vec<&str> = text.lines().collect();
    let bad = shown(&lines, &format!("ruleid: {}", about.id))?;
    let good = shown(&lines, &format!(" ok: {}", about.id))?;
    Some((language, bad, good))
}

/// The lines behind the first annotation up to the next one or an empty line, without their indent.
fn shown(lines: &[&str], mark: &str) -> Option<String> {
    let at = lines
        .iter()
        .position(|line| line.trim_end().ends_with(mark))?;
    let marked = |line: &&&str| MARKS.iter().any(|mark| line.contains(mark));
    let code: Vec<&str> = lines[at + 1..]
        .iter()
        .take_while(|line| !line.trim().is_empty())
        .take_while(|line| !marked(line))
        .take(MAX_LINES)
        .copied()
        .collect();
    let blank = |line: &&str| line.len() - line.trim_start().len();
    let indent = code.iter().map(blank).min().unwrap_or(0);
    let code: Vec<&str> = code
        .iter()
        .map(|line| line.get(indent..).unwrap_or(line))
        .collect();
    (!code.is_empty()).then(|| code.join("\n"))
}
