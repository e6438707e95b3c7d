//! Two runs over the same holes: the paired difference and how sure it is. Pure.

use super::Record;
use fastrand::Rng;
use serde::Serialize;
use std::collections::HashMap;

/// Resamples of the bootstrap.
const RESAMPLES: usize = 10_000;

/// How often each of two runs was right over the holes that both have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Paired {
    pub holes: usize,
    pub a: usize,
    pub b: usize,
    /// Holes that only the first, and only the second, got right.
    pub only_a: usize,
    pub only_b: usize,
    /// Right share of the second less that of the first, in points.
    pub difference: f64,
    /// 95 % interval of the difference: percentiles of a paired bootstrap over holes, in points.
    pub low: f64,
    pub high: f64,
    /// McNemar's exact two-sided probability of so uneven a split by chance.
    pub p: f64,
}

/// Records of the holes that both runs have an answer for, in the order of the first.
pub fn pairs<'a>(a: &'a [Record], b: &'a [Record]) -> Vec<(&'a Record, &'a Record)> {
    let by_id: HashMap<&str, &Record> = b
        .iter()
        .map(|record| (record.id.as_str(), record))
        .collect();
    let both = a
        .iter()
        .filter_map(|a| Some((a, *by_id.get(a.id.as_str())?)));
    both.filter(|(a, b)| a.error.is_none() && b.error.is_none())
        .collect()
}

/// The paired difference of a property of records.
pub fn paired(pairs: &[(&Record, &Record)], right: impl Fn(&Record) -> bool, seed: u64) -> Paired {
    let outcomes: Vec<(bool, bool)> = pairs.iter().map(|(a, b)| (right(a), right(b))).collect();
    let only_a = outcomes.iter().filter(|(a, b)| *a && !b).count();
    let only_b = outcomes.iter().filter(|(a, b)| !a && *b).count();
    let points = |difference: i64| 100.0 * difference as f64 / outcomes.len().max(1) as f64;
    let difference = |(a, b): &(bool, bool)| i64::from(*b) - i64::from(*a);
    let mut rng = Rng::with_seed(seed);
    let mut resampled: Vec<f64> = (0..RESAMPLES)
        .map(|_| {
            let drawn = (0..outcomes.len()).map(|_| &outcomes[rng.usize(..outcomes.len())]);
            points(drawn.map(difference).sum())
        })
        .collect();
    resampled.sort_by(f64::total_cmp);
    let percentile = |share: f64| resampled[(share * (RESAMPLES - 1) as f64).round() as usize];
    Paired {
        holes: outcomes.len(),
        a: outcomes.iter().filter(|(a, _)| *a).count(),
        b: outcomes.iter().filter(|(_, b)| *b).count(),
        only_a,
        only_b,
        difference: points(outcomes.iter().map(difference).sum()),
        low: percentile(0.025),
        high: percentile(0.975),
        p: mcnemar(only_a, only_b),
    }
}

/// The exact two-sided test: both tails of a fair coin thrown as often as the runs disagree.
pub fn mcnemar(only_a: usize, only_b: usize) -> f64 {
    let n = only_a + only_b;
    let fewer = only_a.min(only_b);
    // In logarithms, so that hundreds of throws do not underflow.
    let ln_half = 0.5f64.ln() * n as f64;
    let mut ln_choose = 0.0;
    let mut tail = 0.0;
    for k in 0..=fewer {
        tail += (ln_choose + ln_half).exp();
        ln_choose += ((n - k) as f64 / (k + 1) as f64).ln();
    }
    (2.0 * tail).min(1.0)
}
