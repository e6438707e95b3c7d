//! Fetching a model: sources in order, one digest, one rename. Never a half file under the final
//! name. Prints nothing: each step is told to the caller.

use super::super::family::Entry;
use super::super::gguf;
use super::disk::free;
use super::origin::{Origin, Reach};
use super::{Store, StoreError};
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

/// What happens during a pull.
#[derive(Debug)]
pub enum Step<'a> {
    /// A source is asked.
    Trying { source: &'a str },
    /// A source could not give the file.
    Failed { source: &'a str, why: &'a str },
    /// Bytes that are here, of how many where that is known.
    Bytes { done: u64, total: Option<u64> },
    /// The digest and the header are checked.
    Checking,
    /// The digest was not known before and is recorded now.
    Recorded { digest: &'a str },
}

/// A fetched model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pulled {
    pub path: PathBuf,
    pub bytes: u64,
    pub sha256: String,
    /// It was there already, and whole.
    pub already: bool,
}

/// Why one source could not give the file.
#[derive(Debug, thiserror::Error)]
pub(super) enum SourceError {
    #[error("{0}")]
    Failed(String),
    #[error("the disk is full")]
    DiskFull,
}

impl From<std::io::Error> for SourceError {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => Self::DiskFull,
            _ => Self::Failed(error.to_string()),
        }
    }
}

/// Fetches a model into the store. `from`: a file to take instead of the sources.
///
/// # Errors
/// Which source failed and why, and how to place the file by hand.
pub fn pull(
    store: &Store,
    entry: &Entry,
    from: Option<&Path>,
    reach: &Reach,
    tell: &mut dyn FnMut(Step),
) -> Result<Pulled, StoreError> {
    let path = store.path(entry);
    let at =
        |error: std::io::Error| StoreError::new(format!("{}: {error}", store.folder().display()));
    std::fs::create_dir_all(store.folder()).map_err(at)?;
    let lock = beside(&path, "lock");
    let guard = File::create(&lock).map_err(at)?;
    if guard.try_lock().is_err() {
        return Err(
            StoreError::new(format!("another inglenook is fetching {} now", entry.name))
                .mend("wait for it, or end it"),
        );
    }
    let pulled = locked(store, entry, from, reach, tell);
    drop(guard);
    // Whoever waits for the lock makes the file anew.
    std::fs::remove_file(&lock).ok();
    pulled
}

fn locked(
    store: &Store,
    entry: &Entry,
    from: Option<&Path>,
    reach: &Reach,
    tell: &mut dyn FnMut(Step),
) -> Result<Pulled, StoreError> {
    let path = store.path(entry);
    let known = store.digest(entry)?;
    if store.holds(entry) && from.is_none() {
        tell(Step::Checking);
        if let Ok(pulled) = there(&path, known.as_deref()) {
            return Ok(pulled);
        }
    }
    let mut tries: Vec<(String, String)> = Vec::new();
    let sources: Vec<Origin> = match from {
        Some(file) => vec![Origin::File(file)],
        None => entry.sources.iter().map(Origin::Known).collect(),
    };
    for source in sources {
        let name = source.name(reach);
        tell(Step::Trying { source: &name });
        let fetched = source
            .space(store, entry, &path)
            .and_then(|()| source.fetch(entry, &path, reach, tell))
            .and_then(|digest| finish(&path, digest, known.as_deref(), tell));
        match fetched {
            Ok(sha256) => {
                clear(&path);
                if known.is_none() {
                    store.record(&entry.file, Some(&sha256))?;
                    tell(Step::Recorded { digest: &sha256 });
                }
                let bytes = std::fs::metadata(&path).map_or(0, |meta| meta.len());
                return Ok(Pulled {
                    path,
                    bytes,
                    sha256,
                    already: false,
                });
            }
            Err(SourceError::DiskFull) => {
                clear(&path);
                return Err(disk_full(store, entry));
            }
            Err(SourceError::Failed(why)) => {
                tell(Step::Failed {
                    source: &name,
                    why: &why,
                });
                tries.push((name, why));
            }
        }
    }
    Err(by_hand(entry, &path, known.as_deref(), &tries))
}

/// Checks what was fetched and gives it its final name.
fn finish(
    path: &Path,
    digest: String,
    known: Option<&str>,
    tell: &mut dyn FnMut(Step),
) -> Result<String, SourceError> {
    let part = beside(path, "part");
    tell(Step::Checking);
    let wrong = match known {
        Some(known) if known != digest => Some(format!(
            "the file has the digest {digest}, and {known} is expected"
        )),
        Some(_) => None,
        None => gguf::read(&part)
            .err()
            .map(|error| format!("the file is of no use: {error}")),
    };
    if let Some(wrong) = wrong {
        clear(path);
        return Err(SourceError::Failed(wrong));
    }
    std::fs::rename(&part, path)?;
    // The new name is on the disk only when the folder is.
    if let Some(folder) = path.parent().and_then(|folder| File::open(folder).ok()) {
        folder.sync_all().ok();
    }
    Ok(digest)
}

/// The file as it stands, if its digest is right or nobody knows it.
fn there(path: &Path, known: Option<&str>) -> Result<Pulled, StoreError> {
    let sha256 = digest(path).map_err(|error| StoreError::new(error.to_string()))?;
    if known.is_some_and(|known| known != sha256) {
        return Err(StoreError::new("its digest is wrong"));
    }
    Ok(Pulled {
        bytes: size(path),
        path: path.to_path_buf(),
        sha256,
        already: true,
    })
}

/// SHA-256 of a file, hexadecimal.
pub fn digest(path: &Path) -> std::io::Result<String> {
    let mut file = File::open(path)?;
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 1 << 20];
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok(hex(&hash.finalize())),
            count => hash.update(&buffer[..count]),
        }
    }
}

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A name beside the final one: `model.gguf.part`.
pub(super) fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    PathBuf::from(name)
}

/// Removes what a pull leaves beside the final name.
pub(super) fn clear(path: &Path) {
    // What is not there needs no removing; what cannot be removed is in nobody's way.
    std::fs::remove_file(beside(path, "part")).ok();
    std::fs::remove_file(beside(path, "part.etag")).ok();
    std::fs::remove_dir_all(beside(path, "parts")).ok();
}

pub(super) fn size(path: &Path) -> u64 {
    std::fs::metadata(path).map_or(0, |meta| meta.len())
}

fn disk_full(store: &Store, entry: &Entry) -> StoreError {
    let needs = entry.bytes.map_or(String::new(), |bytes| {
        format!(
            " ({} MB, and as much again while packages are joined)",
            bytes / 1_000_000
        )
    });
    let free = free(store.folder()).map_or(String::new(), |free| {
        format!("; {} MB are free", free / 1_000_000)
    });
    StoreError::new(format!(
        "the disk is full: {} does not fit into {}{needs}{free}",
        entry.name,
        store.folder().display(),
    ))
    .mend("make room, or set `model.folder` to a folder on another disk; nothing half written was left")
}

fn by_hand(
    entry: &Entry,
    path: &Path,
    known: Option<&str>,
    tries: &[(String, String)],
) -> StoreError {
    let mut why = format!("{} could not be fetched", entry.name);
    for (source, cause) in tries {
        why.push_str(&format!("\n  {source}: {cause}"));
    }
    let digest = known.map_or(String::new(), |known| format!(" (SHA-256 {known})"));
    StoreError::new(why).mend(format!(
        "run it again when the network is back (what was fetched is kept), or get {}{digest} by other \
         means and run `inglenook model pull {} --from FILE`; it will stand at {}",
        entry.file,
        entry.name,
        path.display()
    ))
}
