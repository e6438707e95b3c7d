//! Pattern text made parseable: metavariables and ellipses written as identifiers that no code has.

pub(super) const META: &str = "ZZMV_";
pub(super) const META_LIST: &str = "ZZMVS_";
/// With the type in hexadecimal behind the name.
pub(super) const META_TYPED: &str = "ZZMVT_";
pub(super) const TYPE: &str = "_ZZTYPE_";
pub(super) const DOTS: &str = "ZZDOTS";
pub(super) const CHAIN: &str = "ZZCHAIN";
pub(super) const DEEP: &str = "ZZDEEP";
/// Texts of an ellipsis that some grammar takes in some place, in the order they are tried.
pub(super) const IN_LISTS: &[&str] = &["ZZDOTS", "ZZDOTS ZZDOTS", "ZZDOTS; ZZDOTS; ZZDOTS"];
pub(super) const IN_BRACES: &[&str] = &["ZZDOTS", "ZZDOTS: ZZDOTS"];
pub(super) const AS_STATEMENT: &[&str] = &[
    "ZZDOTS;",
    "ZZDOTS",
    "ZZDOTS ZZDOTS;",
    "ZZDOTS!{}",
    "ZZDOTS: ZZDOTS",
    "default: ZZDOTS;",
];

/// Where an ellipsis stands: grammars want different texts there.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Spot {
    Statement,
    /// In a list in braces.
    Braces,
    /// In what an annotation is given: always a plain value.
    Annotation,
    List,
}

pub(super) enum Piece {
    Text(String),
    /// An ellipsis and where it stands.
    Dots(Spot),
}

/// Cuts a pattern at its ellipses and writes metavariables as identifiers.
pub(super) fn lex(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut out = String::new();
    let mut quote: Option<char> = None;
    let mut brackets = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        let character = rest.chars().next().unwrap_or(' ');
        let before = text[..at].chars().next_back();
        if quote.is_none()
            && let Some((name, ty, length)) = typed(before_word(&text[..at]), rest)
        {
            out.push_str(META_TYPED);
            out.push_str(name);
            out.push_str(TYPE);
            ty.bytes()
                .for_each(|byte| out.push_str(&format!("{byte:02X}")));
            at += length;
        } else if let Some((name, length)) = metavariable(rest, "$...") {
            out.push_str(META_LIST);
            out.push_str(name);
            at += length;
        } else if let Some((name, length)) = metavariable(rest, "$") {
            out.push_str(META);
            out.push_str(name);
            at += length;
        } else if rest.starts_with("<...") && !rest.starts_with("<...>") && quote.is_none() {
            out.push_str(DEEP);
            out.push('(');
            at += 4;
        } else if rest.starts_with("...>") && quote.is_none() && before != Some('<') {
            out.push(')');
            at += 4;
        } else if rest.starts_with("...") && quote.is_some() {
            out.push_str(DOTS);
            at += 3;
        } else if rest.starts_with("...") && !spread(before, &rest[3..]) {
            at += 3;
            if chained(&text[..at - 3], &text[at..]) {
                out.push_str(CHAIN);
                out.push_str("()");
            } else {
                let spot = if statement_place(&text[..at - 3], &text[at..]) {
                    Spot::Statement
                } else if brackets.last() == Some(&'{') {
                    Spot::Braces
                } else if brackets.last() == Some(&'@') {
                    Spot::Annotation
                } else {
                    Spot::List
                };
                pieces.push(Piece::Text(std::mem::take(&mut out)));
                pieces.push(Piece::Dots(spot));
            }
        } else {
            match quote {
                Some(open) if character == open => quote = None,
                None if opens(character, rest) => quote = Some(character),
                None if character == '(' && annotation(&text[..at]) => brackets.push('@'),
                None if "([{".contains(character) => brackets.push(character),
                None if ")]}".contains(character) => {
                    brackets.pop();
                }
                _ => {}
            }
            if character == '\\' && quote.is_some() {
                out.push('\\');
                at += 1;
                if let Some(escaped) = text[at..].chars().next() {
                    out.push(escaped);
                    at += escaped.len_utf8();
                }
                continue;
            }
            out.push(character);
            at += character.len_utf8();
        }
    }
    pieces.push(Piece::Text(out));
    pieces
}

/// Whether a call, a list of parameters or a keyword stands before.
fn before_word(before: &str) -> bool {
    let last = before.trim_end().chars().next_back();
    last.is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | ')' | ']' | '>' | '"'))
}

/// Whether `@name` stands before.
fn annotation(before: &str) -> bool {
    let name = |c: char| c.is_alphanumeric() || "_.$".contains(c);
    let rest = before.trim_end_matches(name);
    rest.len() < before.len() && rest.ends_with('@')
}

/// `($X: Type)` and `(Type $X)`: name, type and length.
fn typed(after_word: bool, rest: &str) -> Option<(&str, &str, usize)> {
    let inner = rest.strip_prefix('(').filter(|_| !after_word)?;
    let end = inner.find(['(', ')'])?;
    if !inner[end..].starts_with(')') {
        return None;
    }
    let inner = inner[..end].trim();
    let (name, ty) = match metavariable(inner, "$") {
        Some((name, length)) => (name, inner[length..].trim().strip_prefix(':')?),
        None => {
            let at = inner.find('$')?;
            let (name, length) = metavariable(&inner[at..], "$")?;
            let plain = |c: char| c.is_alphanumeric() || "_.<>[]*& :?,".contains(c);
            let ty = &inner[..at];
            if at + length != inner.len() || ty.is_empty() || !ty.chars().all(plain) {
                return None;
            }
            (name, ty)
        }
    };
    let ty = ty.trim();
    (!ty.is_empty()).then_some((name, ty, end + 2))
}

/// `'` opens a string only when another closes it on the line: Rust has lifetimes.
fn opens(character: char, rest: &str) -> bool {
    match character {
        '"' | '`' => true,
        '\'' => rest[1..]
            .lines()
            .next()
            .is_some_and(|line| line.contains('\'')),
        _ => false,
    }
}

fn metavariable<'t>(rest: &'t str, sigil: &str) -> Option<(&'t str, usize)> {
    let name = rest.strip_prefix(sigil)?;
    let first = name.chars().next()?;
    if !(first.is_ascii_uppercase() || first == '_') {
        return None;
    }
    let length = name
        .find(|c: char| !(c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_'))
        .unwrap_or(name.len());
    Some((&name[..length], sigil.len() + length))
}

/// `...args` and `args...` belong to the language.
fn spread(before: Option<char>, after: &str) -> bool {
    let word = |c: char| c.is_alphanumeric() || c == '_' || c == '$';
    let next = after.chars().next();
    before.is_some_and(word) || next.is_some_and(|c| word(c) || c == '[' || c == '(')
}

fn chained(before: &str, after: &str) -> bool {
    before.trim_end().ends_with('.') && after.trim_start().starts_with('.')
}

fn statement_place(before: &str, after: &str) -> bool {
    let before = before.trim_end_matches([' ', '\t']);
    let after = after.trim_start_matches([' ', '\t']);
    let opened = before.is_empty() || before.ends_with(['{', '}', ';', '\n', ':']);
    let word = |c: char| c.is_alphanumeric() || "_$#@".contains(c);
    let closed = after.is_empty() || after.starts_with(['}', '\n']) || after.starts_with(word);
    let previous = before.trim_end();
    opened && closed && !previous.ends_with([',', '(', '['])
}

pub(super) fn render(pieces: &[Piece], statement: &str, list: &str, braces: &str) -> String {
    pieces
        .iter()
        .map(|piece| match piece {
            Piece::Text(text) => text.as_str(),
            Piece::Dots(Spot::Statement) => statement,
            Piece::Dots(Spot::Braces) => braces,
            Piece::Dots(Spot::Annotation) => DOTS,
            Piece::Dots(Spot::List) => list,
        })
        .collect()
}
