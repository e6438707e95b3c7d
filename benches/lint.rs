//! Loading the rules, and checking a large real source file. Figures, not tests: nothing fails here.

use divan::{Bencher, counter::BytesCount};
use inglenook::config::options::Lint;
use inglenook::lint::{self, Rules};
use inglenook::syntax::Languages;
use inglenook::workspace;
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
