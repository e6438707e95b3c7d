//! Perl's notation of regular expressions, which rules are written in, as our two engines read it.
//! Only rewrites text; compiling it is the parent's.

/// Whether an expression means something by possession (`a++`), which the plain engine would take for a
/// repeat of a repeat.
pub(super) fn possessive(text: &str) -> bool {
    let mut before = [' ', ' '];
    let mut set = false;
    for c in text.chars() {
        let [older, last] = before;
        let escaped = last == '\\' && older != '\\';
        if !escaped {
            match c {
                '[' => set = true,
                ']' => set = false,
                '+' if !set && "*+?}".contains(last) && older != '\\' => return true,
                _ => {}
            }
        }
        before = [last, if escaped { ' ' } else { c }];
    }
    false
}

/// The same expression without what only Perl has another word for: letters and digits are those of
/// ASCII, a brace that repeats nothing and a bracket within brackets are themselves.
pub(super) fn rewritten(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    let mut set = false;
    while let Some(first) = rest.chars().next() {
        let mut length = first.len_utf8();
        if first == '\\' {
            let second = rest[1..].chars().next();
            length += second.map_or(0, char::len_utf8);
            if second == Some('Q') {
                let quoted = &rest[2..];
                let end = quoted.find("\\E").unwrap_or(quoted.len());
                out.push_str(&regex::escape(&quoted[..end]));
                rest = quoted[end..].strip_prefix("\\E").unwrap_or("");
                continue;
            }
            out.push_str(match second {
                Some(second) => escape(second, set).unwrap_or(&rest[..length]),
                None => "\\",
            });
            rest = &rest[length..];
            continue;
        }
        match first {
            '[' if !set => {
                set = true;
                // A bracket that closes stands for itself where it comes first.
                let head = match rest.starts_with("[^") {
                    true => 2,
                    false => 1,
                };
                out.push_str(&rest[..head]);
                rest = &rest[head..];
                if let Some(after) = rest.strip_prefix(']') {
                    out.push_str("\\]");
                    rest = after;
                }
                continue;
            }
            '[' if rest.starts_with("[:") && rest.contains(":]") => {
                length = rest.find(":]").map_or(1, |end| end + 2);
                out.push_str(&rest[..length]);
            }
            '[' => out.push_str("\\["),
            ']' => {
                set = false;
                out.push(']');
            }
            '&' | '~' if set => {
                out.push('\\');
                out.push(first);
            }
            '{' if !set && !repeats(rest) && !out.ends_with("\\x") && !property(&out) => {
                out.push_str("\\{");
            }
            other => out.push(other),
        }
        rest = &rest[length..];
    }
    out
}

/// What stands for `\c` in a set or outside; `None` for what both engines read as Perl does.
fn escape(c: char, set: bool) -> Option<&'static str> {
    Some(match (c, set) {
        ('w', false) => "[0-9A-Za-z_]",
        ('w', true) => "0-9A-Za-z_",
        ('W', false) => "[^0-9A-Za-z_]",
        ('d', false) => "[0-9]",
        ('d', true) => "0-9",
        ('D', false) => "[^0-9]",
        ('h', false) => "[ \\t]",
        ('h', true) => " \\t",
        ('H', false) => "[^ \\t]",
        ('R', false) => "(?:\\r\\n|[\\n\\r])",
        ('Z', false) => "(?=\\n?\\z)",
        ('e', _) => "\\x1b",
        _ => return None,
    })
}

/// `{2}`, `{2,}` or `{2,3}`.
fn repeats(text: &str) -> bool {
    let Some((inside, _)) = text[1..].split_once('}') else {
        return false;
    };
    let digits = |text: &str| text.chars().all(|c| c.is_ascii_digit());
    let (low, high) = inside.split_once(',').unwrap_or((inside, ""));
    !low.is_empty() && digits(low) && digits(high)
}

/// `\p` or `\P` stands before, or a reference by name.
fn property(before: &str) -> bool {
    ["\\p", "\\P", "\\k", "\\g"]
        .iter()
        .any(|end| before.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_only_perl_writes_so_is_rewritten() {
        for (perl, ours) in [
            (r"\w+\.\d", r"[0-9A-Za-z_]+\.[0-9]"),
            (r"[\w.-]", r"[0-9A-Za-z_.-]"),
            (r"{{x}}", r"\{\{x}}"),
            (r"a{2,3}\x{41}\p{L}", r"a{2,3}\x{41}\p{L}"),
            (r"[^[]a", r"[^\[]a"),
            (r"[]a]", r"[\]a]"),
            (r"[[:alpha:]_]", r"[[:alpha:]_]"),
            (r"\Qa.b\Ec", r"a\.bc"),
            (r"a\hb\\w", r"a[ \t]b\\w"),
        ] {
            assert_eq!(rewritten(perl), ours, "{perl}");
        }
    }

    #[test]
    fn possession_is_told_from_a_plain_plus() {
        for text in ["a++", "a*+b", "[ab]?+", "a{2}+"] {
            assert!(possessive(text), "{text}");
        }
        for text in [r"a\++", "a+", "[*+]", r"\*+"] {
            assert!(!possessive(text), "{text}");
        }
    }
}
