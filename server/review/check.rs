//! A team's own questions: Markdown files that say what to look for, and where. Text in, data out;
//! reads no file.

use crate::finding::Severity;
use globset::{Glob, GlobSet, GlobSetBuilder};
use serde::Deserialize;
use std::path::Path;

/// Characters of a check's text that reach a prompt.
const TEXT: usize = 1_500;

/// One check.
#[derive(Clone, Debug)]
pub struct Check {
    /// The file's stem: findings are of the rule `check.<name>`.
    pub name: String,
    pub severity: Severity,
    paths: Option<GlobSet>,
    /// What to look for.
    pub text: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    #[serde(default)]
    paths: Vec<String>,
    #[serde(default = "medium")]
    severity: Severity,
}

fn medium() -> Severity {
    Severity::Medium
}

impl Check {
    /// Reads a check: YAML between two lines `---` with `paths` (globs, all files when left out) and
    /// `severity` (`medium` when left out), then words.
    ///
    /// # Errors
    /// What is wrong with it, for the user.
    pub fn parse(name: &str, text: &str) -> Result<Self, String> {
        let text = text.replace("\r\n", "\n");
        let (head, body) = match text.strip_prefix("---\n") {
            Some(rest) => rest
                .split_once("\n---\n")
                .ok_or("its head has no second line `---`")?,
            None => ("", text.as_str()),
        };
        let head: Head = match head.trim().is_empty() {
            true => Head {
                paths: Vec::new(),
                severity: medium(),
            },
            false => serde_saphyr::from_str(head).map_err(|error| error.to_string())?,
        };
        let mut globs = GlobSetBuilder::new();
        for path in &head.paths {
            globs.add(Glob::new(path).map_err(|error| error.to_string())?);
        }
        let body = body.trim();
        if body.is_empty() {
            return Err("it does not say what to look for".into());
        }
        let paths = globs.build().map_err(|error| error.to_string())?;
        Ok(Self {
            name: name.to_string(),
            severity: head.severity,
            paths: (!head.paths.is_empty()).then_some(paths),
            text: body.chars().take(TEXT).collect(),
        })
    }

    /// Whether it is about a file, named relative to the root.
    pub fn is_about(&self, path: &Path) -> bool {
        self.paths.as_ref().is_none_or(|paths| paths.is_match(path))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn head_and_words() {
        let text = "---\npaths: ['src/**/*.py']\nseverity: high\n---\n\nLook for prints.\n";
        let check = Check::parse("prints", text).expect("it is valid");
        assert_eq!(
            (check.severity, check.text.as_str()),
            (Severity::High, "Look for prints.")
        );
        assert!(check.is_about(Path::new("src/a/b.py")));
        assert!(!check.is_about(Path::new("src/a/b.rs")));
        let plain = Check::parse("plain", "Look for prints.").expect("it is valid");
        assert!(plain.is_about(Path::new("any")) && plain.severity == Severity::Medium);
    }

    #[test]
    fn what_is_wrong_is_said() {
        for text in [
            "",
            "---\nseverity: high\n---\n",
            "---\nseverity: huge\n---\nx",
            "---\npaths: []\nx",
            "---\npath: [a]\n---\nx",
            "---\npaths: ['[']\n---\nx",
        ] {
            assert!(Check::parse("c", text).is_err(), "{text}");
        }
    }
}
