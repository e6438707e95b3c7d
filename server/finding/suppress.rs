//! What in the code suppresses findings: comments of our own, with a reason and a last day, and those
//! of the tools that teams have in their code already. Reads lines of text and knows no language.

use super::attributes::{self, Span};
use super::{Date, Finding, Silencer, Suppression};

/// What is suppressed where.
#[derive(Clone, Debug, Default)]
pub struct Suppressions {
    comments: Vec<Comment>,
    items: Vec<Span>,
}

#[derive(Clone, Debug)]
struct Comment {
    /// 1-based line of the comment.
    line: usize,
    /// It counts for the next line.
    next: bool,
    /// It counts for its own line.
    own: bool,
    /// Rule ids; empty means every rule.
    rules: Vec<String>,
    /// How the rules begin that it counts for, where it does not name them.
    start: Option<&'static str>,
    reason: Option<String>,
    until: Until,
}

/// Up to when a comment counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Until {
    Ever,
    Day(Date),
    /// `until` stands there, and what follows is no day: it counts for nothing.
    Unclear,
}

/// What names a comment of some tool.
struct Mark {
    text: &'static str,
    /// Which lines it counts for.
    lines: Lines,
    names: Names,
}

#[derive(PartialEq)]
enum Lines {
    /// Its own; alone on its line, the next one as well.
    OwnOrNext,
    Own,
    Next,
}

enum Names {
    /// Ids of our rules, in brackets or behind a colon; none means all.
    Ours,
    /// Codes of a tool that only looks for security: whatever they are, it is meant.
    Any,
    /// Whatever follows; only credentials are meant.
    Secrets,
    /// Codes of a tool that looks for many things: none at all, or one that starts like these.
    Starting(&'static [&'static str]),
}

/// The first that stands in a line wins.
const MARKS: &[Mark] = &[
    mark("inglenook: ignore", Lines::OwnOrNext, Names::Ours),
    mark("nosemgrep", Lines::OwnOrNext, Names::Ours),
    // Bandit and gosec: their own line, with or without the numbers of their tests.
    mark("nosec", Lines::Own, Names::Any),
    // gitleaks, detect-secrets and trufflehog look for credentials alone.
    mark("gitleaks:allow", Lines::Own, Names::Secrets),
    mark("pragma: allowlist secret", Lines::Own, Names::Secrets),
    mark(
        "pragma: allowlist nextline secret",
        Lines::Next,
        Names::Secrets,
    ),
    mark("trufflehog:ignore", Lines::Own, Names::Secrets),
    mark("NOSONAR", Lines::Own, Names::Any),
    // flake8 and ruff: S is the security family.
    mark("noqa", Lines::Own, Names::Starting(&["S"])),
    mark(
        "nolint",
        Lines::OwnOrNext,
        Names::Starting(&["gosec", "all"]),
    ),
    mark("lgtm[", Lines::Own, Names::Any),
    mark("codeql[", Lines::Next, Names::Any),
    mark(
        "eslint-disable-next-line",
        Lines::Next,
        Names::Starting(ESLINT),
    ),
    mark("eslint-disable-line", Lines::Own, Names::Starting(ESLINT)),
];
/// eslint's rules about security, and those of its plugins.
const ESLINT: &[&str] = &[
    "security/",
    "security-node/",
    "no-unsanitized/",
    "no-eval",
    "no-implied-eval",
    "no-new-func",
    "no-script-url",
    "react/no-danger",
];
/// How the ids of rules about credentials begin.
const SECRETS: &str = "secret-";
/// What opens a comment in the languages that we know.
const COMMENTS: &[&str] = &["#", "//", "/*", "--", "<!--", "*"];

const fn mark(text: &'static str, lines: Lines, names: Names) -> Mark {
    Mark { text, lines, names }
}

impl Suppressions {
    /// Reads the comments of a text.
    pub fn read(text: &str) -> Self {
        let mut found = Vec::new();
        if MARKS.iter().any(|mark| text.contains(mark.text)) {
            for (index, line) in text.lines().enumerate() {
                found.extend(MARKS.iter().find_map(|mark| comment(mark, index + 1, line)));
            }
        }
        Self {
            comments: found,
            items: attributes::read(text),
        }
    }

    /// Splits findings into those that are open and those that a comment suppresses: on their first
    /// or last line, or on the line above. Where the comment counted until a day before `today`,
    /// the finding is open and says so.
    pub fn split(&self, findings: Vec<Finding>, today: Date) -> (Vec<Finding>, Vec<Finding>) {
        let (mut open, mut silent) = (Vec::new(), Vec::new());
        for mut finding in findings {
            let lines = (finding.start.line, finding.end.line);
            let comments: Vec<&Comment> = (self.comments.iter())
                .filter(|comment| comment.covers(&finding.rule, lines))
                .collect();
            let counts = comments.iter().find(|comment| comment.counts(today));
            if let Some(comment) = counts {
                finding.suppression = Some(Suppression {
                    by: Silencer::Comment,
                    reason: comment.reason.clone(),
                    until: match comment.until {
                        Until::Day(day) => Some(day),
                        _ => None,
                    },
                });
                silent.push(finding);
                continue;
            }
            if self.items.iter().any(|item| item.allows(&finding)) {
                finding.suppression = Some(Suppression {
                    by: Silencer::Comment,
                    reason: Some("an attribute allows it".into()),
                    until: None,
                });
                silent.push(finding);
                continue;
            }
            if let Some(comment) = comments.first() {
                finding.message.push_str(&comment.ended());
            }
            open.push(finding);
        }
        (open, silent)
    }
}

impl Comment {
    fn covers(&self, rule: &str, (first, last): (usize, usize)) -> bool {
        let own = self.own && (self.line == first || self.line == last);
        if self.start.is_some_and(|start| !rule.starts_with(start)) {
            return false;
        }
        let here = own || (self.next && self.line + 1 == first);
        here && (self.rules.is_empty() || self.rules.iter().any(|named| names(named, rule)))
    }

    fn counts(&self, today: Date) -> bool {
        match self.until {
            Until::Ever => true,
            Until::Day(day) => today <= day,
            Until::Unclear => false,
        }
    }

    /// Why it does not count any more.
    fn ended(&self) -> String {
        let why = match self.until {
            Until::Day(day) => format!("counted until {day}"),
            _ => "names no day such as 2027-01-31 after `until`".to_string(),
        };
        format!(" (The comment that suppressed this {why}.)")
    }
}

/// The comment of a mark in a line, if there is one.
fn comment(mark: &Mark, number: usize, line: &str) -> Option<Comment> {
    let at = line.find(mark.text)?;
    let opener = COMMENTS
        .iter()
        .filter_map(|opener| line[..at].rfind(opener))
        .min()?;
    let after = &line[at + mark.text.len()..];
    // `nosecurity` and `nolinter` are other words.
    let word = after.starts_with(|c: char| c.is_alphanumeric() || c == '_');
    if word && !mark.text.ends_with('[') {
        return None;
    }
    let alone = line[..opener].trim().is_empty();
    let mut comment = Comment {
        line: number,
        next: mark.lines == Lines::Next || (mark.lines == Lines::OwnOrNext && alone),
        own: mark.lines != Lines::Next,
        rules: Vec::new(),
        start: None,
        reason: None,
        until: Until::Ever,
    };
    match &mark.names {
        Names::Ours => {
            let (ids, rest) = rules(after);
            comment.rules = ids;
            (comment.reason, comment.until) = words(rest);
        }
        Names::Any => {}
        Names::Secrets => comment.start = Some(SECRETS),
        Names::Starting(starts) => {
            let codes: Vec<&str> = after
                .split([',', ' ', ':', '\t'])
                .take_while(|code| !code.starts_with("--") && !code.starts_with("//"))
                .filter(|code| !code.is_empty())
                .collect();
            let meant = |code: &&str| starts.iter().any(|start| code.starts_with(start));
            if !codes.is_empty() && !codes.iter().any(meant) {
                return None;
            }
        }
    }
    Some(comment)
}

/// The rule ids after a mark, `[a, b]` or `: a, b` (none means all), and what follows them.
fn rules(after: &str) -> (Vec<String>, &str) {
    let (list, rest) = if let Some(inside) = after.strip_prefix('[') {
        inside.split_once(']').unwrap_or((inside, ""))
    } else if let Some(inside) = after.strip_prefix(':') {
        (inside.trim_start(), "")
    } else {
        ("", after)
    };
    let mut ids = Vec::new();
    for part in list.split(',') {
        let id: String = part
            .trim()
            .chars()
            .take_while(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'))
            .collect();
        if !id.is_empty() {
            ids.push(id);
        }
    }
    (ids, rest)
}

/// The reason, and the last day behind the word `until`.
fn words(rest: &str) -> (Option<String>, Until) {
    let rest = rest.trim().trim_end_matches("*/").trim_end_matches("-->");
    let rest = rest.trim_start_matches(':').trim();
    let (reason, until) = match rest.rsplit_once("until ") {
        Some((reason, day)) if reason.is_empty() || reason.ends_with([' ', ',', ';', '(']) => {
            let day = day.trim().trim_end_matches(['.', ')']);
            match Date::parse(day) {
                Some(day) => (reason, Until::Day(day)),
                // "until the new parser lands" is a reason; "until 2027-13" was meant as a day.
                None if day.starts_with(|c: char| c.is_ascii_digit()) => (reason, Until::Unclear),
                None => (rest, Until::Ever),
            }
        }
        _ => (rest, Until::Ever),
    };
    let reason = reason.trim().trim_end_matches([',', ';', '(']).trim();
    ((!reason.is_empty()).then(|| reason.to_string()), until)
}

/// Semgrep puts the folders of a rule's file before its id.
fn names(named: &str, rule: &str) -> bool {
    named == rule
        || named
            .strip_suffix(rule)
            .is_some_and(|head| head.ends_with('.'))
}
