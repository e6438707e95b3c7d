//! Checks of a document that is being edited, with what the check before left, against checks that know
//! nothing: the findings are the same.

use fastrand::Rng;
use inglenook::config::options::Lint;
use inglenook::lint::{self, Memory, Rules};
use inglenook::syntax::Languages;
use inglenook::testing;
use inglenook::text::{Encoding, Position};
use inglenook::workspace::{Change, Opened, Workspace};
use std::path::{Path, PathBuf};

/// Edits of each text.
const EDITS: usize = 14;

fn languages() -> Languages {
    Languages::embedded().expect("the embedded languages are valid")
}

/// Texts with findings of every kind: the annotated tests of some rules of each language, in a row.
fn texts(languages: &Languages) -> Vec<(String, String)> {
    let mut texts = Vec::new();
    for language in languages.iter() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("grammars");
        let folder = folder.join(&language.id).join("rules");
        let test = |path: &PathBuf| {
            let ending = path.extension().unwrap_or_default().to_string_lossy();
            let fixed = path.to_string_lossy().contains(".fixed.");
            !fixed && language.extensions.contains(&ending.into_owned())
        };
        let Ok(entries) = std::fs::read_dir(&folder) else {
            continue;
        };
        let mut files: Vec<PathBuf> = entries
            .map(|entry| entry.expect("it can be read").path())
            .filter(test)
            .collect();
        files.sort();
        Rng::with_seed(5).shuffle(&mut files);
        let read = |path: &PathBuf| std::fs::read_to_string(path).expect("it can be read");
        let text: Vec<String> = files.iter().take(4).map(read).collect();
        if !text.is_empty() {
            texts.push((language.id.clone(), text.concat()));
        }
    }
    texts
}

/// A random edit: letters and signs, a line that goes, or lines that come once more.
fn edit(random: &mut Rng, text: &str) -> (std::ops::Range<usize>, String) {
    let line = |offset: usize| text[..offset].rfind('\n').map_or(0, |at| at + 1);
    let offset = testing::place(text, random.usize(..=text.len()));
    let start = line(offset);
    let end = text[start..]
        .find('\n')
        .map_or(text.len(), |at| start + at + 1);
    match random.usize(..4) {
        0 => (start..end, String::new()),
        1 => {
            let from = line(start.saturating_sub(300));
            (start..start, text[from..start].to_string())
        }
        _ => testing::edit(random, text, text.len()),
    }
}

fn change(text: &str, range: &std::ops::Range<usize>, with: &str) -> Change {
    let position = |offset| -> Position { testing::position(text, offset, Encoding::Utf8) };
    Change {
        range: Some((position(range.start), position(range.end))),
        text: with.to_string(),
    }
}

#[test]
fn findings_after_an_edit_are_those_of_a_check_that_knows_nothing_of_before() {
    let (rules, problems) = Rules::load(&languages(), &Lint::default());
    assert!(problems.is_empty(), "{problems:?}");
    let shown = Path::new("src/edited");
    let mut found = 0;
    for (language, text) in texts(&languages()) {
        let workspace = Workspace::new(languages(), 1 << 20);
        workspace.open(Opened {
            uri: "mem:a".into(),
            path: None,
            editor_language: language.clone(),
            version: 1,
            text: text.clone(),
        });
        let mut random = Rng::with_seed(7);
        let memory = Memory::default();
        let mut text = text;
        for version in 0..EDITS {
            let snapshot = workspace.snapshot("mem:a").expect("it is open");
            let again = lint::check_again(&rules, &snapshot, shown, &memory);
            let plain = lint::check(&rules, &snapshot, shown);
            assert_eq!(again, plain, "{language}, edit {version}:\n{text}");
            found += again.len();
            let (range, with) = edit(&mut random, &text);
            let change = change(&text, &range, &with);
            workspace.apply("mem:a", version as i32 + 2, &[change], Encoding::Utf8);
            text.replace_range(range, &with);
        }
    }
    assert!(found > 500, "only {found} findings were compared");
}
