const target = document.location.search;
// ruleid: javascript-dom-xss
document.getElementById("a").innerHTML = target;
// ruleid: javascript-dom-xss
document.write("<b>" + location.hash.substring(1) + "</b>");
// ruleid: javascript-dom-xss
$("#a").html(decodeURIComponent(window.location.search));

window.addEventListener("message", (event) => {
  // ruleid: javascript-dom-xss
  document.body.insertAdjacentHTML("beforeend", event.data);
});

// ok: javascript-dom-xss
document.getElementById("a").textContent = target;
// ok: javascript-dom-xss
document.getElementById("a").innerHTML = DOMPurify.sanitize(target);
// ok: javascript-dom-xss
$("#a").text(window.location.search);
// ok: javascript-dom-xss
document.write("<b>" + location.hash.length + "</b>");
