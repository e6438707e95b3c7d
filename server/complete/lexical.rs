//! Brackets and quotes read without a parser: what a piece of text closes that was open before it, and
//! what it leaves open. Knows of a language only its quotes and its line comment.

use crate::syntax::Language;

/// What has to be known of a language to read brackets in it.
#[derive(Clone, Debug)]
pub struct Marks {
    quotes: Vec<char>,
    comment: Option<String>,
}

impl Marks {
    /// Those of a language; the usual ones where it is unknown.
    pub fn of(language: Option<&Language>) -> Self {
        Self {
            quotes: language.map_or(vec!['"'], |language| language.quotes.clone()),
            comment: language.map(|language| language.line_comment.clone()),
        }
    }

    /// Whether a line holds nothing but a comment to its end.
    pub fn is_comment(&self, line: &str) -> bool {
        let line = line.trim_start();
        let comment = self.comment.as_deref().unwrap_or_default();
        !comment.is_empty() && line.starts_with(comment)
    }
}

/// What a piece of text does to the brackets around it.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Scan {
    /// Closers of what was opened before the piece: where each ends in it, in bytes.
    pub outer: Vec<(usize, char)>,
    /// Brackets and strings that the piece opens and does not close.
    pub open: usize,
}

/// Something open: what closes it, and whether the piece itself opened it.
type Open = (char, bool);

struct Reader<'a> {
    marks: &'a Marks,
    stack: Vec<Open>,
    quote: Option<Open>,
    found: Scan,
}

/// Reads `piece`, which follows `before` (the text of its line up to it).
pub fn scan(marks: &Marks, before: &str, piece: &str) -> Scan {
    let mut reader = Reader {
        marks,
        stack: Vec::new(),
        quote: None,
        found: Scan::default(),
    };
    let commented = reader.read(before, false);
    // A comment that begins before the piece goes on to the end of its line.
    let skipped = if commented {
        piece.find('\n').unwrap_or(piece.len())
    } else {
        0
    };
    reader.read_from(piece, skipped, true);
    let inside = reader.stack.iter().filter(|(_, own)| *own).count();
    let quoted = reader.quote.is_some_and(|(_, own)| own);
    reader.found.open = inside + usize::from(quoted);
    reader.found
}

impl Reader<'_> {
    fn read(&mut self, text: &str, own: bool) -> bool {
        self.read_from(text, 0, own)
    }

    /// Reads on from a byte; true when the text ends inside a line comment.
    fn read_from(&mut self, text: &str, from: usize, own: bool) -> bool {
        let mut at = from;
        while let Some(character) = text[at..].chars().next() {
            let next = at + character.len_utf8();
            at = match self.quote {
                Some(open) => self.in_string(text, next, character, open, own),
                None if self.comment_at(&text[at..]) => match text[at..].find('\n') {
                    Some(length) => at + length,
                    None => return true,
                },
                None => self.in_code(text, next, character, own),
            };
        }
        false
    }

    fn comment_at(&self, text: &str) -> bool {
        let comment = self.marks.comment.as_deref();
        comment.is_some_and(|comment| !comment.is_empty() && text.starts_with(comment))
    }

    fn in_string(&mut self, text: &str, next: usize, c: char, open: Open, own: bool) -> usize {
        let (closer, opened_here) = open;
        match c {
            '\\' => next + text[next..].chars().next().map_or(0, char::len_utf8),
            _ if c == closer => {
                self.quote = None;
                if own && !opened_here {
                    self.found.outer.push((next, c));
                }
                next
            }
            // Only template strings go over lines.
            '\n' if closer != '`' => {
                self.quote = None;
                next
            }
            _ => next,
        }
    }

    fn in_code(&mut self, text: &str, next: usize, c: char, own: bool) -> usize {
        match c {
            _ if self.marks.quotes.contains(&c) => self.quote = Some((c, own)),
            '\'' => return next + character_literal(&text[next..]),
            '(' => self.stack.push((')', own)),
            '[' => self.stack.push((']', own)),
            '{' => self.stack.push(('}', own)),
            ')' | ']' | '}' => match self.stack.last() {
                Some((closer, opened_here)) if *closer == c => {
                    let outer = own && !opened_here;
                    self.stack.pop();
                    if outer {
                        self.found.outer.push((next, c));
                    }
                }
                _ if own => self.found.outer.push((next, c)),
                _ => {}
            },
            _ => {}
        }
        next
    }
}

/// Bytes after a `'` that belong to a literal of one character; 0 where it is none, as of a lifetime.
fn character_literal(after: &str) -> usize {
    let mut characters = after.char_indices();
    let Some((_, first)) = characters.next() else {
        return 0;
    };
    if first != '\\' {
        return match characters.next() {
            Some((at, '\'')) => at + 1,
            _ => 0,
        };
    }
    // The escaped character itself may be a quote.
    characters.next();
    characters
        .take_while(|(at, c)| *at < 12 && *c != '\n')
        .find(|(_, c)| *c == '\'')
        .map_or(0, |(at, _)| at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(quotes: &str, before: &str, piece: &str) -> (String, usize) {
        let marks = Marks {
            quotes: quotes.chars().collect(),
            comment: Some("//".into()),
        };
        let found = scan(&marks, before, piece);
        (found.outer.iter().map(|(_, c)| *c).collect(), found.open)
    }

    #[test]
    fn closers_of_what_was_open_before_are_told_from_its_own() {
        assert_eq!(of("\"", "foo(", "call(a)"), (String::new(), 0));
        assert_eq!(of("\"", "foo(bar[", "1], b)"), ("])".into(), 0));
        assert_eq!(of("\"", "x = \"", "a)\" + (b"), ("\"".into(), 1));
        assert_eq!(of("\"", "", "}\nif x {"), ("}".into(), 1));
    }

    #[test]
    fn brackets_in_strings_characters_and_comments_do_not_count() {
        assert_eq!(
            of("\"", "", "f(')', '\\'', \"(\\\"\") // )"),
            (String::new(), 0)
        );
        assert_eq!(
            of("\"", "", "fn f<'a>(x: &'a str) {"),
            (String::new(), 1),
            "lifetimes are no strings"
        );
        assert_eq!(of("\"'", "", "f('(', \"[\")"), (String::new(), 0));
        assert_eq!(of("\"", "x // ", "(\n("), (String::new(), 1));
    }
}
