//! Loading the rules, and checking a large real source file. Figures, not tests: nothing fails here.

use divan::{Bencher, counter::BytesCount};
use inglenook::config::options::Lint;
use inglenook::lint::{self, Memory, Rules};
use inglenook::syntax::Languages;
use inglenook::text::{Encoding, Position};
use inglenook::workspace::{self, Change};
use std::path::{Path, PathBuf};

fn main() {
    divan::main();
}

fn languages() -> Languages {
    Languages::embedded().expect("the embedded languages are valid")
}

/// The largest Rust source up to 1 MB among the crates that cargo has unpacked on this machine.
fn large() -> Option<PathBuf> {
    let home = std::env::var_os("CARGO_HOME")
        .map(PathBuf::from)
        .or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".cargo")))?;
    let sized = |path: PathBuf| Some((std::fs::metadata(&path).ok()?.len(), path));
    ignore::WalkBuilder::new(home.join("registry/src"))
        .standard_filters(false)
        .build()
        .filter_map(|entry| entry.ok().map(ignore::DirEntry::into_path))
        .filter(|path| path.extension().is_some_and(|ending| ending == "rs"))
        .filter_map(sized)
        .filter(|(size, _)| *size <= 1_000_000)
        .max()
        .map(|(_, path)| path)
}

#[divan::bench]
fn load_rules(bencher: Bencher<'_, '_>) {
    let languages = languages();
    bencher.bench(|| Rules::load(&languages, &Lint::default()));
}

#[divan::bench]
fn check_large_file(bencher: Bencher<'_, '_>) {
    let Some((path, text)) =
        large().and_then(|path| Some((path.clone(), std::fs::read_to_string(path).ok()?)))
    else {
        println!("no crate sources on this machine: build something with dependencies first");
        return;
    };
    let languages = languages();
    let (rules, _) = Rules::load(&languages, &Lint::default());
    bencher
        .counter(BytesCount::new(text.len()))
        .with_inputs(|| workspace::document(&languages, path.clone(), &text, 1 << 21))
        .bench_values(|document| lint::check(&rules, &document, Path::new("large.rs")));
}

/// A letter typed into the first 2,000 and 10,000 lines of that file, and the findings after it.
#[divan::bench(args = [2_000, 10_000])]
fn keystroke(bencher: Bencher<'_, '_>, lines: usize) {
    let Some((path, text)) =
        large().and_then(|path| Some((path.clone(), std::fs::read_to_string(path).ok()?)))
    else {
        println!("no crate sources on this machine: build something with dependencies first");
        return;
    };
    let text: Vec<&str> = text.lines().cycle().take(lines).collect();
    let languages = languages();
    let (rules, _) = Rules::load(&languages, &Lint::default());
    let shown = Path::new("large.rs");
    let document = workspace::document(&languages, path, &text.join("\n"), 1 << 22);
    let memory = Memory::default();
    lint::check_again(&rules, &document, shown, &memory);
    let mut line = 0;
    bencher
        .with_inputs(|| {
            line = (line + 997) % lines as u32;
            let place = Position { line, character: 0 };
            document.with(
                &Change {
                    range: Some((place, place)),
                    text: "x".into(),
                },
                Encoding::Utf8,
            )
        })
        .bench_local_values(|document| lint::check_again(&rules, &document, shown, &memory));
}
