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

    /// Memory held, in blocks of `block` tokens, as the engine allocates it.
    pub fn blocks(&self, block: usize) -> usize {
        self.0.iter().map(|kept| kept.len().div_ceil(block)).sum()
    }

    /// The sequence kept last.
    pub fn last(&self) -> Option<&Vec<u32>> {
        self.0.last()
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
