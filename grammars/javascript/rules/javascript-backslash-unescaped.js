function a(s) {
  // ruleid: javascript-backslash-unescaped
  s = s.replace(/'/g, "\\'");
  // ruleid: javascript-backslash-unescaped
  s = s.replace(/"/g, '\\"');
  // ruleid: javascript-backslash-unescaped
  return s.replace(/['"]/g, "\\$&");
}

function b(s) {
  // ok: javascript-backslash-unescaped
  s = s.replace(/['"\\]/g, "\\$&");
  // ok: javascript-backslash-unescaped
  s = s.replace(/'/g, "&#39;");
  // ok: javascript-backslash-unescaped
  s = s.replace(/\\/g, "\\\\").replace(/"/g, '\\"');
  // ok: javascript-backslash-unescaped
  return JSON.stringify(s);
}
