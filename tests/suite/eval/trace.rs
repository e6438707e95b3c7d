//! Traces: the typist types what is meant, the screen counts what it should, and a whole trace runs
//! through the real server with a scripted model.

use crate::shell::Shell;
use inglenook::config::Options;
use inglenook::eval::punch::random;
use inglenook::eval::trace::screen::Screen;
use inglenook::eval::trace::typist::{Key, Typist};
use inglenook::eval::trace::{Client, Meter, Script, figures::Sum, figures::table, pipe, play};
use inglenook::lsp::{Settled, Setup, serve};
use inglenook::model::scripted::Scripted;
use inglenook::model::{Catalog, Engine, Lane, Part, Prompt, Request, Stage};
use inglenook::syntax::Languages;
use std::sync::Arc;
use std::time::Instant;

const TEXT: &str = "\
fn first_of_them(number: usize) -> usize {
    let doubled = number * 2;
    let written = doubled.to_string();

    written.len() + doubled
}
";

fn key(text: &str) -> Key {
    Key::Text(text.into())
}

#[test]
fn what_is_typed_is_what_was_meant_slips_and_all() {
    let meant = TEXT.repeat(20);
    let mut typist = Typist::new(random(1, "a"), 1.0);
    let (mut typed, mut stands, mut backs) = (0, String::new(), 0);
    while typed < meant.len() {
        let stroke = typist.next(&meant[typed..], meant[..typed].chars().next_back());
        match &stroke.key {
            Key::Text(text) => {
                stands.push_str(text);
                typed += if typist.sure() { text.len() } else { 0 };
            }
            Key::Back => {
                stands.pop();
                backs += 1;
            }
        }
    }
    assert_eq!(stands, meant);
    assert!(backs > 0, "one letter in fifty is a slip");
}

#[test]
fn a_line_break_comes_with_its_indentation() {
    let mut typist = Typist::new(random(1, "b"), 0.0);
    let stroke = typist.next("\n\n    next", Some(';'));
    assert_eq!(stroke.key, key("\n\n    "));
    assert!(stroke.pause.is_zero());
}

#[test]
fn text_that_is_typed_through_stays_and_is_no_flicker() {
    let mut screen = Screen::default();
    screen.answered("number", "number * 2", 0.0);
    screen.pressed(&key("n"), 10.0);
    assert_eq!(screen.ghost(), Some(("umber", true, 0.0)));
    screen.answered("umber", "umber * 2", 20.0);
    screen.answered("umber * 2", "umber * 2", 30.0);
    assert_eq!(
        (screen.seen.shown, screen.seen.flickers, screen.seen.wrong),
        (2, 0, 0)
    );
    screen.clear(40.0);
    assert_eq!((screen.seen.right_ms, screen.seen.wrong_ms), (40.0, 0.0));
}

#[test]
fn text_that_changes_or_goes_while_it_fits_is_a_flicker() {
    let mut screen = Screen::default();
    screen.answered("number", "number * 2", 0.0);
    screen.answered("nobody", "number * 2", 10.0);
    assert_eq!((screen.seen.flickers, screen.seen.wrong), (1, 1));
    screen.answered("", "number * 2", 15.0);
    assert_eq!(screen.seen.flickers, 2);
    assert_eq!(screen.ghost(), None);
    assert_eq!((screen.seen.right_ms, screen.seen.wrong_ms), (10.0, 5.0));
    // A key that it does not begin with takes it away, and that is right.
    screen.answered("abc", "xyz", 20.0);
    screen.pressed(&key("x"), 30.0);
    screen.answered("yz", "yz", 40.0);
    assert_eq!((screen.seen.shown, screen.seen.flickers), (4, 2));
    screen.pressed(&Key::Back, 50.0);
    assert_eq!(screen.ghost(), None);
}

/// Answers what the file holds behind the typed part of the line.
fn knows(text: &'static str) -> impl Fn(&Request) -> String {
    move |request| {
        let Prompt::Parts(parts) = &request.prompt else {
            return String::new();
        };
        let typed = match parts.last() {
            Some(Part::Text(typed)) => typed.as_str(),
            _ => "",
        };
        let mut lines = text
            .lines()
            .filter(|line| typed.trim().len() > 2 && line.starts_with(typed));
        let line = lines.next().unwrap_or_default();
        line.get(typed.len()..).unwrap_or_default().to_string() + "\n"
    }
}

#[test]
fn a_trace_runs_through_the_server_and_right_texts_are_accepted() {
    let shell = Shell::new();
    let path = shell.write("first.rs", TEXT);
    let languages = Languages::embedded().expect("the embedded languages are valid");
    let script = Script::new(&path, "first.rs", &languages, 90, 1).expect("it can be typed");
    assert!(script.text[script.region.clone()].chars().count() >= 90);
    let model = Arc::new(Meter::new(Arc::new(Scripted::new(knows(TEXT)))));
    let catalog = Catalog::embedded().expect("the embedded families are valid");
    let engine = Engine {
        lane: Lane::new(model.clone()),
        family: catalog
            .family("qwen2-coder")
            .expect("the default family")
            .clone(),
        model: model.clone(),
    };
    let mut options = Options::default();
    options.completion.debounce_ms = 0;
    options.completion.rest_ms = 0;
    let setup = Setup {
        languages,
        configure: Arc::new(move |_, _| {
            Ok(Settled {
                options: options.clone(),
                notes: Vec::new(),
            })
        }),
        start: Arc::new(move |_, slot| slot.set(Stage::Ready(engine.clone()))),
        cache: None,
        data: None,
    };
    let begun = Instant::now();
    let runtime = tokio::runtime::Runtime::new().expect("a runtime can be made");
    let played = runtime.block_on(async {
        let (near, reader, writer) = pipe();
        tokio::spawn(serve(setup, reader, writer));
        let mut client = Client::new(near);
        let root = path.parent().expect("in a folder").display().to_string();
        client
            .begin(&format!("file://{root}"))
            .await
            .expect("the server begins");
        let typist = Typist::new(random(1, "first.rs"), 0.2);
        let played = play(&script, &mut client, &model, typist, 0.2).await;
        client.end().await.expect("the server ends");
        played.expect("the trace runs")
    });
    let sum = Sum::of([&played]);
    assert!(played.accepted > 0, "{played:?}");
    assert!(played.saved > 0 && sum.keys > 0);
    assert!(sum.requests > 0 && sum.generated > 0);
    let rows = played.export(begun);
    assert!(!rows.is_empty());
    let prompt = rows[0]["prompt"].to_string();
    assert!(
        prompt.contains("<|fim_prefix|>") && prompt.contains("<|fim_middle|>"),
        "{prompt}"
    );
    assert!(table(&[played]).contains("keystrokes saved"));
}
