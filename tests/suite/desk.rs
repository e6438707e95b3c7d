//! What the tests of reviews share: files under review, lint findings, a scripted model. Holds no tests.

use crate::repo::Repo;
use inglenook::config::options::{self, Depth};
use inglenook::finding::{Confidence, Finding, Origin, Place, Severity};
use inglenook::model::scripted::Scripted;
use inglenook::model::{
    Catalog, Engine, Info, Lane, Model, ModelError, Prompt, Request, Role, Stream,
};
use inglenook::review::{Answers, Check, File, Forget, Outcome, Review, Tasks, run};
use inglenook::syntax::Languages;
use inglenook::workspace::{Snapshot, document};
use inglenook::{git, review};
use std::path::PathBuf;
use std::sync::{Arc, LazyLock};
use std::time::{Duration, Instant};

pub fn text(path: &str, text: &str) -> Snapshot {
    let languages = Languages::embedded().expect("the embedded languages are valid");
    document(&languages, PathBuf::from(path), text, 2 << 20)
}

/// A file whose text `old` became `new`, as git sees it.
pub fn changed(path: &str, old: &str, new: &str) -> File {
    let repo = Repo::new();
    repo.add(path, old);
    repo.write(path, new).stage(path);
    let staged = git::open(repo.path()).and_then(|repo| repo.staged());
    let staged = staged.expect("it is staged");
    let hunks = staged.first().map_or(&[][..], |change| &change.hunks);
    File::changed(PathBuf::from(path), text(path, new), hunks)
}

/// A lint finding on the one place of `file` that reads `code`.
pub fn lint(file: &File, code: &str) -> Finding {
    let whole = file.document.text.to_string();
    let start = whole.find(code).expect("the code is there");
    let line = file.document.text.line_of(start);
    let column = start - file.document.text.line_start(line) + 1;
    let place = |column| Place {
        line: line + 1,
        column,
    };
    Finding {
        rule: "test.rule".into(),
        origin: Origin::Lint,
        severity: Severity::High,
        confidence: Confidence::High,
        message: "The rule's words.".into(),
        path: file.shown.clone(),
        range: start..start + code.len(),
        start: place(column),
        end: place(column + code.len()),
        excerpt: file.document.text.line(line),
        cwe: Vec::new(),
        references: Vec::new(),
        fix: None,
        explanation: None,
        flow: Vec::new(),
        symbol: String::new(),
        judgement: None,
        suppression: None,
        quoted: Vec::new(),
        fingerprint: String::new(),
    }
}

/// An engine over a model of the test's own.
pub fn engine(model: Arc<dyn Model>) -> Engine {
    let catalog = Catalog::embedded().expect("the embedded families are valid");
    let family = catalog
        .family("qwen2-coder")
        .expect("it is the default")
        .clone();
    Engine {
        lane: Lane::new(model.clone()),
        family,
        model,
    }
}

/// Options with which the scripted model, whose size nobody knows, is asked everything.
pub fn full() -> options::Review {
    options::Review {
        depth: Depth::Full,
        ..options::Review::default()
    }
}

/// Reviews with a model that answers by `script`; gives the requests as well.
pub fn ask(
    files: &[File],
    lints: &[Finding],
    script: impl Fn(&Request) -> String + Send + Sync + 'static,
) -> (Outcome, Vec<Request>) {
    ask_with(files, lints, Desk::default().options, false, script)
}

/// Likewise with options, and told to stop at once where `stop` says so.
pub fn ask_with(
    files: &[File],
    lints: &[Finding],
    options: &options::Review,
    stop: bool,
    script: impl Fn(&Request) -> String + Send + Sync + 'static,
) -> (Outcome, Vec<Request>) {
    let model = Arc::new(Scripted::new(script));
    let outcome = ask_model(files, lints, options, stop, model.clone());
    let about_parts = |request: &Request| !explains(request);
    let requests = model.requests().into_iter().filter(about_parts).collect();
    (outcome, requests)
}

/// Likewise with any model.
pub fn ask_model(
    files: &[File],
    lints: &[Finding],
    options: &options::Review,
    stop: bool,
    model: Arc<dyn Model>,
) -> Outcome {
    let desk = Desk {
        files,
        lints,
        options,
        ..Desk::default()
    };
    match stop {
        true => desk.ask_until(model, std::future::ready(())),
        false => desk.ask(model),
    }
}

/// What a review is made of beside its model.
pub struct Desk<'a> {
    pub files: &'a [File],
    pub lints: &'a [Finding],
    pub options: &'a options::Review,
    pub answers: &'a dyn Answers,
    pub checks: &'a [Check],
}

impl Default for Desk<'_> {
    fn default() -> Self {
        // The scripted model, whose size nobody knows, is asked everything; it gives a character a token.
        static EVERYTHING: LazyLock<options::Review> = LazyLock::new(|| options::Review {
            max_tokens: 10_000,
            ..full()
        });
        Self {
            files: &[],
            lints: &[],
            options: &EVERYTHING,
            answers: &Forget,
            checks: &[],
        }
    }
}

impl Desk<'_> {
    pub fn ask(&self, model: Arc<dyn Model>) -> Outcome {
        self.ask_until(model, std::future::pending())
    }

    fn ask_until(&self, model: Arc<dyn Model>, stop: impl Future<Output = ()>) -> Outcome {
        let tasks = Tasks::embedded().expect("the embedded tasks are valid");
        let review = Review {
            files: self.files,
            lints: self.lints,
            options: self.options,
            tasks: &tasks,
            answers: self.answers,
            checks: self.checks,
            index: None,
            until: Instant::now() + Duration::from_secs(self.options.budget_s),
        };
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime");
        let mut steps = 0;
        let mut step = |step: review::Step| {
            assert!(step.done < step.total && step.done >= steps);
            steps = step.done;
        };
        let outcome = runtime.block_on(async {
            let engine = engine(model);
            run(&engine, &review, &mut step, stop).await
        });
        outcome.expect("the task fits")
    }
}

/// Whether a request is about one finding and not about a part of the change.
pub fn explains(request: &Request) -> bool {
    let schema = request.schema.as_ref().expect("a review has a schema");
    schema.pointer("/properties/findings").is_none()
}

/// The messages of a request.
pub fn messages(request: &Request) -> &[(Role, String)] {
    match &request.prompt {
        Prompt::Chat(messages) => messages,
        Prompt::Parts(_) => panic!("a review is a chat"),
    }
}

/// What the user's part of a request says.
pub fn said(request: &Request) -> &str {
    let (role, text) = messages(request).last().expect("it has messages");
    assert_eq!(*role, Role::User);
    text
}

/// An enumeration of the answer's schema, `line` or `quote`.
pub fn allowed<'a>(request: &'a Request, field: &str) -> &'a [serde_json::Value] {
    let schema = request.schema.as_ref().expect("a review has a schema");
    let place = format!("/properties/findings/items/properties/{field}/enum");
    let list = schema.pointer(&place).and_then(|list| list.as_array());
    list.expect("the schema holds the enumeration")
}

/// One finding of an answer.
pub fn item(line: usize, quote: &str, message: &str) -> serde_json::Value {
    serde_json::json!({
        "line": line, "quote": quote, "message": message, "kind": "bug", "severity": "high",
        "fix": "Check it first.",
    })
}

/// An answer with these findings.
pub fn answer(items: &[serde_json::Value]) -> String {
    serde_json::json!({ "findings": items }).to_string()
}

/// A model that only fails.
pub struct Broken(pub std::sync::Mutex<usize>);

impl Model for Broken {
    fn info(&self) -> Info {
        Info {
            name: "some-7b".into(),
            context: 4096,
            ..Info::default()
        }
    }

    fn start(&self, _: Request) -> Stream {
        *self.0.lock().expect("nobody panics") += 1;
        let (sender, stream) = tokio::sync::mpsc::channel(1);
        let error = ModelError::Failed("out of memory".into());
        sender.try_send(Err(error)).expect("there is room for one");
        stream
    }

    fn count(&self, text: &str) -> usize {
        text.len()
    }

    fn encode(&self, _: &Prompt) -> Option<Vec<u32>> {
        None
    }
}

pub const OLD: &str = "\
fn first(items: &[u32]) -> u32 {
    items.iter().copied().next().unwrap_or(0)
}

/// Unrelated.
fn other() {}

fn last(items: &[u32]) -> u32 {
    if items.is_empty() {
        return 0;
    }
    let index = items.len() - 1;
    items[index]
}
";

/// `OLD` with the check taken out of `last`.
pub fn without_check() -> String {
    OLD.replace("    if items.is_empty() {\n        return 0;\n    }\n", "")
        .replace(
            "let index = items.len() - 1;",
            "let index = items.len() - 2;",
        )
}
