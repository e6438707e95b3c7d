//! Messages as words with code among them, and both as Markdown that they cannot leave. Knows no report.

use super::Finding;

/// A part of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    Words(&'a str),
    /// Code of the file.
    Code(&'a str),
}

impl Finding {
    /// The message in its parts. Ranges that do not fit it, as in a report that somebody wrote by hand,
    /// are words.
    pub fn pieces(&self) -> Vec<Piece<'_>> {
        let mut pieces = Vec::new();
        let mut from = 0;
        for range in &self.quoted {
            let before = self.message.get(from..range.start);
            let (Some(before), Some(code)) = (before, self.message.get(range.clone())) else {
                break;
            };
            if !before.is_empty() {
                pieces.push(Piece::Words(before));
            }
            if !code.is_empty() {
                pieces.push(Piece::Code(code));
            }
            from = range.end;
        }
        if from < self.message.len() {
            pieces.push(Piece::Words(&self.message[from..]));
        }
        pieces
    }

    /// The message in Markdown: words stay words, code is a code span.
    pub fn markdown(&self) -> String {
        let piece = |piece: &Piece| match piece {
            Piece::Words(words) => markdown_words(words),
            Piece::Code(code) => markdown_code(code),
        };
        self.pieces().iter().map(piece).collect()
    }
}

/// A rule's message in Markdown. What stands for code of a finding is written as code, and said to be.
pub fn markdown_about(message: &str) -> String {
    let (mut text, mut names) = (String::new(), Vec::new());
    let mut rest = message;
    while let Some((before, name, after)) = metavariable(rest) {
        text.push_str(&markdown_words(before));
        text.push_str(&markdown_code(name));
        if !names.contains(&name) {
            names.push(name);
        }
        rest = after;
    }
    text.push_str(&markdown_words(rest));
    let list: Vec<String> = names.iter().map(|name| markdown_code(name)).collect();
    match list.as_slice() {
        [] => text,
        [one] => format!("{text}\n\n{one} stands for code that is found."),
        [first @ .., last] => {
            let first = first.join(", ");
            format!("{text}\n\n{first} and {last} stand for code that is found.")
        }
    }
}

/// The first metavariable of a text, `$X` or `$...X`, with what stands before and after it. `$1` is a
/// placeholder of SQL.
fn metavariable(text: &str) -> Option<(&str, &str, &str)> {
    let part = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
    for (at, _) in text.match_indices('$') {
        let name = text[at + 1..].trim_start_matches("...");
        let start = text.len() - name.len();
        let end = start + name.find(|c| !part(c)).unwrap_or(name.len());
        if name.starts_with(|c: char| c.is_ascii_uppercase() || c == '_') {
            return Some((&text[..at], &text[at..end], &text[end..]));
        }
    }
    None
}

/// Words of code, of rules and of a model, without the power of Markdown; as few backslashes as it takes,
/// for some read it as it stands.
pub fn markdown_words(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut before = '\n';
    let mut rest = text.chars();
    while let Some(character) = rest.next() {
        let after = rest.as_str().chars().next().unwrap_or(' ');
        let power = match character {
            '\\' | '`' | '*' | '<' | '[' => true,
            '_' => !(before.is_alphanumeric() && after.is_alphanumeric()),
            '#' | '>' => before == '\n',
            '~' => before == '~' || after == '~',
            '&' => after == '#' || after.is_ascii_alphanumeric(),
            _ => false,
        };
        if power {
            plain.push('\\');
        }
        plain.push(character);
        before = character;
    }
    plain
}

/// A code span of Markdown that its text cannot leave. Line breaks and other control characters are
/// shown as U+FFFD.
pub fn markdown_code(text: &str) -> String {
    let line: String = text
        .chars()
        .map(|c| if c.is_control() { '\u{fffd}' } else { c })
        .collect();
    let longest = line.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let ticks = "`".repeat(longest + 1);
    let pad = if longest > 0 { " " } else { "" };
    format!("{ticks}{pad}{line}{pad}{ticks}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markdown_keeps_words_words_and_code_code() {
        assert_eq!(
            markdown_words("a_b *c* Vec<T> -> x[0] && __d__ &lt;"),
            "a_b \\*c\\* Vec\\<T> -> x\\[0] && \\_\\_d\\_\\_ \\&lt;"
        );
        assert_eq!(markdown_words("# x\n> y ~~~"), "\\# x\n\\> y \\~\\~\\~");
        assert_eq!(markdown_code("f(*p)"), "`f(*p)`");
        assert_eq!(markdown_code("a`b"), "`` a`b ``");
    }

    #[test]
    fn what_stands_for_code_is_code_and_the_rest_is_words() {
        assert_eq!(
            markdown_about("Call $F.set(*), or cast $...ARGS; $F is not $1."),
            "Call `$F`.set(\\*), or cast `$...ARGS`; `$F` is not $1.\n\n\
             `$F` and `$...ARGS` stand for code that is found."
        );
        assert_eq!(markdown_about("It costs US$."), "It costs US$.");
        assert_eq!(
            markdown_about("A shell runs $X."),
            "A shell runs `$X`.\n\n`$X` stands for code that is found."
        );
    }
}
