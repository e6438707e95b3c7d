//! Cuts loops: before the third time that the same line comes, before the third time that the same
//! lines come in a row, and inside a line where the same text comes again and again.

use crate::complete::scene::Scene;
use std::collections::HashMap;

/// Times that one line of text may stand in a completion.
const TIMES: usize = 2;
/// Times that the same text may stand in a row inside a line, and least bytes of all of them.
const IN_ROW: usize = 4;
const IN_ROW_BYTES: usize = 16;
/// Longest text that is looked for inside a line, in bytes.
const PERIOD: usize = 40;

pub fn keep(_scene: &Scene, candidate: &str) -> usize {
    let length = lines(candidate);
    let mut start = 0;
    for line in candidate[..length].split_inclusive('\n') {
        if let Some(at) = inside(line) {
            return start + at;
        }
        start += line.len();
    }
    length
}

fn lines(candidate: &str) -> usize {
    let mut seen: HashMap<&str, usize> = HashMap::new();
    let mut start = 0;
    for line in candidate.split_inclusive('\n') {
        let text = line.trim();
        // Closing brackets and blank lines may come often.
        if text.chars().any(char::is_alphanumeric) {
            let times = seen.entry(text).or_default();
            *times += 1;
            if *times > TIMES {
                return start;
            }
        }
        start += line.len();
    }
    candidate.len()
}

/// Where the second round of a loop inside a line begins.
fn inside(line: &str) -> Option<usize> {
    let bytes = line.trim_end().as_bytes();
    for period in 1..=PERIOD.min(bytes.len() / IN_ROW) {
        let mut same = 0;
        for at in period..bytes.len() {
            same = if bytes[at] == bytes[at - period] {
                same + 1
            } else {
                0
            };
            let enough = same >= period * (IN_ROW - 1) && same + period >= IN_ROW_BYTES;
            let from = (at + 1).saturating_sub(same);
            let round = &bytes[from - period..from];
            // Rulers and padding are no loops, and neither is a piece of a character.
            let text = round.iter().any(u8::is_ascii_alphanumeric);
            if enough && text && line.is_char_boundary(from) {
                return Some(from);
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::inside;

    #[test]
    fn only_text_that_comes_four_times_in_a_row_is_a_loop() {
        let looped = "max(a, max(a, max(a, max(a, max(a, b";
        assert_eq!(inside(looped), Some("max(a, ".len()));
        assert_eq!(inside("// -----------------------------"), None);
        assert_eq!(inside("f(0, 0, 0, 0, 0)"), None, "too short to be one");
        assert_eq!(inside("self.a = a; self.b = b; self.c = c;"), None);
    }
}
