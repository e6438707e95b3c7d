//! A process that is killed the moment it opens an internet socket: a seccomp filter, which any
//! user of Linux may set for a child of theirs, so no root and no namespaces are needed. Holds no
//! tests.
//!
//! Neither a connection nor a packet leaves a machine without such a socket, and a socket is what a
//! filter can judge (the address of `connect` stands in memory that it cannot read).

use libc::{BPF_ABS, BPF_JEQ, BPF_JMP, BPF_K, BPF_LD, BPF_RET, BPF_W, sock_filter};
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::process::{Command, ExitStatus};

/// Architecture as the kernel tells it to a filter (`AUDIT_ARCH_*` in linux/audit.h).
#[cfg(target_arch = "x86_64")]
const ARCHITECTURE: u32 = 0xC000_003E;
#[cfg(target_arch = "aarch64")]
const ARCHITECTURE: u32 = 0xC000_00B7;

/// Offsets in `struct seccomp_data` (linux/seccomp.h): number, architecture, first argument.
const NUMBER: u32 = 0;
const ARCH: u32 = 4;
const FIRST_ARGUMENT: u32 = 16;

/// Puts a command into the jail. Its children are in it too.
///
/// Where the kernel refuses such filters, starting the command fails: a test must not pass unseen.
pub fn jail(command: &mut Command) -> &mut Command {
    let filter = filter();
    let enter = move || {
        let program = libc::sock_fprog {
            len: filter.len() as libc::c_ushort,
            filter: filter.as_ptr().cast_mut(),
        };
        // SAFETY: two system calls with valid arguments; `program` outlives them, and nothing is
        // allocated between fork and exec.
        let set = unsafe {
            libc::prctl(libc::PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0
                && libc::prctl(libc::PR_SET_SECCOMP, libc::SECCOMP_MODE_FILTER, &program) == 0
        };
        if set {
            Ok(())
        } else {
            Err(std::io::Error::last_os_error())
        }
    };
    // SAFETY: the closure makes system calls only.
    unsafe { command.pre_exec(enter) }
}

/// Whether the jail killed the process.
pub fn caught(status: ExitStatus) -> bool {
    status.signal() == Some(libc::SIGSYS)
}

/// Any socket of the internet or of raw packets kills; everything else is allowed, but for
/// io_uring, which would open sockets past the filter and is said not to be there.
fn filter() -> Vec<sock_filter> {
    const DIE: u32 = libc::SECCOMP_RET_KILL_PROCESS;
    const ALLOW: u32 = libc::SECCOMP_RET_ALLOW;
    const ABSENT: u32 = libc::SECCOMP_RET_ERRNO | libc::ENOSYS as u32;
    vec![
        load(ARCH),
        // Another architecture numbers its calls otherwise.
        unless(ARCHITECTURE, 1),
        then(DIE),
        load(NUMBER),
        when(libc::SYS_io_uring_setup as u32, 2),
        when(libc::SYS_socket as u32, 2),
        then(ALLOW),
        then(ABSENT),
        load(FIRST_ARGUMENT),
        when(libc::AF_INET as u32, 3),
        when(libc::AF_INET6 as u32, 2),
        when(libc::AF_PACKET as u32, 1),
        then(ALLOW),
        then(DIE),
    ]
}

fn instruction(code: u32, jt: u8, jf: u8, k: u32) -> sock_filter {
    let code = u16::try_from(code).expect("codes are small");
    sock_filter { code, jt, jf, k }
}

fn load(offset: u32) -> sock_filter {
    instruction(BPF_LD | BPF_W | BPF_ABS, 0, 0, offset)
}

fn then(verdict: u32) -> sock_filter {
    instruction(BPF_RET | BPF_K, 0, 0, verdict)
}

/// Skips `skip` instructions when the loaded word is `value`.
fn when(value: u32, skip: u8) -> sock_filter {
    instruction(BPF_JMP | BPF_JEQ | BPF_K, skip, 0, value)
}

/// As [`when`]: the name reads better where the next instruction is for the others.
fn unless(value: u32, skip: u8) -> sock_filter {
    when(value, skip)
}
