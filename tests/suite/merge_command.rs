//! A review in parts, and `inglenook merge`: the parts split a change whole and without overlap, and
//! put together they are what one run says.

use crate::repo::Repo;
use crate::shell::{Ran, inglenook};
use serde_json::Value;

fn repo() -> Repo {
    let repo = Repo::new();
    repo.add("README", "text\n");
    for n in 0..7 {
        let fault = format!(
            "import subprocess\n\n\ndef list_files(path):\n    subprocess.run(f\"ls {{path}}\", shell=True)\n{}",
            "x = 1\n".repeat(n)
        );
        let name = format!("f{n}.py");
        repo.write(&name, fault).stage(&name);
    }
    repo
}

fn run(repo: &Repo, args: &[&str]) -> Ran {
    let home = repo.path().join(".git/home");
    inglenook(repo.path(), &home, args)
}

fn findings(ran: &Ran) -> Value {
    ran.json()["findings"].clone()
}

const REVIEW: [&str; 4] = ["review", "--staged", "--no-model", "--format"];

#[test]
fn parts_put_together_are_the_whole() {
    let repo = repo();
    let whole = run(&repo, &[&REVIEW[..], &["json"]].concat());
    let mut parts = Vec::new();
    for part in ["1/3", "2/3", "3/3"] {
        let args = [&REVIEW[..], &["json", "--shard", part]].concat();
        let (once, twice) = (run(&repo, &args), run(&repo, &args));
        assert_eq!(once.out, twice.out, "byte for byte");
        let count = findings(&once).as_array().expect("a list").len();
        assert!((2..=3).contains(&count), "{part}: {count}");
        let name = format!("{}.json", &part[..1]);
        repo.write(&name, &once.out);
        parts.push(name);
    }
    // One part twice: what it holds stands once.
    let args = [
        "merge", &parts[0], &parts[1], &parts[2], &parts[0], "--format", "json",
    ];
    let merged = run(&repo, &args);
    assert_eq!(merged.code, 1, "{merged:?}");
    assert_eq!(findings(&merged), findings(&whole));
    assert_eq!(merged.json()["notes"], whole.json()["notes"]);
    let sarif = run(
        &repo,
        &["merge", "1.json", "2.json", "3.json", "--format", "sarif"],
    );
    let rules = sarif.json()["runs"][0]["tool"]["driver"]["rules"].clone();
    assert!(rules.as_array().is_some_and(|rules| !rules.is_empty()));
    assert_eq!(
        run(&repo, &["merge", "1.json", "--fail-on", "critical"]).code,
        0
    );
}

#[test]
fn what_is_no_report_ends_with_two() {
    let repo = repo();
    repo.write("bad.json", "{\"version\": 1}");
    repo.write(
        "new.json",
        "{\"version\": 99, \"command\": \"scan\", \"findings\": [], \"notes\": [], \"files\": 0}",
    );
    for file in ["bad.json", "new.json", "absent.json"] {
        let ran = run(&repo, &["merge", file]);
        assert_eq!(ran.code, 2, "{ran:?}");
        assert!(
            ran.err.contains(file) && ran.err.contains("help: "),
            "{ran:?}"
        );
    }
    for shard in ["0/3", "4/3", "1", "1/0", "a/b"] {
        let ran = run(
            &repo,
            &["review", "--staged", "--no-model", "--shard", shard],
        );
        assert_eq!(ran.code, 2, "{shard}: {ran:?}");
    }
}

#[test]
fn several_formats_are_written_in_one_run() {
    let repo = repo();
    let args = [
        &REVIEW[..],
        &[
            "json",
            "--also",
            "sarif=out.sarif",
            "--also",
            "markdown=out.md",
        ],
    ]
    .concat();
    let ran = run(&repo, &args);
    assert_eq!(ran.code, 1, "{ran:?}");
    let read = |name: &str| std::fs::read_to_string(repo.path().join(name)).expect("written");
    assert!(read("out.md").starts_with("<!-- inglenook -->"));
    let sarif: Value = serde_json::from_str(&read("out.sarif")).expect("JSON");
    assert_eq!(sarif["version"], "2.1.0");
    let wrong = run(
        &repo,
        &[&REVIEW[..], &["json", "--also", "word=x"]].concat(),
    );
    assert_eq!(wrong.code, 2);
}
