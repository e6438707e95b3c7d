// ruleid: javascript-regex-range
const a = /^[A-z]+$/;
// ruleid: javascript-regex-range
const b = /[0-9a-fA-f]/;
// ruleid: javascript-regex-range
const c = new RegExp("[a-z.-_]");

// ok: javascript-regex-range
const d = /^[A-Za-z]+$/;
// ok: javascript-regex-range
const e = /[0-9a-fA-F]/;
// ok: javascript-regex-range
const f = new RegExp("[a-z._-]");
