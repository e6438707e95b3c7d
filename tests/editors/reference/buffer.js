// The client's own copy of a text, and its positions in the three encodings of the protocol.
"use strict";

/** Code units of one line's part in an encoding. */
const length = {
  "utf-8": (text) => Buffer.byteLength(text, "utf8"),
  "utf-16": (text) => text.length,
  "utf-32": (text) => [...text].length,
};

/** Lines end at \n, \r\n and \r, as the protocol says, and nowhere else. */
const LINE_END = /\r\n|\n|\r/g;

class Buffer_ {
  constructor(text, encoding) {
    this.text = text;
    this.encoding = encoding;
    this.version = 0;
  }

  /** Position of a UTF-16 offset. */
  position(offset) {
    let line = 0;
    let start = 0;
    for (const end of this.text.matchAll(LINE_END)) {
      const next = end.index + end[0].length;
      if (next > offset) break;
      line += 1;
      start = next;
    }
    return { line, character: length[this.encoding](this.text.slice(start, offset)) };
  }

  /** Replaces UTF-16 offsets `from..to`; gives the change as the protocol spells it. */
  edit(from, to, text) {
    const range = { start: this.position(from), end: this.position(to) };
    this.text = this.text.slice(0, from) + text + this.text.slice(to);
    return { range, text };
  }

  /** Whether an offset can be a position: not inside a surrogate pair or a \r\n. */
  between(offset) {
    const before = this.text.charCodeAt(offset - 1);
    const after = this.text.charCodeAt(offset);
    const pair = before >= 0xd800 && before < 0xdc00 && after >= 0xdc00 && after < 0xe000;
    return !pair && !(before === 13 && after === 10);
  }
}

module.exports = { Buffer: Buffer_ };
