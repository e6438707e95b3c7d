//! A review spread over several runners: which of them reads which file. Pure.

use crate::review::File;
use std::str::FromStr;

/// Part `index` (from 1) of `of`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shard {
    pub index: usize,
    pub of: usize,
}

impl FromStr for Shard {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let numbers = text.split_once('/').and_then(|(index, of)| {
            let shard = Shard {
                index: index.parse().ok()?,
                of: of.parse().ok()?,
            };
            (1..=shard.of).contains(&shard.index).then_some(shard)
        });
        numbers.ok_or_else(|| "write I/N, such as 1/4 for the first of four parts".into())
    }
}

impl Shard {
    /// The files of this part: the largest change first, each to the part that has least so far.
    /// All runners that see the same change split it alike.
    pub fn keep(self, files: Vec<File>) -> Vec<File> {
        let size = |file: &File| -> usize {
            let edits = file.edits.iter();
            // A file without changed lines is read all the same.
            1 + edits.map(|edit| 1 + edit.added.len()).sum::<usize>()
        };
        let mut order: Vec<usize> = (0..files.len()).collect();
        order.sort_by_key(|at| {
            (
                std::cmp::Reverse(size(&files[*at])),
                files[*at].shown.clone(),
            )
        });
        let mut loads = vec![0; self.of];
        let mut mine = vec![false; files.len()];
        for at in order {
            let least = (0..self.of).min_by_key(|part| (loads[*part], *part));
            let least = least.expect("a shard is one of at least one");
            loads[least] += size(&files[at]);
            mine[at] = least + 1 == self.index;
        }
        let kept = files.into_iter().zip(mine).filter(|(_, mine)| *mine);
        kept.map(|(file, _)| file).collect()
    }
}
