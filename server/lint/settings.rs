//! What a rule says beside its patterns: `paths`, `options`, versions, `fix-regex`. What would
//! change matching in a way that we do not follow is refused by name.

use super::compile::{RuleError, only};
use super::regexes::Lazy;
use super::yaml::Yaml;
use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use regex::Regex;
use std::path::Path;
use std::sync::Arc;

/// The version of Semgrep whose rules we read: the one we compare ourselves with.
const SEMGREP: [u32; 3] = [1, 182, 0];

/// Where a rule looks.
#[derive(Clone, Debug, Default)]
pub struct Paths {
    include: Option<GlobSet>,
    exclude: Option<GlobSet>,
}

/// `fix-regex`: what to replace in the code that was found.
#[derive(Clone, Debug)]
pub struct FixRegex {
    regex: Arc<Lazy>,
    replacement: String,
    /// How often; every time when 0.
    count: usize,
}

/// `options` that change matching.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Settings {
    pub constant_propagation: bool,
    /// `a and b` is `b and a`.
    pub commutative_boolop: bool,
    /// `a == b` is `b == a`.
    pub symmetric_eq: bool,
    /// The result of a call says nothing of its arguments.
    pub taint_assume_safe_functions: bool,
    pub taint_assume_safe_indexes: bool,
    pub taint_assume_safe_comparisons: bool,
    pub taint_only_propagate_through_assignments: bool,
    pub taint_unify_mvars: bool,
    /// Lines that an ellipsis may span in text without a grammar.
    pub generic_ellipsis_max_span: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            constant_propagation: true,
            commutative_boolop: false,
            symmetric_eq: false,
            taint_assume_safe_functions: false,
            taint_assume_safe_indexes: false,
            taint_assume_safe_comparisons: false,
            taint_only_propagate_through_assignments: false,
            taint_unify_mvars: false,
            generic_ellipsis_max_span: 10,
        }
    }
}

/// Options that we take at these values only, because we match that way.
const FIXED: &[(&str, &str)] = &[
    ("ac_matching", "true"),
    ("symbolic_propagation", "false"),
    ("implicit_deep_exprstmt", "true"),
    ("implicit_ellipsis", "true"),
    ("decorators_order_matters", "false"),
    ("vardef_assign", "true"),
    ("flddef_assign", "false"),
    ("let_is_var", "true"),
    ("go_deeper_expr", "true"),
    ("go_deeper_stmt", "true"),
    ("attr_expr", "true"),
    ("arrow_is_function", "true"),
    ("interfile", "false"),
    ("taint_intrafile", "false"),
];

fn error(line: usize, why: impl Into<String>) -> RuleError {
    RuleError {
        line,
        why: why.into(),
    }
}

impl Settings {
    pub(super) fn read(rule: &Yaml) -> Result<Self, RuleError> {
        let mut settings = Self::default();
        let Some(options) = rule.get("options") else {
            return Ok(settings);
        };
        let entries = options
            .map()
            .ok_or_else(|| error(options.line, "`options` holds a mapping"))?;
        for (key, line, value) in entries {
            let given = value.text().unwrap_or_default();
            let flag = match key.as_str() {
                "constant_propagation" => &mut settings.constant_propagation,
                "commutative_boolop" => &mut settings.commutative_boolop,
                "symmetric_eq" => &mut settings.symmetric_eq,
                "taint_assume_safe_functions" => &mut settings.taint_assume_safe_functions,
                "taint_assume_safe_indexes" => &mut settings.taint_assume_safe_indexes,
                "taint_assume_safe_comparisons" => &mut settings.taint_assume_safe_comparisons,
                "taint_only_propagate_through_assignments" => {
                    &mut settings.taint_only_propagate_through_assignments
                }
                "taint_unify_mvars" => &mut settings.taint_unify_mvars,
                "generic_ellipsis_max_span" => {
                    settings.generic_ellipsis_max_span = given
                        .parse()
                        .map_err(|_| error(*line, format!("`{key}` is a number of lines")))?;
                    continue;
                }
                _ if FIXED.contains(&(key.as_str(), given)) => continue,
                _ => {
                    let why = format!("option `{key}: {given}` is not supported");
                    return Err(error(*line, why));
                }
            };
            *flag = match given {
                "true" => true,
                "false" => false,
                _ => return Err(error(*line, format!("`{key}` is true or false"))),
            };
        }
        Ok(settings)
    }
}

impl Paths {
    pub(super) fn read(rule: &Yaml) -> Result<Self, RuleError> {
        let Some(paths) = rule.get("paths") else {
            return Ok(Self::default());
        };
        only(paths, &["include", "exclude"])?;
        let set = |key: &str| -> Result<Option<GlobSet>, RuleError> {
            let Some(value) = paths.get(key) else {
                return Ok(None);
            };
            let texts = value
                .texts()
                .ok_or_else(|| error(value.line, format!("`{key}` holds a list of paths")))?;
            globs(&texts)
                .map(Some)
                .map_err(|why| error(value.line, why))
        };
        Ok(Self {
            include: set("include")?,
            exclude: set("exclude")?,
        })
    }

    /// Whether the rule looks at this file, as it is shown to the user.
    pub fn take(&self, path: &Path) -> bool {
        let path = path.strip_prefix(".").unwrap_or(path);
        self.include.as_ref().is_none_or(|set| set.is_match(path))
            && !self.exclude.as_ref().is_some_and(|set| set.is_match(path))
    }
}

/// A pattern stands for a file or a folder, anywhere unless it begins with a slash.
fn globs(texts: &[String]) -> Result<GlobSet, String> {
    let mut set = GlobSetBuilder::new();
    for text in texts {
        let bare = text.trim_end_matches('/').trim_end_matches("/**");
        let forms = match bare.strip_prefix('/') {
            Some(rooted) => vec![rooted.to_string(), format!("{rooted}/**")],
            None => {
                let bare = bare.trim_start_matches("./");
                vec![format!("**/{bare}"), format!("**/{bare}/**")]
            }
        };
        for form in forms {
            let glob = GlobBuilder::new(&form)
                .literal_separator(true)
                .build()
                .map_err(|error| format!("`{text}` is not a path pattern: {}", error.kind()))?;
            set.add(glob);
        }
    }
    set.build().map_err(|error| error.to_string())
}

impl FixRegex {
    pub(super) fn read(rule: &Yaml) -> Result<Option<Self>, RuleError> {
        let Some(fix) = rule.get("fix-regex") else {
            return Ok(None);
        };
        only(fix, &["regex", "replacement", "count"])?;
        let text = |key: &str| {
            fix.get(key)
                .and_then(Yaml::text)
                .ok_or_else(|| error(fix.line, format!("`fix-regex` needs `{key}`")))
        };
        let regex = Lazy::new(text("regex")?, false);
        regex.check().map_err(|why| error(fix.line, why))?;
        let count = match fix.get("count").and_then(Yaml::text) {
            None => 0,
            Some(count) => count
                .parse()
                .map_err(|_| error(fix.line, "`count` is a number"))?,
        };
        Ok(Some(Self {
            regex: Arc::new(regex),
            // `\1` as Python writes it.
            replacement: backslashes(text("replacement")?),
            count,
        }))
    }

    /// The code as it is to be.
    pub fn apply(&self, code: &str) -> String {
        self.regex.replaced(code, self.count, &self.replacement)
    }
}

/// Python's `\1` and `\g<name>` as `${1}` and `${name}`; a plain `$` stays one.
fn backslashes(text: &str) -> String {
    let escaped = text.replace('$', "$$");
    let groups = Regex::new(r"\\(?:(\d+)|g<(\w+)>)");
    // The pattern is ours.
    groups.map_or(escaped.clone(), |groups| {
        groups.replace_all(&escaped, "$${$1$2}").into_owned()
    })
}

/// Refuses a rule that is not for the version we follow.
pub(super) fn version(rule: &Yaml) -> Result<(), RuleError> {
    for (key, fits) in [
        ("min-version", (|v| v <= SEMGREP) as fn([u32; 3]) -> bool),
        ("max-version", |v| v >= SEMGREP),
    ] {
        let Some(value) = rule.get(key) else { continue };
        let text = value.text().unwrap_or_default();
        let mut parts = text.split('.').map(|part| part.parse::<u32>().ok());
        let mut next = || parts.next().unwrap_or(Some(0));
        let (Some(a), Some(b), Some(c)) = (next(), next(), next()) else {
            return Err(error(
                value.line,
                format!("`{key}: {text}` is not a version"),
            ));
        };
        if !fits([a, b, c]) {
            let [x, y, z] = SEMGREP;
            let why = format!("it asks for `{key}: {text}`, and we follow Semgrep {x}.{y}.{z}");
            return Err(error(value.line, why));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_files_or_folders_anywhere() {
        let yaml = Yaml::parse("paths: {include: ['src/*.py', lib/], exclude: [test_*.py]}");
        let paths = Paths::read(&yaml.expect("valid")).expect("valid");
        for (path, want) in [
            ("src/a.py", true),
            ("x/src/a.py", true),
            ("src/b/a.py", false),
            ("lib/b/a.py", true),
            ("src/test_a.py", false),
        ] {
            assert_eq!(paths.take(Path::new(path)), want, "{path}");
        }
    }

    #[test]
    fn a_fix_by_regular_expression_counts_and_names_groups() {
        let yaml = Yaml::parse("fix-regex: {regex: '(a)(b)', replacement: '\\2$\\1', count: 1}");
        let fix = FixRegex::read(&yaml.expect("valid")).expect("valid");
        assert_eq!(fix.expect("there").apply("abab"), "b$aab");
    }

    #[test]
    fn versions_and_options_are_held_to() {
        let rule = |text: &str| Yaml::parse(text).expect("valid");
        assert!(version(&rule("min-version: 1.50.0")).is_ok());
        assert!(version(&rule("min-version: 2.0.0")).is_err());
        assert!(version(&rule("max-version: 1.0.0")).is_err());
        assert!(Settings::read(&rule("options: {symbolic_propagation: true}")).is_err());
        assert!(Settings::read(&rule("options: {ac_matching: true}")).is_ok());
        let settings = Settings::read(&rule("options: {commutative_boolop: true}"));
        assert!(settings.expect("known").commutative_boolop);
    }
}
