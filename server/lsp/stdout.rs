//! Keeps standard output for the protocol: whatever else prints there goes to standard error.

use std::fs::File;
use std::io;

/// Takes standard output away from the rest of the process: the file returned is the old one, and
/// descriptor 1 is from now on standard error, so a library that prints does no harm.
#[cfg(unix)]
pub fn take() -> io::Result<File> {
    use std::os::fd::AsFd;

    let own = io::stdout().as_fd().try_clone_to_owned()?;
    // SAFETY: both descriptors are open, and nobody else changes them at start.
    if unsafe { libc::dup2(2, 1) } < 0 {
        return Err(io::Error::last_os_error());
    }
    Ok(File::from(own))
}

/// Elsewhere standard output is only duplicated.
#[cfg(windows)]
pub fn take() -> io::Result<File> {
    use std::os::windows::io::AsHandle;

    Ok(File::from(io::stdout().as_handle().try_clone_to_owned()?))
}
