//! `inglenook rules` and the flags of `scan` that rule authors need, as a shell sees them.

use crate::patterns::LANGUAGES;
use crate::shell::Shell;

const RULES: &str = "rules:\n  - id: team-call\n    languages: [python]\n    severity: HIGH\n    message: Do not call it.\n    pattern: forbidden(...)\n";

#[test]
fn a_new_rule_passes_its_own_test_in_every_language() {
    let shell = Shell::new();
    for language in LANGUAGES {
        for taint in [false, true] {
            let id = format!("team-{language}-{taint}");
            let mut args = vec![
                "rules",
                "new",
                &id,
                "--language",
                language,
                "--folder",
                "rules",
            ];
            args.extend(taint.then_some("--taint"));
            let made = shell.run(&args);
            assert_eq!(made.code, 0, "{made:?}");
            assert!(made.out.contains(&format!("wrote {id}.yaml")), "{made:?}");
        }
    }
    let tested = shell.run(&["rules", "test", "rules"]);
    assert_eq!(tested.code, 0, "{tested:?}");
    assert!(
        tested.out.contains("16 files: 32 lines as marked, 0 not"),
        "{tested:?}"
    );
    let again = shell.run(&[
        "rules",
        "new",
        "team-go-true",
        "--language",
        "go",
        "--folder",
        "rules",
    ]);
    assert_eq!(again.code, 2, "{again:?}");
    assert!(again.err.contains("is there already"), "{again:?}");
    let strange = shell.run(&["rules", "new", "x", "--language", "cobol"]);
    assert!(
        strange.err.contains("there is no language `cobol`"),
        "{strange:?}"
    );
    let id = shell.run(&["rules", "new", "../x", "--language", "go"]);
    assert!(id.err.contains("is no id for a rule"), "{id:?}");
}

#[test]
fn annotated_lines_that_are_wrong_are_named_and_hopes_are_counted() {
    let shell = Shell::new();
    shell.write("team-call.yaml", RULES);
    let text = "# ruleid: team-call\nforbidden(1)\n# ok: team-call\nallowed(1)\n# ruleid: team-call\nallowed(2)\n# ok: team-call\nforbidden(2)\n# todoruleid: team-call\nhidden(3)\n# todook: team-call\nforbidden(4)\nforbidden(5)\n";
    shell.write("team-call.py", text);
    let ran = shell.run(&["rules", "test", "team-call.yaml"]);
    assert_eq!(ran.code, 1, "{ran:?}");
    for said in [
        "team-call.py:6: team-call: not found",
        "team-call.py:8: team-call: found, but is fine",
        "team-call.py:13: team-call: found where no mark asks for it",
        "1 files: 2 lines as marked, 3 not, 2 to do",
    ] {
        assert!(ran.out.contains(said), "{said}: {ran:?}");
    }
    let none = shell.run(&["rules", "test", "nowhere.yaml"]);
    assert_eq!(none.code, 2, "{none:?}");
}

#[test]
fn check_names_what_cannot_be_used() {
    let shell = Shell::new();
    shell.write("good.yaml", RULES);
    shell.write(
        "bad.yaml",
        RULES
            .replace("forbidden(...)", "forbidden(")
            .replace("team-call", "bad"),
    );
    let ran = shell.run(&["rules", "check", "good.yaml", "bad.yaml"]);
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(ran.out.contains("bad.yaml:6: rule `bad`"), "{ran:?}");
    assert!(ran.out.contains("cannot"), "{ran:?}");
    assert_eq!(shell.run(&["rules", "check", "good.yaml"]).code, 0);
    let listed = shell.run(&["rules", "list", "good.yaml"]);
    assert!(
        listed.out.contains("team-call  high  medium  python"),
        "{listed:?}"
    );
}

#[test]
fn a_page_says_what_is_found_and_how_to_silence_it() {
    let shell = Shell::new();
    let shown = shell.run(&["rules", "show", "python-os-system"]);
    for said in [
        "# python-os-system",
        "CWE-78",
        "## Found",
        "os.system(",
        "## Not found",
        "inglenook: ignore[python-os-system]",
    ] {
        assert!(shown.out.contains(said), "{said}: {shown:?}");
    }
    let ran = shell.run(&["rules", "docs", "site"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let folder = shell.write("here", "").with_file_name("site");
    let index = std::fs::read_to_string(folder.join("index.md")).expect("it is there");
    let links: Vec<&str> = index
        .lines()
        .filter_map(|line| line.strip_prefix("| ["))
        .collect();
    assert!(links.len() > 228, "{}", links.len());
    for link in links {
        let id = link.split(']').next().unwrap_or_default();
        let page = std::fs::read_to_string(folder.join(format!("{id}.md")));
        let page = page.unwrap_or_else(|error| panic!("{id}: {error}"));
        assert!(page.starts_with(&format!("# {id}\n")), "{page}");
        assert!(
            id.starts_with("secret-") || page.contains("## Found"),
            "{page}"
        );
        assert!(
            !page.contains("ruleid:") && page.contains("https://"),
            "{page}"
        );
    }
}

#[test]
fn what_stands_for_code_on_a_page_is_code_and_explained() {
    let shell = Shell::new();
    let shown = shell.run(&["rules", "show", "python-os-system"]);
    for said in [
        "A shell runs `$X`, so",
        "`$X` stands for code that is found.",
    ] {
        assert!(shown.out.contains(said), "{said}: {shown:?}");
    }
    // What Markdown would take for bold or for mark-up stays as it is written.
    let shown = shell.run(&["rules", "show", "rust-ffi-null-argument"]);
    assert!(shown.out.contains("Option\\<NonNull\\<T>>"), "{shown:?}");
}

#[test]
fn own_rules_alone_text_of_every_kind_and_the_time_of_each() {
    let shell = Shell::new();
    let text = "  - id: team-text\n    languages: [regex]\n    severity: LOW\n    message: m\n    pattern-regex: TODO\\(nobody\\)\n  - id: team-words\n    languages: [generic]\n    severity: LOW\n    message: m\n    pattern: listen $PORT;\n";
    shell.write("team.yml", format!("{RULES}{text}"));
    shell.write(
        "a.py",
        "import os\nos.system(x)\nforbidden(1)  # TODO(nobody)\n",
    );
    shell.write("site.conf", "server {\n  listen 80;\n}\n");
    let args = [
        "scan",
        "--no-built-in",
        "--rules",
        "team.yml",
        "--time",
        "--format",
        "json",
        ".",
    ];
    let ran = shell.run(&args);
    let json = ran.json();
    let findings = json["findings"].as_array().expect("a list").iter();
    let found: Vec<String> = findings
        .map(|one| {
            format!(
                "{} {}",
                one["path"].as_str().unwrap_or(""),
                one["rule"].as_str().unwrap_or("")
            )
        })
        .collect();
    let want = ["a.py team-call", "a.py team-text", "site.conf team-words"];
    assert_eq!(found, want);
    for said in ["time of all threads:", "team-call (a.py", "site.conf"] {
        assert!(ran.err.contains(said), "{said}: {ran:?}");
    }
    assert!(!ran.err.contains("python-os-system"), "{ran:?}");
}

#[test]
fn an_attribute_silences_what_looks_for_the_same() {
    let shell = Shell::new();
    let text = "#[allow(static_mut_refs)]\nstatic mut ONE: u32 = 0;\nstatic mut TWO: u32 = 0;\n#[allow(dead_code)]\nstatic mut THREE: u32 = 0;\n";
    shell.write("a.rs", text);
    let ran = shell.run(&["scan", "--format", "json", "a.rs"]);
    let json = ran.json();
    let lines = |key: &str| -> Vec<u64> {
        let all = json[key].as_array().cloned().unwrap_or_default();
        let own = all.iter().filter(|one| one["rule"] == "rust-static-mut");
        own.filter_map(|one| one["start"]["line"].as_u64())
            .collect()
    };
    assert_eq!(
        (lines("suppressed"), lines("findings")),
        (vec![2], vec![3, 5])
    );
}

#[test]
fn a_folder_without_annotated_files_says_what_was_looked_for() {
    let shell = Shell::new();
    shell.write("team.yaml", RULES);
    let tested = shell.run(&["rules", "test", "team.yaml"]);
    assert_eq!(tested.code, 1, "{tested:?}");
    for said in ["0 files", "no file lies beside a rule file", "rules new ID"] {
        assert!(tested.out.contains(said), "{said}: {tested:?}");
    }
}
