//! Which pieces of a context stand in a prompt, in which form and order.

use super::{Context, Piece, Source};
use std::ops::Range;

/// Tokens that a file's heading costs beside its path: the control token and two line breaks.
const HEADING: usize = 3;
/// Tokens that each piece is taken to cost beside its own, so that many tiny ones do not crowd out
/// one that is worth more.
const EACH: usize = 8;

/// Tokens for pieces below which only what encloses the cursor is taken: in a prompt that small the file's
/// own lines are worth more. Measured with the default model at 56 tokens for pieces, of 224 in all: see
/// benches/README.md, "Completions".
pub const OTHERS: usize = 80;

/// A piece that stands in a prompt.
#[derive(Clone, Debug, PartialEq)]
pub struct Chosen<'a> {
    pub piece: &'a Piece,
    /// Its place among all pieces, from 1.
    pub rank: usize,
    /// Which of its forms.
    pub form: usize,
}

impl Chosen<'_> {
    pub fn text(&self) -> &str {
        &self.piece.forms[self.form].text
    }

    pub fn tokens(&self) -> usize {
        self.piece.forms[self.form].tokens
    }
}

impl Context {
    /// The pieces for a prompt with so many tokens for them, in the order of the prompt: what changes
    /// seldom first. `shown`: 0-based lines of the document that stand in the prompt anyway.
    ///
    /// First the shortest form of each piece by value per token, then longer ones for what is left.
    pub fn choose(&self, budget: usize, shown: Range<u32>) -> Vec<Chosen<'_>> {
        let mut left = budget;
        let mut chosen: Vec<Chosen<'_>> = Vec::new();
        for rank in self.by_value() {
            let piece = &self.pieces[rank];
            let Some(form) = piece.forms.first() else {
                continue;
            };
            if budget < OTHERS && piece.source != Source::Enclosing {
                continue;
            }
            let known = chosen.iter().any(|one| beside(one.piece, piece));
            let cost = form.tokens + if known { 1 } else { heading(&piece.path) };
            let there = piece.path == self.path && meet(&piece.lines, &shown);
            let twice = chosen
                .iter()
                .any(|one| one.piece.path == piece.path && meet(&one.piece.lines, &piece.lines));
            if cost <= left && !there && !twice {
                left -= cost;
                chosen.push(Chosen {
                    piece,
                    rank: rank + 1,
                    form: 0,
                });
            }
        }
        chosen.sort_by_key(|one| one.rank);
        for one in &mut chosen {
            let grown = |form: &usize| one.piece.forms[*form].tokens.saturating_sub(one.tokens());
            let longer = (one.form + 1..one.piece.forms.len()).rev();
            if let Some(form) = longer.clone().find(|form| grown(form) <= left) {
                left -= grown(&form);
                one.form = form;
            }
        }
        chosen.sort_by_key(|one| {
            let piece = one.piece;
            (piece.source, piece.path.clone(), piece.lines.start)
        });
        chosen
    }

    /// The chosen pieces as files for a prompt: path and text, those of one file and source together.
    pub fn files(&self, budget: usize, shown: Range<u32>) -> Vec<(String, String)> {
        let mut files: Vec<(String, String)> = Vec::new();
        let chosen = self.choose(budget, shown);
        let mut before: Option<&Piece> = None;
        for one in &chosen {
            match files.last_mut() {
                Some((_, text)) if before.is_some_and(|before| beside(before, one.piece)) => {
                    text.push('\n');
                    text.push_str(one.text());
                }
                _ => files.push((one.piece.path.clone(), one.text().to_string())),
            }
            before = Some(one.piece);
        }
        files
    }

    /// Places of the pieces, those that give most for each token first.
    fn by_value(&self) -> Vec<usize> {
        let value = |at: usize| {
            let piece = &self.pieces[at];
            let tokens = piece.forms.first().map_or(0, |form| form.tokens) + EACH;
            piece.score / (tokens as f64).sqrt()
        };
        let mut order: Vec<usize> = (0..self.pieces.len()).collect();
        order.sort_by(|a, b| value(*b).total_cmp(&value(*a)).then(a.cmp(b)));
        order
    }
}

/// Whether two pieces stand under one heading.
fn beside(a: &Piece, b: &Piece) -> bool {
    a.path == b.path && a.source == b.source
}

/// A path's tokens, roughly: its words and the marks between them.
fn heading(path: &str) -> usize {
    let marks = path.split(|c: char| !c.is_alphanumeric()).count();
    HEADING + (2 * marks).max(path.len() / 5)
}

fn meet(a: &Range<u32>, b: &Range<u32>) -> bool {
    a.start < b.end && b.start < a.end
}
