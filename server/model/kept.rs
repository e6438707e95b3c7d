//! What an engine keeps of computed prompts, mirrored from outside: token ids and sizes, nothing else.

/// Token sequences that the engine keeps, in the order it got them.
#[derive(Debug, Default)]
pub struct Kept(Vec<Vec<u32>>);

impl Kept {
    pub fn push(&mut self, ids: Vec<u32>) {
        self.0.push(ids);
    }

    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// Tokens at the start of `ids` that need not be computed again.
    pub fn matched(&self, ids: &[u32]) -> usize {
        let shared = |kept: &Vec<u32>| kept.iter().zip(ids).take_while(|(a, b)| a == b).count();
        self.0.iter().map(shared).max().unwrap_or(0)
    }

    /// Whether one kept sequence begins with all of `ids`: mistral.rs then reuses nothing.
    pub fn contains(&self, ids: &[u32]) -> bool {
        self.0.iter().any(|kept| kept.starts_with(ids))
    }

    /// The same text in other tokens, so that no kept sequence contains it: at the latest place and in
    /// the first way in which that is so. `spellings` gives the ways to write one token by others.
    /// `ids` itself where it is not contained, or always would be.
    pub fn apart(&self, ids: Vec<u32>, spellings: impl Fn(u32) -> Vec<Vec<u32>>) -> Vec<u32> {
        if !self.contains(&ids) {
            return ids;
        }
        let places = (0..ids.len()).rev();
        let ways = places.flat_map(|at| spellings(ids[at]).into_iter().map(move |way| (at, way)));
        ways.map(|(at, way)| [&ids[..at], &way, &ids[at + 1..]].concat())
            .find(|spelt| !self.contains(spelt))
            .unwrap_or(ids)
    }

    /// Memory held, in blocks of `block` tokens, as the engine allocates it.
    pub fn blocks(&self, block: usize) -> usize {
        self.0.iter().map(|kept| kept.len().div_ceil(block)).sum()
    }
}

/// Token sequences that an engine keeps by whole blocks, the oldest dropped when there is no room.
#[derive(Debug, Default)]
pub struct Blocks {
    size: usize,
    room: usize,
    kept: std::collections::VecDeque<Vec<u32>>,
    tokens: usize,
}

impl Blocks {
    /// `size`: tokens of a block, `room`: of all blocks.
    pub fn new(size: usize, room: usize) -> Self {
        Self {
            size,
            room,
            ..Self::default()
        }
    }

    /// A sequence was computed. What sequences share is counted for each, so what is said to be kept
    /// is rather too little than too much.
    pub fn push(&mut self, ids: Vec<u32>) {
        self.tokens += ids.len();
        self.kept.push_back(ids);
        while self.tokens > self.room
            && let Some(oldest) = self.kept.pop_front()
        {
            self.tokens -= oldest.len();
        }
    }

    /// Tokens at the start of `ids` that need not be computed again: whole blocks, and never all of
    /// the prompt, whose last token has to be computed for what follows it.
    pub fn matched(&self, ids: &[u32]) -> usize {
        let shared = |kept: &Vec<u32>| kept.iter().zip(ids).take_while(|(a, b)| a == b).count();
        let longest = self.kept.iter().map(shared).max().unwrap_or(0);
        let whole = longest.min(ids.len().saturating_sub(1));
        whole.checked_div(self.size).unwrap_or(0) * self.size
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_blocks_count_and_the_last_token_is_always_computed() {
        let mut blocks = Blocks::new(4, 12);
        assert_eq!(blocks.matched(&[1, 2, 3, 4, 5]), 0);
        blocks.push(vec![1, 2, 3, 4, 5, 6, 7, 8, 9]);
        assert_eq!(blocks.matched(&[1, 2, 3, 4, 5, 6, 0]), 4);
        assert_eq!(blocks.matched(&[1, 2, 3, 4, 5, 6, 7, 8, 9]), 8);
        assert_eq!(blocks.matched(&[1, 2, 3, 4, 5, 6, 7, 8]), 4, "all but one");
        // Nine and four tokens are more than there is room for: the older sequence goes.
        blocks.push(vec![0, 0, 0, 0]);
        assert_eq!(blocks.matched(&[1, 2, 3, 4, 5]), 0);
        assert_eq!(blocks.matched(&[0, 0, 0, 0, 1]), 4);
        assert_eq!(Blocks::default().matched(&[1]), 0);
    }

    #[test]
    fn a_contained_prompt_is_spelt_apart_until_nothing_contains_it() {
        // 34 is written by 3 and 4, 56 by 5 and 6; nothing else can be split.
        let split = |id: u32| match id {
            34 | 56 => vec![vec![id / 10, id % 10]],
            _ => Vec::new(),
        };
        let mut kept = Kept::default();
        let prompt = vec![34, 1, 56, 2];
        assert_eq!(kept.apart(prompt.clone(), split), prompt, "nothing is kept");
        kept.push(vec![34, 1, 56, 2, 9]);
        let once = kept.apart(prompt.clone(), split);
        assert_eq!(once, [34, 1, 5, 6, 2], "the latest that can be");
        // The same place is asked about again, and that spelling was kept as well.
        kept.push(once);
        assert_eq!(kept.apart(prompt.clone(), split), [3, 4, 1, 56, 2]);
        kept.push(vec![3, 4, 1, 56, 2]);
        assert_eq!(kept.apart(prompt.clone(), split), prompt, "no way is left");
    }

    #[test]
    fn the_longest_shared_beginning_counts() {
        let mut kept = Kept::default();
        assert_eq!(kept.matched(&[1, 2]), 0);
        kept.push(vec![1, 2, 9]);
        kept.push(vec![1, 2, 3, 4, 9]);
        assert_eq!(kept.matched(&[1, 2, 3, 5]), 3);
        assert_eq!(kept.matched(&[7]), 0);
        assert!(kept.contains(&[1, 2, 3]));
        assert!(!kept.contains(&[1, 2, 3, 5]));
        assert_eq!(kept.blocks(4), 3);
    }
}
