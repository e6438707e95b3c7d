//! The baseline: what was there is known, what is new is open, and the file holds nothing to hide.

use crate::repo::Repo;
use crate::shell::Shell;
use inglenook::finding::Baseline;

const FAULT: &str = "import os\n\n\ndef f(x):\n    os.system(x)\n";

fn open(shell: &Shell, args: &[&str]) -> (u8, usize, usize) {
    let args: Vec<&str> = ["scan", "--format", "json"]
        .iter()
        .chain(args)
        .copied()
        .collect();
    let ran = shell.run(&args);
    let json = ran.json();
    let count = |list: &str| json[list].as_array().map_or(0, Vec::len);
    (ran.code, count("findings"), count("suppressed"))
}

#[test]
fn what_was_there_is_known_and_what_is_new_is_open() {
    let shell = Shell::new();
    shell.write("a.py", FAULT);
    let args = ["--baseline", "inglenook-baseline.json"];
    let without = shell.run(&["scan", "--baseline", "inglenook-baseline.json"]);
    assert_eq!(without.code, 1, "a missing file fails nothing: {without:?}");
    assert!(without.out.contains("there is no baseline"), "{without:?}");
    let written = shell.run(&["baseline", "write"]);
    assert_eq!(written.code, 0, "{written:?}");
    assert_eq!(open(&shell, &args), (0, 0, 1));
    // Moved down, and one more of the same kind in another function.
    shell.write(
        "a.py",
        format!(
            "{}\n{}\n\ndef g(x):\n    os.system(x)\n",
            "# moved\n".repeat(40),
            FAULT
        ),
    );
    assert_eq!(open(&shell, &args), (1, 1, 1));
    // The option does the same as the flag.
    shell.write(
        "inglenook.toml",
        "[lint]\nbaseline = \"inglenook-baseline.json\"\n",
    );
    assert_eq!(open(&shell, &[]), (1, 1, 1));
    let sarif = shell.run(&["scan", "--format", "sarif"]);
    let results = &sarif.json()["runs"][0]["results"];
    assert_eq!(results[0]["suppressions"][0]["kind"], "external");
    assert_eq!(results[1]["suppressions"], serde_json::json!([]));
}

#[test]
fn what_is_mended_is_pruned() {
    let shell = Shell::new();
    shell.write("a.py", FAULT);
    shell.write("b.py", FAULT);
    assert_eq!(shell.run(&["baseline", "write"]).code, 0);
    shell.write("a.py", "print(1)\n");
    let ran = shell.run(&["scan", "--baseline", "inglenook-baseline.json"]);
    assert!(
        ran.out.contains("1 findings of the baseline are gone"),
        "{ran:?}"
    );
    // What was not looked at is not gone.
    let pruned = shell.run(&["baseline", "prune", "b.py"]);
    assert!(
        pruned.out.contains("0 findings taken out, 2 left"),
        "{pruned:?}"
    );
    let pruned = shell.run(&["baseline", "prune"]);
    assert!(
        pruned.out.contains("1 findings taken out, 1 left"),
        "{pruned:?}"
    );
    let shown = shell.run(&["baseline", "show"]);
    assert!(shown.out.contains("python-os-system"), "{shown:?}");
}

#[test]
fn the_file_holds_no_code_and_does_not_flag_itself() {
    let shell = Shell::new();
    let secret = format!("Xk9{}Qv7Lw2", "pT4mZr8");
    shell.write("a.py", format!("db_password = \"{secret}!\"\n"));
    assert_eq!(shell.run(&["scan"]).code, 1);
    assert_eq!(shell.run(&["baseline", "write"]).code, 0);
    let path = shell.write("a.txt", "");
    let file = path.with_file_name("inglenook-baseline.json");
    let text = std::fs::read_to_string(&file).expect("it was written");
    assert!(
        !text.contains(&secret) && !text.contains("db_password"),
        "{text}"
    );
    let baseline = Baseline::parse(&text).expect("it is valid");
    assert_eq!((baseline.len(), baseline.text()), (1, text.clone()));
    let (code, open, known) = open(&shell, &["--baseline", "inglenook-baseline.json"]);
    assert_eq!((code, open, known), (0, 0, 1));
    std::fs::write(&file, text.replace("findings", "findngs")).expect("writable");
    let broken = shell.run(&["scan", "--baseline", "inglenook-baseline.json"]);
    assert_eq!(broken.code, 2, "{broken:?}");
    assert!(broken.err.contains("baseline write"), "{broken:?}");
}

#[test]
fn a_review_knows_the_baseline_of_the_scan() {
    let shell = Shell::new();
    let repo = Repo::new();
    repo.write("a.py", FAULT).stage("a.py");
    let ran = shell.run_in(repo.path(), &["baseline", "write"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let args = [
        "review",
        "--staged",
        "--no-model",
        "--baseline",
        "inglenook-baseline.json",
    ];
    let known = shell.run_in(repo.path(), &args);
    assert_eq!(known.code, 0, "{known:?}");
    assert!(known.out.contains("(1 suppressed)"), "{known:?}");
}

#[test]
fn config_takes_rules_as_semgreps_users_are_used_to() {
    let shell = Shell::new();
    shell.write("a.py", "spam(1)\n");
    let rule = "rules:\n  - id: no-spam\n    languages: [python]\n    severity: HIGH\n    message: No spam.\n    pattern: spam(...)\n";
    shell.write("team.yaml", rule);
    let ran = shell.run(&["scan", "--config", "team.yaml", "--format", "json"]);
    assert_eq!(ran.json()["findings"][0]["rule"], "no-spam", "{ran:?}");
    let wrong = shell.run(&["doctor", "--config", "team.yaml"]);
    assert!(
        wrong.code != 0 && wrong.out.contains("problem"),
        "elsewhere it is no configuration: {wrong:?}"
    );
}

#[test]
fn thresholds_and_the_switch_are_kept_to() {
    let shell = Shell::new();
    shell.write("a.py", FAULT);
    assert_eq!(shell.run(&["scan", "--min-severity", "critical"]).code, 0);
    assert_eq!(shell.run(&["scan", "--fail-on", "critical"]).code, 0);
    shell.user("[lint]\nfail_on = \"critical\"\n");
    let ran = shell.run(&["scan"]);
    assert!(
        ran.code == 0 && ran.out.contains("python-os-system"),
        "{ran:?}"
    );
    shell.user("[lint]\nenabled = false\n");
    let off = shell.run(&["scan"]);
    assert!(off.code == 0 && off.out.contains("switched off"), "{off:?}");
}
