const next = new URLSearchParams(location.search).get("next");
// ruleid: javascript-client-redirect
window.location = next;
// ruleid: javascript-client-redirect
location.href = document.location.hash.substring(1);
// ruleid: javascript-client-redirect
window.open(location.search.slice(1));

// ok: javascript-client-redirect
location.href = "/search?q=" + encodeURIComponent(location.hash);
// ok: javascript-client-redirect
location.href = "/home";
// ok: javascript-client-redirect
window.location = "https://example.org/" + location.hash;
