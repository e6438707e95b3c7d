//! Reciprocal rank fusion: ranked lists of several sources become one.

use super::{Form, Piece, Source};
use std::collections::HashMap;
use std::ops::Range;

/// The constant of reciprocal rank fusion (Cormack, Clarke and Büttcher 2009 use 60): how little the
/// first places of a list stand out.
pub const RANK_CONSTANT: f64 = 60.0;

/// What a source found, before it is merged.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    pub path: String,
    pub lines: Range<u32>,
    /// The shortest first.
    pub forms: Vec<String>,
    pub why: String,
}

/// Merges lists, each the best first. The same place found by several sources counts by the sum of
/// 1 / (60 + rank), ranks from 1. The best first; equal ones by path and line.
pub fn fuse(lists: Vec<(Source, Vec<Candidate>)>) -> Vec<Piece> {
    let mut places: HashMap<(String, u32), usize> = HashMap::new();
    // Each piece with its best rank so far.
    let mut pieces: Vec<(Piece, usize)> = Vec::new();
    for (source, list) in lists {
        for (rank, candidate) in (1..).zip(list) {
            let score = 1.0 / (RANK_CONSTANT + rank as f64);
            let key = (candidate.path.clone(), candidate.lines.start);
            let at = *places.entry(key).or_insert(pieces.len());
            if let Some((piece, best)) = pieces.get_mut(at) {
                if piece.sources.contains(&source) {
                    continue;
                }
                piece.score += score;
                piece.sources.push(source);
                if rank < *best {
                    (*best, piece.source) = (rank, source);
                }
                continue;
            }
            let forms = candidate.forms.into_iter();
            let piece = Piece {
                source,
                sources: vec![source],
                path: candidate.path,
                lines: candidate.lines,
                forms: forms.map(|text| Form { text, tokens: 0 }).collect(),
                score,
                why: candidate.why,
            };
            pieces.push((piece, rank));
        }
    }
    let mut pieces: Vec<Piece> = pieces.into_iter().map(|(piece, _)| piece).collect();
    pieces.sort_by(|a, b| {
        let place = |piece: &Piece| (piece.path.clone(), piece.lines.start);
        b.score
            .total_cmp(&a.score)
            .then_with(|| place(a).cmp(&place(b)))
    });
    pieces
}
