//! Answers of the model read and checked: what does not stand on a line it was asked about is
//! dropped and counted, never mended.

use super::pack::Anchor;
use crate::finding::Severity;
use serde::Deserialize;

/// Characters of a message or a fix that are kept.
const WORDS: usize = 200;

/// What kind of fault the model means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Kind {
    #[default]
    Bug,
    Security,
    Resource,
    ErrorHandling,
    Race,
}

impl Kind {
    pub(super) fn rule(self) -> &'static str {
        match self {
            Kind::Bug => "model.bug",
            Kind::Security => "model.security",
            Kind::Resource => "model.resource",
            Kind::ErrorHandling => "model.error-handling",
            Kind::Race => "model.race",
        }
    }
}

/// One remark, as `prompts/tasks/review.schema.json` describes it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(super) struct Remark {
    /// 1-based.
    pub line: usize,
    pub quote: String,
    pub message: String,
    /// A team's own check has one kind and its own severity.
    #[serde(default)]
    pub kind: Kind,
    #[serde(default = "medium")]
    pub severity: Severity,
    #[serde(default)]
    pub fix: String,
}

fn medium() -> Severity {
    Severity::Medium
}

/// What an answer came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Parsed {
    pub remarks: Vec<Remark>,
    /// Remarks that quote nothing of the part, say nothing, or repeat another.
    pub dropped: usize,
    /// The answer was no JSON of the wanted shape; remarks that were whole before it broke are kept.
    pub broken: bool,
}

/// Reads an answer about a part with these anchors.
pub(super) fn parse(answer: &str, anchors: &[Anchor]) -> Parsed {
    let (items, broken) = items(answer);
    let mut parsed = Parsed {
        broken,
        ..Parsed::default()
    };
    for item in items {
        let remark = serde_json::from_value::<Remark>(item).ok();
        let kept = remark.and_then(|remark| check(remark, anchors, &parsed.remarks));
        match kept {
            Some(remark) => parsed.remarks.push(remark),
            None => parsed.dropped += 1,
        }
    }
    parsed
}

/// The remark with its words tidied, if it stands on a line that was asked about and is new.
fn check(mut remark: Remark, anchors: &[Anchor], before: &[Remark]) -> Option<Remark> {
    let anchor = anchors.iter().find(|anchor| anchor.line == remark.line)?;
    if folded(&anchor.quote) != folded(&super::pack::quote(&remark.quote)) {
        return None;
    }
    remark.message = words(&remark.message);
    remark.fix = words(&remark.fix);
    remark.severity = remark.severity.min(Severity::High);
    let says = remark.message.chars().any(char::is_alphabetic);
    let echo = folded(&remark.message) == folded(&remark.quote);
    let repeats = before.iter().any(|other| {
        other.message == remark.message || (other.line, other.kind) == (remark.line, remark.kind)
    });
    (says && !echo && !repeats).then_some(remark)
}

/// The items of `findings`, and whether the answer is broken.
fn items(answer: &str) -> (Vec<serde_json::Value>, bool) {
    #[derive(Deserialize)]
    struct Answer {
        findings: Vec<serde_json::Value>,
    }
    // Servers that do not hold to a schema like to talk before and after, or to fence the JSON.
    let start = answer.find('{').unwrap_or(answer.len());
    let answer = &answer[start..];
    let mut whole = serde_json::Deserializer::from_str(answer).into_iter::<Answer>();
    if let Some(Ok(answer)) = whole.next() {
        return (answer.findings, false);
    }
    (salvage(answer), true)
}

/// The whole items of an answer that was cut off in the middle.
fn salvage(answer: &str) -> Vec<serde_json::Value> {
    let mut items = Vec::new();
    let list = answer
        .split_once("\"findings\"")
        .and_then(|(_, rest)| rest.split_once('['));
    let Some((_, mut rest)) = list else {
        return items;
    };
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == ',');
        let mut stream = serde_json::Deserializer::from_str(rest).into_iter();
        match stream.next() {
            Some(Ok(item @ serde_json::Value::Object(_))) => items.push(item),
            _ => return items,
        }
        rest = &rest[stream.byte_offset()..];
    }
}

fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn words(text: &str) -> String {
    let folded = folded(text);
    if folded.chars().count() <= WORDS {
        return folded;
    }
    let cut: String = folded.chars().take(WORDS - 1).collect();
    format!("{}…", cut.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn anchors() -> Vec<Anchor> {
        let anchor = |line, quote: &str| Anchor {
            line,
            quote: quote.into(),
        };
        vec![anchor(4, "let n = len - 1;"), anchor(5, "run(&user);")]
    }

    fn item(line: usize, quote: &str, message: &str) -> String {
        format!(
            r#"{{"line": {line}, "quote": "{quote}", "message": "{message}", "kind": "bug",
                "severity": "high", "fix": "Check it."}}"#
        )
    }

    fn answer(items: &[String]) -> String {
        format!(r#"{{"findings": [{}]}}"#, items.join(", "))
    }

    #[test]
    fn a_remark_on_its_line_is_kept() {
        let good = item(4, "let n = len - 1;", "Underflows when it is empty.");
        let parsed = parse(&answer(&[good]), &anchors());
        assert_eq!((parsed.dropped, parsed.broken), (0, false));
        let remark = &parsed.remarks[0];
        assert_eq!((remark.line, remark.kind), (4, Kind::Bug));
        assert_eq!(remark.message, "Underflows when it is empty.");
    }

    #[test]
    fn invented_quotes_and_lines_are_dropped_and_counted() {
        let wrong = [
            item(4, "run(&user);", "The quote stands on another line."),
            item(5, "run(user.clone());", "The quote stands nowhere."),
            item(6, "run(&user);", "The line was not asked about."),
            item(5, "run(&user);", "run(&user);"),
            item(5, "run(&user);", " -- "),
        ];
        let parsed = parse(&answer(&wrong), &anchors());
        assert_eq!((parsed.remarks.len(), parsed.dropped), (0, 5));
        assert!(!parsed.broken);
    }

    #[test]
    fn repeated_remarks_are_dropped() {
        let items = [
            item(4, "let n = len - 1;", "One."),
            item(5, "run(&user);", "One."),
            item(4, "let n = len - 1;", "Two."),
            item(5, "run(&user);", "Three."),
        ];
        let parsed = parse(&answer(&items), &anchors());
        let kept: Vec<_> = parsed.remarks.iter().map(|r| r.message.as_str()).collect();
        assert_eq!(kept, ["One.", "Three."]);
        assert_eq!(parsed.dropped, 2);
    }

    #[test]
    fn a_cut_answer_keeps_its_whole_remarks() {
        let whole = answer(&[
            item(4, "let n = len - 1;", "One."),
            item(5, "run(&user);", "Two."),
        ]);
        let cut = &whole[..whole.len() - 20];
        let parsed = parse(cut, &anchors());
        assert_eq!((parsed.remarks.len(), parsed.broken), (1, true));
        for end in 0..whole.len() {
            parse(&whole[..end], &anchors());
        }
    }

    #[test]
    fn talk_around_the_json_does_no_harm_and_talk_alone_is_broken() {
        let fenced = format!("Here:\n```json\n{}\n```\nDone.", answer(&[]));
        assert_eq!(parse(&fenced, &anchors()), Parsed::default());
        for answer in ["", "Looks good to me!", "{", "{\"verdict\": 1}", "[]"] {
            let parsed = parse(answer, &anchors());
            assert!(parsed.broken && parsed.remarks.is_empty(), "{answer}");
        }
    }

    #[test]
    fn severity_is_at_most_high_and_unknown_kinds_are_dropped() {
        let critical = item(4, "let n = len - 1;", "One.").replace("high", "critical");
        let style = item(5, "run(&user);", "Two.").replace("\"bug\"", "\"style\"");
        let parsed = parse(&answer(&[critical, style]), &anchors());
        assert_eq!(parsed.remarks[0].severity, Severity::High);
        assert_eq!(parsed.dropped, 1);
    }
}
