//! Context of a cursor: what the sources find and how lists are merged; further below what of it
//! stands in a prompt.

mod choice;

use crate::index::{folder, gate, languages, read};
use crate::repo::Repo;
use inglenook::complete::project::{History, Project};
use inglenook::config::options;
use inglenook::index::Index;
use inglenook::prompt::context::{Around, Context, Recent, Source, gather};
use inglenook::testing::cursor;
use inglenook::workspace::{Snapshot, document};
use std::path::Path;
use std::time::{Duration, Instant};

fn none() -> options::Context {
    options::Context {
        enclosing: false,
        definitions: false,
        imports: false,
        recent: false,
        together: false,
        similar: false,
    }
}

/// Options with one source on.
fn only(source: Source) -> options::Context {
    let mut on = none();
    *match source {
        Source::Enclosing => &mut on.enclosing,
        Source::Definitions => &mut on.definitions,
        Source::Imports => &mut on.imports,
        Source::Recent => &mut on.recent,
        Source::Together => &mut on.together,
        Source::Similar => &mut on.similar,
    } = true;
    on
}

fn open(root: &Path, path: &str, fixture: &str) -> (Snapshot, usize) {
    let (text, offset) = cursor(fixture);
    (
        document(&languages(), root.join(path), &text, 1 << 20),
        offset,
    )
}

/// What is found with one source, without any more than the index.
fn found(index: &Index, source: Source, path: &str, fixture: &str) -> Context {
    let (document, offset) = open(index.root(), path, fixture);
    gather(&Around {
        document: &document,
        path,
        offset,
        index: Some(index),
        recent: &[],
        together: &[("src/shape.rs".into(), 0.5)],
        sources: &only(source),
        read: &|path, lines| index.lines(path, lines),
        allowed: &|_| true,
        count: &|text| text.split_whitespace().count(),
        until: None,
    })
}

fn texts(context: &Context) -> Vec<(&str, &str)> {
    let pieces = context.pieces.iter();
    pieces
        .map(|piece| (&*piece.path, &*piece.forms[0].text))
        .collect()
}

const SHAPE: &str = "pub struct Shape {\n    pub sides: u32,\n}\n\nimpl Shape {\n    pub fn area(&self, scale: f64) -> f64 {\n        scale * 2.0\n    }\n}\n\npub fn unrelated() {}\n";
const MAIN: &str =
    "use crate::shape::Shape;\n\nfn draw(shape: &Shape) {\n    let scaled = shape.area($0\n}\n";

fn project() -> tempfile::TempDir {
    folder(&[
        ("src/shape.rs", SHAPE),
        ("src/main.rs", &MAIN.replace("$0", "")),
        ("src/far.rs", "pub fn nothing() {}\n"),
        (
            "src/like.rs",
            "fn paint(shape: &Shape) {\n    let scaled = shape.area(1.0);\n}\n",
        ),
    ])
}

#[test]
fn each_source_finds_what_it_is_for() {
    let folder = project();
    let index = read(folder.path());
    let of = |source| found(&index, source, "src/main.rs", MAIN);
    let shape = "pub struct Shape {\n    pub sides: u32,\n}";
    let area = "pub fn area(&self, scale: f64) -> f64";
    let definitions = of(Source::Definitions);
    let near = texts(&definitions);
    assert!(near.contains(&("src/shape.rs", shape)), "{near:?}");
    assert!(near.contains(&("src/shape.rs", area)), "{near:?}");
    assert!(near.iter().all(|(path, _)| *path == "src/shape.rs"));
    assert_eq!(texts(&of(Source::Imports)), [("src/shape.rs", shape)]);
    let together = of(Source::Together);
    // Those named near the cursor first; five lines, in the file's order.
    let outline = "pub struct Shape {\nimpl Shape\n    pub fn area(&self, scale: f64) -> f64\npub fn unrelated()";
    assert_eq!(texts(&together), [("src/shape.rs", outline)]);
    let similar = of(Source::Similar);
    assert_eq!(similar.pieces[0].path, "src/like.rs");
    assert!(
        similar
            .pieces
            .iter()
            .all(|piece| piece.path != "src/main.rs")
    );
    let enclosing = of(Source::Enclosing);
    assert_eq!(
        texts(&enclosing),
        [("src/main.rs", "fn draw(shape: &Shape)")]
    );
    assert_eq!(of(Source::Recent).pieces, []);
}

#[test]
fn names_in_comments_and_strings_and_one_s_own_definition_are_not_looked_up() {
    let folder = project();
    let index = read(folder.path());
    let of = |text| found(&index, Source::Definitions, "src/new.rs", text);
    assert_eq!(
        of("// Shape area\nfn f() { let s = \"Shape\"; $0 }\n").pieces,
        []
    );
    assert_ne!(of("fn f() { let s = Shape; $0 }\n").pieces, []);
}

#[test]
fn edited_places_come_as_they_are_now_and_the_latest_first() {
    let folder = project();
    let index = read(folder.path());
    let (document, offset) = open(folder.path(), "src/main.rs", MAIN);
    let recent = |path: &str, text: &str| Recent {
        path: path.into(),
        lines: 3..4,
        text: text.into(),
    };
    let context = gather(&Around {
        document: &document,
        path: "src/main.rs",
        offset,
        index: Some(&index),
        recent: &[
            recent("src/far.rs", "new\n"),
            recent("src/like.rs", "old\n"),
        ],
        together: &[],
        sources: &only(Source::Recent),
        read: &|_, _| None,
        allowed: &|path| path != "src/like.rs",
        count: &|_| 1,
        until: None,
    });
    assert_eq!(
        texts(&context),
        [("src/far.rs", "new")],
        "the gate has a say"
    );
}

#[test]
fn nothing_is_found_by_sources_that_are_off_and_late_ones_are_named() {
    let folder = project();
    let index = read(folder.path());
    let (document, offset) = open(folder.path(), "src/main.rs", MAIN);
    let gathered = |sources: &options::Context, until| {
        gather(&Around {
            document: &document,
            path: "src/main.rs",
            offset,
            index: Some(&index),
            recent: &[],
            together: &[],
            sources,
            read: &|_, _| None,
            allowed: &|_| true,
            count: &|_| 1,
            until,
        })
    };
    assert_eq!(gathered(&none(), None).pieces, []);
    let past = Instant::now() - Duration::from_secs(1);
    let late = gathered(&options::Context::default(), Some(past));
    assert_eq!((late.pieces.len(), late.cut.len()), (0, 6));
}

#[test]
fn reciprocal_ranks_add_up() {
    let folder = project();
    let index = read(folder.path());
    let mut both = only(Source::Imports);
    both.definitions = true;
    let (document, offset) = open(folder.path(), "src/main.rs", MAIN);
    let context = gather(&Around {
        document: &document,
        path: "src/main.rs",
        offset,
        index: Some(&index),
        recent: &[],
        together: &[],
        sources: &both,
        read: &|_, _| None,
        allowed: &|_| true,
        count: &|_| 1,
        until: None,
    });
    let shape = context
        .pieces
        .iter()
        .find(|piece| piece.why.contains("Shape"));
    let shape = shape.expect("two sources find it");
    let rank = found(&index, Source::Definitions, "src/main.rs", MAIN)
        .pieces
        .iter()
        .position(|piece| piece.lines == shape.lines)
        .expect("definitions find it") as f64;
    // First of the imports, and so many places down among the definitions.
    assert!((shape.score - (1.0 / 61.0 + 1.0 / (61.0 + rank))).abs() < 1e-12);
    assert_eq!(shape.sources.len(), 2);
    assert_eq!(context.pieces[0], *shape, "it comes first");
}

#[test]
fn files_that_are_committed_together_are_found() {
    let repo = Repo::new();
    let commit = |files: &[&str], round: usize| {
        for file in files {
            repo.write(file, format!("{round}")).stage(file);
        }
        repo.commit("x");
    };
    commit(&["app/a.py", "app/b.py"], 1);
    commit(&["app/a.py", "app/b.py", "top.py"], 2);
    commit(&["app/a.py", "app/c.py"], 3);
    commit(&["app/a.py"], 4);
    let many: Vec<String> = (0..30).map(|n| format!("app/m{n}.py")).collect();
    let mut all: Vec<&str> = many.iter().map(String::as_str).collect();
    all.extend(["app/a.py", "app/c.py"]);
    commit(&all, 5);
    let history = History::read(repo.path()).expect("it is a repository");
    let with = history.with("app/a.py");
    // Of the four commits that count, two held b and one each c and top: once is chance.
    assert_eq!(with.len(), 1);
    assert_eq!(with[0].0, "app/b.py");
    assert!(
        (with[0].1 - 0.5).abs() < 0.01,
        "newer ones count a little more"
    );
    let below = History::read(&repo.path().join("app")).expect("it is in a repository");
    assert_eq!(below.with("a.py")[0].0, "b.py");
    assert_eq!(below.with("nowhere.py"), []);
}

#[test]
fn a_project_read_at_once_gives_the_context_of_a_place() {
    let folder = project();
    let cache = tempfile::tempdir().expect("a temporary folder");
    let read = || {
        let cache = Some(cache.path());
        Project::read(
            folder.path(),
            &languages(),
            gate(folder.path()),
            cache,
            &|_, _| {},
        )
    };
    let project = read();
    assert_eq!((project.built.files, project.built.kept), (4, 0));
    let (document, offset) = open(folder.path(), "src/main.rs", MAIN);
    let count = |text: &str| text.len() / 4;
    let all = options::Context::default();
    let context = project.context(&all, &document, offset, &count);
    let again = read();
    assert_eq!(again.built.kept, 4, "from the cache");
    assert_eq!(again.context(&all, &document, offset, &count), context);
    let files = context.files(200, 0..5);
    assert!(files.iter().any(|(path, text)| {
        path == "src/shape.rs" && text.contains("pub fn area(&self, scale: f64) -> f64")
    }));
    std::fs::write(folder.path().join(".gitignore"), "shape.rs\n").expect("writable");
    let context = project.context(&all, &document, offset, &count);
    assert!(
        context
            .pieces
            .iter()
            .all(|piece| piece.path != "src/shape.rs")
    );
}
