//! What stands behind the cursor because an editor closed it by itself: a completion that closes it too
//! replaces it, so that nothing stands there twice.

use crate::complete::lexical::{Marks, scan};
use crate::complete::scene::Scene;

/// Bytes after the cursor that `candidate` closes itself: brackets and quotes in the same order, and
/// what ends the statement after them.
pub fn over(scene: &Scene, candidate: &str) -> usize {
    covered(&scene.marks, &scene.typed, &scene.rest, candidate)
}

/// The same for a line by its two halves, `typed` before the cursor and `rest` after it.
pub fn covered(marks: &Marks, typed: &str, rest: &str, candidate: &str) -> usize {
    let (mut covered, mut tail) = (0, 0);
    for (end, closer) in scan(marks, typed, candidate).outer {
        let blank = rest[covered..].len() - rest[covered..].trim_start().len();
        if !rest[covered + blank..].starts_with(closer) {
            break;
        }
        covered += blank + closer.len_utf8();
        tail = end;
    }
    if covered == 0 {
        return 0;
    }
    let tail = candidate[tail..].trim_end();
    let again = tail.starts_with([';', ',']) && rest[covered..].starts_with(tail);
    covered + if again { tail.len() } else { 0 }
}

/// Where a completion of one line ends with exactly what it replaces, nothing need be replaced.
pub fn plain<'a>(scene: &Scene, text: &'a str, over: usize) -> (&'a str, usize) {
    let replaced = &scene.rest[..over.min(scene.rest.len())];
    match text.strip_suffix(replaced) {
        Some(before) if !text.contains('\n') && !before.trim().is_empty() => (before, 0),
        _ => (text, over),
    }
}
