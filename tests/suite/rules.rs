//! Every embedded rule against the annotated file beside it, its metadata and its fix.

use crate::patterns::{LANGUAGES, languages};
use inglenook::config::options::Lint;
use inglenook::finding::Finding;
use inglenook::lint::{self, Rules};
use inglenook::syntax::{Tree, embedded_files};
use inglenook::text::Text;
use inglenook::workspace;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// A rule file and the annotated file beside it.
struct Case {
    id: String,
    test: PathBuf,
    text: &'static str,
}

/// Weaknesses that the OWASP Top Ten of 2021 maps to none of its categories: memory, numbers, locks and
/// resources. Its lists of mapped CWEs stand with each category.
const UNMAPPED: &[&str] = &[
    "CWE-120", "CWE-125", "CWE-129", "CWE-131", "CWE-134", "CWE-170", "CWE-190", "CWE-195",
    "CWE-197", "CWE-242", "CWE-248", "CWE-362", "CWE-367", "CWE-400", "CWE-401", "CWE-409",
    "CWE-193", "CWE-415", "CWE-416", "CWE-468", "CWE-787", "CWE-476", "CWE-562", "CWE-667",
    "CWE-690", "CWE-704", "CWE-762", "CWE-770", "CWE-789", "CWE-822", "CWE-825", "CWE-908",
    "CWE-1333",
];

fn embedded() -> Rules {
    let (rules, mut problems) = Rules::load(&languages(), &Lint::default());
    problems.extend(rules.faults());
    let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert!(problems.is_empty(), "{problems:#?}");
    rules
}

fn cases() -> Vec<Case> {
    let files = embedded_files();
    let mut cases = Vec::new();
    for (path, _) in &files {
        let yaml = path
            .extension()
            .is_some_and(|extension| extension == "yaml");
        if !yaml || path.parent().and_then(Path::file_name) != Some("rules".as_ref()) {
            continue;
        }
        let (test, text) = files
            .iter()
            .find(|(other, _)| other != path && other.with_extension("") == path.with_extension(""))
            .unwrap_or_else(|| panic!("{} has no annotated test file", path.display()));
        let id = path.file_stem().unwrap_or_default().to_string_lossy();
        cases.push(Case {
            id: id.into_owned(),
            test: test.to_path_buf(),
            text,
        });
    }
    assert!(cases.len() >= 50, "only {} rules", cases.len());
    cases
}

fn check(rules: &Rules, path: &Path, text: &str) -> Vec<Finding> {
    let document = workspace::document(&languages(), path.into(), text, 1 << 21);
    lint::check(rules, &document, path)
}

/// Lines after a comment `<mark>: <id>`.
fn marked(text: &str, mark: &str, id: &str) -> BTreeSet<usize> {
    let comment = format!("{mark}: {id}");
    text.lines()
        .enumerate()
        .filter(|(_, line)| line.trim_start_matches(['/', '#', ' ', '\t']) == comment)
        .map(|(index, _)| index + 2)
        .collect()
}

#[test]
fn every_annotated_line_is_found_and_no_other() {
    let rules = embedded();
    let mut wrong = Vec::new();
    for case in cases() {
        let want = marked(case.text, "ruleid", &case.id);
        let fine = marked(case.text, "ok", &case.id);
        let found: BTreeSet<usize> = check(&rules, &case.test, case.text)
            .into_iter()
            .filter(|finding| finding.rule == case.id)
            .map(|finding| finding.start.line)
            .collect();
        if found != want {
            let missed: Vec<_> = want.difference(&found).collect();
            let extra: Vec<_> = found.difference(&want).collect();
            wrong.push(format!("{}: missed {missed:?}, extra {extra:?}", case.id));
        }
        if want.len() < 3 || fine.len() < 3 {
            wrong.push(format!("{}: fewer than 3 lines of a kind", case.id));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_rule_says_what_it_is() {
    let rules = embedded();
    let ids: BTreeSet<String> = cases().into_iter().map(|case| case.id).collect();
    let known: BTreeSet<String> = rules
        .abouts()
        .iter()
        .map(|about| about.id.clone())
        .collect();
    assert_eq!(ids, known, "a rule's id is its file's name");
    for about in rules.abouts() {
        let id = &about.id;
        assert!(!about.cwe.is_empty(), "{id} has no CWE");
        assert!(about.references.len() >= 2, "{id} has too few references");
        let mapped = !about.cwe.iter().any(|cwe| UNMAPPED.contains(&cwe.as_str()));
        assert!(
            !mapped || !about.owasp.is_empty(),
            "{id} has no OWASP category"
        );
        let words = about.message.split_whitespace().count();
        assert!(
            (12..=70).contains(&words),
            "{id}: a message of {words} words"
        );
        assert!(about.message.ends_with('.'), "{id}");
        let folder = format!("grammars/{}/", id.split('-').next().unwrap_or_default());
        assert!(about.place.starts_with(&folder), "{id} in {}", about.place);
    }
}

#[test]
fn at_least_five_rules_for_each_language() {
    let rules = embedded();
    for language in LANGUAGES {
        let count = rules
            .abouts()
            .iter()
            .filter(|about| about.languages.iter().any(|name| name == language))
            .count();
        assert!(count >= 5, "{language}: {count}");
    }
}

#[test]
fn every_fix_parses_removes_its_finding_and_adds_none() {
    let rules = embedded();
    let mut fixes = 0;
    for case in cases() {
        let before = check(&rules, &case.test, case.text);
        for finding in &before {
            let Some(fix) = &finding.fix else { continue };
            fixes += 1;
            let mut text = case.text.to_string();
            text.replace_range(fix.range.clone(), &fix.replacement);
            let after = check(&rules, &case.test, &text);
            assert_eq!(after.len(), before.len() - 1, "{} in\n{text}", finding.rule);
            let language = languages().by_path(&case.test).expect("known").clone();
            let errors = |text: &str| {
                Tree::parse(&language, &Text::new(text)).map_or(usize::MAX, |tree| tree.errors())
            };
            assert!(errors(&text) <= errors(case.text), "{}", finding.rule);
        }
    }
    assert!(fixes >= 60, "only {fixes} fixes");
}

#[test]
fn a_finding_carries_its_place_excerpt_and_weakness() {
    let rules = embedded();
    let text = "import os\n\ndef f(x):\n    é = os.system(x)\n";
    let found = check(&rules, Path::new("a.py"), text);
    assert_eq!(found.len(), 1, "{found:#?}");
    let one = &found[0];
    assert_eq!((one.start.line, one.start.column), (4, 9));
    assert_eq!((one.end.line, one.end.column), (4, 21));
    assert_eq!(&text[one.range.clone()], "os.system(x)");
    assert_eq!(one.excerpt, "    é = os.system(x)");
    assert_eq!(one.cwe, ["CWE-78"]);
    assert!(one.message.contains("runs x,"), "{}", one.message);
    assert_eq!(one.fingerprint.len(), 32);
}

#[test]
fn comments_suppress() {
    let rules = embedded();
    let text = "import os\nos.system(x)  # inglenook: ignore[python-os-system] fixed text\n# nosemgrep: python-os-system\nos.system(y)\nos.system(z)  # nosec\nos.system(z)  # inglenook: ignore[other]\n";
    let lines: Vec<usize> = check(&rules, Path::new("a.py"), text)
        .iter()
        .map(|finding| finding.start.line)
        .collect();
    assert_eq!(lines, [6]);
}

#[test]
fn options_switch_rules_off() {
    let options = Lint {
        disable: vec!["python-os-system".to_string()],
        ..Lint::default()
    };
    let (rules, _) = Rules::load(&languages(), &options);
    assert!(check(&rules, Path::new("a.py"), "import os\nos.system(x)\n").is_empty());
    let options = Lint {
        min_severity: inglenook::finding::Severity::Critical,
        ..Lint::default()
    };
    let (rules, _) = Rules::load(&languages(), &options);
    assert!(check(&rules, Path::new("a.py"), "import os\nos.system(x)\n").is_empty());
}
