//! Holes through the pipeline and through the baseline with a scripted model, results files, and the
//! command.

use super::record;
use crate::shell::Shell;
use inglenook::config::Options;
use inglenook::eval::around::Projects;
use inglenook::eval::{Harness, Head, Hole, Kind, Log, Record, Reuse, record as results};
use inglenook::model::scripted::Scripted;
use inglenook::model::{Catalog, Engine, Lane, Part, Prompt, Request};
use inglenook::syntax::Languages;
use std::sync::Arc;

const TEXT: &str = "fn add(first: u8, second: u8) -> u8 {\n    first + second\n}\n";

fn hole(expected: &str) -> Hole {
    Hole {
        id: expected.into(),
        file: "src/add.rs".into(),
        path: "no/src/add.rs".into(),
        root: "no".into(),
        language: "rust".into(),
        kind: Kind::Line,
        text: TEXT.into(),
        offset: TEXT.find(expected).expect("it is cut from the text"),
        expected: expected.into(),
    }
}

fn engine(model: Arc<Scripted>) -> Engine {
    let catalog = Catalog::embedded().expect("the embedded families are valid");
    let family = catalog.family("qwen2-coder").expect("the default family");
    Engine {
        lane: Lane::new(model.clone()),
        family: family.clone(),
        model,
    }
}

fn ask(plain: bool, answer: &'static str, hole: &Hole) -> (Record, Vec<Request>) {
    let model = Arc::new(Scripted::new(move |_| answer.into()));
    let runtime = tokio::runtime::Runtime::new().expect("a runtime can be made");
    let engine = {
        let _context = runtime.enter();
        engine(model.clone())
    };
    let languages = Languages::embedded().expect("the embedded languages are valid");
    let harness = Harness {
        engine: &engine,
        options: &Options::default(),
        languages: &languages,
        plain,
        decided: false,
        threshold: 0.0,
        projects: Some(&Projects::new(&languages)),
    };
    let record = runtime.block_on(harness.ask(hole));
    (record, model.requests())
}

/// A prompt with its control tokens in brackets.
fn spelt(request: &Request) -> String {
    let Prompt::Parts(parts) = &request.prompt else {
        panic!("a fill-in-the-middle prompt is made of parts");
    };
    let spell = |part: &Part| match part {
        Part::Text(text) => text.clone(),
        Part::Control(token) => format!("[{token}]"),
    };
    parts.iter().map(spell).collect()
}

#[test]
fn the_pipeline_answers_and_is_cut() {
    let (record, requests) = ask(
        false,
        " first + second\n}\n\nfn more() {}\n",
        &hole("first + second"),
    );
    assert_eq!(
        (record.answer.as_str(), record.shown, record.exact()),
        ("first + second", true, true)
    );
    assert_eq!(record.confidence, Some(1.0));
    assert_eq!(record.faults, []);
    assert!(
        !spelt(&requests[0]).contains("first + second"),
        "the answer is not in the prompt"
    );
}

#[test]
fn other_files_help_and_the_holes_own_text_is_nowhere() {
    let shell = Shell::new();
    let other = "/// Weighs.\npub fn weigh_cargo(crates: usize) -> usize {\n    crates * 3\n}\n";
    shell.write("cargo.rs", other);
    let text = "use crate::cargo::weigh_cargo;\n\nfn load(crates: usize) -> usize {\n    let unusual_name = weigh_cargo(crates);\n    weigh_cargo(crates)\n}\n";
    let path = shell.write("load.rs", text);
    let expected = "let unusual_name = weigh_cargo(crates);";
    let hole = Hole {
        path: path.clone(),
        root: path.parent().expect("in a folder").into(),
        text: text.into(),
        offset: text.find(expected).expect("it is there"),
        ..hole("first + second")
    };
    let hole = Hole {
        expected: expected.into(),
        ..hole
    };
    let (record, requests) = ask(false, " let", &hole);
    assert!(record.pieces > 0, "{record:?}");
    let prompt = spelt(&requests[0]);
    assert!(prompt.contains("pub fn weigh_cargo"), "{prompt}");
    assert!(!prompt.contains("unusual_name"), "{prompt}");
}

#[test]
fn the_baseline_is_prefix_and_suffix_and_nothing_is_cut() {
    let hole = hole("+ second");
    let (record, requests) = ask(true, "+ second\n}\n\nfn more() {}", &hole);
    assert_eq!(record.answer, "+ second\n}\n\nfn more() {}");
    assert!(!record.exact() && record.first_line());
    assert_eq!(
        spelt(&requests[0]),
        "[<|fim_prefix|>]fn add(first: u8, second: u8) -> u8 {\n    first [<|fim_suffix|>]\n}\n[<|fim_middle|>]"
    );
    assert_eq!(requests[0].temperature, 0.0);
    let (record, _) = ask(true, "+ second", &hole);
    assert!(record.exact());
}

#[test]
fn wrong_answers_are_judged_by_the_independent_check() {
    let (record, _) = ask(true, "first + second }", &hole("first + second"));
    assert!(!record.faults.is_empty(), "{record:?}");
}

#[test]
fn a_results_file_is_gone_on_with_and_never_mixed() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("results.jsonl");
    let head = Head {
        seed: 3,
        ..Head::default()
    };
    let (mut log, none) = Log::resume(&file, &head).expect("a new file");
    assert_eq!(none, []);
    let mut failed = record("2", "b", "", 0.0);
    failed.error = Some("the engine broke down".into());
    log.add(&record("1", "a", "a", 0.5)).expect("writable");
    log.add(&failed).expect("writable");
    drop(log);
    // Killed in the middle of a line.
    let text = std::fs::read_to_string(&file).expect("written") + "{\"id\":\"3\",\"fi";
    std::fs::write(&file, text).expect("writable");
    let (mut log, records) = Log::resume(&file, &head).expect("its own file");
    assert_eq!(
        records,
        [record("1", "a", "a", 0.5)],
        "failed holes are asked again"
    );
    log.add(&record("2", "b", "b", 0.5)).expect("writable");
    let (_, records) = results::read(&file).expect("readable");
    assert_eq!(records.len(), 2);
    assert!(Log::begin(&file, &head).is_err(), "never written over");
    let other = Head::default();
    let error = Log::resume(&file, &other).err().expect("of another seed");
    assert!(error.to_string().contains("another run"), "{error}");
}

#[test]
fn the_command_lists_the_same_holes_each_time_and_explains_itself() {
    let shell = Shell::new();
    shell.write("add.rs", TEXT);
    let first = shell.run(&["eval", "--list", "--holes", "2"]);
    assert_eq!(first.code, 0, "{first:?}");
    assert_eq!(first.out.lines().count(), 2, "{first:?}");
    assert_eq!(
        first.out,
        shell.run(&["eval", "--list", "--holes", "2"]).out
    );
    let wrong = shell.run(&["eval", "--set", "completion.none=1"]);
    assert_eq!(wrong.code, 2);
    assert!(wrong.err.contains("none"), "{wrong:?}");
    let wrong = shell.run(&["eval", "--lang", "cobol"]);
    assert!(wrong.err.contains("rust"), "{wrong:?}");
    let nothing = shell.run(&["eval", "--list", "--lang", "java"]);
    assert_eq!(nothing.code, 2, "{nothing:?}");
    let compared = shell.run(&["eval", "--compare", "a.jsonl", "b.jsonl"]);
    assert!(compared.err.contains("a.jsonl"), "{compared:?}");
}

#[test]
fn an_answer_is_taken_over_where_the_prompt_is_the_same() {
    let hole = hole("first + second");
    let (record, _) = ask(false, "first + second", &hole);
    let runtime = tokio::runtime::Runtime::new().expect("a runtime can be made");
    let _context = runtime.enter();
    let engine = engine(Arc::new(Scripted::new(|_| String::new())));
    let languages = Languages::embedded().expect("the embedded languages are valid");
    let with = |set: &dyn Fn(&mut Options)| {
        let mut options = Options::default();
        set(&mut options);
        let harness = Harness {
            engine: &engine,
            options: &options,
            languages: &languages,
            plain: false,
            decided: false,
            threshold: 0.0,
            projects: Some(&Projects::new(&languages)),
        };
        let was = Reuse::new(Options::default(), vec![record.clone()]);
        was.answer(&harness, &hole).cloned()
    };
    assert_eq!(with(&|_| {}), Some(record.clone()));
    // No file of the project stands in the prompt, so none is missed.
    let similar = |options: &mut Options| options.completion.context.similar = false;
    assert_eq!(with(&similar), Some(record.clone()));
    assert_eq!(with(&|options| options.completion.max_tokens = 1), None);
    let short = |options: &mut Options| options.completion.prompt_tokens = Some(8);
    assert_eq!(with(&short), None);
}
