//! The review room with a scripted model: what it asks, and what it believes.

use crate::desk::*;
use crate::passes::STANDS;
use inglenook::config::options;
use inglenook::finding::{Confidence, Finding, Origin, Place, Severity};
use inglenook::model::{Request, Role};
use inglenook::review::{Counts, File, on_changes};
use std::sync::Arc;

const BAD: &str = "let index = items.len() - 2;";

#[test]
fn the_prompt_shows_the_item_with_its_changed_lines_marked() {
    let file = changed("src/a.rs", OLD, &without_check());
    let lints = [lint(&file, "items.len()")];
    let (_, requests) = ask(&[file], &lints, |_| answer(&[]));
    assert_eq!(requests.len(), 1);
    assert_eq!(messages(&requests[0])[0].0, Role::System);
    insta::assert_snapshot!(said(&requests[0]), @r"
    File: src/a.rs (Rust)

    Already reported by the rules; explain one if you can say more than it does, else leave it out:
    - line 9: The rule's words.

    Code:
       8   fn last(items: &[u32]) -> u32 {
         -     if items.is_empty() {
         -         return 0;
         -     }
         -     let index = items.len() - 1;
       9 +     let index = items.len() - 2;
      10       items[index]
      11   }

    End of the code. Which changed lines are wrong?
    ");
    assert_eq!(allowed(&requests[0], "line"), [9]);
    assert_eq!(allowed(&requests[0], "quote"), [BAD]);
    assert_eq!(requests[0].temperature, 0.0);
}

#[test]
fn a_good_answer_becomes_a_finding_on_its_line() {
    let file = changed("src/a.rs", OLD, &without_check());
    let (outcome, _) = ask(&[file], &[], |request| match explains(request) {
        true => STANDS.into(),
        false => answer(&[item(9, BAD, "Underflows when there is one item.")]),
    });
    let [found] = outcome.findings.as_slice() else {
        panic!("{outcome:?}");
    };
    assert_eq!(found.rule, "model.bug");
    assert_eq!(found.origin, Origin::Model);
    // The scripted model has no known size.
    assert_eq!(found.confidence, Confidence::Low);
    assert_eq!(found.message, "Underflows when there is one item.");
    assert_eq!(found.explanation.as_deref(), Some("Check it first."));
    assert_eq!(found.start, Place { line: 9, column: 5 });
    assert_eq!(found.end.column, 5 + BAD.len());
    assert_eq!(&without_check()[found.range.clone()], BAD);
    assert_eq!(found.fingerprint.len(), 32);
    assert!(
        outcome.notes[0].contains("suggestions"),
        "{:?}",
        outcome.notes
    );
    let counts = Counts {
        parts: 1,
        answered: 1,
        ..Counts::default()
    };
    assert_eq!(outcome.counts, counts);
}

#[test]
fn an_empty_answer_is_an_answer() {
    let file = changed("src/a.rs", OLD, &without_check());
    let (outcome, _) = ask(&[file], &[], |_| answer(&[]));
    assert!(outcome.findings.is_empty());
    assert_eq!((outcome.counts.answered, outcome.counts.broken), (1, 0));
}

#[test]
fn what_is_invented_is_dropped_counted_and_said() {
    let file = changed("src/a.rs", OLD, &without_check());
    let (outcome, _) = ask(&[file], &[], |_| {
        answer(&[
            item(9, "let index = items.size();", "No such code."),
            item(10, "items[index]", "That line did not change."),
            item(99, BAD, "No such line."),
        ])
    });
    assert!(outcome.findings.is_empty());
    assert_eq!(outcome.counts.dropped, 3);
    let said = outcome.notes.iter().any(|note| note.contains("3 remarks"));
    assert!(said, "{:?}", outcome.notes);
}

#[test]
fn a_broken_answer_is_counted_and_the_lints_stay() {
    let file = changed("src/a.rs", OLD, &without_check());
    let lints = [lint(&file, BAD)];
    let (outcome, _) = ask(&[file], &lints, |request| match explains(request) {
        true => r#"{"verdict": "unsure", "explanation": "Nobody can tell."}"#.into(),
        false => "I approve this change!".into(),
    });
    assert_eq!(outcome.findings.len(), 1);
    assert_eq!((outcome.counts.answered, outcome.counts.broken), (1, 1));
    let said = outcome
        .notes
        .iter()
        .any(|note| note.contains("1 answer of"));
    assert!(said, "{:?}", outcome.notes);
}

#[test]
fn an_answer_longer_than_allowed_keeps_its_whole_remarks() {
    let file = changed("src/a.rs", OLD, &without_check());
    let options = options::Review {
        // The scripted model gives a character a token.
        max_tokens: 300,
        ..full()
    };
    let second = "An explanation that goes on and on. ".repeat(8);
    let script = move |request: &Request| match explains(request) {
        true => STANDS.into(),
        false => answer(&[item(9, BAD, "One."), item(9, BAD, &second)]),
    };
    let (outcome, _) = ask_with(&[file], &[], &options, false, script);
    assert_eq!(outcome.findings.len(), 1, "{outcome:?}");
    assert_eq!(outcome.counts.broken, 1);
}

#[test]
fn a_remark_on_a_lint_explains_it() {
    let file = changed("src/a.rs", OLD, &without_check());
    let lints = [lint(&file, "items.len()")];
    let (outcome, _) = ask(&[file], &lints, |_| {
        answer(&[item(9, BAD, "It underflows.")])
    });
    let [found] = outcome.findings.as_slice() else {
        panic!("{outcome:?}");
    };
    assert_eq!((found.origin, &*found.rule), (Origin::Lint, "test.rule"));
    assert_eq!(found.message, "The rule's words.");
    assert_eq!(
        found.explanation.as_deref(),
        Some("It underflows. Check it first.")
    );
}

#[test]
fn no_time_means_not_reviewed_and_stop_means_interrupted() {
    let files = [changed("src/a.rs", OLD, &without_check())];
    let lints = [lint(&files[0], BAD)];
    let none = options::Review {
        budget_s: 0,
        ..full()
    };
    let (late, requests) = ask_with(&files, &lints, &none, false, |_| answer(&[]));
    assert!(requests.is_empty());
    let (stopped, _) = ask_with(&files, &lints, &full(), true, |_| answer(&[]));
    assert!(stopped.stopped && !late.stopped);
    for (outcome, why) in [(late, "time budget of 0 s"), (stopped, "interrupted")] {
        assert_eq!(outcome.findings.len(), 1, "the lints stay");
        assert_eq!(outcome.counts.not_reviewed, 1);
        let note = outcome.notes.last().expect("it is said");
        assert!(note.contains(why) && note.contains("src/a.rs:9"), "{note}");
    }
}

#[test]
fn private_files_are_linted_and_never_shown_to_the_model() {
    let secret = changed(
        "secret.rs",
        "fn a() {}\n",
        "fn a() { token(\"hunter2\") }\n",
    )
    .private(Some("its name is one that holds secrets".into()));
    let open = changed("src/a.rs", OLD, &without_check());
    let lints = [lint(&secret, "token")];
    let (outcome, requests) = ask(&[secret, open], &lints, |_| answer(&[]));
    assert_eq!(requests.len(), 1);
    let all = format!("{requests:?}");
    assert!(!all.contains("hunter2") && !all.contains("secret.rs"));
    assert_eq!(outcome.findings.len(), 1);
    let said = outcome
        .notes
        .iter()
        .any(|note| note.starts_with("secret.rs: not shown"));
    assert!(said, "{:?}", outcome.notes);
}

#[test]
fn lints_are_kept_to_added_lines() {
    let file = changed("src/a.rs", OLD, &without_check());
    let all = vec![
        lint(&file, "items.iter()"),
        lint(&file, BAD),
        lint(&file, "items[index]"),
    ];
    let kept = on_changes(&file, all.clone());
    assert_eq!(kept.len(), 1);
    assert_eq!(kept[0].start.line, 9);
    let whole = File::whole(file.shown.clone(), file.document.clone());
    assert_eq!(on_changes(&whole, all).len(), 3);
}

#[test]
fn parts_with_lints_come_first() {
    let quiet = changed("a.rs", OLD, &without_check());
    let loud = changed("b.rs", OLD, &without_check());
    let lints = [lint(&loud, BAD)];
    let (_, requests) = ask(&[quiet, loud], &lints, |_| answer(&[]));
    let order: Vec<bool> = requests.iter().map(|r| said(r).contains("b.rs")).collect();
    assert_eq!(order, [true, false]);
}

#[test]
fn a_lint_gets_the_models_words_and_keeps_its_own() {
    let file = changed("src/a.rs", OLD, &without_check());
    let lints = [lint(&file, BAD)];
    let (outcome, _) = ask(&[file], &lints, |request| {
        if explains(request) {
            assert!(said(request).contains("Warning on line 9: The rule's words."));
            return r#"{"explanation": "An empty list makes the index wrap around."}"#.into();
        }
        answer(&[])
    });
    let [found] = outcome.findings.as_slice() else {
        panic!("{outcome:?}");
    };
    assert_eq!(found.message, lints[0].message);
    assert_eq!(found.severity, lints[0].severity);
    let words = "An empty list makes the index wrap around.";
    assert_eq!(found.explanation.as_deref(), Some(words));
}

#[test]
fn a_model_that_fails_is_not_asked_for_ever() {
    let files: Vec<File> = (0..5)
        .map(|n| changed(&format!("f{n}.rs"), OLD, &without_check()))
        .collect();
    let lints = [lint(&files[0], BAD)];
    let model = Arc::new(Broken(Default::default()));
    let options = full();
    let outcome = ask_model(&files, &lints, &options, false, model.clone());
    // Once for words on the lint, and three times about parts.
    assert_eq!(*model.0.lock().expect("nobody panics"), 4);
    assert_eq!((outcome.counts.failed, outcome.counts.not_reviewed), (3, 2));
    assert_eq!(outcome.findings.len(), 1);
    let notes = outcome.notes.join("\n");
    assert!(
        notes.contains("f0.rs:9 and 2 more parts") && notes.contains("out of memory"),
        "{notes}"
    );
    assert!(notes.contains("f3.rs:9, f4.rs:9"), "{notes}");
}

#[test]
fn rules_that_know_the_same_fault_are_one_remark() {
    let file = changed("src/a.rs", OLD, &without_check());
    let of = |rule: &str, code: &str, cwe: &str, severity| Finding {
        rule: rule.into(),
        cwe: vec![cwe.into()],
        severity,
        ..lint(&file, code)
    };
    let found = vec![
        of(
            "wide",
            "let index = items.len() - 2;",
            "CWE-190: Overflow",
            Severity::High,
        ),
        of("worse", "items.len() - 2", "CWE-190", Severity::Critical),
        of("other", "items.len()", "CWE-476", Severity::Low),
    ];
    let rules: Vec<String> = on_changes(&file, found)
        .into_iter()
        .map(|found| found.rule)
        .collect();
    assert_eq!(rules, ["worse", "other"]);
}
