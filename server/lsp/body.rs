//! What a body says, as JSON: its text is repaired where clients are known to break it. Knows no methods
//! and no documents.

use serde_json::Value;

/// Reads a body. Half a surrogate pair, which clients written in JavaScript send when an edit
/// splits a character, becomes U+FFFD: that is one UTF-16 unit too, so positions stay right.
///
/// # Errors
/// What is wrong with the text, for the answer to the client.
pub fn decode(body: &[u8]) -> Result<Value, String> {
    serde_json::from_slice(body).or_else(|error| {
        let repaired = repair(body).ok_or_else(|| error.to_string())?;
        serde_json::from_slice(&repaired).map_err(|error| error.to_string())
    })
}

/// The body with lone surrogate escapes replaced; `None` when it has none.
fn repair(body: &[u8]) -> Option<Vec<u8>> {
    let mut out = body.to_vec();
    let mut changed = false;
    let mut at = 0;
    while at < out.len() {
        if out[at] != b'\\' {
            at += 1;
            continue;
        }
        match escape(&out, at) {
            None => at += 2,
            Some(0xD800..=0xDBFF) if matches!(escape(&out, at + 6), Some(0xDC00..=0xDFFF)) => {
                at += 12;
            }
            Some(0xD800..=0xDFFF) => {
                out[at..at + 6].copy_from_slice(b"\\uFFFD");
                changed = true;
                at += 6;
            }
            Some(_) => at += 6,
        }
    }
    changed.then_some(out)
}

/// The code unit of the `\uXXXX` escape at `at`.
fn escape(bytes: &[u8], at: usize) -> Option<u16> {
    let escape = bytes.get(at..at + 6)?;
    if !escape.starts_with(b"\\u") {
        return None;
    }
    u16::from_str_radix(std::str::from_utf8(&escape[2..]).ok()?, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lone_surrogates_are_repaired_and_pairs_kept() {
        let text = |body: &str| {
            decode(body.as_bytes()).map(|value| value.as_str().unwrap_or_default().to_string())
        };
        assert_eq!(text(r#""a\uD83Db""#), Ok("a\u{FFFD}b".into()));
        assert_eq!(text(r#""\uDE00""#), Ok("\u{FFFD}".into()));
        assert_eq!(text(r#""\uD83D\uDE00\uD83D""#), Ok("😀\u{FFFD}".into()));
        assert_eq!(text(r#""\uD83D\uD83D\uDE00""#), Ok("\u{FFFD}😀".into()));
        assert_eq!(text(r#""\\uD83D \uD83D""#), Ok("\\uD83D \u{FFFD}".into()));
        assert!(text(r#""\uD8"#).is_err());
        assert!(decode(b"{\"a\": \xff}").is_err());
    }
}
