// ruleid: javascript-regex-half-anchored
const a = /^a|b/;
// ruleid: javascript-regex-half-anchored
const b = /good\.com|better\.com$/;
// ruleid: javascript-regex-half-anchored
const c = new RegExp("^good|better|best");

// ok: javascript-regex-half-anchored
const d = /^(?:a|b)$/;
// ok: javascript-regex-half-anchored
const e = /^a|^b/;
// ok: javascript-regex-half-anchored
const f = /a|b/;
// ok: javascript-regex-half-anchored
const g = /^\s+|\s+$/g;
