//! Lock files against advisories in RustSec's and OSV's form, on the command line and apart.

use crate::shell::Shell;
use inglenook::advisory::{Database, check, packages};
use inglenook::finding::{Confidence, Finding, Severity};
use std::fs;
use std::path::Path;

const RUSTSEC: &str = "\
```toml
[advisory]
id = \"RUSTSEC-2999-0001\"
package = \"soft-vec\"
date = \"2999-01-01\"
url = \"https://example.org/soft-vec\"
aliases = [\"CVE-2999-0001\"]
cvss = \"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H\"

[versions]
patched = [\"^0.6.3\", \">= 1.0.2\"]
unaffected = [\"< 0.3.2\"]

[affected]
functions = { \"soft_vec::SoftVec::insert_many\" = [\"< 1.0.2\"] }
```

# Double free while unwinding

It frees twice.
";

fn osv(id: &str, ecosystem: &str, name: &str, events: &str, rest: &str) -> String {
    format!(
        r#"{{"schema_version": "1.6.0", "id": "{id}", "summary": "It trusts lengths",
            "affected": [{{"package": {{"ecosystem": "{ecosystem}", "name": "{name}"}},
            "ranges": [{{"type": "ECOSYSTEM", "events": [{events}]}}]{rest}}}],
            "database_specific": {{"severity": "MODERATE", "cwe_ids": ["CWE-130"]}}}}"#
    )
}

/// A folder with one advisory of each form.
fn folder() -> tempfile::TempDir {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let write = |path: &str, text: &str| {
        let path = dir.path().join(path);
        fs::create_dir_all(path.parent().expect("in a folder")).expect("folder");
        fs::write(path, text).expect("writable");
    };
    write("crates/soft-vec/RUSTSEC-2999-0001.md", RUSTSEC);
    write("README.md", "# Not an advisory\n");
    let events = r#"{"introduced": "0"}, {"fixed": "2.1.0"}, {"introduced": "3.0.0"}, {"last_affected": "3.0.4"}"#;
    write(
        "npm/a.json",
        &osv("GHSA-aaaa-bbbb-cccc", "npm", "@scope/left", events, ""),
    );
    let events = r#"{"introduced": "1.0"}, {"fixed": "1.10.post1"}"#;
    write(
        "pypi/b.json",
        &osv("PYSEC-2999-1", "PyPI", "Soft.Yaml", events, ""),
    );
    let events = r#"{"introduced": "0"}, {"fixed": "0.7.0"}"#;
    let symbols =
        r#", "ecosystem_specific": {"imports": [{"path": "x", "symbols": ["Decoder.Parse"]}]}"#;
    write(
        "go/c.json",
        &osv("GO-2999-0001", "Go", "example.org/text", events, symbols),
    );
    write("broken.json", "{\"id\": 1, \"affected\": 2}");
    write("other.json", "[1, 2]");
    dir
}

fn found(database: &Database, path: &str, lock: &str, called: Option<&str>) -> Vec<Finding> {
    let packages = packages(Path::new(path), lock)
        .expect("it is a lock file")
        .expect("it is valid");
    check(database, &packages, Path::new(path), &|_| {
        called.map(String::from)
    })
}

/// The ids found for one version.
fn ids(database: &Database, path: &str, lock: &str) -> Vec<String> {
    found(database, path, lock, None)
        .into_iter()
        .map(|one| one.rule)
        .collect()
}

fn cargo(version: &str) -> String {
    format!(
        "version = 4\n\n[[package]]\nname = \"app\"\nversion = \"0.5.0\"\n\n[[package]]\nname = \"soft_vec\"\n\
         version = \"{version}\"\nsource = \"registry+x\"\nchecksum = \"0\"\n"
    )
}

#[test]
fn crates_are_weak_in_all_versions_but_those_named() {
    let folder = folder();
    let database = Database::read(folder.path());
    assert_eq!(database.count, 4);
    assert_eq!(database.notes.len(), 1, "{:?}", database.notes);
    for (version, weak) in [
        ("0.3.1", false),
        ("0.3.2", true),
        ("0.6.2", true),
        ("0.6.3", false),
        ("0.7.0", true),
        ("1.0.1", true),
        ("1.0.2-rc.1", true),
        ("1.0.2", false),
        ("2.0.0", false),
    ] {
        let found = ids(&database, "Cargo.lock", &cargo(version));
        assert_eq!(!found.is_empty(), weak, "{version}: {found:?}");
    }
    let one = &found(&database, "Cargo.lock", &cargo("0.6.2"), None)[0];
    assert_eq!(
        (one.severity, one.confidence),
        (Severity::Critical, Confidence::Low)
    );
    assert_eq!(
        (one.start.line, one.excerpt.as_str()),
        (8, "name = \"soft_vec\"")
    );
    assert!(
        one.message
            .contains("It is mended in 0.6.3: cargo update -p soft_vec"),
        "{}",
        one.message
    );
    assert!(
        one.message.contains("no call of it stands"),
        "{}",
        one.message
    );
    let called = &found(&database, "Cargo.lock", &cargo("0.7.0"), Some("src/a.rs:3"))[0];
    assert_eq!(called.confidence, Confidence::High);
    assert!(
        called.message.contains("called in src/a.rs:3"),
        "{}",
        called.message
    );
    assert!(
        called.message.contains("mended in 1.0.2"),
        "{}",
        called.message
    );
}

#[test]
fn the_project_itself_is_no_dependency() {
    let folder = folder();
    let database = Database::read(folder.path());
    let own = "[[package]]\nname = \"soft-vec\"\nversion = \"0.6.2\"\n";
    assert!(ids(&database, "Cargo.lock", own).is_empty());
}

#[test]
fn npm_has_two_spans_of_weak_versions() {
    let folder = folder();
    let database = Database::read(folder.path());
    for (version, weak) in [
        ("1.0.0", true),
        ("2.0.9", true),
        ("2.1.0", false),
        ("3.0.0", true),
        ("3.0.4", true),
        ("3.0.5", false),
    ] {
        let lock = format!(
            "{{\n  \"lockfileVersion\": 3,\n  \"packages\": {{\n    \"\": {{ \"name\": \"app\" }},\n    \
             \"node_modules/x/node_modules/@scope/left\": {{\n      \"version\": \"{version}\"\n    }}\n  }}\n}}\n"
        );
        let found = found(&database, "web/package-lock.json", &lock, None);
        assert_eq!(found.len(), usize::from(weak), "{version}");
        if let Some(one) = found.first() {
            assert_eq!((one.start.line, one.severity), (5, Severity::Medium));
            assert_eq!(one.cwe, ["CWE-1395", "CWE-130"]);
        }
    }
    let first = r#"{"dependencies": {"a": {"version": "1.0.0", "dependencies": {"@scope/left": {"version": "2.0.0"}}}}}"#;
    assert_eq!(
        ids(&database, "package-lock.json", first),
        ["GHSA-aaaa-bbbb-cccc"]
    );
}

#[test]
fn python_names_and_versions_follow_their_own_rules() {
    let folder = folder();
    let database = Database::read(folder.path());
    for (version, weak) in [
        ("0.9", false),
        ("1.0", true),
        ("1.9.1", true),
        ("1.10", true),
        ("1.10.post1", false),
        ("1.11", false),
    ] {
        let pins = format!(
            "# comment\nother>=1\nsoft_yaml[fast]=={version} ; python_version > '3' --hash=x\n"
        );
        assert_eq!(
            ids(&database, "requirements-dev.txt", &pins).len(),
            usize::from(weak),
            "{version}"
        );
        let poetry = format!(
            "[[package]]\nname = \"soft-yaml\"\nversion = \"{version}\"\n\n[metadata]\nname = \"x\"\n"
        );
        assert_eq!(
            ids(&database, "poetry.lock", &poetry).len(),
            usize::from(weak),
            "{version}"
        );
    }
}

#[test]
fn of_a_go_module_the_highest_version_is_built() {
    let folder = folder();
    let database = Database::read(folder.path());
    let sum = "example.org/text v0.3.0 h1:x\nexample.org/text v0.3.0/go.mod h1:x\n";
    assert_eq!(ids(&database, "go.sum", sum), ["GO-2999-0001"]);
    let newer = format!("{sum}example.org/text v0.7.0 h1:x\n");
    assert!(ids(&database, "go.sum", &newer).is_empty());
    let only_list = "example.org/text v0.3.0/go.mod h1:x\n";
    assert!(ids(&database, "go.sum", only_list).is_empty());
}

#[test]
fn scan_tells_what_is_reached_and_what_can_be_switched_off() {
    let folder = folder();
    let database = folder.path().to_string_lossy().into_owned();
    let shell = Shell::new();
    shell.write("Cargo.lock", cargo("0.6.2"));
    shell.write("a.rs", "fn f(v: &mut V) {\n    v.insert_many(1);\n}\n");
    let ran = shell.run(&["scan", "--format", "json", "--advisories", &database]);
    let json = ran.json();
    assert_eq!(json["findings"][0]["rule"], "RUSTSEC-2999-0001", "{ran:?}");
    let message = json["findings"][0]["message"].as_str().expect("words");
    assert!(message.contains("called in a.rs:2"), "{message}");
    let off = [
        "scan",
        "--advisories",
        &database,
        "--disable",
        "RUSTSEC-2999-0001",
    ];
    assert_eq!(shell.run(&off).code, 0);
    let nowhere = shell.run(&["scan", "--advisories", "nowhere"]);
    assert_eq!(nowhere.code, 2, "{nowhere:?}");
}
