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

#[cfg(test)]
mod tests {
    use super::*;

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
