//! Threads for making rules ready: many at once, and with room for deep nesting. Knows no rules.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

/// Stack for reading a file of the user's, in bytes.
const STACK: usize = 16 << 20;
/// Items that a thread is worth starting for.
const A_LOAD: usize = 8;

/// What `make` makes of each item, in order, on as many threads as there are cores. Not on those of
/// `rayon`: a rule may be asked for on all of them at once.
pub(super) fn spread<I: Sync, T: Send>(items: &[I], make: impl Fn(&I) -> T + Sync) -> Vec<T> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let threads = cores.min(items.len() / A_LOAD).max(1);
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        while let Some((index, item)) = {
            let index = next.fetch_add(1, Ordering::Relaxed);
            items.get(index).map(|item| (index, item))
        } {
            done.push((index, make(item)));
        }
        done
    };
    let mut all = std::thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(work)).collect();
        let mut all = work();
        for other in others {
            match other.join() {
                Ok(more) => all.extend(more),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        all
    });
    all.sort_by_key(|(index, _)| *index);
    all.into_iter().map(|(_, made)| made).collect()
}

/// Runs `work` where deep nesting finds room: what others write may nest as deep as the YAML reader
/// allows.
pub(super) fn roomy<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    let run = Mutex::new(Some(work));
    let once = || {
        let mut work = run.lock().unwrap_or_else(PoisonError::into_inner);
        work.take().map(|work| work())
    };
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK);
        match thread.spawn_scoped(scope, once) {
            Ok(thread) => thread
                .join()
                .unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
            // No thread to be had: here, then.
            Err(_) => once(),
        }
    })
    .expect("it is run once")
}
