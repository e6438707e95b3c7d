function a(app, request, response) {
  // ruleid: javascript-cors-any-origin
  app.use(cors({ origin: true, credentials: true }));
  // ruleid: javascript-cors-any-origin
  app.use(cors({ credentials: true, origin: "*" }));
  response.setHeader("Access-Control-Allow-Credentials", "true");
  // ruleid: javascript-cors-any-origin
  response.setHeader("Access-Control-Allow-Origin", request.headers.origin);
}

function b(app, response) {
  // ok: javascript-cors-any-origin
  app.use(cors({ origin: "https://example.org", credentials: true }));
  // ok: javascript-cors-any-origin
  app.use(cors());
  // ok: javascript-cors-any-origin
  response.setHeader("Access-Control-Allow-Origin", "*");
}
