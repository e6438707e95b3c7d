//! What is shown of an answer, by example: each file of `tests/fixtures/filters` is about one filter,
//! but its cases run through all of them, and through the stop, a character at a time. Reads files only.

use inglenook::complete::post;
use inglenook::complete::scene::Scene;
use inglenook::complete::stop::Watch;
use inglenook::syntax::Languages;
use inglenook::testing::cursor;
use inglenook::workspace::document;
use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::Path;

/// One case: a document with its cursor, what the model says, and the document after it.
struct Case {
    title: String,
    language: String,
    before: String,
    says: String,
    /// `«»` around what is put in; `None` when nothing is shown.
    after: Option<String>,
}

/// The cases of a page: `## title`, a block with the document, one with the answer, and one with the
/// document after it or the words `Nothing is shown.`.
fn cases(page: &str) -> Vec<Case> {
    page.split("\n## ").skip(1).map(case).collect()
}

fn case(section: &str) -> Case {
    let (title, body) = section.split_once('\n').expect("a title has a body");
    let mut blocks = Vec::new();
    let mut rest = body;
    while let Some((_, open)) = rest.split_once("```") {
        let (language, block) = open.split_once('\n').expect("a fence ends its line");
        let (text, after) = block.split_once("\n```").expect("a fence is closed");
        blocks.push((language.to_string(), text.to_string()));
        rest = after;
    }
    let nothing = rest.contains("Nothing is shown.");
    assert_eq!(blocks.len(), if nothing { 2 } else { 3 }, "{title}");
    Case {
        title: title.into(),
        language: blocks[0].0.clone(),
        before: blocks[0].1.clone(),
        says: blocks[1].1.clone(),
        after: blocks.get(2).map(|(_, text)| text.clone()),
    }
}

/// The document with what is shown, between marks; `None` when nothing is.
fn shown(languages: &Languages, case: &Case) -> Option<String> {
    let (text, offset) = cursor(&case.before);
    let language = languages.by_id(&case.language);
    let ending = language.map_or("txt", |language| &language.extensions[0]);
    let document = document(languages, format!("a.{ending}").into(), &text, usize::MAX);
    let controls = vec!["<|fim_middle|>".to_string(), "<|endoftext|>".into()];
    let scene = Scene::new(&document, offset, controls);
    let mut watch = Watch::new(&scene);
    let mut end = case.says.len();
    for (at, character) in case.says.char_indices() {
        if let Some(stop) = watch.end(&case.says[..at + character.len_utf8()]) {
            end = stop;
            break;
        }
    }
    let fit = post::run(&scene, &case.says[..end]);
    if fit.text.is_empty() {
        return None;
    }
    let (before, after) = (&text[..offset], &text[offset + fit.over..]);
    Some(format!("{before}«{}»{after}", fit.text))
}

#[test]
fn what_is_shown_is_what_the_pages_say() {
    let languages = Languages::embedded().expect("the embedded languages are valid");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/filters");
    let mut wrong = String::new();
    let mut seen = BTreeSet::new();
    let mut count = 0;
    for entry in std::fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("it can be read").path();
        let page = std::fs::read_to_string(&path).expect("it is text");
        for case in cases(&page) {
            count += 1;
            let found = shown(&languages, &case);
            if found != case.after {
                let (name, title) = (path.display(), &case.title);
                let nothing = || "nothing".to_string();
                writeln!(
                    wrong,
                    "{name}: {title}\n--- wanted\n{}\n--- found\n{}\n",
                    case.after.clone().unwrap_or_else(nothing),
                    found.unwrap_or_else(nothing)
                )
                .expect("a string takes any text");
            }
            seen.insert(case.language);
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
    assert!(count >= 40, "{count} cases");
    let missing: Vec<&str> = languages
        .iter()
        .map(|language| language.id.as_str())
        .filter(|id| !seen.contains(*id))
        .collect();
    assert!(missing.is_empty(), "no case in {missing:?}");
}
