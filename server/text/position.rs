//! Protocol positions to byte offsets and back. The only file that knows UTF-8, UTF-16 and UTF-32.

use super::Text;
use serde::{Deserialize, Serialize};

/// Unit in which a client counts characters of a line (LSP `PositionEncodingKind`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Encoding {
    Utf8,
    #[default]
    Utf16,
    Utf32,
}

impl Encoding {
    /// The protocol's name of the encoding.
    pub fn name(self) -> &'static str {
        match self {
            Encoding::Utf8 => "utf-8",
            Encoding::Utf16 => "utf-16",
            Encoding::Utf32 => "utf-32",
        }
    }

    /// The encoding to use with a client that offers `offered`: UTF-8 needs no conversion,
    /// and UTF-16 is what the protocol assumes when nothing is offered.
    pub fn negotiate<'a>(offered: impl IntoIterator<Item = &'a str>) -> Self {
        let offered: Vec<&str> = offered.into_iter().collect();
        if offered.contains(&"utf-8") {
            Encoding::Utf8
        } else if offered.contains(&"utf-16") || !offered.contains(&"utf-32") {
            Encoding::Utf16
        } else {
            Encoding::Utf32
        }
    }
}

/// 0-based line and character, the character counted in the session's [`Encoding`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Position {
    pub line: u32,
    pub character: u32,
}

/// Byte offset of a position. A line past the end gives the text's end, a character past the line
/// its end before the line break, one inside a character that character's start.
pub fn offset(text: &Text, position: Position, encoding: Encoding) -> usize {
    let line = position.line as usize;
    if line >= text.lines() {
        return text.len();
    }
    let range = text.line_range(line);
    let wanted = position.character as usize;
    let rope = text.rope();
    let first = rope.byte_to_char(range.start);
    let offset = match encoding {
        Encoding::Utf8 => text.floor(range.start.saturating_add(wanted)),
        Encoding::Utf16 => {
            let units = rope.char_to_utf16_cu(first).saturating_add(wanted);
            let character = rope.utf16_cu_to_char(units.min(rope.len_utf16_cu()));
            rope.char_to_byte(character)
        }
        Encoding::Utf32 => {
            let character = first.saturating_add(wanted).min(rope.len_chars());
            rope.char_to_byte(character)
        }
    };
    offset.min(range.end)
}

/// Position of a byte offset, moved back to a character boundary. Never stands inside a line break.
pub fn position(text: &Text, offset: usize, encoding: Encoding) -> Position {
    let offset = text.floor(offset);
    let line = text.line_of(offset);
    let range = text.line_range(line);
    let end = offset.min(range.end);
    let rope = text.rope();
    let (first, last) = (rope.byte_to_char(range.start), rope.byte_to_char(end));
    let character = match encoding {
        Encoding::Utf8 => end - range.start,
        Encoding::Utf16 => rope.char_to_utf16_cu(last) - rope.char_to_utf16_cu(first),
        Encoding::Utf32 => last - first,
    };
    Position {
        line: line as u32,
        character: character as u32,
    }
}
