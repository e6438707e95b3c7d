function a(parent, user, token) {
  // ruleid: javascript-post-message-any
  window.parent.postMessage(user.password, "*");
  // ruleid: javascript-post-message-any
  parent.postMessage({ token: token }, "*");
  // ruleid: javascript-post-message-any
  window.opener.postMessage(JSON.stringify(authKey), "*");
}

function b(parent, height, token) {
  // ok: javascript-post-message-any
  parent.postMessage(token, "https://example.org");
  // ok: javascript-post-message-any
  parent.postMessage({ height: height }, "*");
  // ok: javascript-post-message-any
  parent.postMessage("ready", "*");
}
