//! The passes of a review beside the open one, with a scripted model: judging, refuting, what is kept
//! between runs, what is asked of which model, a team's own checks.

use crate::desk::*;
use inglenook::config::options::{self, Depth};
use inglenook::finding::{Confidence, Finding, Severity, Verdict};
use inglenook::model::scripted::Scripted;
use inglenook::model::{Info, Model, Prompt, Request, Stream};
use inglenook::review::{Answers, Check, File, Outcome};
use std::collections::HashMap;
use std::sync::{Arc, Mutex};

pub const BAD: &str = "let index = items.len() - 2;";
const REAL: &str = r#"{"verdict": "real", "explanation": "One item makes the index wrap around."}"#;
pub const STANDS: &str = r#"{"verdict": "stands", "reason": "last(&[1]) underflows."}"#;
pub const FALLS: &str = r#"{"verdict": "falls", "reason": "Nobody calls it so."}"#;

pub fn file() -> File {
    changed("src/a.rs", OLD, &without_check())
}

pub fn is_about(request: &Request, field: &str) -> bool {
    let schema = request.schema.as_ref().expect("a review has a schema");
    schema.pointer(&format!("/properties/{field}")).is_some()
}

/// Judges everything real, finds the fault, and gives this second look at it.
pub fn script(second: &'static str) -> impl Fn(&Request) -> String {
    move |request| {
        if is_about(request, "explanation") {
            REAL.into()
        } else if is_about(request, "reason") {
            second.into()
        } else {
            answer(&[item(9, BAD, "Underflows when there is one item.")])
        }
    }
}

#[test]
fn a_finding_of_the_rules_gets_a_verdict_with_its_probability() {
    let file = file();
    let mut judged = lint(&file, BAD);
    judged.cwe = vec!["CWE-190: Integer Overflow".into()];
    let model = Arc::new(Scripted::new(script(STANDS)));
    let outcome = ask_model(&[file], &[judged], &full(), false, model.clone());
    let [found] = outcome.findings.as_slice() else {
        panic!("{outcome:?}");
    };
    let judgement = found.judgement.expect("it was judged");
    // The scripted model is sure of each of its tokens.
    assert_eq!(
        (judgement.verdict, judgement.percent),
        (Verdict::Real, Some(100))
    );
    assert_eq!(outcome.counts.judged, 1);
    let words = "real (100 %): One item makes the index wrap around.";
    assert_eq!(found.model_says().as_deref(), Some(words));
    let asked = &model.requests()[0];
    assert!(said(asked).contains("(CWE-190)"), "{}", said(asked));
    assert!(said(asked).contains("Question: Can these numbers get so large"));
    // Instructions and examples are shared by all findings, the question is not.
    assert_eq!(asked.keep, messages(asked).len() - 1);
}

#[test]
fn no_verdict_takes_a_finding_away() {
    let file = file();
    let lints = [lint(&file, BAD)];
    let (outcome, _) = ask(&[file], &lints, |request| match explains(request) {
        true => {
            r#"{"verdict": "not real", "explanation": "Nobody calls it with one item."}"#.into()
        }
        false => answer(&[]),
    });
    assert_eq!(outcome.findings.len(), 1);
    assert_eq!(outcome.findings[0].severity, lints[0].severity);
    assert_eq!(outcome.findings[0].confidence, lints[0].confidence);
}

#[test]
fn what_a_second_look_knocks_down_is_dropped_and_counted() {
    let stands = ask(&[file()], &[], script(STANDS)).0;
    assert_eq!((stands.findings.len(), stands.counts.refuted), (1, 0));
    let falls = ask(&[file()], &[], script(FALLS)).0;
    assert_eq!((falls.findings.len(), falls.counts.refuted), (0, 1));
    let notes = falls.notes.join("\n");
    assert!(
        notes.contains("1 remark of the model dropped: a second look"),
        "{notes}"
    );
}

/// A scripted model under another name.
struct Named(Scripted, &'static str);

impl Model for Named {
    fn info(&self) -> Info {
        Info {
            name: self.1.into(),
            ..self.0.info()
        }
    }

    fn start(&self, request: Request) -> Stream {
        self.0.start(request)
    }

    fn count(&self, text: &str) -> usize {
        self.0.count(text)
    }

    fn encode(&self, prompt: &Prompt) -> Option<Vec<u32>> {
        self.0.encode(prompt)
    }
}

fn named(name: &'static str, options: &options::Review) -> Outcome {
    let file = file();
    let lints = [lint(&file, "fn last")];
    let model = Named(Scripted::new(script(STANDS)), name);
    let options = options::Review {
        max_tokens: 10_000,
        ..options.clone()
    };
    ask_model(&[file], &lints, &options, false, Arc::new(model))
}

#[test]
fn a_tiny_model_is_asked_nothing_unless_somebody_wants_it() {
    let by_itself = options::Review::default();
    let tiny = named("some-0.5b", &by_itself);
    assert_eq!((tiny.findings.len(), tiny.counts.parts), (1, 0));
    assert_eq!((tiny.counts.judged, tiny.findings[0].judgement), (0, None));
    let note = &tiny.notes[0];
    assert!(
        note.contains("was not asked") && note.contains("--depth judge"),
        "{note}"
    );
    let wanted = options::Review {
        depth: Depth::Judge,
        ..by_itself.clone()
    };
    let tiny = named("some-0.5b", &wanted);
    assert_eq!((tiny.findings.len(), tiny.counts.parts), (1, 0));
    let note = &tiny.notes[0];
    assert!(
        note.contains("was not asked for faults of its own") && note.contains("are guesses"),
        "{note}"
    );
    assert!(note.contains("judged 1 finding"), "{note}");
    assert_eq!(named("some-0.5b", &full()).findings.len(), 2);
    let small = named("some-3b", &by_itself);
    assert_eq!(small.findings.len(), 2);
    let own = |outcome: &Outcome| -> Vec<Confidence> {
        let own = outcome
            .findings
            .iter()
            .filter(|found| found.rule == "model.bug");
        own.map(|found| found.confidence).collect()
    };
    assert_eq!(own(&small), [Confidence::Low]);
    assert_eq!(own(&named("some-14b", &by_itself)), [Confidence::Medium]);
    let judge = options::Review {
        depth: Depth::Judge,
        ..by_itself.clone()
    };
    assert_eq!(own(&named("some-14b", &judge)), []);
    let sure = options::Review {
        min_confidence: Confidence::Medium,
        ..by_itself
    };
    let unsure = named("some-3b", &sure);
    assert_eq!((own(&unsure).len(), unsure.counts.unsure), (0, 1));
}

#[derive(Default)]
struct Memory(Mutex<HashMap<String, String>>);

impl Answers for Memory {
    fn get(&self, key: &str) -> Option<String> {
        self.0.lock().expect("nobody panics").get(key).cloned()
    }

    fn put(&self, key: &str, answer: &str) {
        let mut kept = self.0.lock().expect("nobody panics");
        kept.insert(key.into(), answer.into());
    }
}

/// Reviews with these answers kept; the findings, and how many requests reached the model.
fn remembered(files: &[File], memory: &Memory) -> (Vec<Finding>, usize) {
    let model = Arc::new(Scripted::new(script(STANDS)));
    let lints: Vec<Finding> = files.iter().map(|file| lint(file, "fn last")).collect();
    let desk = Desk {
        files,
        lints: &lints,
        answers: memory,
        ..Desk::default()
    };
    (desk.ask(model.clone()).findings, model.requests().len())
}

#[test]
fn an_amended_change_asks_only_about_what_is_new() {
    let memory = Memory::default();
    let other = changed("src/b.rs", OLD, &without_check());
    let (first, asked) = remembered(&[file(), other.clone()], &memory);
    // A verdict, a part and a second look for each file.
    assert_eq!(asked, 6);
    let (again, asked) = remembered(&[file(), other.clone()], &memory);
    assert_eq!((asked, &again), (0, &first));
    let amended = without_check().replace("unwrap_or(0)", "unwrap_or(1)");
    let amended = changed("src/a.rs", OLD, &amended);
    let (_, asked) = remembered(&[amended, other], &memory);
    // The function with the finding is the same; the part is not, and so neither the second look.
    assert_eq!(asked, 2);
}

#[test]
fn a_teams_own_check_is_a_question_of_its_own() {
    let check = "---\npaths: ['src/*.rs']\nseverity: low\n---\nNobody subtracts from a length.";
    let check = Check::parse("lengths", check).expect("it is valid");
    let other = Check::parse("other", "---\npaths: ['web/**']\n---\nNothing.").expect("valid");
    let checks = [check, other];
    let model = Arc::new(Scripted::new(|request: &Request| {
        if said(request).contains("Nobody subtracts from a length.") {
            return answer(&[serde_json::json!({
                "line": 9, "quote": BAD, "message": "It subtracts two.", "fix": "Compare first.",
            })]);
        }
        match is_about(request, "findings") {
            true => answer(&[]),
            false => STANDS.into(),
        }
    }));
    let outcome = Desk {
        files: &[file()],
        checks: &checks,
        ..Desk::default()
    }
    .ask(model.clone());
    let [found] = outcome.findings.as_slice() else {
        panic!("{outcome:?}");
    };
    assert_eq!(
        (found.rule.as_str(), found.severity),
        ("check.lengths", Severity::Low)
    );
    assert_eq!(found.start.line, 9);
    // The part, the check that is about its path, and the second look.
    assert_eq!(model.requests().len(), 3);
}

#[test]
fn a_model_that_cannot_judge_is_named_with_its_reason() {
    let file = file();
    let lints = [lint(&file, BAD)];
    let options = options::Review {
        depth: Depth::Judge,
        ..full()
    };
    let model = Arc::new(Broken(Mutex::default()));
    let outcome = ask_model(&[file], &lints, &options, false, model);
    assert_eq!((outcome.findings.len(), outcome.counts.judged), (1, 0));
    let notes = outcome.notes.join("\n");
    assert!(
        notes.contains("not judged by the model: 1 finding: "),
        "{notes}"
    );
    assert!(notes.contains("out of memory"), "{notes}");
}
