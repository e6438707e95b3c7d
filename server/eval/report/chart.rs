//! Where each mark of a chart stands, in the units of its `viewBox`. Pure.

use crate::eval::metrics::{Figures, Spread, curve as points};
use crate::eval::table::{by_language, percent};
use crate::eval::{Kind, Record};
use serde::Serialize;

/// The plot's own area: its left and top edge and its size.
const LEFT: f64 = 44.0;
const TOP: f64 = 12.0;
const WIDTH: f64 = 380.0;
const HEIGHT: f64 = 180.0;
/// Bars of a histogram.
const BINS: usize = 24;

#[derive(Serialize)]
pub struct Tick {
    at: f64,
    label: String,
}

#[derive(Serialize)]
pub struct Bar {
    x: f64,
    y: f64,
    width: f64,
    height: f64,
    title: String,
}

/// How times are spread.
#[derive(Serialize)]
pub struct Histogram {
    bars: Vec<Bar>,
    x: Vec<Tick>,
    y: Vec<Tick>,
    /// Median and 95th percentile.
    marks: Vec<Tick>,
}

#[derive(Serialize)]
pub struct Line {
    name: &'static str,
    path: String,
    dots: Vec<Dot>,
    label_x: f64,
    label_y: f64,
}

#[derive(Serialize)]
pub struct Dot {
    x: f64,
    y: f64,
    /// The run's own threshold.
    here: bool,
    title: String,
}

/// Precision against share shown.
#[derive(Serialize)]
pub struct Curve {
    lines: Vec<Line>,
    x: Vec<Tick>,
    y: Vec<Tick>,
}

#[derive(Serialize)]
pub struct Language {
    name: String,
    holes: usize,
    bars: Vec<Share>,
}

#[derive(Serialize)]
pub struct Share {
    label: &'static str,
    /// 0 to 100.
    width: f64,
    value: String,
}

/// Times in milliseconds as a histogram in seconds, up to the largest.
pub fn histogram(times: impl Iterator<Item = f64>) -> Histogram {
    let times: Vec<f64> = times.map(|ms| ms / 1e3).collect();
    let step = nice(times.iter().copied().fold(0.0, f64::max) / 5.0);
    let largest = times.iter().copied().fold(step, f64::max);
    let end = (largest / step).ceil() * step;
    let mut counts = [0usize; BINS];
    for time in &times {
        let bin = (time / end * BINS as f64) as usize;
        counts[bin.min(BINS - 1)] += 1;
    }
    let most = counts.iter().copied().max().unwrap_or(0).max(1);
    let width = WIDTH / BINS as f64;
    let bar = |(bin, count): (usize, &usize)| {
        let height = HEIGHT * *count as f64 / most as f64;
        let from = end * bin as f64 / BINS as f64;
        Bar {
            x: LEFT + width * bin as f64 + 1.0,
            y: TOP + HEIGHT - height,
            width: width - 2.0,
            height,
            title: format!(
                "{count} from {from:.2} to {:.2} s",
                from + end / BINS as f64
            ),
        }
    };
    let x = |time: f64| LEFT + WIDTH * time / end;
    let spread = Spread::of(times.iter().copied());
    let mark = |(name, time): (&str, f64)| Tick {
        at: x(time),
        label: format!("{name} {time:.2} s"),
    };
    let ticks = (end / step).round() as usize;
    Histogram {
        bars: counts
            .iter()
            .enumerate()
            .filter(|(_, count)| **count > 0)
            .map(bar)
            .collect(),
        x: (0..=ticks)
            .map(|tick| tick as f64 * step)
            .map(|time| Tick {
                at: x(time),
                label: format!("{}", (time * 1e3).round() / 1e3),
            })
            .collect(),
        y: vec![
            Tick {
                at: TOP,
                label: most.to_string(),
            },
            Tick {
                at: TOP + HEIGHT,
                label: "0".into(),
            },
        ],
        marks: [("p50", spread.p50), ("p95", spread.p95)].map(mark).into(),
    }
}

/// The least of 1, 2, 5 times a power of ten that is not below a value.
fn nice(value: f64) -> f64 {
    let power = 10f64.powf(value.max(1e-3).log10().floor());
    let steps = [1.0, 2.0, 5.0, 10.0];
    let fits = steps.iter().find(|step| **step * power >= value);
    fits.copied().unwrap_or(10.0) * power
}

/// A line for each kind of hole; a dot for each threshold.
pub fn curve(records: &[Record], threshold: f64) -> Curve {
    let x = |share: f64| LEFT + WIDTH * share;
    let y = |share: f64| TOP + HEIGHT * (1.0 - share);
    let mut lines = Vec::new();
    for kind in Kind::ALL {
        let of: Vec<&Record> = records
            .iter()
            .filter(|record| record.kind == kind)
            .collect();
        if of.is_empty() {
            continue;
        }
        let points = points(of);
        let shown: Vec<_> = points.iter().filter(|point| point.shown > 0.0).collect();
        let nearest = (threshold * 20.0).round() as usize;
        let dots: Vec<Dot> = shown
            .iter()
            .map(|point| Dot {
                x: x(point.shown),
                y: y(point.precision),
                here: (point.threshold * 20.0).round() as usize == nearest,
                title: format!(
                    "{}, confidence from {:.2}: {} shown, {} of these right",
                    kind.name(),
                    point.threshold,
                    percent(point.shown),
                    percent(point.precision)
                ),
            })
            .collect();
        let path: Vec<String> = dots
            .iter()
            .map(|dot| format!("{:.1},{:.1}", dot.x, dot.y))
            .collect();
        lines.push(Line {
            name: kind.name(),
            path: path.join(" "),
            label_x: dots.first().map_or(LEFT, |dot| dot.x),
            label_y: dots.first().map_or(TOP, |dot| dot.y),
            dots,
        });
    }
    let ticks = |at: fn(f64) -> f64| {
        let tick = |step: u8| Tick {
            at: at(f64::from(step) / 4.0),
            label: format!("{}%", u32::from(step) * 25),
        };
        (0..=4).map(tick).collect()
    };
    Curve {
        lines,
        x: ticks(|share| LEFT + WIDTH * share),
        y: ticks(|share| TOP + HEIGHT * (1.0 - share)),
    }
}

/// Shares by language, the language with the most holes first.
pub fn languages(records: &[Record]) -> Vec<Language> {
    let mut languages: Vec<Language> = by_language(records)
        .into_iter()
        .map(|(name, of)| {
            let figures = Figures::of(of);
            let share = |label, share: f64| Share {
                label,
                width: 100.0 * share,
                value: percent(share),
            };
            Language {
                name: name.into(),
                holes: figures.holes,
                bars: vec![
                    share("shown", figures.shown_share()),
                    share("first line", figures.first_share()),
                    share("exact", figures.exact_share()),
                ],
            }
        })
        .collect();
    languages.sort_by_key(|language| std::cmp::Reverse(language.holes));
    languages
}
