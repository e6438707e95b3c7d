//! Memory of a long session with the real model.

use crate::engine::fim;
use crate::{desk, text};
use inglenook::model::Event;

/// A thousand keystrokes in ten files: memory at the end against memory after the first fifty.
#[test]
fn memory_stays_bounded_over_a_thousand_requests() {
    let desk = desk();
    let line = "    let total = prices.iter().map(|price| price * quantity).sum::<f64>();";
    let mut early = 0;
    for request in 0..1_000 {
        let file = format!(
            "// file {}\nfn total(prices: &[f64], quantity: f64) -> f64 {{\n",
            request / 100
        );
        let typed = &line[..4 + request % (line.len() - 4)];
        let mut keystroke = fim(&file, typed, "\n}\n");
        keystroke.max_tokens = 1;
        let events = desk.all(keystroke);
        assert!(
            matches!(events.last(), Some(Event::Done { .. })),
            "request {request}"
        );
        if request == 50 {
            early = resident_kb();
        }
    }
    let late = resident_kb();
    println!(
        "resident {} MB after 50 requests, {} MB after 1,000",
        early / 1024,
        late / 1024
    );
    assert!(
        late as f64 <= early as f64 * 1.3,
        "{early} kB, then {late} kB"
    );
}

/// Jumps to 130 places, each of which is kept: more than may be kept, so all is dropped now and then.
#[test]
fn what_is_kept_of_many_places_is_dropped() {
    let desk = desk();
    desk.all(fim("fn main() {\n", "", "}\n"));
    let base = resident_kb();
    let mut most = 0;
    for place in 0..130 {
        let mut jump = fim(
            &format!("{place} // a place\nfn main() {{\n"),
            "    let a =",
            "}\n",
        );
        jump.max_tokens = 2;
        desk.all(jump);
        most = most.max(resident_kb());
    }
    let end = resident_kb();
    println!(
        "resident: {} MB before, {} MB at most, {} MB at the end",
        base / 1024,
        most / 1024,
        end / 1024
    );
    assert!(most < base + 250 * 1024, "{base} kB, then {most} kB");
}

/// A line grows word by word until all that is kept was dropped in the middle of it: each request goes on
/// from its own state all the same, and the answer is the one to the whole line at once.
#[test]
fn what_is_dropped_changes_no_answer() {
    let desk = desk();
    let prefix = "def total(prices, rates, limit, offset, names):\n";
    let line = "    kept = [price * rate for price, rate in zip(prices, rates) if price < limit and \
                rate > offset and price not in names and rate is not None and price is not None";
    let ask = |typed: &str| text(&desk.all(fim(prefix, typed, "\n    return kept\n")));
    let whole = ask(line);
    let words = line
        .match_indices(' ')
        .map(|(at, _)| at)
        .filter(|at| *at > 8);
    let mut grown = String::new();
    for end in words.chain([line.len()]) {
        grown = ask(&line[..end]);
    }
    assert!(!whole.is_empty());
    assert_eq!(grown, whole);
}

fn resident_kb() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").expect("this is Linux");
    let line = status
        .lines()
        .find(|line| line.starts_with("VmRSS:"))
        .expect("it has VmRSS");
    line.split_whitespace()
        .nth(1)
        .and_then(|kb| kb.parse().ok())
        .expect("it is a number")
}
