//! Holes: which pieces of which files are cut out, drawn by a seed. Reads the files it is given and
//! asks no model.

mod file;
pub mod source;

use crate::syntax::Languages;
use fastrand::Rng;
use file::Candidates;
pub(super) use file::lines_of;
use serde::{Deserialize, Serialize};
use source::Source;
use std::path::PathBuf;
use std::sync::Arc;

/// What is cut out of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// The whole text of a line; its indentation stays.
    Line,
    /// From a token inside a line to the line's end, or to the end of a piece with code after it.
    Mid,
    /// What stands between the brackets of a block, or an indented body: one to eight whole lines.
    Block,
}

impl Kind {
    pub const ALL: [Kind; 3] = [Kind::Line, Kind::Mid, Kind::Block];

    pub fn name(self) -> &'static str {
        match self {
            Kind::Line => "line",
            Kind::Mid => "mid",
            Kind::Block => "block",
        }
    }
}

/// A piece cut out of a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Hole {
    /// The same for the same hole in every run: path, offset, length and kind.
    pub id: String,
    /// The file as the report names it, with `/`.
    pub file: String,
    pub path: PathBuf,
    /// The given path that it is below.
    pub root: PathBuf,
    /// Id of the file's language.
    pub language: String,
    pub kind: Kind,
    /// The whole file.
    pub text: Arc<str>,
    /// Byte at which the hole begins: where the cursor stands.
    pub offset: usize,
    /// What was cut out, never empty, without white space around it.
    pub expected: String,
}

impl Hole {
    /// The file without what was cut out.
    pub fn document(&self) -> String {
        let (before, after) = self.around();
        format!("{before}{after}")
    }

    /// What stands before and after the hole.
    pub fn around(&self) -> (&str, &str) {
        let end = self.offset + self.expected.len();
        (&self.text[..self.offset], &self.text[end..])
    }
}

/// How holes are drawn.
#[derive(Clone, Debug)]
pub struct Draw {
    /// Holes in all, spread evenly over the kinds.
    pub holes: usize,
    pub kinds: Vec<Kind>,
    pub seed: u64,
    /// Most holes of one file.
    pub max_per_file: usize,
}

/// Files that were looked at and left out, by reason.
pub type Skipped = std::collections::BTreeMap<&'static str, usize>;

/// Draws holes from files. The same files and draw give the same holes in the same order; a smaller
/// number of holes gives, of each kind, the first ones of a larger.
pub fn punch(sources: Vec<Source>, languages: &Languages, draw: &Draw) -> (Vec<Hole>, Skipped) {
    let mut skipped = Skipped::new();
    let mut files: Vec<Option<Candidates>> = Vec::new();
    let sources = source::spread(sources, draw.seed);
    let mut left: Vec<(Kind, usize)> = quotas(draw);
    let mut holes = Vec::new();
    for round in 0..draw.max_per_file {
        for (at, source) in sources.iter().enumerate() {
            if left.iter().all(|(_, quota)| *quota == 0) {
                return (holes, skipped);
            }
            if files.len() <= at {
                let read = file::read(source, languages, draw.seed);
                files.push(
                    read.map_err(|why| *skipped.entry(why).or_default() += 1)
                        .ok(),
                );
            }
            let Some(candidates) = &mut files[at] else {
                continue;
            };
            let turn = (at + round) % left.len();
            let mut order: Vec<usize> = (0..left.len()).collect();
            order.rotate_left(turn);
            for kind in order {
                let (kind, quota) = &mut left[kind];
                if *quota > 0
                    && let Some(hole) = candidates.take(*kind)
                {
                    *quota -= 1;
                    holes.push(hole);
                    break;
                }
            }
        }
    }
    (holes, skipped)
}

/// How many holes of each kind: as even as can be, the first kinds getting what is left over.
fn quotas(draw: &Draw) -> Vec<(Kind, usize)> {
    let kinds = draw.kinds.len().max(1);
    let even = |(at, kind): (usize, &Kind)| {
        let more = usize::from(at < draw.holes % kinds);
        (*kind, draw.holes / kinds + more)
    };
    draw.kinds.iter().enumerate().map(even).collect()
}

/// Random numbers that depend on the seed and a name alone.
pub fn random(seed: u64, name: &str) -> Rng {
    // FNV-1a: fixed for ever, where the standard library's hashes may change.
    let hash = name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    Rng::with_seed(seed ^ hash)
}
