//! CUDA's libraries, loaded when the program runs: without them it starts all the same and uses the
//! CPU. Knows names and folders, not what the functions do.
//!
//! The engine's crates link these libraries, and a program so linked does not start where they are
//! missing. `names` defines the functions that they call, so that the linker needs no library, and
//! sends each call on to the library loaded here.

mod names;

use names::{LIBRARIES, Library};
use std::ffi::{CString, c_void};
use std::path::{Path, PathBuf};
use std::ptr::NonNull;
use std::sync::atomic::Ordering;

/// Loads the libraries. Nothing of CUDA may be called before this has gone well; calling it again is
/// cheap and does nothing.
///
/// # Errors
/// Which library is missing or too old.
pub fn load() -> Result<(), String> {
    let folders = folders();
    for library in LIBRARIES {
        fill(library, &folders)?;
    }
    Ok(())
}

fn fill(library: &Library, folders: &[PathBuf]) -> Result<(), String> {
    let Some(handle) = open(library.file, folders) else {
        return Err(format!(
            "the library {} cannot be loaded (CUDA {} or the driver is missing)",
            library.file,
            env!("INGLENOOK_CUDA_MAJOR")
        ));
    };
    for (name, slot) in library.functions {
        let spelt = CString::new(*name).map_err(|error| error.to_string())?;
        // SAFETY: the handle is open, never closed, and the name ends with a nought.
        let found = unsafe { libc::dlsym(handle.as_ptr(), spelt.as_ptr()) };
        if found.is_null() {
            return Err(format!(
                "the library {} is too old: it has no {name}",
                library.file
            ));
        }
        slot.store(found, Ordering::SeqCst);
    }
    Ok(())
}

/// Where the system looks by itself, else in these folders.
fn open(file: &str, folders: &[PathBuf]) -> Option<NonNull<c_void>> {
    let open = |path: &Path| {
        let path = CString::new(path.to_str()?).ok()?;
        // SAFETY: a name that ends with a nought, and documented flags.
        NonNull::new(unsafe { libc::dlopen(path.as_ptr(), libc::RTLD_LAZY) })
    };
    let files = folders.iter().map(|folder| folder.join(file));
    let mut there = files.filter(|path| path.is_file());
    open(Path::new(file)).or_else(|| there.find_map(|path| open(&path)))
}

/// Folders in which toolkits and packages of this program put the libraries.
fn folders() -> Vec<PathBuf> {
    let mut folders = Vec::new();
    if let Ok(program) = std::env::current_exe()
        && let Some(folder) = program.parent()
    {
        folders.extend([folder.join("lib"), folder.to_path_buf()]);
    }
    let named = ["CUDA_HOME", "CUDA_PATH"]
        .into_iter()
        .filter_map(std::env::var_os);
    let usual = ["/usr/local/cuda", "/opt/cuda"].map(Into::into);
    for root in named.chain(usual).map(PathBuf::from) {
        folders.extend([root.join("lib64"), root.join("lib")]);
    }
    folders
}
