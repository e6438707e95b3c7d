// ruleid: javascript-regex-url-unanchored
if (/https?:\/\/good\.com/.test(url)) a();
// ruleid: javascript-regex-url-unanchored
if (url.match(/^https:\/\/good\.com/)) b();
// ruleid: javascript-regex-url-unanchored
if (new RegExp("https://good\\.com").test(url)) c();

// ok: javascript-regex-url-unanchored
if (/^https?:\/\/good\.com\//.test(url)) d();
// ok: javascript-regex-url-unanchored
if (url.match(/^https:\/\/good\.com$/)) e();
// ok: javascript-regex-url-unanchored
if (/good/.test(url)) f();
