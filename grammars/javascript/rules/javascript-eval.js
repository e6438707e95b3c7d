function a(text, name) {
  // ruleid: javascript-eval
  eval(text);
  // ruleid: javascript-eval
  const f = new Function("x", text);
  // ruleid: javascript-eval
  return eval(`(${name})`);
}

function b(text, model) {
  // ok: javascript-eval
  eval("1 + 1");
  // ok: javascript-eval
  const f = new Function("x", "return x");
  // ok: javascript-eval
  model.eval(text);
  // ok: javascript-eval
  return JSON.parse(text);
}
