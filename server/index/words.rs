//! Words of files in chunks of lines, and which chunks are like a text: BM25. Knows no files, only
//! numbers of chunks.

use std::collections::HashMap;
use std::ops::Range;

/// BM25's constants as its authors recommend them: how fast repetition stops counting, and how much
/// long chunks are held back.
pub const K1: f64 = 1.2;
pub const B: f64 = 0.75;
/// Lines of a chunk.
pub const CHUNK_LINES: usize = 40;
/// Different words of a chunk that are kept.
const CHUNK_WORDS: usize = 160;
/// Bytes of a word at most; longer ones are data.
const WORD: usize = 64;
/// Chunk numbers are packed into 24 bits beside a count of 8.
const MOST_CHUNKS: usize = (1 << 24) - 1;
/// Dead chunks that are put up with before the postings are cleaned.
const DEAD: usize = 1024;

/// The words of one chunk of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chunk {
    /// 0-based lines, the last excluded.
    pub lines: Range<u32>,
    /// Words in all.
    pub length: u32,
    /// Words with how often they stand there (255 at most), by word.
    pub words: Vec<(u32, u8)>,
}

/// A number for a word: FNV-1a, lower case. Two of some 100,000 words may share one, which no
/// ranking will feel.
pub fn word(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| {
        (hash ^ u32::from(byte.to_ascii_lowercase())).wrapping_mul(0x0100_0193)
    })
}

/// Calls `each` with every identifier of a text and, where it is made of several words
/// (`parseLine`, `parse_line`), with those of three letters or more.
pub fn each(text: &str, mut each: impl FnMut(&str)) {
    let part_of = |c: char| c.is_alphanumeric() || c == '_';
    for name in text.split(|c: char| !part_of(c)) {
        let begins = name.starts_with(|c: char| c.is_alphabetic() || c == '_');
        if !begins || name.len() < 2 || name.len() > WORD {
            continue;
        }
        each(name);
        let mut start = 0;
        let mut before = '_';
        let mut parts = Vec::new();
        for (at, c) in name.char_indices() {
            if c == '_' || (c.is_uppercase() && !before.is_uppercase()) {
                parts.push(&name[start..at]);
                start = at + usize::from(c == '_');
            }
            before = c;
        }
        parts.push(&name[start..]);
        for part in parts {
            if part.len() > 2 && part.len() < name.len() {
                each(part);
            }
        }
    }
}

/// The chunks of a text.
pub fn chunks(text: &str) -> Vec<Chunk> {
    let mut out = Vec::new();
    let mut counts: HashMap<u32, u8> = HashMap::new();
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    for (number, some) in lines.chunks(CHUNK_LINES).enumerate() {
        counts.clear();
        let mut length = 0;
        for line in some {
            each(line, |text| {
                length += 1;
                if counts.len() < CHUNK_WORDS || counts.contains_key(&word(text)) {
                    let count = counts.entry(word(text)).or_default();
                    *count = count.saturating_add(1);
                }
            });
        }
        let start = u32::try_from(number * CHUNK_LINES).unwrap_or(u32::MAX);
        let mut words: Vec<(u32, u8)> = counts.drain().collect();
        words.sort_unstable();
        if !words.is_empty() {
            out.push(Chunk {
                lines: start..start.saturating_add(u32::try_from(some.len()).unwrap_or(u32::MAX)),
                length,
                words,
            });
        }
    }
    out
}

/// A chunk's part of the score for one word (Robertson and Zaragoza, "The Probabilistic Relevance
/// Framework", with the weight that cannot fall below 0): `count` times in a chunk of `length` words,
/// `holds` of `all` chunks hold it, the mean length is `mean`.
pub fn bm25(count: f64, length: f64, mean: f64, holds: usize, all: usize) -> f64 {
    weight(holds, all) * count * (K1 + 1.0) / (count + K1 * (1.0 - B + B * length / mean))
}

/// How much a word tells that `holds` of `all` chunks hold.
pub fn weight(holds: usize, all: usize) -> f64 {
    let (holds, all) = (holds as f64, all as f64);
    (1.0 + (all - holds + 0.5) / (holds + 0.5)).ln()
}

/// Which chunks hold which words.
#[derive(Debug, Default)]
pub struct Words {
    postings: HashMap<u32, Vec<u32>>,
    /// Length of each chunk, 0 for one that is dead, and the file it belongs to.
    chunks: Vec<Owned>,
    live: usize,
    total: u64,
}

/// A chunk of a file.
#[derive(Clone, Debug)]
pub struct Owned {
    pub file: u32,
    pub lines: Range<u32>,
    length: u32,
    alive: bool,
}

impl Words {
    /// Number of live chunks.
    pub fn count(&self) -> usize {
        self.live
    }

    pub fn chunk(&self, number: u32) -> Option<&Owned> {
        self.chunks.get(number as usize).filter(|chunk| chunk.alive)
    }

    /// Adds a file's chunks; gives their numbers. Stops at what a number can hold.
    pub fn add(&mut self, file: u32, chunks: &[Chunk]) -> Range<u32> {
        let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        let first = number(self.chunks.len());
        for chunk in chunks {
            if self.chunks.len() >= MOST_CHUNKS {
                break;
            }
            let id = number(self.chunks.len());
            for (word, count) in &chunk.words {
                let packed = (id << 8) | u32::from(*count);
                self.postings.entry(*word).or_default().push(packed);
            }
            self.chunks.push(Owned {
                file,
                lines: chunk.lines.clone(),
                length: chunk.length,
                alive: true,
            });
            self.live += 1;
            self.total += u64::from(chunk.length);
        }
        first..number(self.chunks.len())
    }

    /// Forgets chunks; their postings stay until there are too many. True when it is time to
    /// [`Words::clean`].
    pub fn remove(&mut self, chunks: Range<u32>) -> bool {
        for number in chunks {
            if let Some(chunk) = self.chunks.get_mut(number as usize)
                && chunk.alive
            {
                chunk.alive = false;
                self.live -= 1;
                self.total -= u64::from(chunk.length);
            }
        }
        self.chunks.len() - self.live > DEAD + self.live / 2
    }

    /// Drops what is dead. Gives each old number's new one; `None` for the dead.
    pub fn clean(&mut self) -> Vec<Option<u32>> {
        let mut next = 0;
        let numbers: Vec<Option<u32>> = self
            .chunks
            .iter()
            .map(|chunk| {
                let number = chunk.alive.then_some(next);
                next += u32::from(chunk.alive);
                number
            })
            .collect();
        self.chunks.retain(|chunk| chunk.alive);
        self.postings.retain(|_, list| {
            list.retain_mut(|packed| match numbers[(*packed >> 8) as usize] {
                Some(number) => {
                    *packed = (number << 8) | (*packed & 0xff);
                    true
                }
                None => false,
            });
            !list.is_empty()
        });
        numbers
    }

    /// Gives back memory that growing has left over.
    pub fn shrink(&mut self) {
        self.postings.values_mut().for_each(Vec::shrink_to_fit);
        self.chunks.shrink_to_fit();
    }

    /// Each chunk's words, by number: what [`Words::add`] was given.
    pub fn forward(&self) -> Vec<Chunk> {
        let mut out: Vec<Chunk> = self
            .chunks
            .iter()
            .map(|chunk| Chunk {
                lines: chunk.lines.clone(),
                length: chunk.length,
                words: Vec::new(),
            })
            .collect();
        for (word, list) in &self.postings {
            for packed in list {
                out[(packed >> 8) as usize]
                    .words
                    .push((*word, packed.to_le_bytes()[0]));
            }
        }
        for chunk in &mut out {
            chunk.words.sort_unstable();
        }
        out
    }

    /// Chunks that hold a word: dead ones that are not cleaned away yet count too, for to count them
    /// would take as long as to look through them.
    fn holds(&self, word: u32) -> usize {
        self.postings.get(&word).map_or(0, Vec::len).min(self.live)
    }

    /// Chunks that are most like the words of a text: of these the `telling` ones that tell most are
    /// looked for. Best first, with their scores; equal ones by number.
    pub fn similar(&self, text: &str, telling: usize, most: usize) -> Vec<(u32, f64)> {
        let mut wanted: Vec<u32> = Vec::new();
        each(text, |text| wanted.push(word(text)));
        wanted.sort_unstable();
        wanted.dedup();
        let mut weighed: Vec<(usize, u32)> = wanted
            .into_iter()
            .map(|word| (self.holds(word), word))
            .filter(|(holds, _)| *holds > 0)
            .collect();
        weighed.sort_unstable();
        weighed.truncate(telling);
        let mean = self.total as f64 / self.live.max(1) as f64;
        let mut scores = vec![0.0; self.chunks.len()];
        for (holds, word) in weighed {
            for packed in &self.postings[&word] {
                let number = (packed >> 8) as usize;
                let chunk = &self.chunks[number];
                if chunk.alive {
                    let count = f64::from(packed & 0xff);
                    scores[number] += bm25(count, f64::from(chunk.length), mean, holds, self.live);
                }
            }
        }
        let mut best: Vec<(u32, f64)> = (0..)
            .zip(scores)
            .filter(|(_, score)| *score > 0.0)
            .collect();
        let order = |(a, x): &(u32, f64), (b, y): &(u32, f64)| y.total_cmp(x).then(a.cmp(b));
        if best.len() > most {
            best.select_nth_unstable_by(most, order);
            best.truncate(most);
        }
        best.sort_by(order);
        best
    }
}
