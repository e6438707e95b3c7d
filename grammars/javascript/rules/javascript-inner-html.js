function a(element, text) {
  // ruleid: javascript-inner-html
  element.innerHTML = text;
  // ruleid: javascript-inner-html
  element.insertAdjacentHTML("beforeend", `<b>${text}</b>`);
  // ruleid: javascript-inner-html
  document.write("<b>" + text + "</b>");
}

function b(element, text) {
  // ok: javascript-inner-html
  element.textContent = text;
  // ok: javascript-inner-html
  element.innerHTML = "";
  // ok: javascript-inner-html
  element.innerHTML = DOMPurify.sanitize(text);
  // ok: javascript-inner-html
  document.write("<hr>");
}
