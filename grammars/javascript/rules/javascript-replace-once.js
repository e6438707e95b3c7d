function a(s) {
  // ruleid: javascript-replace-once
  s = s.replace("'", "''");
  // ruleid: javascript-replace-once
  s = s.replace("<", "&lt;");
  // ruleid: javascript-replace-once
  s = s.replace(/"/, "&quot;");
  // ruleid: javascript-replace-once
  return s.replace("../", "");
}

function b(s) {
  // ok: javascript-replace-once
  s = s.replace(/'/g, "''");
  // ok: javascript-replace-once
  s = s.replaceAll("<", "&lt;");
  // ok: javascript-replace-once
  s = s.replace(" ", "-");
  // ok: javascript-replace-once
  return s.replace("a", "b");
}
