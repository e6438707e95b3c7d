const https = require("https");

function a(options) {
  // ruleid: javascript-tls-verify-off
  const agent = new https.Agent({ rejectUnauthorized: false });
  // ruleid: javascript-tls-verify-off
  https.get({ host: "a", rejectUnauthorized: false, port: 1 });
  // ruleid: javascript-tls-verify-off
  process.env.NODE_TLS_REJECT_UNAUTHORIZED = "0";
}

function b(options) {
  // ok: javascript-tls-verify-off
  const agent = new https.Agent({ rejectUnauthorized: true });
  // ok: javascript-tls-verify-off
  https.get({ host: "a", ca: options.ca });
  // ok: javascript-tls-verify-off
  process.env.NODE_TLS_REJECT_UNAUTHORIZED = "1";
}
