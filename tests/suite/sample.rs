//! The sample project of the tour: what its list says must be true of its files.

use crate::desk;
use inglenook::cli::sample::{Sample, text};
use inglenook::lint;
use inglenook::review::File;
use inglenook::syntax::Languages;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

fn sample() -> Sample {
    Sample::embedded().expect("the embedded sample is valid")
}

#[test]
fn each_hole_has_one_mark_in_a_file_that_parses() {
    let sample = sample();
    assert_eq!(sample.holes.len(), 3);
    assert_eq!(sample.files().len(), 3);
    for hole in &sample.holes {
        let (code, mark) = text(&hole.file).expect(&hole.file);
        let mark = mark.unwrap_or_else(|| panic!("{} has no mark", hole.file));
        assert!(!code.contains("$0"), "{} has two marks", hole.file);
        // What a good completion would leave: an expression or a statement.
        let filled = format!("{}finished(){}", &code[..mark], &code[mark..]);
        let document = desk::text(&hole.file, &filled);
        let tree = document.tree().expect("its language is known");
        assert_eq!(tree.errors(), 0, "{}", hole.file);
        let lines = code.lines().count();
        assert!((28..=60).contains(&lines), "{}: {lines} lines", hole.file);
    }
}

#[test]
fn each_fault_stands_once_in_its_file() {
    for fault in sample().faults {
        let (code, _) = text(&fault.file).expect(&fault.file);
        assert_eq!(code.matches(&fault.code).count(), 1, "{}", fault.code);
    }
}

#[test]
fn the_wrong_lines_of_the_change_are_changed_lines() {
    let change = sample().change;
    let (before, _) = text(&change.before).expect("it is there");
    let (after, _) = text(&change.after).expect("it is there");
    for text in [&before, &after] {
        let document = desk::text(&change.path, text);
        assert_eq!(document.tree().expect("Python is known").errors(), 0);
    }
    let file: File = desk::changed(&change.path, &before, &after);
    assert_eq!(file.shown, PathBuf::from("stations.py"));
    let added: BTreeSet<&str> = after
        .lines()
        .enumerate()
        .filter(|(line, _)| file.touches(&file.document.text.line_range(*line)))
        .map(|(_, line)| line.trim())
        .collect();
    for wrong in &change.wrong {
        assert!(
            added.iter().any(|line| line.starts_with(wrong.as_str())),
            "{wrong}"
        );
    }
}

#[test]
fn the_rules_find_each_planted_fault() {
    let languages = Languages::embedded().expect("the embedded languages are valid");
    let (rules, problems) = lint::Rules::load(&languages, &Default::default());
    assert!(problems.is_empty(), "{problems:?}");
    for fault in sample().faults {
        let (code, _) = text(&fault.file).expect(&fault.file);
        let document = desk::text(&fault.file, &code);
        let at = code.find(&fault.code).expect("it stands in its file");
        let found = lint::check(&rules, &document, Path::new(&fault.file));
        let hit = found.iter().any(|finding| {
            let here = finding.range.start < at + fault.code.len() && at < finding.range.end;
            here && finding.cwe.iter().any(|cwe| cwe.starts_with(&fault.cwe))
        });
        assert!(hit, "{}: {} in {found:#?}", fault.file, fault.code);
    }
    let change = sample().change;
    let (after, _) = text(&change.after).expect("it is there");
    let document = desk::text(&change.path, &after);
    let found = lint::check(&rules, &document, Path::new(&change.path));
    assert!(!found.is_empty(), "the injection of the change");
}
