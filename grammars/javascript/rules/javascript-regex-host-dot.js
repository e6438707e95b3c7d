// ruleid: javascript-regex-host-dot
const a = /^https?:\/\/www.example.com/;
// ruleid: javascript-regex-host-dot
const b = /^(api|cdn).example\.com$/;
// ruleid: javascript-regex-host-dot
const c = new RegExp("^https://beta.example.com/");

// ok: javascript-regex-host-dot
const d = /^https?:\/\/www\.example\.com\//;
// ok: javascript-regex-host-dot
const e = /^.+@example\.com$/;
// ok: javascript-regex-host-dot
const f = new RegExp("^[a-z]+.js$");
