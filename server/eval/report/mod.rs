//! The report with charts: one HTML file, light and dark, without scripts. Computes what stands
//! where; `page.html` draws it.

mod chart;

use super::check::Fault;
use super::metrics::{Figures, Spread};
use super::table::{self, percent};
use super::{Head, Record};
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment};
use serde::Serialize;

/// Wrong answers that are shown as examples.
const EXAMPLES: usize = 8;

#[derive(Serialize)]
struct Tile {
    value: String,
    label: String,
}

#[derive(Serialize)]
struct Row {
    name: String,
    cells: Vec<String>,
}

#[derive(Serialize)]
struct Example<'a> {
    place: String,
    confidence: String,
    expected: &'a str,
    answer: &'a str,
}

/// What the template draws.
#[derive(Serialize)]
struct Page<'a> {
    head: &'a Head,
    how: &'static str,
    tiles: Vec<Tile>,
    rows: Vec<Row>,
    first: chart::Histogram,
    whole: chart::Histogram,
    curve: chart::Curve,
    languages: Vec<chart::Language>,
    faults: Vec<Tile>,
    shown: usize,
    failed: usize,
    examples: Vec<Example<'a>>,
}

/// The report of a run.
///
/// # Errors
/// When the template does not render: a mistake in this build.
pub fn html(head: &Head, records: &[Record]) -> Result<String, minijinja::Error> {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.add_template("page", include_str!("page.html"))?;
    let all = Figures::of(records);
    let answered = || records.iter().filter(|record| record.error.is_none());
    let fault = |(fault, count): (&Fault, usize)| Tile {
        value: count.to_string(),
        label: fault.words().into(),
    };
    let page = Page {
        head,
        how: if head.plain {
            "asked plainly"
        } else {
            "through the pipeline"
        },
        tiles: tiles(&all),
        rows: rows(records),
        first: chart::histogram(
            answered()
                .filter(|r| r.completion_tokens > 0)
                .map(|r| r.ttft_ms),
        ),
        whole: chart::histogram(answered().map(|record| record.wall_ms)),
        curve: chart::curve(records, head.threshold),
        languages: chart::languages(records),
        faults: Fault::ALL.iter().zip(all.faults).map(fault).collect(),
        shown: all.shown,
        failed: all.failed,
        examples: examples(records),
    };
    environment.get_template("page")?.render(Serde(page))
}

fn tiles(all: &Figures) -> Vec<Tile> {
    let tile = |value: String, label: &str| Tile {
        value,
        label: label.into(),
    };
    vec![
        tile(all.holes.to_string(), "holes"),
        tile(percent(all.exact_share()), "exact match"),
        tile(percent(all.precision()), "right of what is shown"),
        tile(percent(all.shown_share()), "shown"),
        tile(percent(all.saved_share()), "characters saved"),
        tile(seconds(all.ttft.p50), "to the first token, median"),
    ]
}

fn rows(records: &[Record]) -> Vec<Row> {
    let cells = |figures: &Figures| {
        vec![
            figures.holes.to_string(),
            percent(figures.exact_share()),
            percent(figures.first_share()),
            format!("{:.2}", figures.similarity),
            percent(figures.shown_share()),
            percent(figures.precision()),
            percent(figures.saved_share()),
            spread(figures.ttft),
            spread(figures.total),
            percent(figures.cached_share()),
        ]
    };
    let groups = table::groups(records).into_iter();
    let row = |(name, group): (String, Vec<&Record>)| Row {
        cells: cells(&Figures::of(group)),
        name,
    };
    groups.map(row).collect()
}

fn seconds(ms: f64) -> String {
    if ms < 1000.0 {
        format!("{ms:.0} ms")
    } else {
        format!("{:.2} s", ms / 1e3)
    }
}

fn spread(spread: Spread) -> String {
    format!("{} / {}", seconds(spread.p50), seconds(spread.p95))
}

/// The wrong answers that the model was surest of: what a threshold cannot help.
fn examples(records: &[Record]) -> Vec<Example<'_>> {
    let mut wrong: Vec<&Record> = records
        .iter()
        .filter(|record| record.shown && !record.exact())
        .collect();
    wrong.sort_by(|a, b| {
        let sure = |record: &Record| record.confidence.unwrap_or_default();
        sure(b).total_cmp(&sure(a))
    });
    wrong.truncate(EXAMPLES);
    let shown = wrong.into_iter().map(|record| Example {
        place: format!(
            "{}, byte {}, {}",
            record.file,
            record.offset,
            record.kind.name()
        ),
        confidence: record.confidence.map_or("unknown".into(), percent),
        expected: &record.expected,
        answer: &record.answer,
    });
    shown.collect()
}
