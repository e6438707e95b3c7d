//! Helpers for tests: fixture marks, random edits, and a client's own slow idea of positions.
//! Product code never uses it.

use crate::text::{Encoding, Position};
use fastrand::Rng;
use std::ops::Range;

/// Takes the cursor mark `$0` out of a fixture; gives the text and the cursor's byte offset.
pub fn cursor(fixture: &str) -> (String, usize) {
    let offset = fixture.find("$0").expect("the fixture has a cursor `$0`");
    (fixture.replacen("$0", "", 1), offset)
}

/// What random edits put in: line breaks of all kinds, wide, combining and joined characters, things
/// that are no line breaks in the protocol, and code that opens and closes.
const PIECES: &[&str] = &[
    "",
    "a",
    " ",
    "\t",
    "\n",
    "\r\n",
    "\r",
    "é",
    "e\u{301}",
    "α",
    "한",
    "😀",
    "👩\u{200d}👧",
    "\u{2028}",
    "\u{b}",
    "\u{feff}",
    "{",
    "}",
    "(",
    ")",
    "\"",
    "// ",
    "/*",
    "*/",
    ";",
    "fn f() {}",
    "let x = 1;\n",
    "struct S { a: u8 }\r\n",
    "'a'",
    "0x1F",
];

/// A random edit of a text: bytes, on character boundaries, and what replaces them. The text is kept
/// around `around` bytes. No edit begins or ends inside a `\r\n`, for no position points there.
pub fn edit(random: &mut Rng, text: &str, around: usize) -> (Range<usize>, String) {
    let start = place(text, random.usize(..=text.len()));
    let most = if text.len() > around { 24 } else { 6 };
    let end = place(text, (start + random.usize(..=most)).min(text.len()));
    let with = (0..random.usize(..=2))
        .map(|_| PIECES[random.usize(..PIECES.len())])
        .collect();
    (start..end.max(start), with)
}

/// The nearest place at or before `offset` that a position can point to.
pub fn place(text: &str, mut offset: usize) -> usize {
    let inside = |offset: usize| {
        !text.is_char_boundary(offset)
            || (text[..offset].ends_with('\r') && text[offset..].starts_with('\n'))
    };
    while inside(offset) {
        offset -= 1;
    }
    offset
}

/// The position of a byte offset, computed from the whole text by the protocol's words alone, with
/// nothing of `text`: what a client knows.
pub fn position(text: &str, offset: usize, encoding: Encoding) -> Position {
    let mut line = 0;
    let mut start = 0;
    let bytes = text.as_bytes();
    for (at, byte) in bytes.iter().enumerate().take(offset) {
        let ends = *byte == b'\n' || (*byte == b'\r' && bytes.get(at + 1) != Some(&b'\n'));
        if ends {
            line += 1;
            start = at + 1;
        }
    }
    let before = &text[start..offset];
    let character = match encoding {
        Encoding::Utf8 => before.len(),
        Encoding::Utf16 => before.encode_utf16().count(),
        Encoding::Utf32 => before.chars().count(),
    };
    Position {
        line: u32::try_from(line).expect("tests are small"),
        character: u32::try_from(character).expect("tests are small"),
    }
}
