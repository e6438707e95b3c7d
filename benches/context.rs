//! Context gathering as the server does it, on a large workspace: the crate sources that cargo keeps
//! (or the folder in `INGLENOOK_BENCH_ROOT`). Prints figures and asserts none of them.
//! `cargo bench --no-default-features --bench context`.

use inglenook::config::options;
use inglenook::index::{Index, Limits, place};
use inglenook::prompt::context::{Around, Context, Source, gather};
use inglenook::syntax::Languages;
use inglenook::workspace::{Privacy, Snapshot, document};
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

/// Files that are completed in, and places in each.
const FILES: usize = 60;
const PLACES: usize = 5;
/// Characters of a token, roughly: no model's tokeniser is here.
const TOKEN: usize = 3;

fn main() {
    let Some(root) = root() else {
        println!("no crate sources are here; name a folder in INGLENOOK_BENCH_ROOT");
        return;
    };
    let languages = Languages::embedded().expect("the embedded languages are valid");
    let privacy = Privacy::new(Some(&root), &[]).expect("the built-in globs are valid");
    let limits = Limits::default();
    let threads = limits.threads;
    let before = resident();
    let index = Index::new(&root, languages.clone(), limits.clone());
    let stop = AtomicBool::new(false);
    let busy = process_seconds();
    let built = index.build(&privacy, None, &|_, _| {}, &stop);
    let size = index.size();
    println!(
        "index: {} files, {} definitions, {} chunks in {:.1} s ({:.1} s of processor time) on \
         {threads} thread(s); left out: {}",
        size.files,
        size.definitions,
        size.chunks,
        built.seconds,
        process_seconds() - busy,
        built.skipped
    );
    println!("memory: {:.0} MiB more resident", resident() - before);
    saved(&index, &root, &languages, &limits, &privacy);
    let documents = documents(&index, &languages);
    gathers(
        &index,
        &documents,
        &options::Context::default(),
        "all sources",
    );
    for source in Source::ALL {
        gathers(&index, &documents, &only(source), source.name());
    }
    edits(&index, &documents, &privacy);
}

/// The folder with the crates' sources.
fn root() -> Option<PathBuf> {
    if let Some(root) = std::env::var_os("INGLENOOK_BENCH_ROOT") {
        return Some(PathBuf::from(root));
    }
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".cargo")))?;
    let sources = std::fs::read_dir(home.join("registry/src")).ok()?;
    sources.filter_map(Result::ok).map(|one| one.path()).next()
}

/// Writing the index and reading it again in the next run.
fn saved(index: &Index, root: &Path, languages: &Languages, limits: &Limits, privacy: &Privacy) {
    let cache = tempfile::tempdir().expect("a temporary folder");
    let file = place(cache.path(), root);
    let started = Instant::now();
    index.save(&file).expect("it is writable");
    let wrote = started.elapsed();
    let bytes = file.metadata().map_or(0, |metadata| metadata.len());
    let again = Index::new(root, languages.clone(), limits.clone());
    let built = again.build(privacy, Some(&file), &|_, _| {}, &AtomicBool::new(false));
    println!(
        "disk: {:.1} MiB written in {:.2} s; the next start takes {} files over in {:.2} s",
        bytes as f64 / 1048576.0,
        wrote.as_secs_f64(),
        built.kept,
        built.seconds
    );
}

/// Documents spread over the workspace, parsed, as an editor's are at rest.
fn documents(index: &Index, languages: &Languages) -> Vec<(String, Snapshot)> {
    let walk = ignore::WalkBuilder::new(index.root())
        .sort_by_file_name(Ord::cmp)
        .build();
    let paths: Vec<PathBuf> = walk
        .filter_map(Result::ok)
        .map(ignore::DirEntry::into_path)
        .filter(|path| path.extension().is_some_and(|ending| ending == "rs"))
        .collect();
    let step = (paths.len() / FILES).max(1);
    let some = paths.into_iter().step_by(step).take(FILES);
    some.filter_map(|path| {
        let text = std::fs::read_to_string(&path).ok()?;
        let relative = index.relative(&path)?;
        // One that the index leaves out is no place to work in.
        index.lines(&relative, 0..1)?;
        let document = document(languages, path, &text, 512 * 1024);
        document.tree()?;
        Some((relative, document))
    })
    .collect()
}

fn context(
    index: &Index,
    path: &str,
    document: &Snapshot,
    offset: usize,
    on: &options::Context,
) -> Context {
    gather(&Around {
        document,
        path,
        offset,
        index: Some(index),
        recent: &[],
        together: &[],
        sources: on,
        read: &|path, lines| index.lines(path, lines),
        allowed: &|_| true,
        count: &|text| text.len() / TOKEN,
        until: None,
    })
}

fn gathers(index: &Index, documents: &[(String, Snapshot)], on: &options::Context, what: &str) {
    let mut times = Vec::new();
    let mut busy = Vec::new();
    let mut pieces = 0;
    for (path, document) in documents {
        for place in 1..=PLACES {
            let offset = document.text.len() * place / (PLACES + 1);
            let (started, own) = (Instant::now(), thread_time());
            let context = context(index, path, document, document.text.floor(offset), on);
            times.push(started.elapsed());
            busy.push(thread_time().saturating_sub(own));
            pieces += context.pieces.len();
        }
    }
    let mean = pieces as f64 / times.len().max(1) as f64;
    println!("gather, {what}: {}, {mean:.1} pieces", figures(times));
    println!("    processor time: {}", figures(busy));
}

/// An edit of a document until the index answers with it; the server waits 300 ms for a pause before.
fn edits(index: &Index, documents: &[(String, Snapshot)], privacy: &Privacy) {
    let mut times = Vec::new();
    for (number, (path, document)) in documents.iter().enumerate() {
        let text = format!("fn freshly_made_{number}() {{}}\n{}", document.text);
        let full = index.root().join(path);
        let started = Instant::now();
        index.update(&full, &text, None, privacy);
        let found = index.defined(&format!("freshly_made_{number}"), path, 1);
        times.push(started.elapsed());
        assert_eq!(found.len(), 1, "{path}: the edit is visible");
    }
    println!("edit to visible, with a whole parse: {}", figures(times));
}

fn figures(mut times: Vec<Duration>) -> String {
    times.sort();
    let at = |share: f64| {
        let place = (times.len() as f64 * share).ceil() as usize;
        let time = times
            .get(place.saturating_sub(1))
            .copied()
            .unwrap_or_default();
        time.as_secs_f64() * 1e3
    };
    format!(
        "p50 {:.1} ms, p95 {:.1} ms, slowest {:.1} ms of {}",
        at(0.5),
        at(0.95),
        at(1.0),
        times.len()
    )
}

fn only(source: Source) -> options::Context {
    options::Context {
        enclosing: source == Source::Enclosing,
        definitions: source == Source::Definitions,
        imports: source == Source::Imports,
        recent: source == Source::Recent,
        together: source == Source::Together,
        similar: source == Source::Similar,
    }
}

/// Processor time of this thread: what other work on the machine does not lengthen.
fn thread_time() -> Duration {
    #[cfg(unix)]
    {
        let mut time = libc::timespec {
            tv_sec: 0,
            tv_nsec: 0,
        };
        // SAFETY: `time` is a valid place for one `timespec`, and the clock is there on all unixes.
        let read = unsafe { libc::clock_gettime(libc::CLOCK_THREAD_CPUTIME_ID, &raw mut time) };
        if read == 0 {
            let seconds = u64::try_from(time.tv_sec).unwrap_or(0);
            return Duration::new(seconds, u32::try_from(time.tv_nsec).unwrap_or(0));
        }
    }
    Duration::ZERO
}

/// Processor time of this process in seconds.
fn process_seconds() -> f64 {
    let pid = sysinfo::get_current_pid().expect("this process has a number");
    let mut system = sysinfo::System::new();
    system.refresh_processes(sysinfo::ProcessesToUpdate::Some(&[pid]), true);
    let process = system.process(pid);
    process.map_or(0.0, |one| one.accumulated_cpu_time() as f64 / 1e3)
}

/// Resident memory of this process in MiB.
fn resident() -> f64 {
    let pid = sysinfo::get_current_pid().expect("this process has a number");
    let mut system = sysinfo::System::new();
    system.refresh_processes(sysinfo::ProcessesToUpdate::Some(&[pid]), true);
    system
        .process(pid)
        .map_or(0.0, |one| one.memory() as f64 / 1048576.0)
}
