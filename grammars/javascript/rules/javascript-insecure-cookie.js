function a(app, response, token) {
  // ruleid: javascript-insecure-cookie
  response.cookie("session_id", token, { secure: false });
  // ruleid: javascript-insecure-cookie
  response.cookie("authToken", token, { httpOnly: false, secure: true });
  // ruleid: javascript-insecure-cookie
  response.cookie("jwt", token);
  // ruleid: javascript-insecure-cookie
  app.use(session({ secret: read(), cookie: { secure: false, maxAge: 1 } }));
}

function b(app, response, token) {
  // ok: javascript-insecure-cookie
  response.cookie("session_id", token, { secure: true, httpOnly: true, sameSite: "lax" });
  // ok: javascript-insecure-cookie
  response.cookie("theme", "dark");
  // ok: javascript-insecure-cookie
  app.use(session({ secret: read(), cookie: { secure: true } }));
}
