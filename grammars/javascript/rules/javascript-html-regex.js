// ruleid: javascript-html-regex
const a = /<script.*?>.*?<\/script>/i;
// ruleid: javascript-html-regex
const b = text.replace(/<!--.*?-->/g, "");
// ruleid: javascript-html-regex
const c = text.replace(/<script[^>]*>/gi, "");

// ok: javascript-html-regex
const d = /<[a-z]+>/;
// ok: javascript-html-regex
const e = text.replace(/\s+/g, " ");
// ok: javascript-html-regex
const f = DOMPurify.sanitize(text);
