//! Completions by the real model: white space, typing, what may never be shown.

use crate::{desk, patient};
use inglenook::complete::frame::Frame;
use inglenook::complete::{Target, ask};

const CLASS: &str = "class Rectangle:\n    def __init__(self, width, height):\n        self.width = width\n        self.height = height\n\n    def perimeter(self):\n        return 2 * (self.width + self.height)\n\n    def area(self):$0\n";

#[test]
fn a_completion_that_begins_with_a_line_break_keeps_its_indentation() {
    let desk = desk();
    let done = desk.complete("shapes.py", CLASS);
    println!("{:?}, confidence {:?}", done.text, done.confidence);
    assert_eq!(done.text, "\n        return self.width * self.height");
}

/// The line is typed a character at a time, in the frame that the prompts of a document share. Prints
/// what the issue asks for.
#[test]
fn typing_costs_a_fraction_of_a_cold_prompt() {
    let desk = desk();
    let crate_source = include_str!("../../server/text/mod.rs");
    let at = crate_source
        .find("    pub fn line_start")
        .expect("the file has this function");
    let (before, after) = crate_source.split_at(at);
    let line = "    pub fn last_line(&self) -> usize {";
    let options = patient();
    let mut held: Option<Frame> = None;
    let mut times = Vec::new();
    for typed in 0..=line.len() {
        let text = format!("{before}{}\n\n{after}", &line[..typed]);
        let document = desk.document("mod.rs", &text);
        let target = Target::new(&document, before.len() + typed);
        let frame = held
            .filter(|frame| frame.holds(&desk.engine, &document.text, target.offset))
            .unwrap_or_else(|| Frame::new(&desk.engine, &options, &target));
        let target = Target {
            frame: Some(&frame),
            ..target
        };
        let asked = ask(&desk.engine, &options, target);
        let usage = desk
            .runtime
            .block_on(asked)
            .expect("the model answers")
            .usage;
        times.push((usage.ttft_ms, usage.prompt_tokens - usage.cached_tokens));
        held = Some(frame);
    }
    let (cold, cold_tokens) = times[0];
    let answered: Vec<_> = times[2..].iter().filter(|(ttft, _)| *ttft > 0.0).collect();
    let worst = answered.iter().map(|(ttft, _)| *ttft).fold(0.0, f64::max);
    let mut sorted: Vec<f64> = answered.iter().map(|(ttft, _)| *ttft).collect();
    sorted.sort_by(f64::total_cmp);
    let median = sorted[sorted.len() / 2];
    let most = times[2..].iter().map(|(_, new)| *new).max().unwrap_or(0);
    println!(
        "cold: {cold:.0} ms, {cold_tokens} new tokens; then {} keystrokes: median {median:.0} ms, worst {worst:.0} ms, at most {most} new tokens; worst over cold {:.3}",
        answered.len(),
        worst / cold
    );
    assert!(answered.len() > line.len() / 2, "{times:?}");
    assert!(most <= 8, "{times:?}");
    assert!(median <= cold / 10.0, "{times:?}");
    // More is kept by then than may be: what this line goes on from is not dropped with the rest.
    assert!(answered.len() > 24 && worst <= cold / 2.0, "{times:?}");
}

#[test]
fn control_tokens_in_the_file_are_never_shown() {
    let desk = desk();
    let marked = "TOKENS = [\n    \"<|fim_prefix|>\",\n    \"<|fim_suffix|>\",\n    \"<|fim_middle|>\",\n    \"<|endoftext|>\",\n]\n\nCOPY = [\n    \"<|fim_prefix|>\",\n    \"<|fim_suffix|>\",\n    $0\n]\n";
    let done = desk.complete("tokens.py", marked);
    println!("{:?}", done.text);
    assert!(!done.text.contains("<|"), "{:?}", done.text);
}
