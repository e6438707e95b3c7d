//! Credentials: found by their documented forms and by context, left alone where they are made up,
//! and whole in no output.

mod assignments;
mod history;
mod tokens;

use crate::shell::Shell;
use inglenook::config::options::Lint;
use inglenook::finding::{Confidence, Severity};
use inglenook::lint::secrets::Detector;
use inglenook::lint::{Checked, Rules};
use inglenook::report;
use inglenook::syntax::Languages;
use std::path::Path;
use std::sync::OnceLock;
use tokens::{Dice, documented, jwt, pem, with_checksum};

fn check(path: &str, text: &str) -> Checked {
    static DETECTOR: OnceLock<Detector> = OnceLock::new();
    let detector = DETECTOR.get_or_init(|| Detector::embedded().expect("the table is valid"));
    detector.check(text, Path::new(path), &Lint::default())
}

fn rules(path: &str, text: &str) -> Vec<String> {
    let found = check(path, text).findings;
    found.into_iter().map(|finding| finding.rule).collect()
}

#[test]
fn each_documented_form_is_found_once_and_under_its_name() {
    let mut wrong = Vec::new();
    for seed in 1..=5 {
        for (rule, line, secret) in documented(&mut Dice::new(seed)) {
            let text = format!("# settings\n{line}\ny = 1\n");
            let checked = check("src/settings.py", &text);
            let found: Vec<&str> = checked
                .findings
                .iter()
                .map(|one| one.rule.as_str())
                .collect();
            if found != [rule] {
                wrong.push(format!("{rule} (seed {seed}): {found:?}"));
                continue;
            }
            let one = &checked.findings[0];
            assert_eq!((one.start.line, one.end.line), (2, 2), "{rule}");
            assert_eq!(&text[one.range.clone()], secret, "{rule}");
            let shown = serde_json::to_string(one).expect("it is JSON");
            assert!(!shown.contains(&secret[4..]), "{rule} shows its secret");
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_provider_of_the_table_has_its_form_tried() {
    let detector = Detector::embedded().expect("the table is valid");
    let tried: Vec<&str> = documented(&mut Dice::new(1))
        .iter()
        .map(|(rule, ..)| *rule)
        .collect();
    for about in detector.abouts() {
        let apart = ["secret-private-key", "secret-assignment"].contains(&about.id.as_str());
        assert!(
            apart || tried.contains(&about.id.as_str()),
            "{} is not tried",
            about.id
        );
    }
}

#[test]
fn keys_are_found_with_their_body_alone() {
    let mut dice = Dice::new(3);
    for kind in ["", "RSA ", "EC ", "OPENSSH ", "ENCRYPTED "] {
        let key = pem(kind, "\n", &mut dice);
        let text = format!("{key}\n");
        let checked = check("deploy/key.pem", &text);
        assert_eq!(checked.findings.len(), 1, "{kind}");
        assert_eq!(checked.findings[0].cwe, ["CWE-321"]);
        let escaped = format!("KEY = \"{}\"\n", pem(kind, "\\n", &mut dice));
        let checked = check("src/a.py", &escaped);
        assert_eq!(checked.findings.len(), 1, "{kind}");
        let body = &escaped[60..120];
        assert!(
            !checked.findings[0].excerpt.contains(body),
            "the body is on the same line"
        );
    }
    let header = format!("{}BEGIN PRIVATE KEY{}", "-----", "-----");
    assert!(rules("src/a.py", &format!("if line == \"{header}\":\n    pass\n")).is_empty());
}

#[test]
fn what_is_made_up_or_broken_is_left_alone() {
    let mut dice = Dice::new(7);
    let good = with_checksum("ghp", &mut dice);
    let last = if good.ends_with('0') { '1' } else { '0' };
    let broken = format!("{}{last}", &good[..good.len() - 1]);
    let cases = [
        format!("x = \"{broken}\""),
        format!("x = \"AKIA{}\"", "IOSFODNN7EXAMPLE"),
        format!("x = \"ghp_{}\"", "x".repeat(36)),
        format!("x = \"sk_live_{}\"", "0".repeat(24)),
        format!("x = \"{}\"", jwt("none", &mut dice)),
        format!("x = \"prefix{good}\""),
        format!("x = \"{good}more\""),
        "x = \"postgres://user:password@localhost/db\"".to_string(),
        "x = \"postgres://app:${DB_PASSWORD}@db/app\"".to_string(),
        "x = f\"postgres://app:{password}@db/app\"".to_string(),
        "git remote add o ssh://git@example.org:2222/x".to_string(),
    ];
    for case in cases {
        let found = rules("src/settings.py", &format!("{case}\n"));
        assert!(found.is_empty(), "{found:?} in {case}");
    }
}

#[test]
fn tests_and_documents_lower_what_a_form_alone_tells() {
    let mut dice = Dice::new(5);
    let line = format!("x = \"AIza{}\"\n", dice.base62(35));
    let product = &check("src/a.py", &line).findings[0];
    assert_eq!(
        (product.severity, product.confidence),
        (Severity::High, Confidence::High)
    );
    let test = &check("tests/a.py", &line).findings[0];
    assert_eq!(
        (test.severity, test.confidence),
        (Severity::Medium, Confidence::Low)
    );
    // A checksum does not stand there by chance.
    let real = format!("x = \"{}\"\n", with_checksum("ghp", &mut dice));
    assert_eq!(
        check("tests/a.py", &real).findings[0].confidence,
        Confidence::High
    );
}

#[test]
fn comments_and_options_silence_secrets() {
    let token = with_checksum("ghp", &mut Dice::new(9));
    for comment in [
        "inglenook: ignore[secret-github-token] revoked",
        "gitleaks:allow",
        "pragma: allowlist secret",
    ] {
        let checked = check("a.yml", &format!("key: {token} # {comment}\n"));
        assert_eq!(
            (checked.findings.len(), checked.suppressed.len()),
            (0, 1),
            "{comment}"
        );
    }
    let languages = Languages::embedded().expect("valid");
    let off = Lint {
        secrets: false,
        ..Lint::default()
    };
    let (none, _) = Rules::load(&languages, &off);
    assert!(none.secrets(&token, Path::new("a.yml")).findings.is_empty());
}

#[test]
fn no_format_and_no_log_holds_a_whole_secret() {
    let shell = Shell::new();
    let mut secrets = Vec::new();
    let mut text = String::from("import os\n\n\n");
    for (_, line, secret) in documented(&mut Dice::new(21)) {
        // A rule of the language finds these lines as well, and shows them.
        let call = line.replace('"', "'");
        text.push_str(&format!(
            "{line}\nos.system(\"curl -u {secret} \" + x)\n# {call}\n"
        ));
        secrets.push(secret);
    }
    let key = pem("", "\\n", &mut Dice::new(22));
    text.push_str(&format!("KEY = '{key}'\neval('{key}' + x)\n"));
    // Its first and last line, of 27 and 25 characters, are no secret.
    secrets.push(key[27..key.len() - 25].to_string());
    shell.write("settings.py", &text);
    for name in report::names() {
        let ran = shell.run(&["scan", "--format", name]);
        assert_eq!(ran.code, 1, "{name}: {}", ran.err);
        shell.run(&["scan", "--format", name, "--output", "out"]);
        for secret in &secrets {
            // Any eight characters in a row of what is not shown would be a leak.
            let bytes: Vec<char> = secret.chars().skip(4).collect();
            for part in bytes.chunks(8).filter(|part| part.len() == 8) {
                let part: String = part.iter().collect();
                assert!(!ran.out.contains(&part), "{name} shows {part}");
                assert!(!ran.err.contains(&part), "{name} logs {part}");
            }
        }
    }
}
