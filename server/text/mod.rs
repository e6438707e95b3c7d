//! Text of a document: a rope addressed by byte offsets. The only home of `ropey`.
//! Positions of the protocol are known to `position` alone; nothing here does arithmetic on columns.

pub mod position;

use ropey::Rope;
use std::ops::Range;

pub use position::{Encoding, Position};

/// Text addressed by UTF-8 byte offsets. Cloning is O(1) and shares the storage.
///
/// Lines end at `\n`, `\r\n` and `\r`, as in the Language Server Protocol.
/// Offsets past the end or inside a character are moved back to the nearest boundary, never a panic.
#[derive(Clone, Debug, Default)]
pub struct Text(Rope);

impl Text {
    pub fn new(text: &str) -> Self {
        Self(Rope::from_str(text))
    }

    pub fn len(&self) -> usize {
        self.0.len_bytes()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The nearest character boundary at or before `offset`, at most the text's length.
    pub fn floor(&self, offset: usize) -> usize {
        let offset = offset.min(self.len());
        self.0.char_to_byte(self.0.byte_to_char(offset))
    }

    /// The text of a byte range.
    pub fn slice(&self, range: Range<usize>) -> String {
        let start = self.floor(range.start);
        let end = self.floor(range.end).max(start);
        self.0.byte_slice(start..end).to_string()
    }

    /// Number of lines; an empty text has one, and a final line break opens one more.
    pub fn lines(&self) -> usize {
        self.0.len_lines()
    }

    /// 0-based line that holds `offset`.
    pub fn line_of(&self, offset: usize) -> usize {
        self.0.byte_to_line(offset.min(self.len()))
    }

    /// Byte offset of the start of a 0-based line; the text's length when there is no such line.
    pub fn line_start(&self, line: usize) -> usize {
        if line >= self.lines() {
            return self.len();
        }
        self.0.line_to_byte(line)
    }

    /// Bytes of a 0-based line without its line break.
    pub fn line_range(&self, line: usize) -> Range<usize> {
        let start = self.line_start(line);
        let mut end = self.line_start(line + 1);
        while end > start && matches!(self.0.byte(end - 1), b'\n' | b'\r') {
            end -= 1;
        }
        start..end
    }

    /// A 0-based line without its line break.
    pub fn line(&self, line: usize) -> String {
        self.slice(self.line_range(line))
    }

    /// Replaces a byte range. The range is clamped to the text and to character boundaries.
    pub fn edit(&mut self, range: Range<usize>, with: &str) {
        let start = self.0.byte_to_char(range.start.min(self.len()));
        let end = self.0.byte_to_char(range.end.min(self.len())).max(start);
        self.0.remove(start..end);
        self.0.insert(start, with);
    }

    /// The chunk of bytes that starts at `offset`; empty at the end. For parsers that read by chunks.
    pub fn chunk_from(&self, offset: usize) -> &[u8] {
        if offset >= self.len() {
            return &[];
        }
        let (chunk, start, _, _) = self.0.chunk_at_byte(offset);
        &chunk.as_bytes()[offset - start..]
    }

    /// Row and byte column at `offset` with rows ended by `\n` alone, as tree-sitter counts them.
    /// Reads the text up to there once, at memory speed.
    pub fn newline_point(&self, offset: usize) -> (usize, usize) {
        let offset = offset.min(self.len());
        let (mut row, mut at) = (0, 0);
        let mut last: (usize, &[u8]) = (0, &[]);
        for chunk in self.0.byte_slice(..self.floor(offset)).chunks() {
            let bytes = chunk.as_bytes();
            let breaks = bytes.iter().filter(|byte| **byte == b'\n').count();
            if breaks > 0 {
                row += breaks;
                last = (at, bytes);
            }
            at += bytes.len();
        }
        let (start, bytes) = last;
        let within = bytes.iter().rposition(|byte| *byte == b'\n');
        (row, offset - within.map_or(0, |within| start + within + 1))
    }

    fn rope(&self) -> &Rope {
        &self.0
    }
}

impl std::fmt::Display for Text {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.chunks().try_for_each(|chunk| f.write_str(chunk))
    }
}
