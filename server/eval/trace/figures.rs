//! What the typists of a trace have seen, in figures and as text, and the requests of a trace for
//! others to replay.

use super::Script;
use super::meter::Call;
use super::screen::Seen;
use crate::eval::metrics::{Spread, share};
use crate::eval::table::percent;
use crate::model::{Part, Prompt};
use crate::text::Text;
use serde::Serialize;
use std::time::Instant;

/// Lines before and after the cursor's line that a request is exported with.
const LINES_BEFORE: usize = 256;
const LINES_AFTER: usize = 64;

/// A request of the editor: what stood around the cursor.
#[derive(Clone, Debug)]
pub struct Asked {
    at: Instant,
    prefix: String,
    typed: String,
    suffix: String,
}

impl Asked {
    pub fn at(text: &Text, cursor: usize) -> Self {
        let line = text.line_of(cursor);
        let first = text.line_start(line.saturating_sub(LINES_BEFORE));
        let start = text.line_start(line);
        Self {
            at: Instant::now(),
            prefix: text.slice(first..start),
            typed: text.slice(start..cursor),
            suffix: text.slice(cursor..text.line_start(line + 1 + LINES_AFTER)),
        }
    }
}

/// Where the text of an answer came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum From {
    /// The engine computed most of the prompt.
    Cold,
    /// Most of the prompt was there.
    Warm,
    /// No request to the engine.
    Kept,
}

/// One file, typed.
#[derive(Clone, Debug)]
pub struct Played {
    pub file: String,
    /// Characters of the region.
    pub characters: usize,
    /// Keys pressed, accepting among them.
    pub keys: usize,
    pub accepted: usize,
    /// Characters of accepted texts that were not typed.
    pub saved: usize,
    pub seen: Seen,
    /// Milliseconds from the first key to the last.
    pub took_ms: f64,
    /// Milliseconds from a key to the ghost text that answers it.
    ghosts: Vec<(From, f64)>,
    /// Answers without a text.
    silent: usize,
    first_call: usize,
    asked: Vec<Asked>,
    pub calls: Vec<Call>,
}

impl Played {
    pub(super) fn new(script: &Script, first_call: usize) -> Self {
        Self {
            file: script.shown.clone(),
            characters: script.text[script.region.clone()].chars().count(),
            keys: 0,
            accepted: 0,
            saved: 0,
            seen: Seen::default(),
            took_ms: 0.0,
            ghosts: Vec::new(),
            silent: 0,
            first_call,
            asked: Vec::new(),
            calls: Vec::new(),
        }
    }

    pub(super) fn asked(&mut self, asked: Asked) {
        self.asked.push(asked);
    }

    /// An answer to the newest request came after `waited` milliseconds; `made` are the calls to the
    /// engine since the request was sent.
    pub(super) fn answered(&mut self, waited: f64, shown: bool, made: &[Call]) {
        if !shown {
            self.silent += 1;
            return;
        }
        let call = made.iter().rfind(|call| !call.ahead());
        let from = match call {
            None => From::Kept,
            Some(call) if 2 * call.cached_tokens >= call.prompt_tokens => From::Warm,
            Some(_) => From::Cold,
        };
        self.ghosts.push((from, waited));
    }

    pub(super) fn finish(&mut self, seen: Seen, took_ms: f64, calls: Vec<Call>) {
        self.seen = seen;
        self.took_ms = took_ms;
        self.calls = calls.into_iter().skip(self.first_call).collect();
    }

    /// The calls that answer a request, as lines of JSON: what stood around the cursor, the prompt as
    /// we put it, and our own tokens and times. `begun` is when the trace began.
    pub fn export(&self, begun: Instant) -> Vec<serde_json::Value> {
        let row = |call: &Call| {
            let asked = self.asked.iter().rfind(|asked| asked.at <= call.began)?;
            let Prompt::Parts(parts) = &call.prompt else {
                return None;
            };
            let part = |part: &Part| match part {
                Part::Text(text) => serde_json::json!({ "text": text }),
                Part::Control(control) => serde_json::json!({ "control": control }),
            };
            Some(serde_json::json!({
                "file": self.file,
                "at_ms": call.began.saturating_duration_since(begun).as_secs_f64() * 1e3,
                "ahead": call.ahead(),
                "prefix": asked.prefix,
                "typed": asked.typed,
                "suffix": asked.suffix,
                "prompt": parts.iter().map(part).collect::<Vec<_>>(),
                "max_tokens": call.max_tokens,
                "prompt_tokens": call.prompt_tokens,
                "cached_tokens": call.cached_tokens,
                "tokens": call.tokens,
                "ttft_ms": call.ttft_ms,
                "total_ms": call.total_ms,
                "answer": String::from_utf8_lossy(&call.answer),
            }))
        };
        self.calls.iter().filter_map(row).collect()
    }
}

/// Figures of one or more files.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Sum {
    pub characters: usize,
    pub keys: usize,
    pub accepted: usize,
    pub saved: usize,
    pub seen: Seen,
    pub took_ms: f64,
    /// Key to ghost text, by where its text came from.
    pub cold: Spread,
    pub colds: usize,
    pub warm: Spread,
    pub warms: usize,
    pub kept: Spread,
    pub kepts: usize,
    /// First token of warm requests, by the engine's clock.
    pub warm_ttft: Spread,
    /// A token after the first.
    pub token_ms: f64,
    /// Requests to the engine and their prompts; those computed ahead apart.
    pub requests: usize,
    pub prompt_tokens: usize,
    pub cached_tokens: usize,
    pub ahead: usize,
    pub ahead_tokens: usize,
    pub generated: usize,
}

impl Sum {
    pub fn of<'a>(played: impl IntoIterator<Item = &'a Played>) -> Self {
        let played: Vec<&Played> = played.into_iter().collect();
        let mut sum = Sum::default();
        for one in &played {
            sum.characters += one.characters;
            sum.keys += one.keys;
            sum.accepted += one.accepted;
            sum.saved += one.saved;
            sum.took_ms += one.took_ms;
            sum.seen.shown += one.seen.shown;
            sum.seen.wrong += one.seen.wrong;
            sum.seen.flickers += one.seen.flickers;
            sum.seen.right_ms += one.seen.right_ms;
            sum.seen.wrong_ms += one.seen.wrong_ms;
        }
        let ghosts = |from: From| -> Vec<f64> {
            let all = played.iter().flat_map(|one| &one.ghosts);
            all.filter(|(of, _)| *of == from)
                .map(|(_, ms)| *ms)
                .collect()
        };
        let (cold, warm, kept) = (ghosts(From::Cold), ghosts(From::Warm), ghosts(From::Kept));
        (sum.colds, sum.warms, sum.kepts) = (cold.len(), warm.len(), kept.len());
        (sum.cold, sum.warm, sum.kept) = (Spread::of(cold), Spread::of(warm), Spread::of(kept));
        sum.engine(played.iter().flat_map(|one| &one.calls));
        sum
    }

    fn engine<'a>(&mut self, calls: impl Iterator<Item = &'a Call>) {
        let (mut ttft, mut after, mut tokens) = (Vec::new(), 0.0, 0);
        for call in calls {
            let new = call.prompt_tokens.saturating_sub(call.cached_tokens);
            if call.ahead() {
                self.ahead += 1;
                self.ahead_tokens += new;
                continue;
            }
            self.requests += 1;
            self.prompt_tokens += call.prompt_tokens;
            self.cached_tokens += call.cached_tokens;
            self.generated += call.tokens;
            if let (Some(first), Some(last)) = (call.ttft_ms, call.total_ms) {
                after += last - first;
                tokens += call.tokens.saturating_sub(1);
                if 2 * call.cached_tokens >= call.prompt_tokens {
                    ttft.push(first);
                }
            }
        }
        self.warm_ttft = Spread::of(ttft);
        self.token_ms = after / tokens.max(1) as f64;
    }

    pub fn cached_share(&self) -> f64 {
        share(self.cached_tokens, self.prompt_tokens)
    }

    /// Tokens that the engine computed, prompts ahead and answers among them.
    pub fn spent(&self) -> usize {
        self.prompt_tokens.saturating_sub(self.cached_tokens) + self.ahead_tokens + self.generated
    }
}

/// The report of a trace: a line a file, then what all of them saw.
pub fn table(played: &[Played]) -> String {
    let mut lines = vec![
        "                                  keys  saved  shown  wrong flicker  warm p50  cached"
            .into(),
    ];
    for one in played {
        let sum = Sum::of([one]);
        let keep = one.file.chars().count().saturating_sub(32);
        let name: String = one.file.chars().skip(keep).collect();
        lines.push(format!(
            "{name:<32} {:>6} {:>6} {:>6} {:>6} {:>7} {:>6.0} ms {:>7}",
            sum.keys,
            percent(share(sum.saved, sum.saved + sum.keys)),
            sum.seen.shown,
            sum.seen.wrong,
            sum.seen.flickers,
            sum.warm.p50,
            percent(sum.cached_share()),
        ));
    }
    let sum = Sum::of(played);
    let spread = |spread: Spread, many: usize| match many {
        0 => "never".to_string(),
        _ => format!(
            "p50 {:.0} ms, p95 {:.0} ms ({many})",
            spread.p50, spread.p95
        ),
    };
    lines.extend([
        String::new(),
        format!("keystrokes saved     {} of {} ({} accepted)", percent(share(sum.saved, sum.saved + sum.keys)), sum.saved + sum.keys, sum.accepted),
        format!("key to ghost text    warm {}", spread(sum.warm, sum.warms)),
        format!("                     cold {}", spread(sum.cold, sum.colds)),
        format!("                     without the model {}", spread(sum.kept, sum.kepts)),
        format!("first token, warm    p50 {:.0} ms, p95 {:.0} ms; a token {:.0} ms", sum.warm_ttft.p50, sum.warm_ttft.p95, sum.token_ms),
        format!("on the screen        {} texts, {} wrong, {} flickers; right for {:.0} s, wrong for {:.0} s of {:.0} s", sum.seen.shown, sum.seen.wrong, sum.seen.flickers, sum.seen.right_ms / 1e3, sum.seen.wrong_ms / 1e3, sum.took_ms / 1e3),
        format!("prompts cached       {} of {} tokens in {} requests", percent(sum.cached_share()), sum.prompt_tokens, sum.requests),
        format!("tokens spent         {}: {} of prompts, {} ahead in {} requests, {} generated", sum.spent(), sum.prompt_tokens.saturating_sub(sum.cached_tokens), sum.ahead_tokens, sum.ahead, sum.generated),
        String::new(),
    ]);
    lines.join("\n")
}
