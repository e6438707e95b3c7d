// ruleid: javascript-url-substring
if (url.indexOf("secure.com") !== -1) a();
// ruleid: javascript-url-substring
if (target.startsWith("https://secure.com")) b();
// ruleid: javascript-url-substring
if (host.endsWith("secure.com")) c();
// ruleid: javascript-url-substring
if (referrer.includes("sub.secure.com")) d();

// ok: javascript-url-substring
if (new URL(url).hostname === "secure.com") e();
// ok: javascript-url-substring
if (url.startsWith("https://secure.com/")) f();
// ok: javascript-url-substring
if (host.endsWith(".secure.com")) g();
