// ruleid: javascript-regex-backtracking
const a = /^(\w+\s?)*$/;
// ruleid: javascript-regex-backtracking
const b = /([a-z]+)+#/i;
// ruleid: javascript-regex-backtracking
const c = text.match(/"(\\.|[^"])*"/g);
// ruleid: javascript-regex-backtracking
const d = new RegExp("^([a-z]*)*x");

// ok: javascript-regex-backtracking
const e = /^(\w+ )*$/;
// ok: javascript-regex-backtracking
const f = /([a-z]+)#/i;
// ok: javascript-regex-backtracking
const g = text.match(/"(\\.|[^"\\])*"/g);
// ok: javascript-regex-backtracking
const h = new RegExp("^(?:,[a-z])*x");
