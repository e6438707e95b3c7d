//! Figures as text for a terminal of 80 columns. Prints nothing itself.

use super::check::Fault;
use super::compare::{Paired, paired, pairs};
use super::metrics::{Figures, curve};
use super::{Head, Kind, Record};
use std::collections::BTreeMap;
use std::fmt::Write;

/// The whole report of a run.
pub fn run(head: &Head, records: &[Record]) -> String {
    let mut out = String::new();
    let how = if head.plain {
        "asked plainly"
    } else {
        "the pipeline"
    };
    let set = if head.set.is_empty() {
        String::new()
    } else {
        format!(", {}", head.set.join(" "))
    };
    line(
        &mut out,
        &format!(
            "{} on {}, {how}{set}, seed {}",
            head.model, head.device, head.seed
        ),
    );
    line(&mut out, "");
    line(
        &mut out,
        "           holes  exact  first  alike  shown precise  saved   p50 s   p95 s cached",
    );
    for (name, group) in groups(records) {
        line(&mut out, &row(&name, &Figures::of(group.iter().copied())));
    }
    let all = Figures::of(records);
    line(&mut out, "");
    line(&mut out, EXPLAINED);
    line(&mut out, "");
    out.push_str(&judged(&all));
    if all.failed > 0 {
        line(
            &mut out,
            &format!("{} holes without an answer: the engine failed", all.failed),
        );
    }
    line(&mut out, "");
    out.push_str(&thresholds(records));
    out
}

const EXPLAINED: &str = "\
exact, first: shares of all holes whose shown answer is the hole's text, or has its
first line; alike: normalised Levenshtein similarity of what was shown; precise: exact
of those shown; saved: characters of exact answers; times from question to answer";

/// Rows of the table: each kind, each language where there are several, and all.
pub fn groups(records: &[Record]) -> Vec<(String, Vec<&Record>)> {
    let mut groups = Vec::new();
    for kind in Kind::ALL {
        let of: Vec<&Record> = records
            .iter()
            .filter(|record| record.kind == kind)
            .collect();
        if of.is_empty() {
            continue;
        }
        groups.push((kind.name().to_string(), of.clone()));
        if kind == Kind::Block {
            let single = |record: &&Record| !record.expected.contains('\n');
            let (one, more): (Vec<&Record>, Vec<&Record>) = of.into_iter().partition(single);
            for (name, group) in [("  1 line", one), ("  2 to 8", more)] {
                if !group.is_empty() {
                    groups.push((name.to_string(), group));
                }
            }
        }
    }
    let languages = by_language(records);
    if languages.len() > 1 {
        groups.extend(
            languages
                .into_iter()
                .map(|(name, of)| (name.to_string(), of)),
        );
    }
    groups.push(("all".into(), records.iter().collect()));
    groups
}

pub fn by_language(records: &[Record]) -> BTreeMap<&str, Vec<&Record>> {
    let mut languages: BTreeMap<&str, Vec<&Record>> = BTreeMap::new();
    for record in records {
        languages.entry(&record.language).or_default().push(record);
    }
    languages
}

fn row(name: &str, figures: &Figures) -> String {
    format!(
        "{name:<10} {:>5} {:>6} {:>6} {:>6.2} {:>6} {:>7} {:>6} {:>7.2} {:>7.2} {:>6}",
        figures.holes,
        percent(figures.exact_share()),
        percent(figures.first_share()),
        figures.similarity,
        percent(figures.shown_share()),
        percent(figures.precision()),
        percent(figures.saved_share()),
        figures.total.p50 / 1e3,
        figures.total.p95 / 1e3,
        percent(figures.cached_share()),
    )
}

/// What the independent check found.
fn judged(all: &Figures) -> String {
    let found = Fault::ALL.iter().zip(all.faults);
    let found: Vec<String> = found
        .map(|(fault, count)| format!("{count} {}", fault.words()))
        .collect();
    let (first, more) = found.split_at(2);
    let (first, more) = (first.join(", "), more.join(", "));
    format!("of {} shown: {first},\n{more}\n", all.shown)
}

fn thresholds(records: &[Record]) -> String {
    let mut out = String::from("conf. from");
    let points = curve(records);
    let some: Vec<_> = points.iter().step_by(2).collect();
    for point in &some {
        write(&mut out, &format!("{:>7.2}", point.threshold));
    }
    for (name, value) in [
        ("shown", |point: &super::metrics::Point| point.shown),
        ("precision", |point: &super::metrics::Point| point.precision),
    ] as [(&str, fn(&super::metrics::Point) -> f64); 2]
    {
        write(&mut out, &format!("\n{name:<10}"));
        for point in &some {
            write(&mut out, &format!("{:>7}", percent(value(point))));
        }
    }
    out.push('\n');
    out
}

/// Two runs over the same holes.
pub fn comparison(a: (&Head, &[Record]), b: (&Head, &[Record]), seed: u64) -> String {
    let mut out = String::new();
    let all = pairs(a.1, b.1);
    let name = |head: &Head| {
        let how = if head.plain { "plain" } else { "pipeline" };
        [&[head.model.clone(), how.to_string()], head.set.as_slice()]
            .concat()
            .join(" ")
    };
    line(&mut out, &format!("A: {}\nB: {}", name(a.0), name(b.0)));
    let missing = a.1.len() + b.1.len() - 2 * all.len();
    line(
        &mut out,
        &format!(
            "{} holes in both, {missing} answers in only one are left out\n",
            all.len()
        ),
    );
    line(
        &mut out,
        "                    holes      A      B  only A  only B   B - A   95 % interval       p",
    );
    let kinds = Kind::ALL.map(|kind| (kind.name(), Some(kind)));
    for (name, kind) in kinds.into_iter().chain([("all", None)]) {
        let of: Vec<_> = all
            .iter()
            .filter(|(a, _)| kind.is_none_or(|kind| a.kind == kind))
            .copied()
            .collect();
        if of.is_empty() {
            continue;
        }
        let exact = paired(&of, Record::exact, seed);
        let first = paired(&of, Record::first_line, seed);
        line(&mut out, &compared(&format!("{name}, exact"), &exact));
        line(&mut out, &compared(&format!("{name}, first line"), &first));
    }
    line(
        &mut out,
        "\nB - A in points of all holes; interval: paired bootstrap, 10,000 resamples;\np: McNemar's exact test, two-sided",
    );
    out
}

fn compared(name: &str, paired: &Paired) -> String {
    let share = |right: usize| percent(super::metrics::share(right, paired.holes));
    format!(
        "{name:<18} {:>6} {:>6} {:>6} {:>7} {:>7} {:>+7.1} {:>+7.1} to {:>+5.1} {:>7.4}",
        paired.holes,
        share(paired.a),
        share(paired.b),
        paired.only_a,
        paired.only_b,
        paired.difference,
        paired.low,
        paired.high,
        paired.p,
    )
}

/// A share as a percentage with one digit.
pub fn percent(share: f64) -> String {
    format!("{:.1}%", 100.0 * share)
}

fn line(out: &mut String, text: &str) {
    write(out, text);
    out.push('\n');
}

fn write(out: &mut String, text: &str) {
    write!(out, "{text}").expect("writing to a string does not fail");
}
