//! Watches the process that started the server, and ends the server when it is gone.

use std::time::Duration;
use tokio::sync::watch;

/// How often the process is looked for where the system cannot tell by itself.
const EVERY: Duration = Duration::from_millis(500);

/// Sets `end` when process `pid` is gone. One that cannot be seen from here, as from inside a
/// container, is not watched: it has just spoken to us, so it lives, and its end closes our input.
pub fn watch(pid: u32, end: watch::Sender<bool>) {
    tokio::spawn(async move {
        if gone(pid).await {
            end.send_replace(true);
        }
    });
}

/// Waits until the process is gone; false at once when it was never seen.
async fn gone(pid: u32) -> bool {
    #[cfg(target_os = "linux")]
    match linux::gone(pid).await {
        Ok(()) => return true,
        Err(error) if error.raw_os_error() == Some(libc::ESRCH) => return false,
        // An old kernel or a sandbox that forbids the call.
        Err(_) => {}
    }
    if !alive(pid) {
        return false;
    }
    while alive(pid) {
        tokio::time::sleep(EVERY).await;
    }
    true
}

fn alive(pid: u32) -> bool {
    let pid = sysinfo::Pid::from_u32(pid);
    let mut system = sysinfo::System::new();
    system.refresh_processes(sysinfo::ProcessesToUpdate::Some(&[pid]), true);
    system
        .process(pid)
        .is_some_and(|process| process.status() != sysinfo::ProcessStatus::Zombie)
}

#[cfg(target_os = "linux")]
mod linux {
    use std::io;
    use std::os::fd::{FromRawFd, OwnedFd};
    use tokio::io::{Interest, unix::AsyncFd};

    /// A descriptor that becomes readable when the process ends.
    pub async fn gone(pid: u32) -> io::Result<()> {
        let pid =
            libc::pid_t::try_from(pid).map_err(|_| io::Error::from_raw_os_error(libc::ESRCH))?;
        // SAFETY: pidfd_open takes two integers and gives a new descriptor or -1.
        let raw = unsafe { libc::syscall(libc::SYS_pidfd_open, pid, 0) };
        if raw < 0 {
            return Err(io::Error::last_os_error());
        }
        let raw = i32::try_from(raw).map_err(io::Error::other)?;
        // SAFETY: the call above gave us this descriptor, and nobody else owns it.
        let owned = unsafe { OwnedFd::from_raw_fd(raw) };
        // SAFETY: an OwnedFd keeps its one descriptor open until it is dropped.
        let descriptor = unsafe { AsyncFd::register_with_interest(owned, Interest::READABLE)? };
        descriptor.readable().await?.retain_ready();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_end_of_a_process_is_noticed() {
        let mut child = std::process::Command::new("sleep")
            .arg("30")
            .spawn()
            .expect("sleep is there");
        let (end, mut ended) = watch::channel(false);
        watch(child.id(), end);
        tokio::task::yield_now().await;
        assert!(!*ended.borrow());
        child.kill().expect("our own child");
        tokio::time::timeout(Duration::from_secs(5), ended.wait_for(|end| *end))
            .await
            .expect("noticed")
            .expect("the watcher lives until then");
        child.wait().expect("our own child");
    }

    #[tokio::test]
    async fn a_process_that_cannot_be_seen_is_not_watched() {
        // Above the largest process id of any system here.
        assert!(!gone(u32::MAX - 7).await);
    }
}
