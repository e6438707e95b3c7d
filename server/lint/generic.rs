//! Patterns for text without a grammar (`languages: [generic]`): words and signs in a row. Nesting
//! by indentation, which Semgrep looks at too, is not.

use super::formula::Hit;
use super::matcher::{Bound, Env};
use super::pattern::{Var, Vars};
use std::cell::Cell;
use std::ops::Range;

/// Hits of one pattern in one file.
const MAX_HITS: usize = 20_000;
/// Tokens of one pattern.
const MAX_TOKENS: usize = 500;

#[derive(Debug)]
pub(super) struct Generic {
    parts: Vec<Part>,
    /// Lines that one ellipsis may span.
    span: usize,
    /// Words without which no text can match.
    pub words: Vec<String>,
}

#[derive(Debug)]
enum Part {
    Text(String),
    /// One word.
    Meta(Option<Var>),
    /// Words and signs on one line.
    MetaList(Var),
    Dots,
}

/// A word or a sign.
struct Token {
    bytes: Range<u32>,
    line: usize,
    word: bool,
}

/// Compiles a pattern; the error is for the rule's author.
pub(super) fn compile(text: &str, vars: &mut Vars, span: usize) -> Result<Generic, String> {
    let mut parts = Vec::new();
    let mut rest = text.trim();
    while let Some(first) = rest.chars().next() {
        if first.is_whitespace() {
            rest = rest.trim_start();
            continue;
        }
        let name = |sigil: &str| {
            let name = rest.strip_prefix(sigil)?;
            let upper = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
            let length = name.find(|c| !upper(c)).unwrap_or(name.len());
            (length > 0).then(|| (&name[..length], sigil.len() + length))
        };
        let (part, length) = if let Some((name, length)) = name("$...") {
            (Part::MetaList(vars.var(name)?), length)
        } else if let Some((name, length)) = name("$") {
            let var = match name {
                "_" => None,
                name => Some(vars.var(name)?),
            };
            (Part::Meta(var), length)
        } else if rest.starts_with("...") {
            (Part::Dots, 3)
        } else {
            let length = match letter(first) {
                true => rest.find(|c| !letter(c)).unwrap_or(rest.len()),
                false => first.len_utf8(),
            };
            (Part::Text(rest[..length].to_string()), length)
        };
        parts.push(part);
        rest = &rest[length..];
    }
    if parts.is_empty() || parts.len() > MAX_TOKENS {
        return Err(format!(
            "the pattern is empty or has over {MAX_TOKENS} words"
        ));
    }
    let words = parts
        .iter()
        .filter_map(|part| match part {
            Part::Text(text) if text.len() > 2 => Some(text.clone()),
            _ => None,
        })
        .collect();
    Ok(Generic { parts, span, words })
}

fn letter(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn tokens(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut line = 0;
    for (at, character) in text.char_indices() {
        let end = (at + character.len_utf8()) as u32;
        if character == '\n' {
            line += 1;
        }
        if character.is_whitespace() {
            continue;
        }
        let word = letter(character);
        match tokens.last_mut() {
            Some(last) if word && last.word && last.bytes.end == at as u32 => last.bytes.end = end,
            _ => tokens.push(Token {
                bytes: at as u32..end,
                line,
                word,
            }),
        }
    }
    tokens
}

/// One attempt to match, from one token on.
struct Attempt<'a> {
    generic: &'a Generic,
    text: &'a str,
    tokens: &'a [Token],
    fuel: &'a Cell<u64>,
}

impl Generic {
    /// `from` is where the text begins in the file.
    pub fn hits(&self, text: &str, from: u32, fuel: &Cell<u64>) -> Vec<Hit> {
        let mut hits = self.found(text, fuel);
        let moved = |bytes: &mut Range<u32>| *bytes = bytes.start + from..bytes.end + from;
        for hit in hits.iter_mut().filter(|_| from > 0) {
            moved(&mut hit.bytes);
            hit.env
                .iter_mut()
                .for_each(|(_, bound)| moved(&mut bound.bytes));
        }
        hits
    }

    fn found(&self, text: &str, fuel: &Cell<u64>) -> Vec<Hit> {
        let tokens = tokens(text);
        let attempt = Attempt {
            generic: self,
            text,
            tokens: &tokens,
            fuel,
        };
        let mut hits = Vec::new();
        let mut from = 0;
        while from < tokens.len() && hits.len() < MAX_HITS && fuel.get() > 0 {
            let mut env = Env::new();
            match attempt.run(0, from, &mut env) {
                Some(end) if end > from => {
                    let bytes = tokens[from].bytes.start..tokens[end - 1].bytes.end;
                    hits.push(Hit { bytes, env });
                    from = end;
                }
                _ => from += 1,
            }
        }
        hits
    }
}

impl Attempt<'_> {
    /// Matches the parts from `part` on; gives the token after the match.
    fn run(&self, part: usize, at: usize, env: &mut Env) -> Option<usize> {
        let left = self.fuel.get();
        self.fuel.set(left.saturating_sub(1));
        if left == 0 {
            return None;
        }
        let Some(first) = self.generic.parts.get(part) else {
            return Some(at);
        };
        let token = self.tokens.get(at);
        match first {
            Part::Text(text) => {
                let same = token.is_some_and(|token| self.slice(&token.bytes) == text);
                same.then(|| self.run(part + 1, at + 1, env))?
            }
            Part::Meta(var) => {
                let token = token.filter(|token| token.word)?;
                let bytes = token.bytes.clone();
                self.bind(*var, bytes, env, |env| self.run(part + 1, at + 1, env))
            }
            Part::MetaList(var) => {
                let before = at.checked_sub(1).and_then(|at| self.tokens.get(at));
                let line = before.or(token).map_or(0, |token| token.line);
                let mut end = at;
                loop {
                    let bytes = match end > at {
                        true => self.tokens[at].bytes.start..self.tokens[end - 1].bytes.end,
                        false => 0..0,
                    };
                    let next = |env: &mut Env| self.run(part + 1, end, env);
                    if let Some(found) = self.bind(Some(*var), bytes, env, next) {
                        return Some(found);
                    }
                    if self.tokens.get(end).is_none_or(|token| token.line != line) {
                        return None;
                    }
                    end += 1;
                }
            }
            Part::Dots => {
                if part + 1 == self.generic.parts.len() {
                    return Some(at);
                }
                let before = at.checked_sub(1).and_then(|at| self.tokens.get(at));
                let line = before.or(token)?.line;
                let mut end = at;
                while let Some(token) = self.tokens.get(end)
                    && token.line <= line + self.generic.span
                {
                    if let Some(found) = self.run(part + 1, end, env) {
                        return Some(found);
                    }
                    end += 1;
                }
                None
            }
        }
    }

    fn slice(&self, bytes: &Range<u32>) -> &str {
        &self.text[bytes.start as usize..bytes.end as usize]
    }

    /// Goes on with the metavariable bound; takes the binding back when that fails.
    fn bind(
        &self,
        var: Option<Var>,
        bytes: Range<u32>,
        env: &mut Env,
        next: impl FnOnce(&mut Env) -> Option<usize>,
    ) -> Option<usize> {
        let Some(var) = var else { return next(env) };
        if let Some((_, known)) = env.iter().find(|(known, _)| *known == var) {
            let same = self.slice(&known.bytes) == self.slice(&bytes);
            return same.then(|| next(env))?;
        }
        let bound = Bound::found(bytes, false);
        env.push((var, bound));
        let found = next(env);
        if found.is_none() {
            env.pop();
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found<'t>(pattern: &str, text: &'t str) -> Vec<&'t str> {
        let generic = compile(pattern, &mut Vars::default(), 2).expect("valid");
        generic
            .hits(text, 0, &Cell::new(10_000))
            .iter()
            .map(|hit| &text[hit.bytes.start as usize..hit.bytes.end as usize])
            .collect()
    }

    #[test]
    fn words_and_signs_whatever_the_space() {
        assert_eq!(
            found("a = $X;", "a=1;\nb = 2;\na  = c ;"),
            ["a=1;", "a  = c ;"]
        );
        assert_eq!(found("$X == $X", "a == b; c == c"), ["c == c"]);
        assert_eq!(found("f($...A)", "f(1, 2) f(\n1)"), ["f(1, 2)"]);
    }

    #[test]
    fn an_ellipsis_spans_so_many_lines() {
        assert_eq!(found("a ... b", "a x\ny b"), ["a x\ny b"]);
        assert!(found("a ... b", "a\n\n\n\nb").is_empty());
    }
}
