//! Cuts a loop: before the third time that the same line of text comes.

use crate::complete::scene::Scene;
use std::collections::HashMap;

/// Times that one line of text may stand in a completion.
const TIMES: usize = 2;

pub fn keep(_scene: &Scene, candidate: &str) -> usize {
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
